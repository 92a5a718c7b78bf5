"""Papers: what people paste that is no log, a returned message, headers, a conversation with a server, a queue's listing, a log's tally.

``reading`` tells whether a text is one. ``bounce``, ``headers``, ``dialogue``, ``queue`` and ``tally`` each find the lines of one kind;
they know the form alone, and what a line says is the message catalogue's. ``beside`` finds a returned message that was pasted with a log.
"""

from bot.papers.beside import take_returned_out
from bot.papers.reading import read_paper

__all__ = ["read_paper", "take_returned_out"]

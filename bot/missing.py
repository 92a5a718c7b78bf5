"""What the knowledge base had no word for: lines that were not understood, and questions that no page answers.

Names are taken out before anything leaves here, so that what is kept for those who write knowledge names nobody.
"""

from __future__ import annotations

from bot.asking import Librarian
from bot.catalogue import Reading
from bot.conversation import Conversation
from bot.language import is_question
from bot.redact import redact
from bot.reply import Missed

MOST_LINES = 20
"""Of one paste; a log of a server that we do not know would fill the store otherwise."""
LONGEST = 400
"""Characters; what is longer is cut before it is redacted, so that no paste costs much time."""


def unread_lines(reading: Reading) -> tuple[Missed, ...]:
    """Return the lines of a log that were not understood, each form once."""
    unread = set(reading.unread)
    bodies = [line.body[:LONGEST] for line in reading.paste.lines if line.number in unread and line.body][:MOST_LINES]
    texts = dict.fromkeys(redact(body) for body in bodies)
    return tuple(Missed(f"line/{reading.server}", text) for text in texts)


def unanswered(text: str, librarian: Librarian, lang: str) -> tuple[Missed, ...]:
    """Return a question if no page answers it, nothing if it is none or there is one.

    Args:
        text: what was written.
        librarian: whom it is put to.
        lang: the language that it is answered in.
    """
    question = " ".join(text.split())
    if not question or len(question) > LONGEST or not is_question(question):
        return ()
    if librarian.ask(question, lang).outcome != "dont_know":
        return ()
    return (Missed(f"question/{lang}", redact(question)),)


def went_on(before: Conversation, after: Conversation) -> bool:
    """Tell whether what was written was understood as an answer or a wish: it left something in the conversation."""
    kept = ("account", "site", "notes", "lang", "text", "forgotten", "proposed")
    return any(getattr(before, name) != getattr(after, name) for name in kept)

"""From events to transactions: one message, or one refused attempt, with all that the paste shows of it.

A server that writes neither process nor queue ids into every line is followed by the order of its lines, as its ``sessions`` say.
What a connection said is inherited by each message of it.

``gathering`` follows connections, ``open_sessions`` knows which of them go on, ``model`` is what comes out.
"""

from bot.transactions.making import transactions
from bot.transactions.model import Recipient, Transaction

__all__ = ["Recipient", "Transaction", "transactions"]

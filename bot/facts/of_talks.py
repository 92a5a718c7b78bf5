"""Facts about conversations that a server nobody listed writes down line by line: what its answers grant, and to whom."""

from __future__ import annotations

from bot.facts.entering import fact, logged
from bot.facts.known import Fact, Known
from bot.transactions import Transaction

_ENTRIES = ("message_entry", "message_received")


def is_talk(transaction: Transaction) -> bool:
    """Tell whether a transaction is one that another machine asked for in a conversation written down line by line."""
    return any(event.fields.get("way") == "in" for event in transaction.events)


def login_in_talk(transaction: Transaction) -> bool | None:
    """Tell whether the caller of a conversation logged in, which its lines show.

    None where its beginning is missing, where a log-in was tried and no line tells what came of it, or where it is no conversation.
    """
    said = [event for event in transaction.events if event.fields.get("way") == "in"]
    if any(event.kind == "login_succeeded" or "auth_method" in event.fields for event in said):
        return True
    tries = [event for event in said if event.kind == "login_failed" or "login_asked" in event.fields]
    if tries and tries[-1].kind != "login_failed":
        return None
    return False if any(event.kind == "connection_opened" for event in said) else None


def is_promised_in_talk(transaction: Transaction) -> bool:
    """Tell whether the server said in a conversation that it takes mail for a recipient."""
    return bool(transaction.of_kind("recipient_taken")) and is_talk(transaction)


@fact("recipient_promised")
def recipient_promised(transaction: Transaction, _known: Known) -> Fact:
    """The server said in a conversation that it takes mail for a recipient, and no message came."""
    taken = transaction.of_kind("recipient_taken") if is_talk(transaction) else ()
    if not taken or transaction.of_kind(*_ENTRIES, "content_refused"):
        return logged(False)
    return Fact(True, "logged", tuple(event.line.number for event in taken))

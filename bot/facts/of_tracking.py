"""Facts of messages that Exchange's message tracking, or Microsoft 365's message trace, tells of."""

from __future__ import annotations

from bot.facts.entering import fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_names import recipients_are_local, sender_domain_is_local
from bot.transactions import Transaction


@fact("sent_from_a_mailbox")
def sent_from_a_mailbox(transaction: Transaction, known: Known) -> Fact:
    """A record says that the message left from a mailbox here; where none says how it came, an own sender who writes outside shows it.

    A message trace tells of the organisation's own messages alone, and its service takes what is to go outside from nobody else; the
    address from which somebody sent may be any.
    """
    entries = transaction.of_kind("message_received")
    lines = tuple(event.line.number for event in entries)
    if any(event.fields.get("auth_method") == "mailbox" for event in entries):
        return Fact(True, "logged", lines)
    incoming = transaction.client is not None and not transaction.of_kind("delivered_outside")
    if incoming or not any("traced" in event.fields for event in entries):
        return Fact(False, "inferred", lines)
    if recipients_are_local(transaction, known).value:
        return Fact(False, "inferred", lines)
    local = sender_domain_is_local(transaction, known)
    if local.value is None:
        return UNKNOWN if local.about is None else Fact(None, None, lines, asked=local.asked, about=local.about)
    return Fact(local.value, "inferred", lines, unsure=local.unsure, about=local.about)


@fact("answered_by_itself")
def answered_by_itself(transaction: Transaction, _known: Known) -> Fact:
    """What left a mailbox goes out with an empty sender: an automatic reply or a receipt, which nobody is to answer (RFC 3834)."""
    from_a_mailbox = any(event.fields.get("auth_method") == "mailbox" for event in transaction.of_kind("message_received"))
    going = [event for event in transaction.of_kind("delivered_outside") if event.fields.get("sender") == ""]
    return Fact(bool(from_a_mailbox and going), "logged", tuple(event.line.number for event in going))

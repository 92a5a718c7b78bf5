"""How a connection came and went: whether a message came in whole by it, and whether anything was asked for at all."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS, fact, logged
from bot.facts.known import Fact, Known
from bot.transactions import Transaction

FATES_OF_WHAT_WAS_TAKEN = ("delivered_locally", "delivered", "delivered_outside", "deferred", "returned_to_sender", "bounced", "expired")
_TOOK_ONE = re.compile(r"\b(?:data|bdat)=(?!0)\d")  # what smtpd counts in its line of farewell: a message came in


def took_an_unseen_one(closed: Event, known: Known) -> bool:
    """Tell whether the line of farewell counts a message that no other transaction with this line shows."""
    if not _TOOK_ONE.search(closed.fields.get("commands", "")):
        return False
    return not any(other.queue_id is not None and closed.line.number in other.lines for other in known.transactions)


def is_broken_off(transaction: Transaction) -> bool:
    """Tell whether a message began to come in and the connection broke before it was there."""
    lost = transaction.of_kind("connection_lost", "connection_timeout", "message_lost_on_entry")
    return bool(lost and transaction.of_kind("message_entry")) and not transaction.of_kind("message_queued")


def filter_refused_it(transaction: Transaction) -> bool:
    """Tell whether a filter refused what had come in, and nothing came of it but that the recipients did not get it, for the same reason.

    Sendmail writes the sender's line before it asks its milters about the whole message, and a line for each recipient after that.
    """
    came, refused = transaction.of_kind("message_received"), transaction.of_kind("content_refused", "virus_found")
    if not came or not refused or any(event.line.number < came[-1].line.number for event in refused):
        return False
    fates = transaction.of_kind("message_queued", *FATES_OF_WHAT_WAS_TAKEN)
    reasons = " ".join(event.fields.get("reason", "") for event in refused)
    return all(event.kind == "bounced" and event.fields.get("reason", "?") in reasons for event in fates)


def was_let_in(transaction: Transaction) -> bool:
    """Tell whether nothing was refused as far as it went: a log-in was granted, or a message came in until the connection broke."""
    return is_broken_off(transaction) or bool(transaction.of_kind("login_succeeded"))


@fact("broken_off")
def broken_off(transaction: Transaction, _known: Known) -> Fact:
    """A message began to come in, and the connection broke before it was there."""
    kinds = ("message_entry", "connection_lost", "connection_timeout", "message_lost_on_entry")
    lines = tuple(event.line.number for event in transaction.of_kind(*kinds))
    return Fact(is_broken_off(transaction), "logged", lines)


@fact("came_and_went")
def came_and_went(transaction: Transaction, _known: Known) -> Fact:
    """A connection was opened and closed again, and nothing was asked for in between."""
    nothing = {"connection_opened", "connection_closed", "tls_established", "name_unverified", "screened", "screened_passed"}
    kinds = {event.kind for event in transaction.events}
    return logged({"connection_opened", "connection_closed"} <= kinds <= nothing and transaction.queue_id is None)


def login_is_never_told(transaction: Transaction, known: Known, entries: Iterable[Event]) -> bool:
    """Tell whether nothing can be said of a log-in: a message trace never does, nor message tracking, where one of ours may have sent."""
    shown = {event.fields.get("traced") or event.fields.get("login_shown", "") for event in entries}
    if "yes" in shown:
        return True
    return "protocol_log" in shown and TRANSACTION_FACTS["sender_domain_is_local"](transaction, known).value is True

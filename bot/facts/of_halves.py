"""Facts about how much of a message's way the paste shows: who brought it, and what became of it."""

from __future__ import annotations

from bot.facts.entering import TRANSACTION_FACTS, fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_coming import login_is_never_told
from bot.facts.of_transaction import (
    ENTRIES,
    came_back_from_a_filter,
    is_notice_of_ours,
    is_sent_anew,
    is_told_to_be_ours,
)
from bot.facts.of_webmail import webmail_logins
from bot.identity import Sameness, domain_of, sameness
from bot.transactions import Transaction

_OF_FILTERS = frozenset({"delivered_to_filter", "clean_found", "spam_found", "spam_scored", "virus_found"})


@fact("first_half_seen")
def first_half_seen(transaction: Transaction, known: Known) -> Fact:
    """The lines show who brought the message in, not only that a filter of this machine put it back, or what came of it."""
    if known.trusts_by_name or is_notice_of_ours(transaction):
        return logged(True)
    if webmail_logins(transaction, known):
        return logged(True, inferred=True)
    entries = transaction.of_kind(*ENTRIES)
    named = [entry for entry in entries if "login_shown" not in entry.fields or "traced" in entry.fields]
    if transaction.of_kind("clean_found") and not named:
        return UNKNOWN  # a filter's log alone: whom the mail server had the message from, and by what right, it does not say
    if (
        login_is_never_told(transaction, known, entries)
        and TRANSACTION_FACTS["sender_domain_is_local"](transaction, known).value is not None
    ):
        return UNKNOWN
    entered = named or transaction.client is not None or transaction.of_kind("message_submitted_locally")
    filtered = any("orig_queue_id" in event.fields for event in entries)
    here = is_sent_anew(transaction, known) or (is_told_to_be_ours(transaction, known) and not filtered)
    if entered and (here or not came_back_from_a_filter(transaction)):
        return logged(True)
    return Fact(True, "presumed") if entered and is_handed_in_here(transaction, known) else UNKNOWN


@fact("outcome_seen")
def outcome_seen(transaction: Transaction, _known: Known) -> Fact:
    """The lines show what became of the message for a recipient, or that it was taken for one whose name they hold."""
    seen = transaction.of_kind(
        "delivered_locally", "delivered", "delivered_outside", "deferred", "bounced", "expired", "delivered_to_program", "recipient_taken"
    )
    return logged(True) if seen else UNKNOWN


def is_handed_in_here(transaction: Transaction, known: Known) -> bool:
    """Tell whether a program of this machine most likely handed a message in over loopback, under a name of ours.

    A filter would have left a line of its own in a log that shows the whole of the session (as Postfix's of amavis, and its own hand-over).
    """
    domain = domain_of(transaction.sender) if transaction.sender else None
    whole = transaction.of_kind("connection_opened") and transaction.of_kind("connection_closed")
    ours = domain is not None and any(sameness(domain, own) is Sameness.SAME for own in known.site.domains)
    passed_on = any("orig_queue_id" in event.fields or "orig_client_ip" in event.fields for event in transaction.of_kind(*ENTRIES))
    return bool(whole) and ours and not passed_on and not any(event.kind in _OF_FILTERS for event in known.events)

"""Whether a log-in was granted, and whether to somebody else: what was told of the address, and whose log-ins were refused there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS, fact, logged
from bot.facts.known import Fact, Known
from bot.identity import likeness, sameness
from bot.transactions import Transaction


@fact("login_refused")
def login_refused(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was refused."""
    return logged(bool(transaction.of_kind("login_failed")))


@fact("login_granted")
def login_granted(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was granted."""
    return logged(bool(transaction.of_kind("login_succeeded")))


@fact("login_of_a_stranger")
def login_of_a_stranger(transaction: Transaction, known: Known) -> Fact:
    """A log-in was granted to a machine that was told to be nobody's of ours.

    It is unknown, and asked, where the same address was refused the log-ins of at least as many other users as it was granted: an
    office behind one address looks like that, and so does somebody with a list of passwords. What the site's file says of networks
    decides nothing: people read their mail from home.
    """
    client = transaction.client
    if client is None or not _granted([transaction]):
        return Fact(False, "inferred")
    told = known.account.about("client_is_ours", client) or known.told("client_is_ours", transaction)
    lines = _lines(transaction.of_kind("login_succeeded", "message_entry", "message_received"))
    if told is not None and not told[0] and known.account.is_weak("client_is_ours", client):
        return Fact(None, None, lines, about=client)  # who does not know an address may still learn that a colleague was there
    if told is not None and told[0] is False and not known.site.is_gateway(client):
        return Fact(True, "told", lines, about=client)
    if TRANSACTION_FACTS["client_is_ours"](transaction, known).value:
        return Fact(False, "inferred", lines, about=client)
    there = [other for other in known.transactions if other.client is not None and sameness(other.client, client)]
    granted = _granted(there)
    refused = {name: lines for name, lines in _refused(there).items() if name not in granted}
    if len(refused) < len(granted):
        return Fact(False, "inferred", lines, about=client)
    evidence = tuple(sorted({*lines, *(number for found in refused.values() for number in found)}))
    return Fact(None, None, evidence, asked=told is not None, about=client)


def _granted(transactions: Iterable[Transaction]) -> set[str]:
    """Return the users whose log-ins were granted."""
    events = [event for one in transactions for event in one.of_kind("login_succeeded", "message_entry", "message_received")]
    return {likeness(event.fields["login"]) for event in events if event.fields.get("login")}


def _refused(transactions: Iterable[Transaction]) -> dict[str, tuple[int, ...]]:
    """Return the users whose log-ins were refused, with the lines that say so."""
    events = [event for one in transactions for event in one.of_kind("login_failed") if event.fields.get("login")]
    return {likeness(name): _lines(e for e in events if e.fields["login"] == name) for name in {e.fields["login"] for e in events}}


def _lines(events: Iterable[Event]) -> tuple[int, ...]:
    return tuple(event.line.number for event in events)

"""Whether a log-in was granted, and whether to somebody else: what was told of the address, and whose log-ins were refused there."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS, fact, logged
from bot.facts.known import Fact, Known
from bot.facts.of_attempts import is_strange_sender, strange_senders
from bot.identity import is_loopback, likeness, parse_ip, sameness
from bot.transactions import Transaction


@fact("login_refused")
def login_refused(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was refused."""
    return logged(bool(transaction.of_kind("login_failed")))


@fact("login_granted")
def login_granted(transaction: Transaction, _known: Known) -> Fact:
    """A log-in was granted."""
    return logged(bool(transaction.of_kind("login_succeeded")))


@fact("login_begins")
def login_begins(transaction: Transaction, known: Known) -> Fact:
    """A line shows that somebody logged in to send, and nothing shows what came of it, nor even that a message was taken."""
    begun = [event for event in transaction.of_kind("message_entry") if event.fields.get("login")]
    bare = bool(begun) and TRANSACTION_FACTS["accepted"](transaction, known).value is None
    return Fact(bare, "logged", _lines(begun) if bare else ())


@fact("login_begins_for_one_of_ours")
def login_begins_for_one_of_ours(transaction: Transaction, known: Known) -> Fact:
    """The same, from an address that was told to be ours; one of this machine itself may hide a web mail's user, and shows nothing."""
    ip = parse_ip(transaction.client or "")
    whose = TRANSACTION_FACTS["client_is_ours"](transaction, known)
    ours = whose.value is True and whose.strength == "told" and not (ip is not None and is_loopback(ip))
    begun = TRANSACTION_FACTS["login_begins"](transaction, known)
    return begun if ours else Fact(False, "inferred")


@fact("login_of_a_stranger")
def login_of_a_stranger(transaction: Transaction, known: Known) -> Fact:
    """A log-in was granted to a machine that was told to be nobody's of ours.

    It is unknown, and asked, where the same address was refused the log-ins of at least as many other users as it was granted: an
    office behind one address looks like that, and so does somebody with a list of passwords. It is, too, where the log-in was refused
    senders of several foreign domains. What the site's file says of networks decides nothing: people read their mail from home.
    """
    client = transaction.client
    tried = tuple(event.line.number for event in transaction.of_kind("sender_not_owned") if is_strange_sender(event, known))
    if client is None or not (_granted([transaction]) or tried):
        return Fact(False, "inferred")
    told = known.account.about("client_is_ours", client) or known.told("client_is_ours", transaction)
    lines = tried or _lines(transaction.of_kind("login_succeeded", "message_entry", "message_received"))
    if told is not None and not told[0] and known.account.is_weak("client_is_ours", client):
        return Fact(None, None, lines, about=client)  # who does not know an address may still learn that a colleague was there
    if told is not None and told[0] is False and not known.site.is_gateway(client):
        return Fact(True, "told", lines, about=client)
    if TRANSACTION_FACTS["client_is_ours"](transaction, known).value:
        return Fact(False, "inferred", lines, about=client)
    if tried:
        several = strange_senders(_of_login(transaction.login, known), known)[0] >= (known.kinds["strange_senders_refused"].at_least or 1)
        return Fact(None if several else False, None if several else "inferred", lines, asked=told is not None, about=client)
    there = [other for other in known.transactions if other.client is not None and sameness(other.client, client)]
    granted = _granted(there)
    refused = {name: lines for name, lines in _refused(there).items() if name not in granted}
    if len(refused) < len(granted):
        return Fact(False, "inferred", lines, about=client)
    evidence = tuple(sorted({*lines, *(number for found in refused.values() for number in found)}))
    return Fact(None, None, evidence, asked=told is not None, about=client)


def _of_login(login: str | None, known: Known) -> list[Transaction]:
    """Return all that was done under a log-in."""
    return [one for one in known.transactions if login and one.login and likeness(one.login) == likeness(login)]


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

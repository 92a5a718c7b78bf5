"""Facts about a returned message: whether it was ours, by who reports it and by which servers it came."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.facts.entering import TRANSACTION_FACTS, fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_headers import LOGGED_IN, domain_of_host
from bot.identity import canonical, domain_of, is_under, sameness
from bot.transactions import Transaction

_IDS = ("queue_id", "message_id")


@fact("we_sent_it")
def we_sent_it(transaction: Transaction, known: Known) -> Fact:
    """The returned message was one of ours.

    The trace lines of the message that is returned tell it where they are there: one of our servers is among them, or none. Else who
    reports: our own server returns what our own people sent, while a stranger's server returns whatever bears our address. A notice
    that says neither is taken for an answer to a message that was sent.
    """
    if not transaction.is_returned:
        return UNKNOWN
    if (logged := _as_logged(transaction, known)) is not None:
        return logged
    reports = [event for event in transaction.events if "reporting_server" in event.fields]
    hops = transaction.of_kind("received_header")
    lines = tuple(event.line.number for event in (*reports[:1], *hops))
    if not reports and not hops:
        return Fact(True, "presumed")
    own = _own_names(transaction, known)
    told = bool(known.site.domains or known.site.networks)
    if any(_is_ours(event, own, known) for event in hops[:1]) or any(_came_from_us(event, own, known) for event in hops):
        return Fact(True, "inferred" if told else "presumed", lines)
    if hops and not any(_came_from_elsewhere(event, reports) for event in hops):
        return Fact(True, "presumed", lines)  # it began with whoever returns it: the sender's own provider
    if hops and told:
        return Fact(False, "inferred", lines)
    if not hops and any(_is_ours(event, own, known) for event in reports):
        return Fact(True, "inferred" if told else "presumed", lines)
    return Fact(None, None, lines) if lines else UNKNOWN


@fact("bounce_is_a_warning")
def bounce_is_a_warning(transaction: Transaction, _known: Known) -> Fact:
    """The notice tells of a delay and of nothing that was given up."""
    late = transaction.of_kind("bounce_is_not_final", "deferred")
    given_up = transaction.of_kind("bounce_is_final", "bounced")
    return Fact(bool(late) and not given_up, "logged", tuple(event.line.number for event in late))


def _as_logged(transaction: Transaction, known: Known) -> Fact | None:
    """Return what a log beside the notice shows of who sent the message; None where it does not show this message.

    One that passed through here and was no stranger's is ours. Of a stranger's, or where it is not known, the notice itself says no more:
    then it came through here and was not forged elsewhere, and what the log shows is told by the log's own rules.
    """
    others = [other for other in known.transactions if not other.is_returned]
    about = next((other for other in others if _is_the_same(transaction, other)), None)
    alone = about is None and len(others) == 1 and _names_nobody(transaction) and not others[0].recipients
    if about is None and not alone:
        return None
    about = about or others[0]
    found = TRANSACTION_FACTS["sent_by_us"](about, known)
    if alone:  # it is the only message that can be meant
        return found._replace(strength="inferred") if found.value else None
    lines = tuple(dict.fromkeys((*found.evidence, *(event.line.number for event in about.of_kind("message_passed", "message_entry")))))
    return found._replace(evidence=lines) if found.value else Fact(None, None, lines)


def _names_nobody(returned: Transaction) -> bool:
    """Tell whether a notice names neither the message's sender nor an id nor its way."""
    named = any(event.fields.get(name) for event in returned.events for name in _IDS)
    return not returned.sender and not named and returned.has_none(("received_header",))


def _is_the_same(returned: Transaction, other: Transaction) -> bool:
    """Tell whether a log's message is the one that came back: by an id, or by recipient and sender as far as both name them."""
    ids = {event.fields[name].strip("<>") for event in returned.events for name in _IDS if event.fields.get(name)}
    if ids & ({other.queue_id} | {event.fields[name].strip("<>") for event in other.events for name in _IDS if event.fields.get(name)}):
        return True
    named = {canonical(recipient.address) for recipient in returned.recipients}
    logged = {canonical(recipient.address) for recipient in other.recipients}
    senders = {canonical(one.sender) for one in (returned, other) if one.sender}
    return bool(named & logged) and len(senders) < 2 if named and logged else bool(returned.sender and other.sender) and len(senders) == 1


def _own_names(transaction: Transaction, known: Known) -> tuple[str, ...]:
    """Return the domains of ours: the site's, else the one whose mailbox got the notice, as the message's sender."""
    sender = domain_of(transaction.sender) if transaction.sender else None
    return known.site.domains or ((sender,) if sender else ())


def _is_ours(event: Event, own: Iterable[str], known: Known) -> bool:
    """Tell whether a server of ours wrote a line."""
    names = [event.fields[name] for name in ("reporting_server", "our_name") if name in event.fields]
    return any(_bears(name, own) or bool(known.site.holds_address(name)) for name in names)


def _came_from_elsewhere(event: Event, reports: Iterable[Event]) -> bool:
    """Tell whether a trace line names a client that is no machine of those who report; a web mail's own line (HTTPS) names a person's."""
    if event.fields.get("protocol", "").casefold() in LOGGED_IN or not {"client_ip", "client_name"} & event.fields.keys():
        return False
    report = next((one.fields["reporting_server"] for one in reports), "")
    return not _bears(event.fields.get("client_name", ""), (domain_of_host(report),) if report else ())


def _came_from_us(event: Event, own: Iterable[str], known: Known) -> bool:
    """Tell whether a trace line was written of a machine of ours: by its address, since a greeting is easily forged, else by its name."""
    address = event.fields.get("client_ip")
    if known.site.networks and address is not None:
        return bool(known.site.holds_address(address))
    return _bears(event.fields.get("client_name", ""), own) or _is_ours(event, own, known)


def _bears(name: str, own: Iterable[str]) -> bool:
    return any(bool(sameness(name, domain)) or is_under(name, domain) for domain in own)

"""Facts about a conversation with a mail server: for whom it took mail, and from where that was tried."""

from __future__ import annotations

from bot.catalogue import Event
from bot.facts.entering import fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.identity import domain_of, is_loopback, is_private, is_under, parse_ip, sameness
from bot.transactions import Transaction


def _lines(transaction: Transaction, answers: tuple[Event, ...]) -> tuple[int, ...]:
    """Return the lines of answers, and of the recipients that they are about."""
    named = {event.fields.get("recipient") for event in answers}
    asked = [event for event in transaction.of_kind("smtp_recipient") if event.fields["asked_for"] in named]
    return tuple(sorted({event.line.number for event in (*answers, *asked)}))


def _is_ours(address: str, transaction: Transaction, known: Known) -> bool:
    """Tell whether a recipient is one of the server's own: by the site's domains, else by the name with which the server greets."""
    domain = domain_of(address) if "@" in address else None
    if domain is None:
        return True  # a name without a domain is a mailbox of the machine itself
    if known.site.domains:
        return any(bool(sameness(domain, own)) or is_under(domain, own) for own in known.site.domains)
    hosts = [event.fields["server_host"] for event in transaction.events if "server_host" in event.fields]
    return any(bool(sameness(host, domain)) or is_under(host, domain) or is_under(domain, host) for host in hosts)


def _taken(transaction: Transaction, known: Known, *, ours: bool) -> Fact:
    taken = tuple(e for e in transaction.of_kind("recipient_agreed") if _is_ours(e.fields["recipient"], transaction, known) is ours)
    if not taken:
        return Fact(False, "inferred")
    return Fact(True, "inferred" if known.site.domains else "presumed", _lines(transaction, taken))


@fact("taken_for_a_stranger")
def taken_for_a_stranger(transaction: Transaction, known: Known) -> Fact:
    """The server took mail for a recipient that is none of its own."""
    return _taken(transaction, known, ours=False)


@fact("taken_for_one_of_ours")
def taken_for_one_of_ours(transaction: Transaction, known: Known) -> Fact:
    """The server took mail for a recipient of its own."""
    return _taken(transaction, known, ours=True)


@fact("talks_with_ours")
def talks_with_ours(transaction: Transaction, known: Known) -> Fact:
    """The server that was talked with is ours: by the address that was called, else by the name with which it greets."""
    talk = transaction.events if transaction.server == "transcript" else ()
    for event in talk:
        called = parse_ip(event.fields.get("server_ip", ""))
        if called is not None and (is_loopback(called) or known.site.holds_address(event.fields["server_ip"])):
            return Fact(True, "inferred", (event.line.number,))
    hosts = [event for event in talk if "server_host" in event.fields]
    ours = [event.line.number for event in hosts if _bears_our_name(event.fields["server_host"], known)]
    if ours:
        return Fact(True, "inferred", tuple(ours))
    return Fact(False, "presumed", tuple(event.line.number for event in hosts)) if hosts and known.site.domains else UNKNOWN


def _bears_our_name(host: str, known: Known) -> bool:
    """Tell whether a server's name lies in a domain of the site, or in one that was told to be ours."""
    told = [told.about for told in known.account.facts if told.fact == "sender_domain_is_local" and told.value and told.about]
    return any(bool(sameness(host, own)) or is_under(host, own) for own in (*known.site.domains, *told))


@fact("would_not_relay")
def would_not_relay(transaction: Transaction, _known: Known) -> Fact:
    """The server refused to pass mail on."""
    refused = transaction.of_kind("relay_refused")
    return Fact(bool(refused), "logged", _lines(transaction, refused))


@fact("tried_from_outside")
def tried_from_outside(transaction: Transaction, known: Known) -> Fact:
    """The conversation was led from outside our network: told, or by the addresses that it shows."""
    for event in transaction.events if transaction.server == "transcript" else ():
        ip = parse_ip(event.fields.get("server_ip", "")) or parse_ip(event.fields.get("client_ip", ""))
        if ip is not None and (is_loopback(ip) or is_private(ip)):
            return Fact(False, "inferred" if is_loopback(ip) else "presumed", (event.line.number,))
        if "client_ip" in event.fields and known.site.networks:
            return Fact(not known.site.holds_address(event.fields["client_ip"]), "inferred", (event.line.number,))
    return UNKNOWN

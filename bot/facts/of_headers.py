"""Facts about a message's headers: by which of its stations it came to us, from whom, and whether it went on from there.

The uppermost trace line is the newest. As far down as our own servers wrote them the lines are true; the lowest of these tells who brought
the message, and everything below it may be invented.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.catalogue import Event
from bot.facts.entering import fact
from bot.facts.known import UNKNOWN, Fact, Known, Strength
from bot.identity import canonical, domain_of, is_loopback, is_private, is_under, parse_ip, sameness
from bot.transactions import Transaction

LOGGED_IN = frozenset({"esmtpa", "esmtpsa", "asmtp", "utf8smtpa", "utf8smtpsa", "lmtpa", "http", "https", "httprest"})
"""Protocols of a trace line that stand for a login (RFC 3848), and those of web mail."""


@dataclass(frozen=True, slots=True)
class Way:
    """A message's way: our stations on it, newest first, those that came after ours, the domains of ours, and how surely these are."""

    ours: tuple[Event, ...]
    later: tuple[Event, ...]
    domains: tuple[str, ...]
    strength: Strength

    @property
    def entry(self) -> Event | None:
        """Return the trace line with which the message came to us."""
        return self.ours[-1] if self.ours else None


def way_of(transaction: Transaction, known: Known) -> Way:
    """Return a message's way."""
    hops = tuple(event for event in transaction.of_kind("received_header") if "our_name" in event.fields)
    if len(hops) < 2 and not transaction.of_kind("header_field", "header_from", "header_sender", "sender_checked"):
        return Way((), (), (), "inferred")  # a trace line beside a log
    told = known.told("passed_our_server", transaction)
    site = known.site.domains
    if site and any(_by_us(hop, site, known) for hop in hops):
        return run_of(hops, site, known, "inferred")
    if not hops or (told is not None and told[0] is False):
        return Way((), hops, site, "inferred")
    for_us = site and any(_is_of(domain, site) for domain in _reached(transaction, hops[0]))
    if site and not for_us and not (told is not None and told[0]):
        return Way((), hops, site, "inferred")
    name = hops[0].fields["our_name"]
    domains = tuple(dict.fromkeys((*site, *([] if site else _reached(transaction, hops[0])), domain_of_host(name))))
    return run_of(hops, domains, known, "presumed")


def run_of(hops: tuple[Event, ...], domains: tuple[str, ...], known: Known, strength: Strength) -> Way:
    """Return the way by which stations of ours are known: the uppermost of them and those right below it.

    A line in our name below others' lines is an invention unless the one above it says that it took the message from us.
    """
    first = next((at for at, hop in enumerate(hops) if _by_us(hop, domains, known)), len(hops))
    if 0 < first < len(hops) and not _from_us(hops[first - 1], domains, known):
        return Way((), hops, domains, strength)
    end = first
    while end < len(hops) and (_by_us(hops[end], domains, known) or (end > first and "." not in hops[end].fields["our_name"])):
        end += 1
    return Way(hops[first:end], hops[:first], domains, strength)


def _by_us(hop: Event, domains: tuple[str, ...], known: Known) -> bool:
    name = hop.fields["our_name"]
    return _is_of(name, domains) or bool(known.site.holds_address(name))


def _from_us(hop: Event, domains: tuple[str, ...], known: Known) -> bool:
    """Tell whether a trace line says that a server of ours handed the message over: by its address, else by its name."""
    address = hop.fields.get("client_ip", "").removeprefix("IPv6:")
    if known.site.networks and parse_ip(address) is not None:
        return bool(known.site.holds_address(address))
    return _is_of(hop.fields.get("client_name", ""), domains)


def _is_of(name: str, domains: tuple[str, ...]) -> bool:
    return any(bool(sameness(name, own)) or is_under(name, own) for own in domains)


def domain_of_host(name: str) -> str:
    """Return the domain that a server's name lies in."""
    return name.partition(".")[2] if name.count(".") > 1 and parse_ip(name) is None else name


def _reached(transaction: Transaction, newest: Event) -> tuple[str, ...]:
    """Return the domains of the mailboxes that the message was put into, as the newest lines say."""
    addresses = [event.fields["mailbox_of"] for event in transaction.events if "mailbox_of" in event.fields]
    addresses += [newest.fields["for_whom"]] if "for_whom" in newest.fields else []
    return tuple(domain for address in addresses if (domain := domain_of(address)))


@fact("passed_our_server")
def passed_our_server(transaction: Transaction, known: Known) -> Fact:
    """One of our servers is among the message's stations; without a site, the newest station is presumed to be one."""
    way = way_of(transaction, known)
    lines = tuple(event.line.number for event in (way.ours or way.later))
    return Fact(bool(way.ours), way.strength, lines) if lines else UNKNOWN


@fact("came_from_outside")
def came_from_outside(transaction: Transaction, known: Known) -> Fact:
    """Who brought the message to our server is none of our machines, as our own trace line says."""
    entry = way_of(transaction, known).entry
    if entry is None:
        return UNKNOWN
    lines = (entry.line.number,)
    address = entry.fields.get("client_ip", "").removeprefix("IPv6:")
    ip = parse_ip(address)
    if ip is None:
        brought = "client_name" in entry.fields
        return Fact(None, None, lines) if brought else Fact(False, "inferred", lines)
    if is_loopback(ip) or known.site.holds_address(address):
        return Fact(False, "inferred", lines)
    if is_private(ip):
        return Fact(False, "presumed", lines)
    return Fact(True, "inferred" if known.site.networks else "presumed", lines)


@fact("came_with_login")
def came_with_login(transaction: Transaction, known: Known) -> Fact:
    """Who brought the message to our server had logged in, as our own trace line says."""
    entry = way_of(transaction, known).entry
    return UNKNOWN if entry is None else Fact(shows_a_login(entry), "inferred", (entry.line.number,))


def shows_a_login(hop: Event) -> bool:
    """Tell whether a trace line says that whoever brought the message had logged in."""
    return "login" in hop.fields or hop.fields.get("protocol", "").casefold() in LOGGED_IN


def handed_in_there(hop: Event) -> bool:
    """Tell whether a trace line says that a program or user of that very machine handed the message in.

    Exim writes ``with local`` (received_header_text), Postfix ``(Postfix, from userid 33)`` (pickup.c), Sendmail ``(from user@host)``.
    """
    return "user" in hop.fields or hop.fields.get("protocol", "").casefold() == "local" or ", from userid " in hop.line.body


@fact("login_in_doubt")
def login_in_doubt(transaction: Transaction, known: Known) -> Fact:
    """A login of ours was used, but its owner denies the message, or it went to others under a sender that is none of ours."""
    login = came_with_login(transaction, known)
    if not login.value:
        return login
    told = known.told("we_sent_it", transaction)
    if told is not None and told[0] is False:
        return Fact(True, "told", login.evidence)
    facts = (claims_to_be_ours, left_for_elsewhere, came_from_outside)
    found = [find(transaction, known) for find in facts]
    strange = [fact.value for fact in found] == [False, True, True] and not (told is not None and told[0])
    return Fact(strange, "inferred", tuple(sorted({*login.evidence, *(found[0].evidence if strange else ())})))


@fact("claims_to_be_ours")
def claims_to_be_ours(transaction: Transaction, known: Known) -> Fact:
    """The sender that people see, or the one on the envelope, bears a domain of ours."""
    way = way_of(transaction, known)
    names = [("header_from", event) for event in transaction.of_kind("header_from")]
    names += [("sender", event) for event in transaction.of_kind("header_sender")]
    if not names or not way.domains:
        return UNKNOWN
    for name, event in names:
        if _is_of(domain_of(event.fields[name]) or "", way.domains):
            return Fact(True, way.strength, (event.line.number,))
    return Fact(False, way.strength, (names[0][1].line.number,))


@fact("left_for_elsewhere")
def left_for_elsewhere(transaction: Transaction, known: Known) -> Fact:
    """Servers of others took the message after ours."""
    way = way_of(transaction, known)
    lines = tuple(event.line.number for event in (*way.later[-1:], *way.ours[-1:]))
    return Fact(bool(way.later), "inferred", lines) if way.ours else UNKNOWN


@fact("was_for_us")
def was_for_us(transaction: Transaction, known: Known) -> Fact:
    """Our own trace line names a recipient of ours; where it names none, nothing is known."""
    way = way_of(transaction, known)
    named = [event for event in way.ours if "for_whom" in event.fields]
    if not named:
        return _by_the_address(transaction, way)
    lines = tuple(event.line.number for event in named)
    return Fact(any(_is_of(domain_of(event.fields["for_whom"]) or "", way.domains) for event in named), way.strength, lines)


def _by_the_address(transaction: Transaction, way: Way) -> Fact:
    """Presume that a message was not for us whose own address is the stranger's whom the next server took it for: no forward is so."""
    written = [event for event in transaction.events if "header_to" in event.fields]
    onward = [event for event in way.later[-1:] if "for_whom" in event.fields]
    if not written or not onward:
        return UNKNOWN
    same = canonical(written[0].fields["header_to"]) == canonical(onward[0].fields["for_whom"])
    foreign = not _is_of(domain_of(onward[0].fields["for_whom"]) or "", way.domains)
    return Fact(False, "presumed", (onward[0].line.number,)) if same and foreign else UNKNOWN


def _checks(transaction: Transaction, known: Known) -> list[Event]:
    """Return what our own servers found of the sender: what stands above the line with which the message came to us."""
    way = way_of(transaction, known)
    entry = way.entry or (way.later[0] if way.later else None)
    return [event for event in transaction.of_kind("sender_checked") if entry is not None and event.line.number < entry.line.number]


@fact("sender_check_passed")
def sender_check_passed(transaction: Transaction, known: Known) -> Fact:
    """The receiving server found the visible sender's domain proved (DMARC, or SPF where DMARC was not looked at)."""
    checks = _checks(transaction, known)
    lines = tuple(event.line.number for event in checks)
    dmarc = [event.fields["dmarc"] for event in checks if "dmarc" in event.fields]
    spf = [event.fields["spf"].casefold() for event in checks if "spf" in event.fields]
    return Fact("pass" in dmarc[:1] or (not dmarc and "pass" in spf[:1]), "inferred", lines)


@fact("sender_check_failed")
def sender_check_failed(transaction: Transaction, known: Known) -> Fact:
    """The receiving server found that the sender's domain does not stand behind the message (SPF or DMARC fails)."""
    checks = _checks(transaction, known)
    failed = [e for e in checks if e.fields.get("dmarc") == "fail" or e.fields.get("spf", "").casefold() in ("fail", "softfail")]
    return Fact(bool(failed), "inferred", tuple(event.line.number for event in failed))

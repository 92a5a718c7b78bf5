"""Facts about what a client tried: the names and addresses that it used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.catalogue import Event
from bot.facts.entering import fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_coming import was_let_in
from bot.facts.of_names import domain_is_local
from bot.identity import canonical, domain_of, is_under, likeness, parse_ip, sameness
from bot.transactions import Transaction

# Ways to write a foreign address that relay testers try: percent, exclamation mark, quotes, a route (RFC 5321 appendix C, RFC 1123
# section 5.2.16).
_ROUTED = re.compile(r"[%!]|\"[^\"]{0,64}@|^@[^:]{1,255}:|@[^@]{1,255}@")

_IN_OTHER_WORDS = ("policy_refused", "login_required")
"""Kinds of a refused recipient in words of a configuration's own, which need not say that it was because of relaying."""


_NOT_VERIFIED = ("Sender address rejected: unverified address", "Sender address rejected: undeliverable address")
"""How Postfix refuses a sender whom it has asked about (smtpd_check.c, ``reject_unverified_address``)."""


@fact("refused_for_relaying")
def refused_for_relaying(transaction: Transaction, known: Known) -> Fact:
    """A recipient was refused because the message was to be passed on.

    Where the server has the same words for recipients who do not exist, it was so if their domain is not ours, and not known if nothing
    tells whose it is. Where it has words of its own ("authentication required", or whatever else its rules say of a recipient), it was
    so if the domain is known not to be ours: whoever asks for such a recipient asks for relaying.
    """
    refused = transaction.of_kind("relay_refused")
    if refused:
        return logged(True, inferred=all(event.inferred for event in refused))
    asked = tuple(event.line.number for event in relay_refusals(transaction, known))
    if asked:
        return Fact(True, "inferred", asked)
    unclear = [(event, domain_of(event.fields.get("recipient", ""))) for event in transaction.of_kind("recipient_not_accepted")]
    whose = [(event.line.number, domain_is_local(domain, known).value) for event, domain in unclear if domain is not None]
    foreign = tuple(number for number, ours in whose if ours is False)
    if foreign:
        return Fact(True, "inferred", foreign)
    if any(ours is None for _, ours in whose) or (transaction.outcome == "unknown" and not was_let_in(transaction)):
        return UNKNOWN
    return logged(False)


@fact("own_domain_turned_away")
def own_domain_turned_away(transaction: Transaction, known: Known) -> Fact:
    """Each recipient that was refused for relaying is in a domain that is told to be ours: the server does not know it as one of its own.

    An address that names a way beyond (``user%elsewhere@ours``) is a tester's, and where the server puts mail for the domain into
    mailboxes it knows the domain.
    """
    refused = transaction.of_kind("relay_refused")
    named = [event.fields.get("recipient", "") for event in refused]
    whose = [domain_is_local(domain_of(address) or "", known) for address in named if not _ROUTED.search(address)]
    taken = {domain_of(e.fields.get("recipient", "")) for t in known.transactions for e in t.of_kind("delivered_locally")}
    known_to_it = any(domain_of(address) in taken for address in named)
    holds = bool(whose) and len(whose) == len(named) and not known_to_it and all(one.value and one.strength == "told" for one in whose)
    return Fact(holds, "told" if holds else "inferred", tuple(event.line.number for event in refused) if holds else ())


def relay_refusals(transaction: Transaction, known: Known) -> Iterator[Event]:
    """Yield the lines by which passing mail on was refused, whatever their words: the recipient's domain is known not to be ours.

    Somebody who had logged in was refused for another reason, and who is to come again later is not refused for good.
    """
    yield from transaction.of_kind("relay_refused")
    for event in transaction.of_kind(*_IN_OTHER_WORDS) if transaction.login is None and not known.trusts_by_name else ():
        domain = domain_of(event.fields.get("recipient", ""))
        whose = domain_is_local(domain, known) if domain is not None and parse_ip(domain.strip("[]")) is None else UNKNOWN
        sure = whose.strength == "told" or (event.kind == "login_required" and whose.strength == "inferred")
        for_good = "weight" not in event.fields and not event.fields.get("reply_code", "").startswith("4")
        if whose.value is False and sure and for_good:
            yield event


@fact("looks_like_a_relay_test")
def looks_like_a_relay_test(transaction: Transaction, _known: Known) -> Fact:
    """The refused recipient is the sender itself, or is written in one of the ways by which relaying is tried out."""
    lines = []
    for event in transaction.of_kind("relay_refused", "recipient_refused", "recipient_not_accepted", "recipient_unknown", *_IN_OTHER_WORDS):
        recipient, sender = event.fields.get("recipient", ""), event.fields.get("sender") or transaction.sender or ""
        same = bool(sender) and canonical(sender) == canonical(recipient)
        if same or _ROUTED.search(recipient):
            lines.append(event.line.number)
    return Fact(bool(lines), "logged", tuple(lines))


@fact("refused_domain_is_ours")
def refused_domain_is_ours(transaction: Transaction, known: Known) -> Fact:
    """Passing on was refused for a recipient of a domain that was told to be ours: the server does not know that it is to take its mail.

    An address with a way in it ("bob%example.org@ours") is refused in the same words whosever the domain is (Postfix,
    ``allow_untrusted_routing``), and is another's trick.
    """
    lines = []
    for event in transaction.of_kind("relay_refused"):
        recipient = event.fields.get("recipient", "")
        domain = domain_of(recipient)
        whose = domain_is_local(domain, known) if domain is not None and not _ROUTED.search(recipient) else UNKNOWN
        if whose.value is True and whose.strength == "told":
            lines.append(event.line.number)
    return Fact(bool(lines), "logged", tuple(lines))


def is_strange_sender(event: Event, known: Known) -> bool:
    """Tell whether a login wrote a sender that is neither of its own domain nor known to be ours, and to somebody elsewhere."""
    if event.kind != "sender_not_owned":
        return False
    login = event.fields.get("login", "")
    own = domain_of(login) if "@" in login else None
    for domain in (domain_of(event.fields.get(name, "")) for name in ("sender", "recipient")):
        if domain is None or domain_is_local(domain, known).value:
            return False
        if own is not None and (canonical(domain) == canonical(own) or is_under(domain, own)):
            return False
    return True


def strange_senders(transactions: Iterable[Transaction], known: Known) -> tuple[int, tuple[int, ...]]:
    """Return of how many domains the strange senders are that a login was refused, and the lines that refuse them.

    Each counts with a recipient of its own: who sends on what comes for one mailbox writes to one address.
    """
    refused = [event for one in transactions for event in one.of_kind("sender_not_owned") if is_strange_sender(event, known)]
    domains = {likeness(domain_of(event.fields["sender"]) or "") for event in refused}
    count = min(len(domains), len({likeness(event.fields["recipient"]) for event in refused}))
    return count, tuple(sorted(event.line.number for event in refused))


@fact("refused_after_a_check")
def refused_after_a_check(transaction: Transaction, known: Known) -> Fact:
    """A sender was refused whose address this server had just asked about, as lines of the paste show (``reject_unverified_sender``)."""
    refused = transaction.of_kind("unverifiable_refused", "sender_refused")
    asked = {
        canonical(event.fields.get("sender", "")): event.line.number
        for event in refused
        if event.fields.get("sender") and any(words in event.line.body for words in _NOT_VERIFIED)
    }
    answers = [event for event in known.events if asked and event.kind in ("recipient_probed", "recipient_probe_failed")]
    found = [(event.line.number, canonical(event.fields.get("recipient", ""))) for event in answers]
    lines = {number for event_line, address in found if address in asked for number in (event_line, asked[address])}
    return Fact(bool(lines), "logged", tuple(sorted(lines)))


@fact("helo_is_ours")
def helo_is_ours(transaction: Transaction, known: Known) -> Fact:
    """The client greeted with a name or an address of ours."""
    helos = {event.fields["helo"] for event in transaction.events if event.fields.get("helo")}
    if not helos:
        return UNKNOWN
    return logged(any(_is_ours(helo, known) for helo in helos))


def _is_ours(helo: str, known: Known) -> bool:
    if parse_ip(helo) is not None:
        return bool(known.site.holds_address(canonical(helo)))
    return any(sameness(helo, own) or is_under(helo, own) for own in known.site.domains)

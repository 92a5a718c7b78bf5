"""Facts about what a client tried: the names and addresses that it used."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue import Event
from bot.facts.entering import fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_coming import was_let_in
from bot.facts.of_names import domain_is_local
from bot.identity import canonical, domain_of, is_under, parse_ip, sameness
from bot.transactions import Transaction

# Ways to write a foreign address that relay testers try: percent, exclamation mark, quotes, a route (RFC 5321 appendix C, RFC 1123
# section 5.2.16).
_ROUTED = re.compile(r"[%!]|\"[^\"]{0,64}@|^@[^:]{1,255}:|@[^@]{1,255}@")

_IN_OTHER_WORDS = ("policy_refused", "login_required")
"""Kinds of a refused recipient in words of a configuration's own, which need not say that it was because of relaying."""


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

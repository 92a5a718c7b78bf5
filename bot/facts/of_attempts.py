"""Facts about what a client tried: the names and addresses that it used."""

from __future__ import annotations

import re

from bot.facts.entering import fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_coming import was_let_in
from bot.facts.of_names import domain_is_local
from bot.identity import canonical, domain_of, is_under, parse_ip, sameness
from bot.transactions import Transaction

# Ways to write a foreign address that relay testers try: percent, exclamation mark, quotes, a route (RFC 5321 appendix C, RFC 1123
# section 5.2.16).
_ROUTED = re.compile(r"[%!]|\"[^\"]{0,64}@|^@[^:]{1,255}:|@[^@]{1,255}@")


@fact("refused_for_relaying")
def refused_for_relaying(transaction: Transaction, known: Known) -> Fact:
    """A recipient was refused because the message was to be passed on.

    Where the server has the same words for recipients who do not exist, it was so if their domain is not ours, and not known if nothing
    tells whose it is.
    """
    refused = transaction.of_kind("relay_refused")
    if refused:
        return logged(True, inferred=all(event.inferred for event in refused))
    unclear = [(event, domain_of(event.fields.get("recipient", ""))) for event in transaction.of_kind("recipient_not_accepted")]
    whose = [(event.line.number, domain_is_local(domain, known).value) for event, domain in unclear if domain is not None]
    foreign = tuple(number for number, ours in whose if ours is False)
    if foreign:
        return Fact(True, "inferred", foreign)
    if any(ours is None for _, ours in whose) or (transaction.outcome == "unknown" and not was_let_in(transaction)):
        return UNKNOWN
    return logged(False)


@fact("looks_like_a_relay_test")
def looks_like_a_relay_test(transaction: Transaction, _known: Known) -> Fact:
    """The refused recipient is the sender itself, or is written in one of the ways by which relaying is tried out."""
    lines = []
    for event in transaction.of_kind("relay_refused", "recipient_refused", "recipient_not_accepted", "recipient_unknown"):
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

"""The facts about the names in a transaction: whose the sender and the recipients are.

Told goes before the site's file, that before what the log shows elsewhere, that before what a name alone lets presume.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.facts.entering import fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.identity import Sameness, canonical, domain_of, is_masked, is_under, sameness
from bot.transactions import Transaction


@fact("sender_domain_is_local")
def sender_domain_is_local(transaction: Transaction, known: Known) -> Fact:
    """The sender's mailboxes are on this server."""
    if transaction.sender is None:
        return UNKNOWN
    domain = domain_of(transaction.sender)
    if domain is None:
        return Fact(False, "inferred")
    found = domain_is_local(domain, known)
    if found.value is None and not known.trusts_by_name and _sent_by_its_own_host(transaction, domain):
        found = found._replace(value=False, strength="presumed")
    return found._replace(about=domain)


def _sent_by_its_own_host(transaction: Transaction, domain: str) -> bool:
    """Tell whether the client's name, which the server has looked up, lies in the sender's domain: then its mail is kept there."""
    name = transaction.client_name
    return name is not None and (canonical(name) == canonical(domain) or is_under(name, domain))


@fact("sender_is_a_person_of_ours")
def sender_is_a_person_of_ours(transaction: Transaction, known: Known) -> Fact:
    """The sender's address belongs to somebody of ours, wherever its mailbox is."""
    domain = domain_of(transaction.sender) if transaction.sender else None
    if domain is None or transaction.sender is None:
        return UNKNOWN
    if any(sameness(transaction.sender, user) is Sameness.SAME for user in known.site.users):
        return Fact(True, "told", about=domain)
    told = known.account.about("sender_is_a_person_of_ours", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=domain)
    return Fact(asked=told is not None, about=domain)


@fact("sender_is_authorised")
def sender_is_authorised(transaction: Transaction, known: Known) -> Fact:
    """SPF found that the sender's domain lets the client send in its name (RFC 7208, "Received-SPF: Pass (mailfrom)")."""
    if not transaction.sender or transaction.client is None:
        return Fact(False, "inferred")
    lines = tuple(
        event.line.number
        for event in known.events
        if event.kind == "policy_passed" and "received-spf: pass (mailfrom)" in event.line.body.casefold()
        and canonical(event.fields.get("sender", "")) == canonical(transaction.sender)
        and sameness(event.fields.get("client_ip", ""), transaction.client) is Sameness.SAME
    )  # fmt: skip
    return Fact(bool(lines), "logged", lines)


@fact("recipients_are_local")
def recipients_are_local(transaction: Transaction, known: Known) -> Fact:
    """All recipients are on this server; one that is not makes it False. A refused one never got the message and counts nothing."""
    outside = transaction.of_kind("delivered_outside")
    if outside:
        return logged(False, inferred=all(event.inferred for event in outside))
    inside = transaction.of_kind("delivered_locally")
    if inside:
        return logged(True, inferred=all(event.inferred for event in inside))
    addresses = [recipient.address for recipient in transaction.recipients if recipient.outcome != "refused" and "@" in recipient.address]
    fates = [domain_is_local(domain, known) for address in addresses if (domain := domain_of(address))]
    found = next((fate for fate in fates if fate.value is False), fates[0] if fates and all(fate.value for fate in fates) else UNKNOWN)
    by_parts = all(event.inferred for event in transaction.events if "recipient" in event.shows)
    if found.strength == "told" and by_parts:  # whose the domain is was told, but that it is the recipient's was read by parts
        return found._replace(strength="inferred")
    return found


def domain_is_local(domain: str, known: Known) -> Fact:
    """Return whether mailboxes of a domain are on this server, by what was told, the site, and what the log shows elsewhere.

    A domain above or below one that the site lists may well be its own too, so the list settles nothing about it.
    """
    found = known.domains.get(("local", domain))
    if found is None:
        found = known.domains["local", domain] = _is_local(domain, known)
    return found


def _is_local(domain: str, known: Known) -> Fact:
    told = known.account.about("sender_domain_is_local", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE)
    asked = told is not None
    held = known.site.holds_domain(domain)
    if held:
        return Fact(True, "told", unsure=held is Sameness.PROBABLE, asked=asked)
    akin = any(is_under(domain, own) or is_under(own, domain) for own in known.site.domains)
    if known.site.domains and not akin:
        return Fact(False, "presumed" if is_masked(domain) else "told", asked=asked)
    elsewhere = _shown_elsewhere(known)
    shown = elsewhere.get(canonical(domain))
    if shown is None and not known.trusts_by_name and any(elsewhere.values()) and not is_masked(domain):
        return Fact(False, "presumed", asked=asked)  # mailboxes of other domains are seen here, none of this one
    return Fact(shown, "inferred", asked=asked) if shown is not None else Fact(asked=asked)


def _shown_elsewhere(known: Known) -> dict[str, bool]:
    """Return the domains that a line of the paste shows to have mailboxes here (True), or refuses to pass mail on to (False)."""
    if not known.shown:
        known.shown[""] = False
        for transaction in known.transactions:
            for domain, value in _shown_by(transaction):
                known.shown[domain] = known.shown.get(domain, False) or value
    return known.shown


def _shown_by(transaction: Transaction) -> Iterator[tuple[str, bool]]:
    """Yield what one transaction shows: mail put into a mailbox, a login that was granted, a recipient refused for relaying."""
    for kind, value in (("delivered_locally", True), ("relay_refused", False)):
        for event in transaction.of_kind(kind):
            recipient = event.fields.get("recipient", "")
            if "@" in recipient:
                yield canonical(domain_of(recipient) or ""), value
    for event in transaction.of_kind(
        "delivered_to_program"
    ):  # a program that the local delivery hands to, as a list's, has an address here
        if event.fields.get("relay_host") == "local" and "@" in event.fields.get("recipient", ""):
            yield canonical(domain_of(event.fields["recipient"]) or ""), True
    if transaction.login and "@" in transaction.login and transaction.of_kind("message_entry", "message_received", "login_succeeded"):
        yield canonical(domain_of(transaction.login) or ""), True

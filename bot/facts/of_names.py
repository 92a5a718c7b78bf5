"""The facts about the names in a transaction: whose the client, the sender and the recipients are.

Told goes before the site's file, that before what the log shows elsewhere, that before what a name alone lets presume.
"""

from __future__ import annotations

from dataclasses import replace

from bot.facts.entering import fact, logged
from bot.facts.known import UNKNOWN, Fact, Known
from bot.identity import (
    Sameness,
    domain_of,
    is_loopback,
    is_masked,
    is_private,
    is_under,
    looks_like_gateway,
    parse_ip,
    sameness,
)
from bot.transactions import Transaction


@fact("sender_domain_is_local")
def sender_domain_is_local(transaction: Transaction, known: Known) -> Fact:
    """The sender's mailboxes are on this server."""
    if transaction.sender is None:
        return UNKNOWN
    domain = domain_of(transaction.sender)
    return Fact(False, "inferred") if domain is None else replace(_domain_is_local(domain, known), about=domain)


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


@fact("client_is_ours")
def client_is_ours(transaction: Transaction, known: Known) -> Fact:
    """The client is a machine of our network, or one of us away."""
    client = transaction.client
    if client is None:
        return UNKNOWN
    told = known.account.about("client_is_ours", client)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=client)
    found = _client_by_site(client, transaction, known) or _client_by_name(transaction, known) or _client_by_range(client)
    return replace(found, about=client, asked=told is not None)


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
    fates = [_domain_is_local(domain, known) for address in addresses if (domain := domain_of(address))]
    if any(fate.value is False for fate in fates):
        return next(replace(fate, about=None) for fate in fates if fate.value is False)
    return replace(fates[0], about=None) if fates and all(fate.value for fate in fates) else UNKNOWN


def _domain_is_local(domain: str, known: Known) -> Fact:
    """Return whether mailboxes of a domain are on this server, by what was told, the site, and what the log shows elsewhere."""
    told = known.account.about("sender_domain_is_local", domain)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE)
    asked = told is not None
    held = known.site.holds_domain(domain)
    if held:
        return Fact(True, "told", unsure=held is Sameness.PROBABLE, asked=asked)
    if known.site.domains:
        return Fact(False, "presumed" if is_masked(domain) else "told", asked=asked)
    shown = _shown_elsewhere(domain, known)
    return Fact(shown, "inferred", asked=asked) if shown is not None else Fact(asked=asked)


def _shown_elsewhere(domain: str, known: Known) -> bool | None:
    """Return True if a line of the paste puts mail for the domain into a mailbox here, False if one refuses to pass mail on to it."""
    for transaction in known.transactions:
        for kind, value in (("delivered_locally", True), ("relay_refused", False)):
            for event in transaction.of_kind(kind):
                recipient = event.fields.get("recipient", "")
                if "@" in recipient and sameness(domain_of(recipient) or "", domain) is Sameness.SAME:
                    return value
    return None


def _client_by_site(client: str, transaction: Transaction, known: Known) -> Fact | None:
    """Return whether the client is ours by what the site's file says; None if it does not say.

    An address that looks like a gateway and brings a stranger's name hides somebody, whatever the networks say.
    """
    site = known.site
    if site.is_gateway(client):
        return Fact(False, "told")
    ip = parse_ip(client)
    held = site.holds_address(client)
    if held and not (ip is not None and looks_like_gateway(ip) and _brings_a_strangers_name(transaction, known)):
        return Fact(True, "told", unsure=held is Sameness.PROBABLE)
    if held:
        return UNKNOWN
    if site.networks and not (ip is not None and is_loopback(ip)):
        return Fact(False, "presumed" if is_masked(client) else "told")
    return None


def _brings_a_strangers_name(transaction: Transaction, known: Known) -> bool:
    name = transaction.client_name
    return name is not None and "." in name and not any(sameness(name, own) or is_under(name, own) for own in known.site.domains)


def _client_by_name(transaction: Transaction, known: Known) -> Fact | None:
    """Return that the client is not ours where it goes by the name of a domain that was told to be none of this server's.

    A provider's mail server, say: one of our own machines would have no reason to greet with that name.
    """
    if transaction.client_name is None:
        return None
    told = known.account.about("sender_domain_is_local", transaction.client_name)
    return Fact(False, "inferred", unsure=told[1] is Sameness.PROBABLE) if told is not None and told[0] is False else None


def _client_by_range(client: str) -> Fact:
    """Return what an address alone lets presume: public is foreign, private is ours unless gateways have such numbers."""
    ip = parse_ip(client)
    if ip is None or is_masked(client):
        return UNKNOWN
    if is_loopback(ip):
        return Fact(True, "inferred")
    if is_private(ip):
        return UNKNOWN if looks_like_gateway(ip) else Fact(True, "presumed")
    return Fact(False, "presumed")

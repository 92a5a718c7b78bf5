"""Whose machine a client is: told goes before the site's file, that before its name, that before what its address lets presume.

A machine to which this server hands what is for its mailboxes is ours whatever was told: who wonders at it does not know it by sight.
A private address is ours unless somebody else may stand behind it: a gateway, a carrier's network, or a stranger's public name.
"""

from __future__ import annotations

import re

from bot.facts.entering import TRANSACTION_FACTS, fact
from bot.facts.known import UNKNOWN, Fact, Known
from bot.facts.of_halves import is_handed_in_here
from bot.facts.of_names import domain_is_local
from bot.facts.of_talks import is_promised_in_talk
from bot.facts.of_transaction import came_back_from_a_filter, is_notice_of_ours, is_sent_anew, is_told_to_be_ours
from bot.facts.of_webmail import webmail_logins
from bot.identity import (
    Address,
    Sameness,
    domain_of,
    is_container_bridge,
    is_loopback,
    is_masked,
    is_private,
    is_shared,
    is_under,
    looks_like_gateway,
    parse_ip,
    sameness,
)
from bot.transactions import Transaction

# Names that only mean something within a network (RFC 6762, RFC 8375, and what routers hand out).
_INNER_NAMES = (".local", ".localdomain", ".localhost", ".lan", ".home", ".home.arpa", ".internal", ".intranet", ".corp", ".private")

# No top-level domain has a figure, hyphen or underscore in it (RFC 3696 2, IANA's root zone; but for "xn--"): a container's network has.
_INNER_END = re.compile(r"(?:^|\.)(?!xn--)[a-z]*[0-9_-][a-z0-9_-]*$")


@fact("client_is_ours")
def client_is_ours(transaction: Transaction, known: Known) -> Fact:
    """The client is a machine of our network, or one of us away."""
    client = transaction.client
    if client is None:
        ours = transaction.of_kind("message_submitted_locally") or is_notice_of_ours(transaction)
        return Fact(True, "inferred") if ours else _of_what_was_forwarded(transaction, known)
    if known.site.is_gateway(client) or strangers_come_by(client, known):  # it hides the real client: whose network it is in tells nothing
        return _behind_a_gateway(transaction, known)
    if keepers := _hands_over_mailboxes(client, known):
        return Fact(True, "logged", keepers, about=client)
    told = known.account.about("client_is_ours", client)
    if told is not None and told[0] is not None:
        return Fact(told[0], "told", unsure=told[1] is Sameness.PROBABLE, about=client)
    if told is not None and known.account.is_weak("client_is_ours", client):
        return Fact(about=client)  # one of us may have been there, whatever the networks say: that has to be asked
    if is_sent_anew(transaction, known) or webmail_logins(transaction, known):
        return Fact(True, "inferred", about=client)
    if came_back_from_a_filter(transaction) and not (is_told_to_be_ours(transaction, known) or is_handed_in_here(transaction, known)):
        return Fact(asked=told is not None)  # this machine only passes on what somebody brought before
    ip = parse_ip(client)
    if ip is not None and is_private(ip) and not TRANSACTION_FACTS["lines_are_ours"](transaction, known).value:
        return Fact(about=client, asked=told is not None)  # a private number in a trace header is in the network of whoever wrote it
    found = _by_site(client, transaction, known) or _by_name(transaction, known) or _by_range(client, transaction, known)
    if found.value is False and found.strength == "presumed" and (is_promised_in_talk(transaction) or _writes_for_us(transaction, known)):
        found = UNKNOWN  # a server that nobody listed is accused of nothing upon a presumption
    return found._replace(about=client, asked=told is not None)


def _of_what_was_forwarded(transaction: Transaction, known: Known) -> Fact:
    """Return that a message which an alias made of another came from a machine of ours, where that one did; else that it is not known."""
    first = next((t for t in known.transactions if t.id == transaction.parent), None) if transaction.made_by == "forwarded" else None
    found = TRANSACTION_FACTS["client_is_ours"](first, known) if first is not None else UNKNOWN
    return found if found.value else UNKNOWN


def _hands_over_mailboxes(client: str, known: Known) -> tuple[int, ...]:
    """Return the lines by which this server handed mail for its own mailboxes to the machine that a client is, as by LMTP to Dovecot."""
    ip = parse_ip(client)
    return () if ip is None or is_masked(client) or is_loopback(ip) else known.lines_handing_to(str(ip))


def _writes_for_us(transaction: Transaction, known: Known) -> bool:
    """Tell whether a machine under an unknown address writes to others in our name: a web server of ours elsewhere does so, too.

    Only where nobody has said which networks are ours; and on a server that lets in by name alone it is just what abuse looks like.
    """
    if known.trusts_by_name or known.site.networks or not transaction.sender:
        return False
    ours = TRANSACTION_FACTS["sender_domain_is_local"](transaction, known)
    return bool(ours.value) and ours.strength == "told" and TRANSACTION_FACTS["recipient_domain_is_ours"](transaction, known).value is False


@fact("client_is_gateway")
def client_is_gateway(transaction: Transaction, known: Known) -> Fact:
    """The client only passes others' connections on; unknown where its number is one that such machines commonly have."""
    client = transaction.client
    if client is not None and known.site.is_gateway(client):
        return Fact(True, "told")
    if client is not None and strangers_come_by(client, known):
        return Fact(True, "inferred")
    ip = parse_ip(client) if client is not None else None
    if ip is not None and looks_like_gateway(ip) and not is_masked(client or ""):
        if is_container_bridge(ip):
            return UNKNOWN
        if known.site.holds_address(client or "") and not brings_a_strangers_name(transaction, known):
            return Fact(False, "told")
        return UNKNOWN
    return Fact(False, "inferred")


@fact("private_with_a_strangers_name")
def private_with_a_strangers_name(transaction: Transaction, known: Known) -> Fact:
    """The client's number is a private one, but it goes by a public name that is not known to be ours."""
    ip = parse_ip(transaction.client) if transaction.client is not None else None
    odd = ip is not None and is_private(ip) and not is_loopback(ip) and brings_a_strangers_name(transaction, known)
    return Fact(odd, "logged")


@fact("granted_to_a_stranger")
def granted_to_a_stranger(transaction: Transaction, known: Known) -> Fact:
    """Passing on was allowed to somebody who is known to be none of ours; whoever set the server to allow it mostly meant one of theirs."""
    if not transaction.of_kind("relay_granted"):
        return Fact(False, "logged")
    whose = client_is_ours(transaction, known)
    return whose._replace(value=None, strength=None) if whose.strength == "presumed" else whose._replace(value=_not(whose.value))


def _not(value: bool | None) -> bool | None:
    return None if value is None else not value


def strangers_come_by(client: str, known: Known) -> bool:
    """Tell whether a machine with a gateway's number brings mail of several senders' domains, most of them known not to be ours."""
    ip = parse_ip(client)
    if known.trusts_by_name or ip is None or not looks_like_gateway(ip):
        return False
    senders = {t.sender for t in known.transactions if t.sender and t.login is None and t.client and sameness(t.client, client)}
    domains = {domain for sender in senders if (domain := domain_of(sender)) is not None}
    foreign = sum(domain_is_local(domain, known).value is False for domain in domains)
    return foreign >= (known.kinds["client_is_gateway"].at_least or 2) and 2 * foreign > len(domains)


def brings_a_strangers_name(transaction: Transaction, known: Known) -> bool:
    """Tell whether the client goes by a public name that is not known to be one of ours."""
    name = transaction.client_name
    if name is None or "." not in name.strip(".") or parse_ip(name) is not None:
        return False
    if name.casefold().rstrip(".").endswith(_INNER_NAMES) or _INNER_END.search(name.casefold().rstrip(".")):
        return False
    if any(sameness(name, own) or is_under(name, own) for own in known.site.domains):
        return False
    domain = domain_of(transaction.sender) if transaction.sender else None
    of_the_sender = domain is not None and (bool(sameness(name, domain)) or is_under(name, domain))
    return not (of_the_sender and domain is not None and domain_is_local(domain, known).value)


def _behind_a_gateway(transaction: Transaction, known: Known) -> Fact:
    """Return whether who stands behind a gateway is ours: not known, unless both name and sender are strangers'; never by its address.

    It is told of the transaction, not of the address, since others come by the same one.
    """
    domain = domain_of(transaction.sender) if transaction.sender else None
    foreign = domain is not None and domain_is_local(domain, known).value is False
    return Fact(False, "presumed") if foreign and brings_a_strangers_name(transaction, known) else UNKNOWN


def _by_site(client: str, transaction: Transaction, known: Known) -> Fact | None:
    """Return whether the client is ours by what the site's file says; None if it does not say.

    An address that looks like a gateway and brings a stranger's name hides somebody, whatever the networks say. A private address
    that the networks do not list is no stranger's for that: the list may not be complete.
    """
    site = known.site
    ip = parse_ip(client)
    held = site.holds_address(client)
    if held and ip is not None and is_container_bridge(ip) and not known.trusts_by_name:
        return UNKNOWN  # the host's end of a bridge: whoever comes by a published port looks so
    if held and not (ip is not None and looks_like_gateway(ip) and brings_a_strangers_name(transaction, known)):
        return Fact(True, "told", unsure=held is Sameness.PROBABLE)
    if held:
        return UNKNOWN
    if site.networks and not (ip is not None and is_private(ip)):
        return Fact(False, "presumed" if is_masked(client) else "told")
    return None


def _by_name(transaction: Transaction, known: Known) -> Fact | None:
    """Return that the client is not ours where it goes by the name of a domain that was told to be none of this server's.

    A provider's mail server, say: one of our own machines would have no reason to greet with that name.
    """
    if transaction.client_name is None:
        return None
    told = known.account.about("sender_domain_is_local", transaction.client_name)
    return Fact(False, "inferred", unsure=told[1] is Sameness.PROBABLE) if told is not None and told[0] is False else None


def _by_range(client: str, transaction: Transaction, known: Known) -> Fact:
    """Return what an address alone lets presume: public is foreign, private is ours unless somebody else may stand behind it."""
    ip = parse_ip(client)
    if ip is None or is_masked(client):
        return UNKNOWN
    if is_loopback(ip):
        return Fact(True, "inferred")
    if not is_private(ip):
        return Fact(False, "presumed")
    return UNKNOWN if _may_hide_others(ip, transaction, known) else Fact(True, "presumed")


def _may_hide_others(ip: Address, transaction: Transaction, known: Known) -> bool:
    return looks_like_gateway(ip) or is_shared(ip) or brings_a_strangers_name(transaction, known)

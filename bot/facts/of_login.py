"""Facts about one login over all its transactions: the signs of a stolen password."""

from __future__ import annotations

from datetime import timedelta

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_attempts import is_strange_sender, strange_senders
from bot.facts.of_groups import Group, counted, densest, entries, group_fact, lines_of, of_kind, times_of
from bot.identity import is_private, likeness, parse_ip


def network_of(address: str, known: Known) -> str:
    """Return a key for the network that an address is in: a /16, for IPv6 a /32; all of our own are one."""
    ip = parse_ip(address)
    if ip is None:
        return likeness(address)
    if is_private(ip) or known.site.holds_address(address):
        return "ours"
    return str(ip.packed[:2]) if ip.version == 4 else str(ip.packed[:4])


def comings(group: Group, known: Known) -> list[tuple[object, Event]]:
    """Return each entry of a message, and each granted log-in, with the network it came from."""
    found = [event for event in (*entries(group), *of_kind(group, "login_succeeded")) if event.fields.get("login")]
    return [(network_of(event.fields["client_ip"], known), event) for event in found if event.fields.get("client_ip")]


@group_fact("many_networks")
def many_networks(group: Group, known: Known) -> Fact:
    """The login was used from several networks within an hour."""
    came = comings(group, known)
    return counted("many_networks", densest(came, timedelta(hours=1)), lines_of(event for _, event in came), known)


@group_fact("two_networks_at_once")
def two_networks_at_once(group: Group, known: Known) -> Fact:
    """The login was used from different networks within a minute."""
    came = comings(group, known)
    return counted("two_networks_at_once", densest(came, timedelta(minutes=1)), lines_of(event for _, event in came), known)


@group_fact("content_refused_often")
def content_refused_often(group: Group, known: Known) -> Fact:
    """Messages of the login were refused for what they hold."""
    refused = of_kind(group, "content_refused", "spam_found", "virus_found")
    return counted("content_refused_often", times_of(refused), (*lines_of(entries(group)), *lines_of(refused)), known)


@group_fact("strange_senders_refused")
def strange_senders_refused(group: Group, known: Known) -> Fact:
    """The login was refused senders of several domains, none of them its own or known to be ours, for recipients elsewhere."""
    return counted("strange_senders_refused", *strange_senders(group, known), known)


@group_fact("refused_in_several_networks")
def refused_in_several_networks(group: Group, known: Known) -> Fact:
    """Within an hour the login was refused such senders in several networks, none of them ours.

    Who is refused so has logged in (Postfix, smtpd_check.c: "not owned by user").
    """
    refused = [event for event in of_kind(group, "sender_not_owned") if event.fields.get("client_ip") and is_strange_sender(event, known)]
    came = [(network, event) for event in refused if (network := network_of(event.fields["client_ip"], known)) != "ours"]
    count = densest(came, timedelta(hours=1))
    return counted("refused_in_several_networks", count, lines_of(event for _, event in came), known)

"""Facts about all that was pasted."""

from __future__ import annotations

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, attempts, counted, group_fact, lines_of, of_kind, refused_logins
from bot.identity import domain_of, likeness

_NO_WAY_OUT = ("connection timed out", "network is unreachable", "no route to host", "connection refused")
_NO_NAMES = ("host not found, try again", "name service error", "temporary lookup failure", "temporary failure in name resolution")


@group_fact("failures_spread")
def failures_spread(group: Group, known: Known) -> Fact:
    """Log-ins were refused to many clients, to each of them few times."""
    clients: dict[str, list[Event]] = {}
    for event in refused_logins(group):
        client = event.fields.get("client_ip") or event.fields.get("session_id")
        if client:
            clients.setdefault(likeness(client), []).append(event)
    few = [events for events in clients.values() if attempts(events) < (known.kinds["many_login_failures"].at_least or 1)]
    return counted("failures_spread", len(few), (n for events in few for n in lines_of(events)), known)


def _nowhere(name: str, texts: tuple[str, ...], group: Group, known: Known) -> Fact:
    """Return whether mail for many domains waits for the same reason, and none got out."""
    waiting = [event for event in of_kind(group, "deferred", "undelivered") if any(text in event.line.body.casefold() for text in texts)]
    domains = {likeness(domain_of(event.fields.get("recipient", "")) or "") for event in waiting}
    out = of_kind(group, "delivered_outside")
    return counted(name, 0 if out else len(domains), lines_of(waiting), known)


@group_fact("nothing_gets_out")
def nothing_gets_out(group: Group, known: Known) -> Fact:
    """No server outside could be reached."""
    return _nowhere("nothing_gets_out", _NO_WAY_OUT, group, known)


@group_fact("names_fail_everywhere")
def names_fail_everywhere(group: Group, known: Known) -> Fact:
    """No name could be looked up."""
    return _nowhere("names_fail_everywhere", _NO_NAMES, group, known)

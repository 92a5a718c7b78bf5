"""Facts about all that was pasted."""

from __future__ import annotations

import re
from datetime import timedelta

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, attempts, counted, densest, group_fact, lines_of, of_kind, refused_logins, times_of
from bot.identity import domain_of, is_under, likeness, sameness

# Postfix's smtpd_check.c (RBL lookup error), dnsblog.c and postscreen_dnsbl.c.
_LOOK_UP_FAILED = re.compile(r"RBL lookup error|dnsblog_query: lookup error|dnsblog reply timeout")
_NO_WAY_OUT = ("connection timed out", "network is unreachable", "no route to host", "connection refused")
_NO_NAMES = (
    "host not found, try again",
    "name service error",
    "temporary lookup failure",
    "temporary failure in name resolution",
    "cname_lookup_failed_temporarily",
)


@group_fact("failures_spread")
def failures_spread(group: Group, known: Known) -> Fact:
    """Log-ins were refused to many clients, to each of them few times."""
    clients: dict[str, list[Event]] = {}
    for event in refused_logins(group):
        client = event.fields.get("client_ip")
        if client:
            clients.setdefault(likeness(client), []).append(event)
    few = [events for events in clients.values() if attempts(events) < (known.kinds["many_login_failures"].at_least or 1)]
    return counted("failures_spread", len(few), (n for events in few for n in lines_of(events)), known)


@group_fact("names_tried_by_somebody")
def names_tried_by_somebody(group: Group, known: Known) -> Fact:
    """Log-ins were refused under several users' names within a minute, and the lines do not show to whom."""
    failures = [event for event in refused_logins(group) if event.fields.get("login") and not event.fields.get("client_ip")]
    names = densest([(likeness(event.fields["login"]), event) for event in failures], timedelta(minutes=1))
    return counted("names_tried_by_somebody", names, lines_of(failures), known)


@group_fact("list_is_mute")
def list_is_mute(_group: Group, known: Known) -> Fact:
    """Several look-ups at a block list failed, and no line shows that it answered any; those for which it refused us are told elsewhere."""
    refusals = known.kinds["list_is_at_fault"].says
    asked = [e for e in known.events if e.kind in ("blocklist_failed", "server_warning") and _LOOK_UP_FAILED.search(e.line.body)]
    failed = [event for event in asked if not any(text in event.line.body.casefold() for text in refusals)]
    answered = any(event.kind in ("blocklist_refused", "blocklist_hit") for event in known.events)
    return counted("list_is_mute", 0 if answered else times_of(failed), lines_of(failed), known)


def _nowhere(name: str, texts: tuple[str, ...], group: Group, known: Known) -> Fact:
    """Return whether mail for many domains waits for the same reason, and none got out."""
    waiting = [event for event in of_kind(group, "deferred", "undelivered") if any(text in event.line.body.casefold() for text in texts)]
    domains = {likeness(domain_of(event.fields.get("recipient", "")) or "") for event in waiting}
    out = of_kind(group, "delivered_outside")
    return counted(name, 0 if out else len(domains), lines_of(waiting), known)


@group_fact("well_known_names_not_found")
def well_known_names_not_found(group: Group, known: Known) -> Fact:
    """Senders' domains could not be looked up though the name of the very machine that brought them, in the same domain, just had been."""
    domains: dict[str, list[int]] = {}
    for transaction in group:
        for event in transaction.of_kind("sender_refused", "unverifiable_refused"):
            domain = domain_of(event.fields.get("sender", "") or transaction.sender or "")
            name = event.fields.get("client_name") or transaction.client_name or ""
            later = event.fields.get("reply_code", "").startswith("4") and "not found" in event.line.body.casefold()
            if domain and later and (sameness(name, domain) or is_under(name, domain)):
                domains.setdefault(likeness(domain), []).append(event.line.number)
    return counted("well_known_names_not_found", len(domains), [n for lines in domains.values() for n in lines], known)


@group_fact("nothing_gets_out")
def nothing_gets_out(group: Group, known: Known) -> Fact:
    """No server outside could be reached."""
    return _nowhere("nothing_gets_out", _NO_WAY_OUT, group, known)


@group_fact("names_fail_everywhere")
def names_fail_everywhere(group: Group, known: Known) -> Fact:
    """No name could be looked up."""
    return _nowhere("names_fail_everywhere", _NO_NAMES, group, known)

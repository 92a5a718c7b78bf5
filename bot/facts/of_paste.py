"""Facts about all that was pasted."""

from __future__ import annotations

import re

from bot.catalogue import Event
from bot.facts.known import Fact, Known
from bot.facts.of_groups import Group, attempts, counted, group_fact, lines_of, of_kind, refused_logins, times_of
from bot.identity import domain_of, likeness

# Postfix's smtpd_check.c (RBL lookup error), dnsblog.c and postscreen_dnsbl.c.
_LOOK_UP_FAILED = re.compile(r"RBL lookup error|dnsblog_query: lookup error|dnsblog reply timeout")
_FOR_THE_SENDER = ("sender_refused", "unverifiable_refused", "refused_otherwise")
_NO_WAY_OUT = ("connection timed out", "network is unreachable", "no route to host", "connection refused")
_NO_NAMES = ("host not found, try again", "name service error", "temporary lookup failure", "temporary failure in name resolution")


@group_fact("failures_spread")
def failures_spread(group: Group, known: Known) -> Fact:
    """Log-ins were refused to many clients, to each of them few times."""
    clients: dict[str, list[Event]] = {}
    for event in refused_logins(group):
        if event.fields.get("client_ip"):
            clients.setdefault(likeness(event.fields["client_ip"]), []).append(event)
    few = [events for events in clients.values() if attempts(events) < (known.kinds["many_login_failures"].at_least or 1)]
    return counted("failures_spread", len(few), (n for events in few for n in lines_of(events)), known)


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


@group_fact("nothing_gets_out")
def nothing_gets_out(group: Group, known: Known) -> Fact:
    """No server outside could be reached."""
    return _nowhere("nothing_gets_out", _NO_WAY_OUT, group, known)


@group_fact("names_fail_everywhere")
def names_fail_everywhere(group: Group, known: Known) -> Fact:
    """No name could be looked up."""
    waiting = _nowhere("names_fail_everywhere", _NO_NAMES, group, known)
    return waiting if waiting.value else _nobody_found(group, known)


def _nobody_found(group: Group, known: Known) -> Fact:
    """Return whether the senders of many domains were put off since their domain was not found, and nobody's mail was taken."""
    put_off = [e for e in of_kind(group, *_FOR_THE_SENDER) if "domain not found" in e.line.body.casefold() and _for_now(e)]
    domains = {likeness(domain_of(event.fields.get("sender", "")) or "") for event in put_off}
    taken = of_kind(group, "message_queued", "message_received")
    return counted("names_fail_everywhere", 0 if taken else len(domains), lines_of(put_off), known)


def _for_now(event: Event) -> bool:
    return event.fields.get("reply_code", "4").startswith("4")

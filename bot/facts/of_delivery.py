"""Facts about why a message did not get on: at the other server, or within this machine."""

from __future__ import annotations

import re

from bot.catalogue import Event
from bot.facts.entering import fact, logged
from bot.facts.known import Fact, Known
from bot.identity import canonical, is_loopback, parse_ip
from bot.transactions import Transaction

_FATES = ("delivered_locally", "delivered", "delivered_outside", "delivered_to_program", "deferred", "bounced", "expired")
_NOT_REACHED = re.compile(r"connect|connection|timed out|no route", re.IGNORECASE)


@fact("fails_on_this_machine")
def fails_on_this_machine(transaction: Transaction, _known: Known) -> Fact:
    """The last that the lines tell of a recipient is that a part of this server failed, or could not be reached on this very machine."""
    latest: dict[str, Event] = {}
    for event in transaction.of_kind(*_FATES):
        latest[event.fields.get("recipient", "")] = event
    failed = [event for event in latest.values() if not event.kind.startswith("delivered") and _is_our_own(event)]
    return Fact(True, "logged", tuple(event.line.number for event in failed)) if failed else logged(False)


@fact("sent_on_by_a_rule")
def sent_on_by_a_rule(transaction: Transaction, known: Known) -> Fact:
    """A line of the mailbox's filter (Sieve) says that it sent on the message of this id to this recipient, as a new one."""
    ids = {_bare(event.fields["message_id"]) for event in transaction.of_kind("message_identified") if event.fields.get("message_id")}
    addresses = {canonical(recipient.address) for recipient in transaction.recipients}
    lines = tuple(
        event.line.number
        for event in (known.events if ids else ())
        if event.kind == "forwarded" and _bare(event.fields.get("message_id", "")) in ids
        and canonical(event.fields.get("recipient", "")) in addresses
    )  # fmt: skip
    return Fact(True, "logged", lines) if lines else logged(False)


def _bare(message_id: str) -> str:
    return message_id.strip("<>")


def _is_our_own(event: Event) -> bool:
    """Tell whether a failure is that of a part of this server: as the line's wording says, or since it answers at no address of ours."""
    if "server_fault" in event.shows:
        return True
    ip = parse_ip(event.fields.get("remote_ip") or event.fields.get("relay_ip") or "")
    return ip is not None and is_loopback(ip) and _NOT_REACHED.search(event.fields.get("reason", "")) is not None

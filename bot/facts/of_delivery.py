"""Facts about why a message did not get on: at the other server, or within this machine."""

from __future__ import annotations

import re
from collections.abc import Collection

from bot.catalogue import Event
from bot.facts.entering import fact, logged
from bot.facts.known import Fact, Known
from bot.identity import Address, canonical, domain_of, is_loopback, parse_ip
from bot.transactions import Transaction

_FATES = ("delivered_locally", "delivered", "delivered_outside", "delivered_to_program", "deferred", "bounced", "expired")
_LEAST_REACHED = 2  # one recipient alone is no list
_THROWN_AWAY = "(delivered to file: /dev/null)"  # Postfix, local(8): an alias that names this file
_NOT_REACHED = re.compile(r"connect|connection|timed out|no route", re.IGNORECASE)


@fact("fails_on_this_machine")
def fails_on_this_machine(transaction: Transaction, _known: Known) -> Fact:
    """The last that the lines tell of a recipient is that a part of this server failed, or could not be reached on this very machine."""
    latest: dict[str, Event] = {}
    for event in transaction.of_kind(*_FATES):
        latest[event.fields.get("recipient", "")] = event
    failed = [event for event in latest.values() if not event.kind.startswith("delivered") and _is_our_own(event)]
    return Fact(True, "logged", tuple(event.line.number for event in failed)) if failed else logged(False)


@fact("reached_most")
def reached_most(transaction: Transaction, _known: Known) -> Fact:
    """The last that is told of several recipients is that they got it, and of no more than half of all that they did not."""
    fates: dict[str, tuple[bool, int]] = {}
    for event in transaction.of_kind(*_FATES):
        fates[event.fields.get("recipient", "")] = (event.kind.startswith("delivered"), event.line.number)
    reached = tuple(line for taken, line in fates.values() if taken)
    counted = [int(e.fields["nrcpt"]) for e in transaction.of_kind("message_queued") if e.fields.get("nrcpt", "").isdecimal()]
    most = 2 * (len(fates) - len(reached)) < max([len(fates), *counted])
    return Fact(True, "logged", reached) if most and len(reached) >= _LEAST_REACHED else logged(False)


@fact("few_not_reached")
def few_not_reached(transaction: Transaction, known: Known) -> Fact:
    """Of a round letter's many recipients one was not reached, or no more than one in ten of those whose fate is told."""
    fates = {event.fields.get("recipient", ""): event for event in transaction.of_kind(*_FATES)}
    missed = [event.line.number for event in fates.values() if not event.kind.startswith("delivered")]
    counted = [int(e.fields["nrcpt"]) for e in transaction.of_kind("message_queued") if e.fields.get("nrcpt", "").isdecimal()]
    many = max([len(fates), *counted]) >= (known.kinds["few_not_reached"].at_least or 1)
    return Fact(True, "logged", tuple(missed)) if many and 0 < len(missed) <= max(1, len(fates) // 10) else logged(False)


@fact("thrown_away_here")
def thrown_away_here(transaction: Transaction, _known: Known) -> Fact:
    """All that the message was for is an address of this very machine, and what comes for it is thrown away (/dev/null)."""
    told = [event for event in transaction.of_kind(*_FATES) if event.fields.get("recipient")]
    lost = [event.line.number for event in told if _THROWN_AWAY in event.line.body and _is_of_this_machine(event.fields["recipient"])]
    return Fact(True, "logged", tuple(lost)) if lost and len(lost) == len(told) else logged(False)


@fact("sent_on_by_a_rule")
def sent_on_by_a_rule(transaction: Transaction, known: Known) -> Fact:
    """A rule of a mailbox sent the message on, as a new one.

    A line of the mailbox's filter (Sieve) says so, of this id and this recipient; or, inferred, the same message had come to a mailbox
    of ours before, and it was the machine with that mailbox that handed it in again.
    """
    ids = {_bare(event.fields["message_id"]) for event in transaction.of_kind("message_identified") if event.fields.get("message_id")}
    addresses = {canonical(recipient.address) for recipient in transaction.recipients}
    lines = tuple(
        event.line.number
        for event in (known.events if ids else ())
        if event.kind == "forwarded" and _bare(event.fields.get("message_id", "")) in ids
        and canonical(event.fields.get("recipient", "")) in addresses
    )  # fmt: skip
    if lines:
        return Fact(True, "logged", lines)
    before = _put_where_it_came_from(transaction, ids, known)
    return Fact(True, "inferred", before) if before else logged(False)


def _put_where_it_came_from(transaction: Transaction, ids: Collection[str], known: Known) -> tuple[int, ...]:
    """Return the lines by which a message of these ids from the same sender was put into a mailbox on the machine that a client is."""
    machine = parse_ip(transaction.client or "")
    if machine is None or not ids or transaction.sender is None or not transaction.of_kind("delivered_outside"):
        return ()
    return tuple(
        event.line.number
        for other in known.transactions
        if other.id < transaction.id and other.sender == transaction.sender
        and any(_bare(event.fields.get("message_id", "")) in ids for event in other.of_kind("message_identified"))
        for event in other.of_kind("delivered_locally")
        if _is_at(machine, event)
    )  # fmt: skip


def _is_at(machine: Address, event: Event) -> bool:
    """Tell whether a mailbox is on a machine: at the address it was handed to, or on this very one."""
    kept = parse_ip(event.fields.get("relay_ip", ""))
    return kept == machine or (is_loopback(machine) and (kept is None or is_loopback(kept)))


def _is_of_this_machine(address: str) -> bool:
    """Tell whether an address is at "localhost", by which only programs of a machine, or of its neighbours, write to it."""
    return (domain_of(address) or "").casefold() in ("localhost", "localhost.localdomain")


def _bare(message_id: str) -> str:
    return message_id.strip("<>")


def _is_our_own(event: Event) -> bool:
    """Tell whether a failure is that of a part of this server: as the line's wording says, or since it answers at no address of ours."""
    if "server_fault" in event.shows:
        return True
    ip = parse_ip(event.fields.get("remote_ip") or event.fields.get("relay_ip") or "")
    return ip is not None and is_loopback(ip) and _NOT_REACHED.search(event.fields.get("reason", "")) is not None

"""Each group of events made a transaction: its names, its recipients, its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.catalogue import Event, Reading
from bot.library.schema import EventKind, Sessions
from bot.transactions.gathering import Gatherer, Group
from bot.transactions.model import Recipient, Transaction

_OUTCOMES = ("refused", "accepted", "deferred", "delivered", "sent", "bounced")
"""In the order in which one tells more of a message's fate than another; a refusal tells only of what was not taken."""
_OTHER_MACHINES = frozenset({"unread", "outgoing_connection", "delivered_outside", "returned_to_sender"})
"""Kinds of which nothing is taken for the client or the sender: their roles are others, or not known."""


def transactions(reading: Reading, sessions: Sessions, kinds: Mapping[str, EventKind]) -> tuple[Transaction, ...]:
    """Return the transactions of a paste.

    Args:
        reading: the paste as events of one server.
        sessions: how that server's lines belong together.
        kinds: the vocabulary's kinds of event.
    """
    groups = Gatherer(sessions).gather(reading.happened)
    told = [group for group in groups if any(event.kind not in ("blank", "unread") for event in group.events)]
    told.sort(key=lambda group: min(event.line.number for event in group.events))
    return tuple(_transaction(i, reading.server or "unknown", group, kinds) for i, group in enumerate(told, start=1))


def _transaction(number: int, server: str, group: Group, kinds: Mapping[str, EventKind]) -> Transaction:
    events = sorted(group.events, key=lambda event: event.line.number)
    return Transaction(
        id=number,
        server=server,
        events=tuple(events),
        lines=tuple(event.line.number for event in events),
        when=next((event.line.when for event in events if event.line.when), None),
        client=_first(events, "client_ip", ("client_address",)) or _first(events, "client_ip"),
        client_name=_first(events, "client_name"),
        login=_first(events, "login"),
        sender=_first(events, "sender"),
        recipients=_recipients(events, kinds),
        queue_id=_first(events, "queue_id"),
        outcome=_outcome(events, kinds),
        seen=frozenset(part for event in events for part in kinds[event.kind].seen),
        marks=_marks(events),
        shared=group.shared,
    )


def _marks(events: Iterable[Event]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the lines that carry each mark."""
    found: dict[str, list[int]] = {}
    for event in events:
        for mark in event.shows:
            found.setdefault(mark, []).append(event.line.number)
    return {mark: tuple(numbers) for mark, numbers in found.items()}


def _outcome(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> str:
    """Return what is known of a message's fate; one refused recipient does not undo what was taken for others."""
    outcomes = [outcome for event in events if (outcome := kinds[event.kind].outcome) is not None]
    return max(outcomes, key=_OUTCOMES.index, default="unknown")


def _first(events: Iterable[Event], name: str, kinds: tuple[str, ...] = ()) -> str | None:
    """Return the first value of a field, of lines of some kinds if they are given; a message's id may stand in any line of it."""
    for event in events:
        if event.kind in kinds if kinds else event.kind not in _OTHER_MACHINES:
            value = event.fields.get(name)
            if value is not None:
                return value
    return next((e.fields["queue_id"] for e in events if "queue_id" in e.fields), None) if name == "queue_id" else None


def _recipients(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> tuple[Recipient, ...]:
    """Return the recipients that the lines name, each with the latest that is known of it; a return names its sender, no recipient."""
    fates: dict[str, str] = {}
    for event in events:
        kind = kinds[event.kind]
        address = event.fields.get("recipient") or event.fields.get("mailbox")
        if address is not None and kind.outcome is not None and event.kind not in ("message_passed", "returned_to_sender"):
            fates[address] = kind.outcome
    return tuple(Recipient(address, outcome) for address, outcome in fates.items())

"""What a transaction is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.catalogue import Event

RETURNED = "dsn"
"""The server whose lines those of a returned message are."""

_ROWS = frozenset({"counted_login", "counted_failure", "counted_relay_refusal", "counted_folder", "counted_sender", "counted_unclear"})
"""Kinds of the rows of a tally."""
_COUNTED = ("cwd", "login", "sender", "recipient", "domain", "client_ip")


@dataclass(frozen=True, slots=True)
class Recipient:
    """An envelope recipient, or a mailbox, as written, and what became of it in the contract's words.

    ``original`` is the address that it was sent to, where one of ours leads on to ``address``.
    """

    address: str
    outcome: str
    original: str | None = None


@dataclass(frozen=True, slots=True)
class Transaction:
    """One message, or one refused attempt.

    Attributes:
        id: its place in the paste, from 1.
        server: whose log shows it.
        events: its events, in the order of their lines.
        lines: the numbers of its lines.
        when: the first stamp in it.
        client: the address that was really connected, as written, else the one that other lines name.
        client_name: the name that the client gave or that was found for it.
        helo: the name that it greeted with, where the server tells that apart.
        login: who logged in.
        sender: the envelope sender as written; empty for the null sender, None if the paste does not show it.
        recipients: with their outcomes.
        queue_id: the id by which the server's later lines name it.
        outcome: accepted, refused, sent, delivered, deferred, bounced or unknown.
        seen: which of entry, sender, recipients, outcome and end the paste shows.
        marks: the numbers of the lines that carry each mark.
        parent: the transaction that this one is a bounce or a forward of.
        made_by: the kind of the line that says so.
        shared: several connections were open at once, and no line says which of them this is about.
    """

    id: int
    server: str
    events: tuple[Event, ...]
    lines: tuple[int, ...]
    when: datetime | None = None
    client: str | None = None
    client_name: str | None = None
    helo: str | None = None
    login: str | None = None
    sender: str | None = None
    recipients: tuple[Recipient, ...] = ()
    queue_id: str | None = None
    outcome: str = "unknown"
    seen: frozenset[str] = field(default_factory=frozenset)
    marks: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    parent: int | None = None
    made_by: str | None = None
    shared: bool = False
    _by_kind: dict[str, tuple[Event, ...]] = field(init=False, default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Sort the events by kind, as facts ask for them again and again."""
        found: dict[str, list[Event]] = {}
        for event in self.events:
            found.setdefault(event.kind, []).append(event)
        self._by_kind.update((kind, tuple(events)) for kind, events in found.items())

    @property
    def is_returned(self) -> bool:
        """Tell whether it is a returned message, and nothing that a log shows."""
        return self.server == RETURNED

    @property
    def counted(self) -> str | None:
        """Return what a row of a tally counts, as written: a folder, a name, else an address; None where it is no such row."""
        rows = [event for event in self.events if event.kind in _ROWS]
        return next((event.fields[name] for event in rows for name in _COUNTED if event.fields.get(name)), None)

    def has_none(self, kinds: Iterable[str]) -> bool:
        """Tell whether none of its events is of one of the given kinds."""
        return self._by_kind.keys().isdisjoint(kinds)

    def of_kind(self, *kinds: str) -> tuple[Event, ...]:
        """Return the events of the given kinds."""
        by_kind = self._by_kind
        if len(kinds) == 1:
            return by_kind.get(kinds[0], ())
        if by_kind.keys().isdisjoint(kinds):
            return ()
        found = [by_kind[kind] for kind in kinds if kind in by_kind]
        if len(found) == 1:
            return found[0]
        return tuple(event for event in self.events if event.kind in kinds)

    def showing(self, *marks: str) -> tuple[int, ...]:
        """Return the numbers of the lines that carry one of the marks."""
        if len(marks) == 1:
            return self.marks.get(marks[0], ())
        found = [self.marks[mark] for mark in marks if mark in self.marks]
        if len(found) < 2:
            return found[0] if found else ()
        return tuple(sorted({number for numbers in found for number in numbers}))

"""From events to transactions: one message, or one refused attempt, with all that the paste shows of it.

A server that writes neither process nor queue ids into every line is followed by the order of its lines, as its ``sessions`` say.
What a connection said is inherited by each message of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.catalogue import Event, Reading
from bot.identity import sameness
from bot.library.schema import EventKind, Sessions

_OUTCOMES = ("accepted", "deferred", "delivered", "sent", "bounced", "refused")
"""In the order in which a later one tells more of a message's fate than an earlier one."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """An envelope recipient, or a mailbox, as written, and what became of it in the contract's words."""

    address: str
    outcome: str


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
        login: who logged in.
        sender: the envelope sender as written; empty for the null sender, None if the paste does not show it.
        recipients: with their outcomes.
        queue_id: the id by which the server's later lines name it.
        outcome: accepted, refused, sent, delivered, deferred, bounced or unknown.
        seen: which of entry, sender, recipients, outcome and end the paste shows.
    """

    id: int
    server: str
    events: tuple[Event, ...]
    lines: tuple[int, ...]
    when: datetime | None = None
    client: str | None = None
    client_name: str | None = None
    login: str | None = None
    sender: str | None = None
    recipients: tuple[Recipient, ...] = ()
    queue_id: str | None = None
    outcome: str = "unknown"
    seen: frozenset[str] = field(default_factory=frozenset)

    def of_kind(self, *kinds: str) -> tuple[Event, ...]:
        """Return the events of the given kinds."""
        return tuple(event for event in self.events if event.kind in kinds)

    def showing(self, *marks: str) -> tuple[int, ...]:
        """Return the numbers of the lines that carry one of the marks."""
        return tuple(event.line.number for event in self.events if set(marks) & set(event.shows))


@dataclass(slots=True)
class _Session:
    """An incoming connection while its lines are gathered: events before the first message, then each message's own."""

    connection: list[Event] = field(default_factory=list)
    messages: list[list[Event]] = field(default_factory=list)
    stage: int = -1
    opened: bool = False

    @property
    def client(self) -> str | None:
        for event in self.connection:
            if "client_ip" in event.fields and event.kind != "unread":
                return event.fields["client_ip"]
        return None

    def queue_id(self, at: int) -> str | None:
        return next((event.fields["queue_id"] for event in self.messages[at] if "queue_id" in event.fields), None)


class _Gatherer:
    """Follows connections by the order of their lines."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._stages = {kind: i for i, kind in enumerate(sessions.order)}
        self._gathered: list[_Session] = []

    def gather(self, events: Iterable[Event]) -> list[list[Event]]:
        """Return the events of each transaction."""
        for event in events:
            if event.kind in self._sessions.outside:
                continue
            if event.kind in self._sessions.alone:
                self._gathered.append(_Session(connection=[event]))
            elif event.kind in self._stages:
                self._staged(event)
            else:
                self._later(event)
        return [
            session.connection + own
            for session in self._gathered
            for own in (session.messages or [[]])
            if session.connection + own
        ]  # fmt: skip

    def _staged(self, event: Event) -> None:
        """Place an event of an incoming connection's entry: it goes on with the connection, or begins another."""
        if event.kind == self._sessions.message:
            self._message(event)
            return
        stage = self._stages[event.kind]
        session = self._session_of(event) or self._awaiting(stage)
        if session is None or session.messages or self._begins_another(session, stage):
            session = _Session()
            self._gathered.append(session)
        session.connection.append(event)
        session.stage = max(stage, session.stage)
        session.opened = session.opened or event.kind == self._sessions.opens

    def _begins_another(self, session: _Session, stage: int) -> bool:
        """Tell whether an event of this stage cannot belong to the connection any more; several lists may be asked before it opens."""
        return stage <= session.stage and (session.opened or session.stage >= self._stages.get(self._sessions.opens or "", 0))

    def _session_of(self, event: Event) -> _Session | None:
        """Return the connection that an event goes on with: the latest of the same client, or the latest of all if it names none.

        A mask that only probably means the same is enough: people type them by hand.
        """
        client = event.fields.get("client_ip")
        for session in reversed(self._gathered):
            if client is None or session.client is None or sameness(client, session.client):
                return None if self._is_alone(session) else session
        return None

    def _awaiting(self, stage: int) -> _Session | None:
        """Return the latest connection if it has begun and this stage is its next: a client may give another address than its own."""
        latest = self._gathered[-1] if self._gathered else None
        if latest is None or latest.messages or self._is_alone(latest):
            return None
        begun = latest.stage >= self._stages.get(self._sessions.opens or "", 0)
        return latest if begun and stage == latest.stage + 1 else None

    def _is_alone(self, session: _Session) -> bool:
        return bool(session.connection) and session.connection[0].kind in self._sessions.alone

    def _message(self, event: Event) -> None:
        """Place the event that ends a message's entry: with the latest connection that has none yet, else as its next message."""
        open_ones = [s for s in self._gathered if not s.messages and not self._is_alone(s)]
        latest = open_ones[-1] if open_ones else next((s for s in reversed(self._gathered) if not self._is_alone(s)), None)
        if latest is None:
            latest = _Session()
            self._gathered.append(latest)
        latest.messages.append([event])
        latest.stage = self._stages[event.kind]

    def _later(self, event: Event) -> None:
        """Place any other event: with the message whose id it names, else with the client it names, else with what came before it."""
        queue_id = event.fields.get("queue_id")
        if queue_id is not None:
            for earlier in reversed(self._gathered):
                for at in reversed(range(len(earlier.messages))):
                    if earlier.queue_id(at) == queue_id:
                        earlier.messages[at].append(event)
                        return
            self._gathered.append(_Session(messages=[[event]]))
            return
        session = self._session_of(event) if event.kind != "outgoing_connection" else next(iter(reversed(self._gathered)), None)
        if session is None:
            session = _Session()
            self._gathered.append(session)
        (session.messages[-1] if session.messages else session.connection).append(event)


def transactions(reading: Reading, sessions: Sessions, kinds: Mapping[str, EventKind]) -> tuple[Transaction, ...]:
    """Return the transactions of a paste.

    Args:
        reading: the paste as events of one server.
        sessions: how that server's lines belong together.
        kinds: the vocabulary's kinds of event.
    """
    groups = _Gatherer(sessions).gather(reading.events)
    told = [group for group in groups if any(event.kind not in ("blank", "unread") for event in group)]
    told.sort(key=lambda group: min(event.line.number for event in group))
    return tuple(_transaction(i, reading.server or "unknown", group, kinds) for i, group in enumerate(told, start=1))


def _transaction(number: int, server: str, events: list[Event], kinds: Mapping[str, EventKind]) -> Transaction:
    events = sorted(events, key=lambda event: event.line.number)
    lines = tuple(event.line.number for event in events)
    return Transaction(
        id=number,
        server=server,
        events=tuple(events),
        lines=lines,
        when=next((event.line.when for event in events if event.line.when), None),
        client=_first(events, "client_ip", ("client_address",)) or _first(events, "client_ip"),
        client_name=_first(events, "client_name"),
        login=_first(events, "login"),
        sender=_first(events, "sender"),
        recipients=_recipients(events, kinds),
        queue_id=_first(events, "queue_id"),
        outcome=_outcome(events, kinds),
        seen=frozenset(part for event in events for part in kinds[event.kind].seen),
    )


def _outcome(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> str:
    """Return what is known of a message's fate; a refusal before the message was taken tells of one recipient only."""
    outcomes: list[str] = []
    for event in events:
        outcome = kinds[event.kind].outcome
        if outcome == "accepted":
            outcomes = [earlier for earlier in outcomes if earlier != "refused"]
        if outcome is not None:
            outcomes.append(outcome)
    return max(outcomes, key=_OUTCOMES.index, default="unknown")


def _first(events: Iterable[Event], name: str, kinds: tuple[str, ...] = ()) -> str | None:
    """Return the first value of a field; of an unread line or an outgoing connection nothing is taken, since its role is not known."""
    for event in events:
        if event.kind in kinds if kinds else event.kind not in ("unread", "outgoing_connection", "delivered_outside", "returned_to_sender"):
            value = event.fields.get(name)
            if value is not None:
                return value
    return next((e.fields["queue_id"] for e in events if "queue_id" in e.fields), None) if name == "queue_id" else None


def _recipients(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> tuple[Recipient, ...]:
    """Return the recipients that the lines name, each with the latest that is known of it."""
    fates: dict[str, str] = {}
    for event in events:
        kind = kinds[event.kind]
        address = event.fields.get("recipient") or event.fields.get("mailbox")
        if address is not None and kind.outcome is not None and event.kind != "message_passed":
            fates[address] = kind.outcome
    return tuple(Recipient(address, outcome) for address, outcome in fates.items())

"""Incoming connections while their lines come in, and which of them may still go on."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.catalogue import Event
from bot.identity import domain_of, is_under, likeness, sameness
from bot.transactions.stories import soon

IDLE = timedelta(minutes=5)
"""A server waits this long for a client that says nothing (RFC 5321 section 4.5.3.2.7)."""
APART = 300
"""So many lines later a connection that said nothing more is taken for ended; stamps may be missing, or all alike."""
_ENDS = frozenset({"connection_closed", "blocklist_refused", "name_mismatch_refused"})
_REFUSALS = frozenset({"relay_refused", "recipient_refused"})


@dataclass(slots=True)
class Entry:
    """One message of a connection: its events, and whether it may as well belong to another connection."""

    events: list[Event] = field(default_factory=list)
    shared: bool = False

    @property
    def queue_id(self) -> str | None:
        """Return the id by which later lines name the message."""
        return next((event.fields["queue_id"] for event in self.events if "queue_id" in event.fields), None)


@dataclass(slots=True, eq=False)
class Session:
    """An incoming connection while its lines are gathered: events before the first message, then each message's own."""

    number: int = 0
    connection: list[Event] = field(default_factory=list)
    messages: list[Entry] = field(default_factory=list)
    alone: bool = False
    stage: int = -1
    opened: bool = False
    ended: bool = False
    refused: bool = False
    shared: bool = False
    client: str | None = None
    name: str | None = None
    last_line: int = 0
    last_time: datetime | None = None

    def add(self, event: Event) -> None:
        """Take in an event of the connection, or one that goes with its latest message."""
        (self.messages[-1].events if self.messages else self.connection).append(event)
        if event.kind != "unread" and not self.messages:
            self.client = self.client or event.fields.get("client_ip")
            self.name = self.name or event.fields.get("client_name")
        self.touch(event)

    def touch(self, event: Event) -> None:
        """Remember that the connection was heard of in this line."""
        self.last_line = event.line.number
        self.last_time = event.line.when or self.last_time
        self.ended = self.ended or event.kind in _ENDS
        self.refused = self.refused or event.kind in _REFUSALS

    def agrees_with(self, sender: str | None) -> bool:
        """Tell whether the client's name is the sender's domain, or a host below it."""
        domain = domain_of(sender) if sender else None
        if self.name is None or domain is None:
            return False
        return bool(sameness(self.name, domain)) or is_under(self.name, domain)


class OpenSessions:
    """The connections that may still go on, the latest heard of last."""

    def __init__(self) -> None:
        self._sessions: dict[int, Session] = {}

    def heard_of(self, session: Session) -> None:
        """Put a connection last, or take it out if it has ended."""
        self._sessions.pop(id(session), None)
        if not (session.ended or session.alone):
            self._sessions[id(session)] = session

    def at(self, event: Event) -> list[Session]:
        """Return those that may still go on when a line comes in; those that were silent for too long are forgotten."""
        for key, session in list(self._sessions.items()):
            if not _is_stale(session, event):
                break
            del self._sessions[key]
        return [session for session in self._sessions.values() if not _is_stale(session, event)]


def _is_stale(session: Session, event: Event) -> bool:
    if event.line.number - session.last_line > APART:
        return True
    return not soon(event.line.when, session.last_time, IDLE.total_seconds())


def waiting(sessions: list[Session]) -> list[Session]:
    """Return the connections that a message may be the first of; one whose recipient was refused counts only if there is no other."""
    without = [session for session in sessions if not session.messages]
    return [session for session in without if not session.refused] or without


def of_different_clients(sessions: list[Session]) -> bool:
    """Tell whether the connections are not all of one client."""
    return len({likeness(session.client or "") for session in sessions}) > 1

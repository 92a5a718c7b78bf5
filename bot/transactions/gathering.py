"""Follows connections by the order of their lines, and tells where several are open at once."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.identity import likeness
from bot.library.schema import Sessions
from bot.transactions.open_sessions import Entry, OpenSessions, Session, of_different_clients, waiting
from bot.transactions.stories import Group


class Gatherer:
    """Follows connections by the order of their lines.

    A line that names a message belongs to it; one that names a client to that client's connection; any other to the connection that
    it follows. Where several connections are open and a message names none, the one client whose name agrees with the sender has it;
    else it waits until the others have theirs, and is marked as shared.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._stages = {kind: i for i, kind in enumerate(sessions.order)}
        self._opens = self._stages.get(sessions.opens or "", 0)
        self._gathered: list[Session] = []
        self._open = OpenSessions()
        self._by_client: dict[str, Session] = {}
        self._unnamed: list[Session] = []
        self._by_id: dict[str, Entry] = {}
        self._headers: dict[str, Event] = {}
        self._undecided: list[tuple[Entry, list[Session]]] = []
        self._latest: Session | None = None

    def gather(self, events: Iterable[Event]) -> list[Group]:
        """Return the events of each transaction."""
        for event in events:
            if event.kind in self._sessions.outside:
                continue
            if event.kind in self._sessions.alone:
                self._alone(event)
            elif event.kind == self._sessions.message:
                self._message(event)
            elif event.kind in self._stages:
                self._staged(event)
            else:
                self._later(event)
        self._settle()
        return self._groups()

    def _alone(self, event: Event) -> None:
        """Place an event that is a transaction by itself; a trace header waits for the log lines of its message."""
        queue_id = event.fields.get("queue_id")
        if event.kind == "received_header" and queue_id is not None and queue_id not in self._headers:
            self._headers[queue_id] = event
            return
        self._add(self._begin(alone=True), event)

    def _staged(self, event: Event) -> None:
        """Place an event of an incoming connection's entry: it goes on with the connection, or begins another."""
        stage = self._stages[event.kind]
        session = self._going_on(event, stage) or self._awaiting(stage)
        if session is None or session.messages or self._begins_another(session, stage):
            session = self._begin()
        session.stage = max(stage, session.stage)
        session.opened = session.opened or event.kind == self._sessions.opens
        self._add(session, event)

    def _going_on(self, event: Event, stage: int) -> Session | None:
        """Return the connection that a line of its entry goes on with: that of the client it names, else the latest that can."""
        client = event.fields.get("client_ip")
        if client is None:
            if event.kind == self._sessions.opens:
                unopened = [s for s in self._open.at(event) if not s.opened and not s.messages and -1 < s.stage < self._opens]
                return unopened[-1] if unopened else self._latest_or_none()
            return self._latest_or_none()
        known = self._by_client.get(likeness(client))
        if known is not None and not known.alone and not known.messages and not self._begins_another(known, stage):
            return known
        session = max((s for s in (known, self._latest_unnamed()) if s is not None), key=lambda s: s.number, default=None)
        return None if session is None or session.alone else session

    def _latest_or_none(self) -> Session | None:
        latest = self._gathered[-1] if self._gathered else None
        return None if latest is None or latest.alone else latest

    def _latest_unnamed(self) -> Session | None:
        while self._unnamed and self._unnamed[-1].client is not None:
            self._unnamed.pop()
        return self._unnamed[-1] if self._unnamed else None

    def _begins_another(self, session: Session, stage: int) -> bool:
        """Tell whether an event of this stage cannot belong to the connection any more; several lists may be asked before it opens."""
        return stage <= session.stage and (session.opened or session.stage >= self._opens)

    def _awaiting(self, stage: int) -> Session | None:
        """Return the latest connection if it has begun and this stage is its next: a client may give another address than its own."""
        latest = self._latest_or_none()
        if latest is None or latest.messages:
            return None
        return latest if latest.stage >= self._opens and stage == latest.stage + 1 else None

    def _message(self, event: Event) -> None:
        """Place the event that ends a message's entry: with the one connection that can have it, or it waits for that."""
        open_ones = self._open.at(event)
        candidates = waiting(open_ones) or open_ones or self._fallen_silent()
        entry = Entry([event])
        if "queue_id" in event.fields:
            self._by_id[event.fields["queue_id"]] = entry
        agreeing = [session for session in candidates if session.agrees_with(event.fields.get("sender"))]
        if of_different_clients(candidates) and len(agreeing) != 1:
            entry.shared = True
            self._undecided.append((entry, candidates))
            return
        session = agreeing[0] if len(agreeing) == 1 else candidates[-1] if candidates else self._begin()
        self._take(session, entry)

    def _fallen_silent(self) -> list[Session]:
        """Return the latest connection that is no log-in, however long ago it was heard of."""
        return next(([session] for session in reversed(self._gathered[-50:]) if not session.alone), [])

    def _take(self, session: Session, entry: Entry) -> None:
        session.messages.append(entry)
        session.stage = self._stages[self._sessions.message or ""]
        session.touch(entry.events[0])
        self._open.heard_of(session)
        self._latest = session

    def _settle(self) -> None:
        """Give each message that waited to a connection without one, or to the latest that it may belong to."""
        for entry, candidates in self._undecided:
            free = [session for session in candidates if not session.messages]
            (free or candidates)[-1].messages.append(entry)

    def _later(self, event: Event) -> None:
        """Place any other event: with the message whose id it names, else with the client it names, else with what came before it."""
        queue_id = event.fields.get("queue_id")
        entry = self._by_id.get(queue_id) if queue_id is not None else None
        if entry is not None:
            entry.events.append(event)
            return
        if queue_id is not None and event.kind != "unread":
            entry = self._by_id[queue_id] = Entry([event])
            self._gathered.append(Session(number=len(self._gathered), messages=[entry]))
            return
        session = self._named_or_latest(event)
        if session is None and event.kind == "unread":
            return
        if session is None:
            session = self._begin()
        self._add(session, event)

    def _named_or_latest(self, event: Event) -> Session | None:
        """Return the connection of the client that a later line names, or the latest heard of; a refusal may belong to any open one."""
        client = event.fields.get("client_ip")
        known = self._by_client.get(likeness(client)) if client is not None and event.kind != "outgoing_connection" else None
        if known is not None:
            return None if known.alone and event.kind != "unread" else known
        if client is not None and event.kind not in ("outgoing_connection", "unread"):
            return self._latest_unnamed()
        latest = self._latest or (self._gathered[-1] if self._gathered else None)
        if latest is None or latest.alone:
            return None
        if event.kind not in ("unread", "blank", "outgoing_connection"):
            latest.shared = latest.shared or (not latest.messages and of_different_clients(waiting(self._open.at(event))))
        return latest

    def _begin(self, *, alone: bool = False) -> Session:
        session = Session(number=len(self._gathered), alone=alone)
        self._gathered.append(session)
        if not alone:
            self._unnamed.append(session)
        return session

    def _add(self, session: Session, event: Event) -> None:
        session.add(event)
        self._latest = session
        if session.client is not None:
            self._by_client[likeness(session.client)] = session
        self._open.heard_of(session)

    def _groups(self) -> list[Group]:
        """Return each message with its connection's events, and with the trace header that bears its id."""
        groups: list[Group] = []
        for session in self._gathered:
            for entry in session.messages or [Entry()]:
                header = self._headers.pop(entry.queue_id or "", None)
                events = (*session.connection, *entry.events, *((header,) if header is not None else ()))
                if events:
                    groups.append(Group(events, entry.shared or session.shared))
        return [*groups, *(Group((header,)) for header in self._headers.values())]

"""Follows messages and sessions by the names that lines bear, for servers that nobody listed: some name them in each line, some in none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.catalogue import Event
from bot.identity import likeness, sameness
from bot.library.schema import Sessions
from bot.paste.objects import SHAPE as RECORD
from bot.transactions.gathering import Gatherer
from bot.transactions.numbered import with_recipients
from bot.transactions.stories import Connection, Group, Story, groups_of

_BEGINS = frozenset({"message_entry", "message_received", "message_queued", "message_submitted_locally", "message_passed"})
_REFUSALS = frozenset({"relay_refused", "recipient_refused", "recipient_not_accepted", "recipient_unknown", "sender_refused"})
_OF_OTHER_MACHINES = frozenset({"unread", "trace", "outgoing_connection", "delivered_outside", "undelivered", "deferred", "remote_refused"})
"""Kinds of lines whose address may be another's than the client's."""
_BESIDE = frozenset({"connection_opened", "connection_closed", "connection_refused", "login_succeeded", "login_failed"})
"""Kinds of lines that are of a session, whatever names stand in them."""
_LEFT = frozenset({"unread", "trace"})
"""Kinds by which no message begins that another line has not told of."""

Name = tuple[str | None, str]
"""A host, and the id that it gave to a session or message."""


class NamesGatherer:
    """Follows a line by the message it names, else by the session it names, else by the order that it comes in.

    A message is followed by its id alone where some line of it also tells who brought it; else only the order tells.
    """

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._open: dict[Name, Connection] = {}
        self._queue: dict[Name, Story] = {}
        self._connections: list[Connection] = []
        self._stories: list[Story] = []

    def gather(self, events: Iterable[Event]) -> list[Group]:
        """Return the events of each transaction."""
        told = with_recipients(events)
        by_themselves = {_message(event) for event in told if _tells_who_brought_it(event) or _is_a_record(event)}
        clients = {_client(event) for event in told if _message(event) in by_themselves and _session(event) is None} - {None}
        others: list[Event] = []
        for event in told:
            session = _session(event)
            if session is None and event.kind not in self._sessions.alone and _client(event) in clients:
                session = _client(event)
            if session is None and _message(event) not in by_themselves and event.kind != "message_received":
                others.append(event)
            elif event.kind not in self._sessions.outside or event.kind == "trace":
                for one in _for_each_recipient(event):
                    self._place(one, session)
        return [*groups_of(self._stories, self._connections, ()), *Gatherer(self._sessions).gather(others)]

    def _place(self, event: Event, session: Name | None) -> None:
        """Place a line with the message that it names, else with what its session is about."""
        connection = self._connection(event, session) if session is not None else None
        message = _message(event)
        if message is not None and (message in self._queue or event.kind != "unread"):
            self._of_message(event, message, connection)
        elif connection is not None:
            self._of_session(event, connection)
        elif event.kind in _BEGINS:
            self._begin(None).events.append(event)

    def _connection(self, event: Event, session: Name) -> Connection:
        """Return the connection that a session's name stands for; a thread, or an address, serves one after the other."""
        connection = self._open.get(session)
        opens = event.kind == self._sessions.opens
        if connection is None or (opens and (connection.opened or connection.stories)) or _is_of_another(event, connection):
            connection = self._open[session] = Connection()
            self._connections.append(connection)
        connection.opened = connection.opened or opens
        connection.client = connection.client or (event.fields.get("client_ip") if event.kind not in _OF_OTHER_MACHINES else None)
        return connection

    def _of_message(self, event: Event, message: Name, connection: Connection | None) -> None:
        """Place a line that names its message: what its session said before of one without a name was of this."""
        story = self._queue.get(message)
        if story is None:
            story = self._queue[message] = self._attempt_of(event, connection) or self._begin(connection)
        if story.connection is None and connection is not None:
            story.connection = connection
            connection.stories.append(story)
        story.entered = True
        if connection is not None and connection.attempt is story:
            connection.attempt = None
        story.events.append(event)

    def _attempt_of(self, event: Event, connection: Connection | None) -> Story | None:
        attempt = connection.attempt if connection is not None else None
        if attempt is None or event.fields.get("sender", attempt.sender) not in (attempt.sender, None):
            return None
        return None if any(earlier.kind in _REFUSALS for earlier in attempt.events) and event.kind not in _BEGINS else attempt

    def _of_session(self, event: Event, connection: Connection) -> None:
        """Place a line that names its session alone: it is about a message if it names a sender or recipient."""
        sender = event.fields.get("sender")
        if event.kind in _BESIDE or (sender is None and "recipient" not in event.fields):
            connection.add(event)
            return
        attempt = connection.attempt or _told_before(event, connection)
        if attempt is not None and _is_the_next(event, attempt):
            attempt = None
        if attempt is None or (sender is not None and attempt.sender not in (None, sender)):
            if event.kind in _LEFT and attempt is None and "recipient" not in event.fields:
                connection.add(event)
                return
            attempt = connection.attempt = self._begin(connection)
        attempt.sender = sender if attempt.sender is None else attempt.sender
        attempt.events.append(event)

    def _begin(self, connection: Connection | None) -> Story:
        story = Story(connection=connection)
        self._stories.append(story)
        if connection is not None:
            connection.stories.append(story)
        return story


def _is_the_next(event: Event, attempt: Story) -> bool:
    """Tell whether a line takes a message in a session that has taken one already."""
    taken = {earlier.line.number for earlier in attempt.events if earlier.kind == "message_received"}
    return event.kind in ("message_entry", "message_received") and bool(taken - {event.line.number})


def _told_before(event: Event, connection: Connection) -> Story | None:
    """Return the session's message whose recipient a refusal names; its own lines name the message, and the refusal the session alone."""
    recipient = event.fields.get("recipient")
    if event.kind not in _REFUSALS or recipient is None:
        return None
    stories = reversed(connection.stories)
    return next((s for s in stories if any(sameness(e.fields.get("recipient", ""), recipient) for e in s.events)), None)


def _is_of_another(event: Event, connection: Connection) -> bool:
    """Tell whether a line names another client than the one that a connection is of."""
    client = event.fields.get("client_ip") if event.kind not in _OF_OTHER_MACHINES else None
    return client is not None and connection.client is not None and not sameness(client, connection.client)


def _client(event: Event) -> Name | None:
    """Return the name under which the lines of a client go that name no session."""
    client = event.fields.get("client_ip")
    return None if client is None else (event.line.host, f"client {likeness(client)}")


def _session(event: Event) -> Name | None:
    session = event.fields.get("session_id")
    return None if session is None else (event.line.host, session)


def _message(event: Event) -> Name | None:
    message = event.fields.get("queue_id")
    return None if message is None else (event.line.host, message)


def _tells_who_brought_it(event: Event) -> bool:
    """Tell whether a line names a message and its session, or is of its entry and tells of the client, the login or the sender."""
    if "queue_id" not in event.fields:
        return False
    entered = event.kind in _BEGINS and any(name in event.fields for name in ("client_ip", "login", "sender"))
    return _session(event) is not None or (entered and event.kind != "message_passed")


def _is_a_record(event: Event) -> bool:
    """Tell whether a line is a record that tells all of its message, sender and recipient, by itself."""
    return event.line.shape == RECORD and "queue_id" in event.fields


def _for_each_recipient(event: Event) -> Iterator[Event]:
    """Return a line once for each recipient that it names."""
    addresses = event.fields.get("recipients", "").replace(" ", ";").replace(",", ";").split(";")
    if not any(addresses):
        yield event
        return
    for address in filter(None, addresses):
        yield event._replace(fields={**event.fields, "recipient": address})

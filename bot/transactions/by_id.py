"""Follows messages by their ids and connections by their processes, as servers write them that name both in their lines.

What ids and processes do for a server its catalogue says (``sessions:``): with which kinds of event a message enters, with which its id
is free again, which programs serve many clients in one process. Only the id that a line itself is led by is followed, never one that
a client could have put into a name.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.identity import is_loopback, is_private, likeness, parse_ip
from bot.library.schema import Sessions
from bot.transactions.dialogue import with_their_session
from bot.transactions.handed_in import with_their_bringers
from bot.transactions.stories import Connection, Group, Story, groups_of, soon

_HELD = 90.0  # seconds for which what was seen of a client at the door may go on with its connection (postscreen, policy services)
_FATES = frozenset(
    {
        "delivered_locally",
        "delivered",
        "delivered_outside",
        "delivered_to_program",
        "delivered_to_filter",
        "forwarded",
        "deferred",
        "bounced",
    }
)
"""What becomes of a message after it came in; recipients may be refused before the line of its entry."""
_CALLING = 10.0  # seconds within which a program that called the server has handed in its message
_MOST_PENDING = 256  # lines of a process that wait for the message that they are about

Key = tuple[str | None, str, str]
"""A process: host, program, process id; or a client that is known by its address alone."""


class IdGatherer:
    """Follows messages by their ids.

    A line that is led by a message's id belongs to it. One without an id belongs to the connection that its process serves, or, where
    it names no process of its own or one that serves many, to that of the client it names. A line of a process that serves no
    client is about the message that it names next.
    """

    def __init__(self, sessions: Sessions, server: str) -> None:
        self._sessions = sessions
        self._server = server
        self._begins = frozenset({*sessions.entry, *sessions.order}) - frozenset(sessions.finishes)
        self._open: dict[Key, Connection] = {}
        self._of_client: dict[str, Connection] = {}
        self._queue: dict[tuple[str | None, str], Story] = {}
        self._expected: dict[tuple[str | None, str], tuple[Story, Event]] = {}
        self._pending: dict[Key, list[Event]] = {}
        self._stories: list[Story] = []
        self._connections: list[Connection] = []
        self._alone: list[Event] = []
        self._called: list[Event] = []

    def gather(self, events: Iterable[Event]) -> list[Group]:
        """Return the events of each transaction."""
        for event in with_their_bringers(with_their_session(events), self._sessions):
            queue_id = event.fields.get("queue_id")
            if queue_id is not None and queue_id not in self._sessions.no_ids:
                self._of_message(event, queue_id)
            elif event.kind in self._sessions.precedes:
                self._called = [*self._called[-_MOST_PENDING:], event]
            elif event.kind not in self._sessions.outside:
                self._of_connection(event)
        return groups_of(self._stories, self._connections, self._alone)

    # --- lines that are led by a message's id

    def _of_message(self, event: Event, queue_id: str) -> None:
        """Place a line that is led by an id."""
        place = (event.line.host, queue_id)
        story = self._queue.get(place)
        if story is None or self._is_another(story, event):
            story = self._begin(place, event)
        key = _process_of(event)
        for waiting in self._pending.pop(key, ()) if key else ():
            story.events.append(waiting)
        story.events.append(event)
        if event.kind in self._sessions.entry:
            self._enter(story, event, key)
        story.handled = story.handled or ("recipient" in event.fields and event.kind in _FATES)
        story.finished = story.finished or event.kind in self._sessions.finishes
        if "next_queue_id" in event.fields:
            self._hand_on(story, event)
        if "next_qp" in event.fields:
            self._expected[event.line.host, _by_process(event.fields["next_qp"])] = (story, event)

    def _is_another(self, story: Story, event: Event) -> bool:
        """Tell whether a line begins the story of another message that was given the same id."""
        if story.finished:
            return event.kind in self._begins
        if event.kind not in self._sessions.entry or not (story.entered or story.handled):
            return False
        key = _process_of(event)
        goes_on = "session_id" in event.fields and key is not None and self._open.get(key) is story.connection
        return not (goes_on and story.connection is not None)  # a line for each recipient

    def _begin(self, place: tuple[str | None, str], event: Event) -> Story:
        story = self._queue[place] = Story()
        self._stories.append(story)
        if (expected := self._expected.pop(place, None)) is not None and soon(expected[1].line.when, event.line.when, _HELD):
            self._link(expected[0], story, expected[1])
        return story

    def _enter(self, story: Story, event: Event, key: Key | None) -> None:
        """Note by which connection a message came, and of which message it is the continuation."""
        story.entered = True
        client = event.fields.get("client_ip")
        self._called = [call for call in self._called if soon(call.line.when, event.line.when, _CALLING)]
        if client is None and self._called:
            story.events.append(self._called.pop(0))
        if story.connection is None and (client is not None or "session_id" in event.fields):
            story.connection = self._connection_for(key or _client_key(event), client, event)
            story.events[:0] = story.connection.went_on()
            story.connection.stories.append(story)
        made = self._expected.pop((event.line.host, _by_process(event.fields.get("qp", ""))), None)
        if made is not None:
            self._link(made[0], story, made[1])
        before = self._queue.get((event.line.host, event.fields.get("orig_queue_id", "")))
        if before is not None and before is not story:
            before.take_up(story)

    def _hand_on(self, story: Story, event: Event) -> None:
        """Note the message that this one goes on as: a filter's, a bounce, a forward."""
        if event.kind not in self._sessions.children and not _on_this_machine(event):
            return  # the other server's words, which may name any id
        place = (event.line.host, event.fields["next_queue_id"])
        other = self._queue.get(place)
        if other is None or other is story:
            self._expected[place] = (story, event)
        else:
            self._link(story, other, event)

    def _link(self, story: Story, other: Story, event: Event) -> None:
        if event.kind in self._sessions.children:
            if other.parent is None and other.connection is None:
                other.parent, other.made_by = story, event.kind
        elif (peer := other.peer) is None or _is_of_this_machine(peer):
            story.take_up(other)

    # --- lines that are not

    def _of_connection(self, event: Event) -> None:
        """Place a line that is led by no id."""
        key = _process_of(event)
        client = event.fields.get("client_ip")
        if key is not None and self._is_shared(event):
            self._at_the_door(event, client)
            return
        connection = self._open.get(key) if key is not None else None
        if connection is None and key is not None and "session_id" in event.fields:
            connection = self._open[key] = self._connect()  # what the line is led by, so that no other connection can be meant
        if event.kind == self._sessions.opens:
            self._opened(key or _client_key(event), client, event)
        elif connection is not None and (client is None or self._is_the_same(connection, client)):
            self._add(connection, event)
            self._close(key, connection, event)
        elif event.kind in self._sessions.alone and (client is None or event.server != self._server):
            self._alone.append(event)
        elif client is not None:
            self._of_named_client(key, client, event)
        elif key is not None:
            pending = self._pending.setdefault(key, [])
            if len(pending) < _MOST_PENDING:
                pending.append(event)

    def _is_shared(self, event: Event) -> bool:
        program = (event.line.program or "").rpartition("/")[2]
        return program in self._sessions.shared_daemons

    def _opened(self, key: Key, client: str | None, event: Event) -> None:
        """Begin a connection; what was said of its client before its beginning, by the same process or at the door, goes with it."""
        before = self._open.get(key)
        if before is None or before.opened or before.stories or before.ended or not self._is_the_same(before, client):
            before = self._claimed(client, event) or self._connect()
        before.opened = True
        self._open[key] = before
        self._add(before, event)

    def _claimed(self, client: str | None, event: Event) -> Connection | None:
        """Return what was seen of a client at the door and has not gone on yet."""
        waiting = self._of_client.pop(likeness(client), None) if client is not None else None
        if waiting is None or waiting.ended or waiting.opened or waiting.stories:
            return None
        return waiting if soon(waiting.events[-1].line.when, event.line.when, _HELD) else None

    def _at_the_door(self, event: Event, client: str | None) -> None:
        """Place a line of a program that serves many clients in one process: with the client that it names."""
        if client is None:
            if event.kind in self._sessions.alone:
                self._alone.append(event)
            return
        known = self._of_client.get(likeness(client))
        begins = event.kind == self._sessions.opens and known is not None and any(e.kind == self._sessions.opens for e in known.events)
        if known is None or known.ended or known.opened or begins:
            known = self._of_client[likeness(client)] = self._connect()
        self._add(known, event)
        known.ended = known.ended or event.kind in self._sessions.closes

    def _of_named_client(self, key: Key | None, client: str, event: Event) -> None:
        """Place a line that names a client whose connection its process does not serve."""
        serving = key if key is not None and event.server == self._server else None
        connection = self._latest_of(client, event) if serving is None else None
        if connection is None:
            connection = self._connection_for(serving or _client_key(event), client, event)
        self._add(connection, event)
        self._close(serving or _client_key(event), connection, event)

    def _latest_of(self, client: str, event: Event) -> Connection | None:
        """Return the connection of a client that another program speaks of."""
        known = self._of_client.get(likeness(client))
        if known is None or not known.events or not soon(known.events[-1].line.when, event.line.when, _HELD):
            return None
        return known

    def _connection_for(self, key: Key, client: str | None, event: Event) -> Connection:
        """Return the connection that a process serves, or a new one, whose beginning the paste does not show."""
        connection = self._open.get(key)
        if connection is not None and self._is_the_same(connection, client):
            return connection
        if connection is not None and self._is_a_proxy(connection):
            connection.stand_for(client)
            return connection
        connection = self._open[key] = self._claimed(client, event) or self._connect()
        connection.client = connection.client or client
        return connection

    def _is_a_proxy(self, connection: Connection) -> bool:
        """Tell whether a connection may go on under another client's name: one of our own, one that did, or that has only begun."""
        only_begun = connection.opened and not connection.stories and connection.events[-1].kind == self._sessions.opens
        return only_begun or connection.peer is not None or _is_of_this_machine(connection.client or "")

    def _connect(self) -> Connection:
        connection = Connection()
        self._connections.append(connection)
        return connection

    def _is_the_same(self, connection: Connection, client: str | None) -> bool:
        return client is None or connection.client is None or likeness(connection.client) == likeness(client)

    def _close(self, key: Key | None, connection: Connection, event: Event) -> None:
        if event.kind in self._sessions.closes and key is not None:
            connection.ended = True
            self._open.pop(key, None)

    def _add(self, connection: Connection, event: Event) -> None:
        """Take in a line of a connection: a refusal belongs to the message that was refused, which its sender tells from others."""
        client = event.fields.get("client_ip")
        if client is not None and not connection.ended:
            self._of_client[likeness(client)] = connection
        sender = event.fields.get("sender")
        if sender is None and "recipient" not in event.fields:
            connection.add(event)
            return
        connection.client = connection.client or client
        attempt = connection.attempt
        if attempt is None or (sender is not None and attempt.sender not in (None, sender)):
            attempt = connection.attempt = Story(connection=connection, sender=sender)
            connection.stories.append(attempt)
            self._stories.append(attempt)
        attempt.sender = sender if attempt.sender is None else attempt.sender
        attempt.events.append(event)
        if "next_queue_id" in event.fields:
            self._hand_on(attempt, event)


def _process_of(event: Event) -> Key | None:
    """Return the process that serves a client, or the session itself where the server's lines are led by its id."""
    line = event.line
    if (session := event.fields.get("session_id")) is not None:
        return (line.host, "", session)
    return (line.host, line.program, line.pid) if line.program is not None and line.pid is not None else None


def _by_process(qp: str) -> str:
    """Return what is expected of a message that is named by the process which puts it into the queue, as qmail's are; it is no id."""
    return f"qp {qp}"


def _client_key(event: Event) -> Key:
    return (event.line.host, "", likeness(event.fields.get("client_ip", "")))


def _on_this_machine(event: Event) -> bool:
    """Tell whether a message was handed to a program of ours: over loopback, within our network, or over no network at all."""
    relay = event.fields.get("relay_ip")
    return relay is None or _is_of_this_machine(relay)


def _is_of_this_machine(address: str) -> bool:
    ip = parse_ip(address)
    return ip is not None and (is_loopback(ip) or is_private(ip))

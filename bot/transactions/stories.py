"""The stories of messages that are followed by their ids, and the connections that they came by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.catalogue import Event

_INHERITED = 12
"""So many of a connection's first and last lines go with each of its messages, so that endless connections cost no more than others."""

_NOT_REFUSED = frozenset({"filtered", "held", "redirected", "message_changed", "discarded", "trace"})
"""Kinds of lines of a message that name no id yet, and turn nothing away: it goes on under the id that the connection is given next."""


@dataclass(slots=True, eq=False)
class Connection:
    """A client's connection: what was said on it beside its messages, and who the client is.

    ``opened`` tells that the line of its beginning is there, ``ended`` that of its end; ``attempt`` is the latest message that was refused;
    ``peer`` is who is really connected, where that is a proxy which has said whom it stands for.
    """

    client: str | None = None
    peer: str | None = None
    events: list[Event] = field(default_factory=list)
    stories: list[Story] = field(default_factory=list)
    opened: bool = False
    ended: bool = False
    attempt: Story | None = None

    def add(self, event: Event) -> None:
        """Take in a line that belongs to none of its messages alone."""
        self.events.append(event)
        self.client = self.client or event.fields.get("client_ip")

    def stand_for(self, client: str | None) -> None:
        """Go on under the name of a client that a proxy brings; what it asks for is another message."""
        self.peer, self.client, self.attempt = self.peer or self.client, client, None

    def went_on(self) -> list[Event]:
        """Return the lines about a message that was not refused with them, and forget them: the message has got its id."""
        attempt = self.attempt
        going = [event for event in attempt.events if event.kind in _NOT_REFUSED] if attempt else []
        if attempt is not None and going:
            attempt.events = [event for event in attempt.events if event.kind not in _NOT_REFUSED]
            if not attempt.events:
                self.attempt = None
                self.stories.remove(attempt)
        return going

    def inherited(self) -> list[Event]:
        """Return what each of its messages inherits of it."""
        if len(self.events) <= 2 * _INHERITED:
            return self.events
        return [*self.events[:_INHERITED], *self.events[-_INHERITED:]]


@dataclass(slots=True, eq=False)
class Story:
    """What happened to one message, or to one that was refused before it had an id.

    Attributes:
        events: its own lines.
        connection: by which it came.
        sender: of the envelope, where that tells refused messages apart.
        entered: the line of its entry is there.
        handled: lines of its deliveries are there.
        finished: its id may be given again.
        goes_on: it was handed in again by a filter, and is told as a part of that story's beginning.
        parent: the message of which it is a bounce, or which was forwarded in it.
        made_by: the kind of the line that made it.
    """

    events: list[Event] = field(default_factory=list)
    connection: Connection | None = None
    sender: str | None = None
    entered: bool = False
    handled: bool = False
    finished: bool = False
    goes_on: list[Story] = field(default_factory=list)
    begins: Story | None = None
    parent: Story | None = None
    made_by: str | None = None

    @property
    def peer(self) -> str | None:
        """Return who was really connected when the message came in, be it a proxy that stands for others."""
        return None if self.connection is None else self.connection.peer or self.connection.client

    def first(self) -> Story:
        """Return the story that this one is a part of, which is itself if no filter handed it in again."""
        story, steps = self, 0
        while story.begins is not None and steps < 8:
            story, steps = story.begins, steps + 1
        return story

    def take_up(self, later: Story) -> bool:
        """Make another story a part of this one, and tell whether that can be."""
        if later.begins is not None or self.first() is later:
            return False
        later.begins = self
        self.goes_on.append(later)
        return True

    def parts(self) -> Iterator[Story]:
        """Return itself and every part that goes on with it, the earliest first."""
        waiting = [self]
        while waiting:
            story = waiting.pop()
            yield story
            waiting.extend(reversed(story.goes_on))

    def all_events(self) -> tuple[Event, ...]:
        """Return what its connections said, then its lines, part by part; each once."""
        seen: dict[int, Event] = {}
        for part in self.parts():
            for event in (*(part.connection.inherited() if part.connection else ()), *part.events):
                seen.setdefault(id(event), event)
        return tuple(seen.values())


@dataclass(frozen=True, slots=True)
class Group:
    """The events of one transaction.

    Attributes:
        events: its lines.
        shared: some of them may belong to another connection.
        key: tells it from others.
        parent: the key of the transaction that it is a bounce or a forward of.
        made_by: the kind of the line that made it.
    """

    events: tuple[Event, ...]
    shared: bool = False
    key: int = 0
    parent: int | None = None
    made_by: str | None = None


def groups_of(stories: Iterable[Story], connections: Iterable[Connection], alone: Iterable[Event]) -> list[Group]:
    """Return each message, each connection without one, and each line that stands by itself."""
    groups = []
    for story in stories:
        if story.begins is None and (story.events or story.goes_on):
            parent = id(story.parent.first()) if story.parent else None
            groups.append(Group(story.all_events(), key=id(story), parent=parent, made_by=story.made_by))
    groups += [Group(tuple(connection.events)) for connection in connections if connection.events and not connection.stories]
    groups += [Group((event,)) for event in alone]
    return groups


def soon(one: datetime | None, other: datetime | None, seconds: float) -> bool:
    """Tell whether two lines stand so near in time; those without a stamp are taken to do so."""
    if one is None or other is None or (one.tzinfo is None) != (other.tzinfo is None):
        return True
    return abs((one - other).total_seconds()) <= seconds

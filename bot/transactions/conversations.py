"""Follows the conversations that a server nobody listed writes down line by line: each message with who called, and where it went.

A line names the conversation that it is of, and at times the message (``talk``); a message begins where its sender is named. What our
server said to others later goes with the message that it is about: by a name that both lines have, else by sender and recipient.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.catalogue import Event
from bot.identity import likeness
from bot.transactions.own_copies import Delivery, deliveries_in, made_of
from bot.transactions.stories import Group, soon

_BEFORE = 60.0  # seconds that a server may take between the line of a connection and the first of what is said on it
_KNOCKS = frozenset({"connection_opened", "connection_closed"})


@dataclass(slots=True, eq=False)
class _Message:
    """A message of a conversation, or an attempt: its sender, its recipients, its lines."""

    sender: str | None = None
    recipients: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    events: list[Event] = field(default_factory=list)


@dataclass(slots=True, eq=False)
class _Conversation:
    """One conversation: the lines that are of it as a whole, then its messages."""

    way: str
    events: list[Event] = field(default_factory=list)
    messages: list[_Message] = field(default_factory=list)
    logged_in: bool = False


def take_conversations(events: Iterable[Event]) -> tuple[list[Group], list[Event]]:
    """Return the messages of conversations, and the events that are of none."""
    talks: dict[tuple[str, str, str], _Conversation] = {}
    found: list[_Conversation] = []
    rest: list[Event] = []
    for event in events:
        if "way" not in event.fields:
            rest.append(event)
            continue
        key = (event.fields["way"], _peer(event), event.fields["talk"].partition(",")[0])
        talk = talks.get(key)
        if talk is None or _begins_another(talk, event):
            talk = talks[key] = _Conversation(event.fields["way"])
            found.append(talk)
        _take(talk, event)
    if not found:
        return [], rest
    rest = _with_their_knocks(found, rest)
    _link(found, deliveries_in(rest))
    return list(_groups(found)), rest


def _peer(event: Event) -> str:
    return likeness(event.fields.get("client_ip") or event.fields.get("relay_ip") or "")


def _begins_another(talk: _Conversation, event: Event) -> bool:
    """Tell whether a line cannot be of a conversation any more: it ended, or somebody greets after a message was spoken of."""
    ended = any(one.kind == "connection_closed" for one in talk.events)
    return (ended and event.kind != "connection_closed") or (event.kind == "connection_opened" and bool(talk.messages))


def _take(talk: _Conversation, event: Event) -> None:
    """Take in a line: of the message that its sender begins, or that is spoken of, or of the conversation."""
    sender = event.fields.get("sender")
    if sender is not None and (not talk.messages or _is_of_another(talk.messages[-1], sender)):
        talk.messages.append(_Message(sender))
    recipients = _recipients(event)
    if not talk.messages and recipients:
        talk.messages.append(_Message())
    talk.logged_in = talk.logged_in or event.kind == "login_succeeded"
    if not talk.messages or event.kind == "connection_closed":
        talk.events.append(event)
        return
    message = talk.messages[-1]
    message.sender = sender if message.sender is None else message.sender
    message.recipients.update(recipients)
    message.names.update(event.fields["talk"].split(",")[1:])
    message.events.extend(_each(event, logged_in=talk.logged_in))


def _is_of_another(message: _Message, sender: str) -> bool:
    """Tell whether a sender begins another message: the one before has recipients, or another sender."""
    return bool(message.recipients) or message.sender not in (None, sender)


def _recipients(event: Event) -> list[str]:
    named = (event.fields.get("recipient"), event.fields.get("asked_for"), *event.fields.get("recipients", "").split(";"))
    return [address.casefold() for address in named if address]


def _each(event: Event, *, logged_in: bool) -> Iterator[Event]:
    """Return a line, once for each recipient where it tells what became of all of them; who logged in before brought the message."""
    addresses = [address for address in event.fields.get("recipients", "").split(";") if address]
    if event.kind == "delivered_outside" and addresses:
        yield from (event._replace(fields={**event.fields, "recipient": address}) for address in addresses)
        return
    shown = {"auth_method": "shown"} if logged_in and event.kind == "message_received" else {}
    yield event._replace(fields={**event.fields, **shown}) if shown else event


def _with_their_knocks(talks: list[_Conversation], events: Iterable[Event]) -> list[Event]:
    """Return what is left of other events: those of a connection go with the conversation of the same client right after."""
    left = []
    for event in events:
        client = event.fields.get("client_ip")
        if event.kind not in _KNOCKS or client is None:
            left.append(event)
            continue
        own = (talk for talk in talks if talk.way == "in" and (lines := _lines(talk)) and _peer(lines[0]) == likeness(client))
        talk = next((talk for talk in own if soon(event.line.when, _lines(talk)[0].line.when, _BEFORE)), None)
        (left if talk is None else talk.events).append(event)
    return left


def _lines(talk: _Conversation) -> list[Event]:
    return [*talk.events, *(event for message in talk.messages for event in message.events)]


def _link(talks: list[_Conversation], deliveries: list[Delivery]) -> None:
    """Put what was said to other servers with the message that it is about, where the paste shows that coming in."""
    came = [message for talk in talks if talk.way == "in" for message in talk.messages]
    for talk in (talk for talk in talks if talk.way == "out"):
        for message in talk.messages:
            about = next((one for one in reversed(came) if _is_the_same(one, message)), None)
            if about is None:
                about = _sent_on(message, came, deliveries)
            if about is not None:
                about.events.extend((*talk.events, *message.events))
                message.events, talk.events = [], []


def _sent_on(message: _Message, came: list[_Message], deliveries: list[Delivery]) -> _Message | None:
    """Return the message of which another is the copy that its recipient has sent on; the copy's lines then name that recipient, too."""
    first = made_of(deliveries, message.sender, message.recipients)
    about = next((one for one in reversed(came) if first and one.sender == first.sender and one.recipients == first.recipients), None)
    if first is None or about is None:
        return None
    original = {"orig_recipient": next(iter(first.recipients))}
    message.events = [e._replace(fields={**e.fields, **original}) if "recipient" in e.fields else e for e in message.events]
    return about


def _is_the_same(one: _Message, other: _Message) -> bool:
    named = not one.names.isdisjoint(other.names)
    alike = one.sender is not None and one.sender == other.sender and bool(one.recipients & other.recipients)
    return named or alike


def _groups(talks: Iterable[_Conversation]) -> Iterator[Group]:
    for talk in talks:
        messages = [message for message in talk.messages if message.events]
        for message in messages:
            yield Group((*talk.events, *message.events), key=id(message))
        if not messages and talk.events:
            yield Group(tuple(talk.events), key=id(talk))

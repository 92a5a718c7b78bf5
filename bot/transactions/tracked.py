"""Records of message tracking: which are of one message, by which of them it came in, and what each says of each recipient.

A message has an id of its own that every record may show, and an internal one; a table may show neither, and then the sender, the
subject and the recipients tell. Within one organisation a message is received several times; the first time says who brought it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from bot.catalogue import Event
from bot.paste.tracking import SHAPE

_ENTRIES = frozenset({"message_received", "message_submitted_locally"})
_FATES = frozenset({"delivered_locally", "delivered", "delivered_outside", "deferred", "bounced"})
_OF_SUMMARY = {
    "sent": "delivered_outside",
    "stored": "delivered_locally",
    "failed": "bounced",
    "led_on": "forwarded",
    "waiting": "deferred",
}
"""What became of the recipients that a summary of a message names under each word."""
_TAKEN = frozenset({"discarded", "spam_found", "held"})
"""Kinds of a message that was taken for a recipient, and goes no further as it should."""
_FOR_EACH = _FATES | _TAKEN | {"forwarded"}
"""Kinds that are told of each recipient by itself."""
_HOW_IT_CAME = frozenset({"client_ip", "helo", "login", "auth_method", "login_shown"})
_TRACED = "TRACE "
_LATEST = 40  # messages without an id that a record may still belong to


@dataclass(slots=True, eq=False)
class _Message:
    """The records of one message.

    Attributes:
        name: the id that they are told under.
        events: the records.
        recipients: all that they name.
        handed_in: the events that tell of its leaving a mailbox, each of which a message has once.
        led_on: an address of ours leads on to others.
    """

    name: str
    events: list[Event] = field(default_factory=list)
    recipients: set[str] = field(default_factory=set)
    handed_in: set[str] = field(default_factory=set)
    led_on: bool = False

    def take(self, event: Event, recipients: set[str]) -> None:
        """Take in a record."""
        self.events.append(event)
        self.recipients |= recipients
        self.led_on = self.led_on or event.kind == "forwarded"
        if "auth_method" in event.fields:
            self.handed_in.add(_word(event))

    def goes_on_with(self, event: Event, recipients: set[str]) -> bool:
        """Tell whether a record without an id may be of this message: another of a mailbox begins a new one after its deliveries."""
        if event.line.body.startswith(_TRACED):
            return event.line.when == self.events[-1].line.when
        if "auth_method" in event.fields and _word(event) in self.handed_in:
            return False
        return (
            event.kind == "forwarded" or self.led_on or not recipients or not self.recipients or not recipients.isdisjoint(self.recipients)
        )


def by_message(events: Sequence[Event]) -> Iterable[Event]:
    """Return the lines as they are, those of message tracking under the id of their message and with what it says of each recipient."""
    if not any(event.line.shape == SHAPE for event in events):
        return events
    messages = _messages_of(event for event in events if event.line.shape == SHAPE)
    named = {message.name.casefold(): message for message in messages}
    told = {id(event): each for message in messages for event, each in _told(message, named)}
    return (one for event in events for one in told.get(id(event), (event,)))


def _messages_of(events: Iterable[Event]) -> list[_Message]:
    """Return the messages that records are of."""
    known: dict[str, _Message] = {}
    unnamed: dict[tuple[str, str], list[_Message]] = {}
    found: list[_Message] = []
    for event in events:
        ids = [event.fields[name].casefold() for name in ("message_id", "internal_id") if name in event.fields][:2]
        recipients = {address.casefold() for address in _recipients(event.fields)}
        who = (event.fields.get("sender", "").casefold(), event.fields.get("subject", ""))
        message = known.get(ids[0]) if ids else _of_the_latest(unnamed.get(who, ()), event, recipients)
        if message is None and not ids and not who[0]:
            message = _from_a_mailbox(unnamed, event, recipients)
        if message is None:
            if not ids and not recipients and not who[0]:
                continue  # a sign of life that names no message
            name = event.fields.get("message_id") or event.fields.get("internal_id") or f"{' '.join(filter(None, who)) or '-'}"
            message = _Message(name if ids else _another(name, len(unnamed.get(who, ()))))
            found.append(message)
            if not ids:
                unnamed.setdefault(who, []).append(message)
        known.update(dict.fromkeys(ids, message))
        message.take(event, recipients)
    return found


def _of_the_latest(messages: Sequence[_Message], event: Event, recipients: set[str]) -> _Message | None:
    return next((message for message in reversed(messages[-_LATEST:]) if message.goes_on_with(event, recipients)), None)


def _from_a_mailbox(unnamed: Mapping[tuple[str, str], Sequence[_Message]], event: Event, recipients: set[str]) -> _Message | None:
    """Return the message of a mailbox that a record with an empty sender is of: automatic replies leave so (RFC 3834 section 3.3)."""
    if event.kind in _ENTRIES or not event.fields.get("subject"):
        return None
    same = [m for (_, subject), some in unnamed.items() if subject == event.fields["subject"] for m in some if m.handed_in]
    return _of_the_latest(same, event, recipients)


def _word(event: Event) -> str:
    return event.line.body.partition(" ")[0]


def _another(name: str, before: int) -> str:
    return f"{name} ({before + 1})" if before else name


def _told(message: _Message, named: Mapping[str, _Message]) -> Iterator[tuple[Event, tuple[Event, ...]]]:
    """Return each record of a message with what it stands for."""
    entries = [event for event in message.events if event.kind in _ENTRIES]
    entry = next((event for event in entries if event.fields.get("auth_method") == "mailbox"), entries[0] if entries else None)
    led_on = _led_on(message.events)
    within = {a.casefold() for event in message.events if event.kind == "delivered_locally" for a in _recipients(event.fields)}
    entered = False
    for event in message.events:
        under = event._replace(fields={**event.fields, "queue_id": message.name})
        if event.kind == "returned_to_sender":
            yield event, (_notice(under, message, named),)
        elif event.kind in _ENTRIES:
            yield event, (_entry(under) if event is entry else _step(under),)
        elif event.line.body.startswith(_TRACED):
            came = () if entered else (_came(under),)
            entered = True
            yield event, (*came, *_each(under, led_on, frozenset()))
        else:
            yield event, tuple(_each(under, led_on, within))


def _entry(event: Event) -> Event:
    """Return the record by which a message came in, with the number of its recipients."""
    count = len(_recipients(event.fields))
    return event._replace(fields={**event.fields, "nrcpt": str(count)}) if count else event


def _step(event: Event) -> Event:
    """Return a record that receives the message once more, within the organisation: who brought it stands in another."""
    return event._replace(kind="trace", fields={name: value for name, value in event.fields.items() if name not in _HOW_IT_CAME})


def _came(event: Event) -> Event:
    """Return how a message came in that a message trace tells of in one line with its end."""
    fields = {name: value for name, value in event.fields.items() if name != "recipients"}
    if "from_a_mailbox" in fields and fields.get("sender"):
        fields |= {"auth_method": "mailbox", "login": fields["sender"]}
        fields |= {"client_ip": fields["seat"]} if "seat" in fields else {}
    elif "came" in fields:
        fields |= {"login_shown": "elsewhere", "traced": "from outside"}
    else:
        fields |= {"login_shown": "elsewhere", "traced": "yes"}
    return event._replace(kind="message_received", fields=fields)


def _each(event: Event, led_on: Mapping[str, str], within: Iterable[str]) -> Iterator[Event]:
    """Return a record once for each recipient, with the address of ours that led there; a hand-over within the organisation is no fate."""
    if event.fields.get("several") == "yes":
        yield from _each_of_summary(event)
        return
    addresses = _recipients(event.fields)
    if event.kind not in _FOR_EACH or not addresses:
        yield event
        return
    for address in addresses:
        fields = {**event.fields, "recipient": address}
        if event.kind != "forwarded" and (original := led_on.get(address.casefold())) is not None:
            fields["orig_recipient"] = original
        inner = event.kind == "delivered_outside" and address.casefold() in within
        yield event._replace(kind="trace" if inner else event.kind, fields=fields)
        if event.kind in _TAKEN:
            yield event._replace(kind="recipient_taken", fields=fields)


def _each_of_summary(event: Event) -> Iterator[Event]:
    """Return a row that tells of several fates, once for each recipient."""
    for name, kind in _OF_SUMMARY.items():
        for address in _recipients(event.fields, name):
            yield event._replace(kind=kind, fields={**event.fields, "recipient": address})


def _led_on(events: Iterable[Event]) -> dict[str, str]:
    """Return the addresses that others of ours lead on to, each with the one that does."""
    found: dict[str, str] = {}
    for event in events:
        related = _recipients(event.fields, "related")
        if event.kind == "forwarded" and related:
            found.update({address.casefold(): related[0] for address in _recipients(event.fields) if address != related[0]})
    return found


def _notice(event: Event, message: _Message, named: Mapping[str, _Message]) -> Event:
    """Return the record of a notice under the id of the message that it is about, if that is there; else it is told by itself."""
    about = event.fields.get("reference", "").casefold()
    original = named.get(about)
    if original is None or original is message:
        return event._replace(kind="message_submitted_locally", fields={**event.fields, "notice_of": about or "another"})
    return event._replace(fields={**event.fields, "queue_id": original.name, "next_queue_id": message.name})


def _recipients(fields: Mapping[str, str], name: str = "recipients") -> list[str]:
    return [address for address in fields.get(name, "").split(";") if address]

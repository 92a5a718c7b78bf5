"""Each group of events made a transaction: its names, its recipients, its outcome."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.catalogue import Event, Reading
from bot.library.schema import EventKind, Sessions
from bot.paste.objects import SHAPE as RECORD
from bot.transactions.by_id import IdGatherer
from bot.transactions.by_names import NamesGatherer
from bot.transactions.conversations import take_conversations
from bot.transactions.gathering import Gatherer
from bot.transactions.model import RETURNED, Recipient, Transaction
from bot.transactions.of_papers import gather_paper
from bot.transactions.stories import Group
from bot.transactions.tracked import by_message

_OUTCOMES = ("refused", "accepted", "deferred", "delivered", "sent", "bounced")
"""In the order in which one tells more of a message's fate than another; a refusal tells only of what was not taken."""
_NO_PART_OF_ANY = frozenset({"config", "report"})
"""Shapes of lines that tell how a server is set, or that somebody complains, and nothing that happened here."""
_OTHER_MACHINES = frozenset({"unread", "outgoing_connection", "delivered_outside", "returned_to_sender"})
"""Kinds of which nothing is taken for the client or the sender: their roles are others, or not known."""
_NOT_LOGGED_IN = frozenset(
    {"login_failed", "login_aborted", "login_disabled", "login_unchecked", "login_backend_failed", "login_not_attempted"}
)
_LETS_IN = ("login_succeeded", "message_entry", "message_received", "message_passed", "message_queued", "relay_granted")
_NAMED = frozenset({"named_recipient", "queue_recipient", "queue_notice", "queue_entry"})
"""Kinds that name a recipient apart from what became of the message."""
_ON_ITS_WAY = frozenset({"delivered_to_filter", "forwarded", "recipient_taken", "clean_found"})
"""Kinds that tell of a recipient, though not yet what becomes of it."""


def transactions(
    reading: Reading, sessions: Sessions, kinds: Mapping[str, EventKind], of_returned: Sessions | None = None
) -> tuple[Transaction, ...]:
    """Return the transactions of a paste.

    Args:
        reading: the paste as events of one server.
        sessions: how that server's lines belong together.
        kinds: the vocabulary's kinds of event.
        of_returned: how the lines of a returned message beside the log belong together.
    """
    server = reading.server or "unknown"
    beside = frozenset(reading.paste.returned)
    returned = gather_paper((e for e in reading.events if e.line.number in beside), of_returned or Sessions()) if beside else []
    own = (event for event in reading.happened if event.line.number not in beside)
    happened = by_message([event for event in own if event.line.shape not in _NO_PART_OF_ANY])
    if reading.paste.paper is not None:
        groups = gather_paper(happened, sessions)
    else:
        talks, others = take_conversations(happened)
        groups = [*talks, *_gatherer(sessions, server).gather(others)]
    told = [group for group in (*groups, *returned) if any(event.kind not in ("blank", "unread") for event in group.events)]
    told.sort(key=lambda group: min(event.line.number for event in group.events))
    numbers = {group.key: number for number, group in enumerate(told, start=1) if group.key}
    found = (
        _transaction(number, RETURNED, group, of_returned or Sessions(), kinds)
        if group in returned
        else _transaction(number, server, group, sessions, kinds)
        for number, group in enumerate(told, start=1)
    )
    return tuple(replace(one, parent=numbers.get(group.parent or 0)) for one, group in zip(found, told, strict=True))


def _gatherer(sessions: Sessions, server: str) -> IdGatherer | NamesGatherer | Gatherer:
    """Return what follows a server's lines: by ids, by whatever names they bear, or by their order."""
    if sessions.entry:
        return IdGatherer(sessions, server)
    return NamesGatherer(sessions) if sessions.by_names else Gatherer(sessions)


def _transaction(number: int, server: str, group: Group, sessions: Sessions, kinds: Mapping[str, EventKind]) -> Transaction:
    """Return a group as a transaction; where messages are followed by their ids, the line of its entry says who the client was."""
    events = sorted(group.events, key=lambda event: event.line.number)
    told = group.events if sessions.entry else events  # in the order in which they happened, if that is not the paste's
    return Transaction(
        id=number,
        server=server,
        events=tuple(events),
        lines=tuple(dict.fromkeys(event.line.number for event in events)),
        when=next((event.line.when for event in told if event.line.when), None),
        client=_of_entry(told, sessions, "client_ip")
        or _first(told, "client_ip", ("client_address",))
        or _of_client(told, sessions, "client_ip"),
        client_name=_of_entry(told, sessions, "client_name") or _of_client(told, sessions, "client_name"),
        helo=_first(told, "helo"),
        login=_login(told, sessions),
        sender=_sender(told, sessions, kinds),
        recipients=_recipients(told, kinds),
        queue_id=_queue_id(told, sessions),
        outcome=_outcome(events, kinds),
        seen=frozenset(part for event in events for part in kinds[event.kind].seen),
        marks=_marks(events),
        made_by=group.made_by,
        shared=group.shared,
    )


def _of_entry(events: Iterable[Event], sessions: Sessions, name: str) -> str | None:
    """Return a field of the line with which a message entered; a filter or proxy tells it of the client that it stands for."""
    for event in events:
        if event.kind in sessions.entry and (value := event.fields.get(f"orig_{name}") or event.fields.get(name)) is not None:
            return value
    return None


def _of_client(events: Sequence[Event], sessions: Sessions, name: str) -> str | None:
    """Return what is first told of the client; a proxy that only opened the connection is none, nor is another that it brought before."""
    if not sessions.entry:
        return _first(events, name)
    asked = [event for event in events if "sender" in event.fields or "recipient" in event.fields]
    later = [event for event in events if event.kind != sessions.opens]
    return next((value for some in (asked, later, events) if (value := _first(some, name)) is not None), None)


def _sender(events: Sequence[Event], sessions: Sessions, kinds: Mapping[str, EventKind]) -> str | None:
    """Return the envelope's sender: what the queue says it is, where messages are followed by their ids, else the first that is named."""
    queued = [event for event in events if sessions.entry and "sender" in kinds[event.kind].seen and event.kind not in sessions.entry]
    found = _first(queued, "sender")
    found = _first(events, "sender") if found is None else found
    recorded = (event.fields["sender"] for event in events if event.line.shape == RECORD and "sender" in event.fields)
    return next(recorded, None) if found is None else found  # a record tells it, whatever machine it is about


def _queue_id(events: Sequence[Event], sessions: Sessions) -> str | None:
    """Return the first id, unless it only says that there was none."""
    return _first([event for event in events if event.fields.get("queue_id") not in sessions.no_ids], "queue_id")


def _login(events: Sequence[Event], sessions: Sessions) -> str | None:
    """Return who logged in; where a server tells of failed log-ins by name, these are none.

    Of a server that nobody listed, a name counts in a line by which somebody was let in or a message came: in others it may be the
    recipient's.
    """
    if sessions.by_names:
        return _first(events, "login", _LETS_IN)
    if not sessions.entry:
        return _first(events, "login")
    return next((event.fields["login"] for event in events if "login" in event.fields and event.kind not in _NOT_LOGGED_IN), None)


def _marks(events: Iterable[Event]) -> dict[str, tuple[int, ...]]:
    """Return the numbers of the lines that carry each mark."""
    found: dict[str, list[int]] = {}
    for event in events:
        for mark in event.shows:
            found.setdefault(mark, []).append(event.line.number)
    return {mark: tuple(dict.fromkeys(numbers)) for mark, numbers in found.items()}


def _outcome(events: Iterable[Event], kinds: Mapping[str, EventKind]) -> str:
    """Return what is known of a message's fate; one refused recipient does not undo what was taken for others."""
    outcomes = [outcome for event in events if (outcome := _told_by(event, kinds)) is not None]
    return max(outcomes, key=_OUTCOMES.index, default="unknown")


def _told_by(event: Event, kinds: Mapping[str, EventKind]) -> str | None:
    """Return what a line tells of a message's fate: by its kind, or by a status that it names, unless that is a filter's."""
    status = event.fields.get("status") if event.kind not in _ON_ITS_WAY else None
    return kinds[event.kind].outcome or (status if status in _OUTCOMES else None)


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
    fates: dict[str, Recipient] = {}
    for event in events:
        outcome = _told_by(event, kinds)
        address = event.fields.get("recipient") or event.fields.get("mailbox")
        if address is None or event.kind in ("message_passed", "returned_to_sender"):
            continue
        original = event.fields.get("orig_recipient") or (fates[address].original if address in fates else None)
        if outcome is not None:
            fates[address] = Recipient(address, outcome, original)
        elif event.kind in _NAMED:
            fates.setdefault(address, Recipient(address, _outcome(events, kinds), original))
        elif event.kind in _ON_ITS_WAY:
            fates.setdefault(address, Recipient(address, "accepted", original))
    return tuple(fates.values())

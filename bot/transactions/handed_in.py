"""Who handed in a message whose own lines do not say so: a client that logged in just before, or an address that sends its mail on.

qmail's queue tells of a message by whose process it was put in, and by nothing else. Plesk's ``smtp_auth`` tells of log-ins in lines of its
own, which name no message; a delivery that sends a message on names the process that queued it anew (``qp``, qmail-local.c).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from bot.catalogue import Event
from bot.identity import canonical, likeness
from bot.library.schema import Sessions
from bot.transactions.stories import soon

_HELD = 60.0  # seconds within which a message comes in after the log-in by which it was brought (inferred: people's are handed in at once)
_SENT_ON = 90.0  # seconds between the line of a message that was sent on and that of the delivery which did it
_MOST = 64  # connections that are looked at, where no stamps say which are long past
_SAID_OF_THE_CLIENT = ("client_ip", "client_name", "client_port", "session_id", "login")

Place = tuple[str | None, str]
"""A host with a number that is its own there: a message's id, or a process."""


def with_their_bringers(events: Iterable[Event], sessions: Sessions) -> Iterable[Event]:
    """Return the lines, those of messages with what others tell of who handed them in."""
    if not sessions.brings:
        return events
    told = _sent_on(list(events), sessions)
    return _by_logins(_numbered(told, sessions), sessions)


# --- messages that an address of this server sends on


def _sent_on(events: Sequence[Event], sessions: Sessions) -> list[Event]:
    """Return the lines, those of a message that was sent on with the one that it was made of, and with the address that did it."""
    sending = {(e.line.host, e.fields["forward_qp"]): e for e in events if "forward_qp" in e.fields and "recipient" in e.fields}
    if not sending:
        return list(events)
    going: dict[Place, Event] = {}
    told = []
    for event in events:
        place = (event.line.host, event.fields.get("queue_id", ""))
        if event.kind in sessions.entry:
            going.pop(place, None)
            by = sending.get((event.line.host, event.fields.get("qp", "")))
            if by is not None and by.fields.get("queue_id") not in (None, place[1]) and soon(by.line.when, event.line.when, _SENT_ON):
                going[place] = by
                fields = {**event.fields, "orig_queue_id": by.fields["queue_id"], "login_shown": "elsewhere"}
                event = event._replace(kind="message_received", fields=fields)
        elif (made_by := going.get(place)) is not None and "recipient" in event.fields:
            event = event._replace(fields={"orig_recipient": made_by.fields["recipient"], **event.fields})
        told.append(event)
    return told


# --- messages that somebody who logged in brought


def _numbered(events: Sequence[Event], sessions: Sessions) -> list[Event]:
    """Return the lines, each log-in and the beginning of its connection under a number of their own."""
    told, opened = list(events), dict[Place, list[int]]()
    for at, event in enumerate(events):
        client = event.fields.get("client_ip")
        if client is None or "queue_id" in event.fields or "session_id" in event.fields:
            continue
        place = (event.line.host, likeness(client))
        if event.kind not in (*sessions.brings, "connection_opened"):
            continue
        opened.setdefault(place, []).append(at)
        if event.kind in sessions.brings:
            for one in opened.pop(place)[-4:]:
                if soon(events[one].line.when, event.line.when, _HELD):
                    told[one] = events[one]._replace(fields={**events[one].fields, "session_id": f"login {at}"})
            told[at] = told[at]._replace(fields={**told[at].fields, "login": _whole_login(event)})
    return told


def _whole_login(event: Event) -> str:
    """Return who logged in, with the domain that the line shows beside the name."""
    login, domain = event.fields.get("login", ""), event.fields.get("login_domain")
    return f"{login}@{domain}" if domain and "@" not in login else login


def _by_logins(events: Iterable[Event], sessions: Sessions) -> Iterator[Event]:
    """Yield the lines, those of messages from the network with the log-in by which they came, where no other can be meant."""
    connected: list[Event] = []
    for event in events:
        if "client_ip" in event.fields and event.kind in (*sessions.brings, "connection_opened"):
            connected = [one for one in connected[-_MOST:] if soon(one.line.when, event.line.when, _HELD)]
            connected.append(event)
        elif event.kind == "message_received" and not {"client_ip", "orig_queue_id"} & event.fields.keys():
            near = [one for one in connected if one.line.host == event.line.host and soon(one.line.when, event.line.when, _HELD)]
            login = _login_of(event, near, sessions)
            if login is not None:
                fields = {name: value for name, value in event.fields.items() if name != "login_shown"}
                event = event._replace(fields=fields | {n: login.fields[n] for n in _SAID_OF_THE_CLIENT if n in login.fields})
        yield event


def _login_of(message: Event, near: Sequence[Event], sessions: Sessions) -> Event | None:
    """Return the log-in by which a message came: the sender's own, or the only client's that was there."""
    logins = [one for one in near if one.kind in sessions.brings]
    sender = canonical(message.fields.get("sender", ""))
    own = [one for one in logins if canonical(one.fields.get("login", "")) == sender]
    clients = {likeness(one.fields["client_ip"]) for one in near}
    users = {likeness(one.fields.get("login", "")) for one in logins}
    found = own or (logins if len(clients) == len(users) == 1 else ())
    return found[-1] if found else None

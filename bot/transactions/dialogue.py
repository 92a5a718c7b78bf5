"""What the lines of one session tell of each other, where a server's lines are led by the session's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.catalogue import Event

_ANSWERED = {"recipient": ("sender", "recipient", "queue_id"), "sender": ("sender",), "login": ("login",)}
"""Which of the names that one line of a conversation asks about go with another that answers it."""
_OF_THE_CLIENT = ("client_ip", "client_name")


def with_their_session(events: Iterable[Event]) -> Iterator[Event]:
    """Return the lines, each that is led by a session's id with what other lines of the session tell of it.

    That is the client, which the first line names; and where a server's log holds what both sides say, whom the client asked about
    (``asks``) in the line that another one answers (``answers``).
    """
    clients: dict[tuple[str | None, str], dict[str, str]] = {}
    asked: dict[tuple[str | None, str], dict[str, str]] = {}
    for event in events:
        session = event.fields.get("session_id")
        if session is None:
            yield event
            continue
        place = (event.line.host, session)
        known, named = clients.setdefault(place, {}), asked.setdefault(place, {})
        known.update({name: event.fields[name] for name in _OF_THE_CLIENT if name in event.fields and name not in known})
        if (asks := event.fields.get("asks")) is not None:
            named.update({name: event.fields[name] for name in (asks, "queue_id") if name in event.fields})
        answered = _ANSWERED.get(event.fields.get("answers", ""), ())
        told = {**known, **{name: value for name, value in named.items() if name in answered}}
        yield event._replace(fields={**told, **event.fields}) if told else event

"""Log-ins that were refused while the server could not look passwords up: what their lines say is nobody's wrong password.

A server that cannot ask its password service often answers a client, and writes, as if the password were wrong. Only a line of the
service itself tells the difference: that it failed (mark ``login_backend``), or that it answered (mark ``password_checked``, or a
log-in that was granted).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.catalogue.events import Event, Reading
from bot.library.schema import Both, Message

_REFUSED, _UNCHECKED, _GRANTED = "login_failed", "login_unchecked", "login_succeeded"
_FAILED, _CHECKED = "login_backend", "password_checked"
_LASTS = 60.0
"""Seconds for which a fault explains the refusals after it. Dovecot holds the answer to a refused client back for some seconds, and a mail
program that was refused comes again within the minute; what is refused later may be anything."""
_WAIT = re.compile(r"waiting for (?P<seconds>\d{1,4}) seconds before retry")
"""What Dovecot's database drivers write (lib-sql/driver-mysql.c and its like): until then nothing is looked up."""


def with_outages(reading: Reading, meaning: Both, not_meaning: Both) -> Reading:
    """Return a reading whose refusals that a dead password service explains are told as such.

    Args:
        reading: a paste as events.
        meaning: what such a line is told to say.
        not_meaning: what it does not say.
    """
    if not any(_FAILED in event.shows for event in reading.events):
        return reading
    unchecked = set(_unchecked(reading.happened))
    events = (_told_anew(event, meaning, not_meaning) if event.line.number in unchecked else event for event in reading.events)
    return replace(reading, events=tuple(events))


def _unchecked(happened: tuple[Event, ...]) -> Iterator[int]:
    """Yield the numbers of the lines of refusals that follow a fault, where nothing shows that passwords were looked up since."""
    down: dict[str | None, tuple[datetime | None, float]] = {}
    for event in happened:
        host, when = event.line.host, event.line.when
        if _FAILED in event.shows:
            wait = _WAIT.search(event.line.body)
            down[host] = (when, max(_LASTS, float(wait["seconds"]) if wait else 0.0))
        elif _CHECKED in event.shows or event.kind == _GRANTED:
            down.pop(host, None)
        elif event.kind == _REFUSED and host in down and _within(when, *down[host]):
            yield event.line.number


def _within(when: datetime | None, since: datetime | None, seconds: float) -> bool:
    """Tell whether a line was written so soon after another; those without a stamp are taken to be."""
    if when is None or since is None or (when.tzinfo is None) != (since.tzinfo is None):
        return True
    return 0 <= (when - since).total_seconds() <= seconds


def _told_anew(event: Event, meaning: Both, not_meaning: Both) -> Event:
    """Return a refusal as one that says nothing of the password; what it says of the client stays."""
    if event.message is None or event.kind != _REFUSED:
        return event
    told = {"event": _UNCHECKED, "meaning": meaning, "not_meaning": not_meaning, "tone": None, "shows": _kept(event.message)}
    return event._replace(kind=_UNCHECKED, message=event.message.model_copy(update=told))


def _kept(message: Message) -> tuple[str, ...]:
    return tuple(mark for mark in message.shows if mark == "client")

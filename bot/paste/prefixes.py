"""What stands before a log line that is not its own: a container's name, a second stamp, the name of the file it was found in.

Exim writes its own stamp behind that of syslog, unless its ``syslog_timestamp`` is set to false (Exim's specification, chapter 14).

A prefix counts only where a log line follows it at once.
"""

from __future__ import annotations

import re
from datetime import datetime

from bot.paste import shapes
from bot.paste.shapes import Head
from bot.paste.stamps import NO_YEAR

_ISO = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?"
# docker compose and swarm (`name-1  | `), kubectl (`[pod/name/container] `), a stamp of the container engine (`docker logs -t`,
# `kubectl logs --timestamps`; CRI's own files add the stream and F or P), the file and line that grep found it in.
_PREFIX = re.compile(
    r"\s{0,8}(?:"
    r"[a-z0-9][\w.@-]{0,127}\s{0,48}\|\s{1,4}"
    r"|\[pod/[^\s\]]{1,253}\]\s{1,4}"
    rf"|{_ISO}\s{{1,4}}(?:std(?:out|err)\s[FP]\s)?"
    r"|(?:[\w.~-]{0,64}/){0,12}(?:mail|maillog|syslog|messages|[\w.-]{1,80}\.(?:log|err|info|warn|txt))(?:[.-]?\d{1,10}){0,2}(?:\.gz)?[:-](?:\d{1,9}[:-])?\s?"
    r")",
    re.IGNORECASE,
)
_STAMP = re.compile(_ISO)
_CONTAINER = re.compile(r"\s{0,8}(?:[a-z0-9][\w.@-]{0,127}\s{0,48}\|\s{1,4}|\[pod/[^\s\]]{1,253}\]\s{1,4})", re.IGNORECASE)
# What container engines name themselves in the journal: an id, or the container's name with its number.
_ENGINE = re.compile(r"(?:[0-9a-f]{12}|docker\S{0,128}|podman\S{0,128}|conmon|containerd\S{0,64}|[\w.-]{1,128}[-_]\d{1,4})", re.IGNORECASE)
_EXIM = frozenset({"exim", "exim4"})
_DEEPEST = 3


def head_of(line: str) -> Head | None:
    """Return how a cleaned line begins as a log line, whatever stands before it that is not its own; None if it does not."""
    return _within(line, shapes.head_of(line), 0, _DEEPEST)


def unstamped_head_of(line: str) -> Head | None:
    """Return how a cleaned line begins if its stamp was cut off before the program's name, in a container's output or not."""
    found = _PREFIX.match(line)
    return shapes.unstamped_head_of(line, found.end() if found else 0) or shapes.unstamped_head_of(line)


def without_container(line: str) -> str:
    """Return a cleaned line without the container's name, which docker compose and kubectl put before what it writes."""
    found = _CONTAINER.match(line)
    return line[found.end() :] if found else line


def is_engine(program: str) -> bool:
    """Tell whether a program is a container engine, whose lines hold those of others."""
    return _ENGINE.fullmatch(program) is not None


def _within(line: str, head: Head | None, start: int, depth: int) -> Head | None:
    """Return the innermost head: of the line that a container wrote, and not of the one that its engine made of it."""
    if not depth:
        return head
    if head is None:
        return _after_prefix(line, start, depth)
    if head.program is not None and is_engine(head.program):
        inner = _within(line, shapes.head_at(line, head.end), head.end, depth - 1)
        return head if inner is None else inner._replace(when=_better(inner.when, head.when))
    if head.program in _EXIM and (own := shapes.head_at(line, head.end)) is not None and own.program == "exim":
        return head._replace(end=own.end, when=_better(own.when, head.when))
    return head


def _after_prefix(line: str, start: int, depth: int) -> Head | None:
    found = _PREFIX.match(line, start)
    if not found:
        return None
    inner = _within(line, shapes.head_at(line, found.end()), found.end(), depth - 1)
    stamp = _STAMP.match(found.group().lstrip())
    if inner is None or stamp is None:
        return inner
    return inner._replace(when=_better(inner.when, _moment(stamp.group())))


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.replace(",", "."))
    except ValueError:
        return None


def _better(own: datetime | None, engines: datetime | None) -> datetime | None:
    """Return the line's own stamp, or the engine's where it has none or no year."""
    if engines is not None and engines.year != NO_YEAR and (own is None or own.year == NO_YEAR):
        return engines
    return own

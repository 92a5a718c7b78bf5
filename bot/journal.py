"""The journal: what the program tells of itself, in lines on stderr that never hold what people pasted.

Whatever is written passes one gate, which knows by heart what may be told: the names of events, and for each key what its value must look
like. Anything else stays out, and only the number of things held back is told. An exception is told by its name and place, without its
words, since they may quote what was read. Lines of other libraries are told by their place alone, for the same reason.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.typing import FilteringBoundLogger, Processor

EVENTS = frozenset({
    "started", "stopped", "connected", "disconnected", "received", "queued", "answered", "delivered", "edited", "forgotten",
    "refused", "limited", "timed out", "crashed", "taken over", "conflict", "failed", "migrated", "swept", "library",
    "reloaded", "not reloaded",
})  # fmt: skip
"""Everything that can happen; a new event is added here before it is told."""

_WORD = re.compile(r"[a-z][a-z0-9_.-]{0,39}").fullmatch
_DIGEST = re.compile(r"[0-9a-f]{12}").fullmatch
_ERRORS = re.compile(r"[A-Za-z_][A-Za-z0-9_.]{0,79}( < [A-Za-z_][A-Za-z0-9_.]{0,79}){0,9}").fullmatch
_PLACES = re.compile(r"[\w./-]{1,120}:\d{1,7}( < [\w./-]{1,120}:\d{1,7}){0,9}", re.ASCII).fullmatch
_STAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,15}Z").fullmatch

Allowed = Callable[[str], object]
TEXTS: Mapping[str, Allowed] = MappingProxyType({
    "event": EVENTS.__contains__, "level": _WORD, "timestamp": _STAMP, "conversation": _DIGEST, "tenant": _DIGEST, "adapter": _WORD,
    "verdict": _WORD, "mta": _WORD, "lang": _WORD, "input": _WORD, "error": _ERRORS, "where": _PLACES, "library": _WORD,
})  # fmt: skip
NUMBERS = frozenset({"seconds", "lines", "read", "bytes", "turn", "position", "count", "port"})

_HELD_BACK = "held_back"
_DEEPEST = 10  # exceptions of a chain, and places of a traceback


def set_up(level: str = "warning", *, console: bool | None = None, stream: TextIO | None = None) -> None:
    """Begin the journal.

    Args:
        level: the least that is told: debug, info, warning or error.
        console: lines for people rather than JSON; None is the former on a terminal.
        stream: where to; None is stderr.
    """
    stream = stream or sys.stderr
    on_terminal = stream.isatty()
    for_people = on_terminal if console is None else console
    threshold = logging.getLevelNamesMapping()[level.upper()]
    renderer: Processor = structlog.processors.JSONRenderer()
    if for_people:
        renderer = cast("Processor", structlog.dev.ConsoleRenderer(colors=on_terminal and not os.environ.get("NO_COLOR")))
    structlog.configure(
        processors=[
            merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            gate,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(threshold),
        logger_factory=structlog.WriteLoggerFactory(file=stream),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(handlers=[_Libraries()], level=max(threshold, logging.INFO), force=True)


def journal() -> FilteringBoundLogger:
    """Return what to write with: ``journal().info("answered", seconds=0.2, verdict="own_mail")``."""
    return cast("FilteringBoundLogger", structlog.get_logger())


@contextmanager
def about(tenant: str, conversation_id: str, adapter: str) -> Iterator[str]:
    """Let all that is written within be about one conversation, and give the id by which its lines are found again.

    Names of teams and threads are written as digests: they are not ours to spread, and one finds one's own by making its digest.
    """
    correlation = digest(tenant, conversation_id)
    with bound_contextvars(conversation=correlation, tenant=digest(tenant), adapter=adapter):
        yield correlation


def digest(*names: str) -> str:
    """Return the twelve letters by which a team or a conversation is called in the journal."""
    return hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def gate(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Let through what may be told, and count what was held back."""
    error = _exception(entry.pop("exc_info", None))
    if error is not None:
        entry["error"] = _names(error)
        entry["where"] = _places(error.__traceback__) or entry.get("where", "nowhere:0")
    told: dict[str, Any] = {key: value for key, value in entry.items() if _may_be_told(key, value)}
    told.setdefault("event", "unnamed")
    held_back = len(entry.keys() - told.keys()) + (told["event"] == "unnamed")
    if held_back:
        told[_HELD_BACK] = held_back
    return told


def _may_be_told(key: str, value: object) -> bool:
    if key in TEXTS:
        # Of a subclass of str only the text itself is known.
        return type(value) is str and bool(TEXTS[key](value))
    return key in NUMBERS and type(value) in (int, float, bool)


def _exception(given: object) -> BaseException | None:
    """Return the exception that ``exc_info`` means in all its forms."""
    if isinstance(given, BaseException):
        return given
    if isinstance(given, tuple):
        return next((part for part in given if isinstance(part, BaseException)), None)
    return sys.exc_info()[1] if given else None


def _names(error: BaseException) -> str:
    """Return the names of an exception and of those that led to it."""
    names: list[str] = []
    step: BaseException | None = error
    while step is not None and len(names) < _DEEPEST:
        names.append(type(step).__name__)
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return " < ".join(names)


def _places(traceback: TracebackType | None) -> str:
    """Return files and lines of a traceback, the innermost first."""
    places: list[str] = []
    while traceback is not None:
        places.append(_place(traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return " < ".join(reversed(places[-_DEEPEST:]))


def _place(file: str, line: int) -> str:
    return f"{re.sub(r'[^A-Za-z0-9_./-]', '_', '/'.join(Path(file).parts[-2:]))[-100:]}:{line}"


class _Libraries(logging.Handler):
    """What other libraries log: their name, the place and the exception; never their words."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        error = _exception(record.exc_info)
        told: dict[str, Any] = {"library": record.name.casefold()[:40], "where": _place(record.pathname, record.lineno)}
        journal().log(min(max(record.levelno, logging.DEBUG), logging.CRITICAL) // 10 * 10, "library", **told, exc_info=error)

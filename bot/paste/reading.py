"""Tell the log lines of a paste from the words around them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.paste.budget import Budget, Cut
from bot.paste.cleaning import squeeze
from bot.paste.joining import MOST_PIECES, Begun, Recognise, Wrapping, begun, breaks_anywhere, joined_body
from bot.paste.physical import Physical, physical_lines
from bot.paste.repeats import goes_back, repeated
from bot.paste.shapes import is_cut_stamp

__all__ = ["LogLine", "Paste", "Recognise", "read"]

_CUT_STAMP = re.compile(r"(?:[\d年月日時分秒()火水木金土曜,/.: AMPamp午前後-]{0,32}\s)?-\s")
_MOST_MISSES = 50  # lines with something below them that was not wrapped off them, until less is tried
_ALWAYS_READ = 64  # physical lines, whatever the clock says


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of a log.

    Attributes:
        number: of the physical line it begins on, from 1.
        when: its stamp; naive where the log names no zone, year 1900 where it names no year, None where it has none.
        host: the host that wrote it, if the line says so.
        program: the program that wrote it, if the line says so.
        pid: that program's process id, if the line says so.
        body: the message, cleaned, white space squeezed.
        raw: the physical line or lines as they came in.
        shape: the name of the shape it begins in; ``bare`` without a stamp.
    """

    number: int
    when: datetime | None
    host: str | None
    program: str | None
    pid: str | None
    body: str
    raw: str
    shape: str


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: log lines in their order, and the asker's ``words`` around them.

    ``repeats`` holds the numbers of lines that repeat an earlier stretch, as quotes in a discussion do; they are not in ``lines``.
    ``encoding`` and ``guessed`` tell how bytes were read, ``cuts`` what was left out.
    """

    lines: tuple[LogLine, ...] = ()
    words: str = ""
    repeats: tuple[int, ...] = ()
    encoding: str = "utf-8"
    guessed: bool = False
    cuts: tuple[Cut, ...] = ()


@dataclass(slots=True)
class _Gathered:
    """What was found so far: log lines, for each the number of its unbroken stretch, words, and the line that reading stopped at."""

    lines: list[LogLine] = field(default_factory=list)
    stretches: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    stopped_at: int | None = None


def read(text: str, recognise: Recognise = lambda _shape, _body: 0, budget: Budget | None = None) -> Paste:
    """Read pasted text.

    Args:
        text: what was pasted, in any mixture of log lines, quotes and prose.
        recognise: tells whether a message is known; used to see where a wrapped line ends.
        budget: how much is read; what was left out is in ``cuts``.

    Returns:
        The paste. Nothing raises: text that holds no log line gives a paste without lines.
    """
    budget = budget or Budget()
    started = time.monotonic()
    physical, cuts = physical_lines(text, budget, started + budget.seconds / 2)
    found = _gather(physical, recognise, started + budget.seconds)
    if not found.lines and found.stopped_at is None:
        found = _gather_bare(physical, recognise, started + budget.seconds)
    if found.stopped_at is not None:
        cuts = (*(cut for cut in cuts if cut.what != "seconds"), Cut("seconds", found.stopped_at - 1))
    keys = [(line.when, "".join(f"{line.host}{line.program}{line.pid}{line.body}".split()) if line.body else "") for line in found.lines]
    repeats = repeated(keys, found.stretches)
    lines = tuple(line for at, line in enumerate(found.lines) if at not in repeats)
    return Paste(lines, "\n".join(found.words).strip(), tuple(found.lines[at].number for at in sorted(repeats)), cuts=cuts)


def _gather(physical: list[Physical], recognise: Recognise, deadline: float) -> _Gathered:
    """Return the stamped log lines and the words between them."""
    found = _Gathered()
    wrapping = Wrapping(breaks_anywhere(physical))
    stretch, at, quotes, misses = 0, 0, 0, 0
    while at < len(physical):
        if at >= _ALWAYS_READ and time.monotonic() > deadline:
            found.stopped_at = physical[at].number
            break
        here = physical[at]
        line: LogLine | None
        beginning = begun(physical, at)
        if beginning is not None:
            line, used = _log_line(physical, at, beginning, recognise, wrapping)
        else:
            line, used = _cut_line(physical, at, recognise, wrapping, first=not found.lines) or (None, 1)
        if line is not None:
            if found.lines and (here.quotes != quotes or goes_back(found.lines[-1].when, line.when)):
                stretch += 1
            quotes = here.quotes
            found.lines.append(line)
            found.stretches.append(stretch)
            misses += at + used < len(physical) and physical[at + used].kind == "plain" and begun(physical, at + used) is None
            if misses == _MOST_MISSES:
                wrapping = replace(wrapping, most_forms=1)
        elif here.kind != "blank":
            stretch += 1
            if here.kind == "plain" and not _is_cut_off(physical, at):
                found.words.append(here.text.strip())
        at += used
    return found


def _log_line(physical: list[Physical], at: int, beginning: Begun, recognise: Recognise, wrapping: Wrapping) -> tuple[LogLine, int]:
    """Return the log line that begins at ``at`` with all that was wrapped off it, and how many physical lines it took."""
    head, used = beginning.head, beginning.used
    body = squeeze(beginning.text[head.end :])
    if head.shape != "received":
        joined = joined_body(body, physical[at + used - 1 : at + used + MOST_PIECES], head.shape, recognise, wrapping)
        body, used = joined.body, used + joined.used
    raw = "\n".join(piece.raw for piece in physical[at : at + used])
    return LogLine(physical[at].number, head.when, head.host, head.program, head.pid, body, raw, head.shape), used


def _cut_line(physical: list[Physical], at: int, recognise: Recognise, wrapping: Wrapping, *, first: bool) -> tuple[LogLine, int] | None:
    """Return the log line whose stamp was cut off when it was copied: a known message right before a stamped line."""
    begins = first or physical[at - 1].kind in ("blank", "fence", "rule")
    if not begins or physical[at].kind != "plain":
        return None
    pieces = physical[at : at + MOST_PIECES + 1]
    shape = next((piece.head.shape for piece in pieces if piece.head), None)
    for text in _without_stamp(physical[at].text) if shape else ():
        joined = joined_body(squeeze(text), pieces, shape or "bare", recognise, wrapping)
        below = pieces[joined.used + 1 : joined.used + 2]
        if joined.body and joined.grade == 2 and below and below[0].kind == "log":
            raw = "\n".join(piece.raw for piece in pieces[: joined.used + 1])
            return LogLine(physical[at].number, None, None, None, None, joined.body, raw, shape or "bare"), joined.used + 1
    return None


def _is_cut_off(physical: list[Physical], at: int) -> bool:
    """Tell whether a line is the rest of a stamp within which the copying of a log stopped, and no words."""
    last = at + 1 == len(physical) or physical[at + 1].kind in ("blank", "fence", "rule")
    return last and at > 0 and physical[at - 1].kind == "log" and is_cut_stamp(physical[at].text)


def _without_stamp(text: str) -> list[str]:
    """Return a line without what may be the end of a stamp, and the line itself."""
    cut = _CUT_STAMP.match(text)
    return [text[cut.end() :], text] if cut else [text]


def _gather_bare(physical: list[Physical], recognise: Recognise, deadline: float) -> _Gathered:
    """Return known messages that were pasted without their stamps; used only where no line has one."""
    found = _Gathered()
    for at, here in enumerate(physical):
        if at >= _ALWAYS_READ and time.monotonic() > deadline:
            found.stopped_at = here.number
            break
        if here.kind != "plain":
            continue
        bodies = (squeeze(text) for text in _without_stamp(here.text))
        body = next((body for body in bodies if body and recognise("bare", body) == 2), None)
        if body is None:
            found.words.append(here.text.strip())
        else:
            found.lines.append(LogLine(here.number, None, None, None, None, body, here.raw, "bare"))
            found.stretches.append(at)
    return found

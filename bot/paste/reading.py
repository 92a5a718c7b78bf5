"""Tell the log lines of a paste from the words around them."""

from __future__ import annotations

import time
from dataclasses import replace

from bot.paste.bare import ALWAYS_READ, Gathered, gather_bare, without_stamp
from bot.paste.broken import is_cut_stamp
from bot.paste.budget import Budget, Cut
from bot.paste.chopped import with_marks
from bot.paste.cleaning import message_of
from bot.paste.joining import MOST_PIECES, Begun, Recognise, Wrapping, begun, joined_body, wrapping_of
from bot.paste.model import LogLine, Paste
from bot.paste.physical import Physical, physical_lines
from bot.paste.repeats import as_written, goes_back, repeated, written_again
from bot.paste.shapes import stamp_of

__all__ = ["LogLine", "Paste", "Recognise", "read"]

_MOST_MISSES = 50  # lines with something below them that was not wrapped off them, until less is tried
_FEW_PIECES = 3  # a line of more that no pattern fits costs many tries; after as many of these, only
_FEW_FORMS = 4  # ways to join it are tried


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
    recognise = _whatever_the_times(recognise)
    started = time.monotonic()
    physical, cuts = physical_lines(text, budget, started + budget.seconds / 2)
    physical = with_marks(physical)
    found = _gather(physical, recognise, started + budget.seconds)
    if not found.lines and found.stopped_at is None:
        found = gather_bare(physical, recognise, started + budget.seconds)
    if found.stopped_at is not None:
        cuts = (*(cut for cut in cuts if cut.what != "seconds"), Cut("seconds", found.stopped_at - 1))
    keys = [(line.when, "".join(f"{line.host}{line.program}{line.pid}{line.body}".split()) if line.body else "") for line in found.lines]
    repeats = repeated(keys, found.stretches)
    lines = tuple(line for at, line in enumerate(found.lines) if at not in repeats)
    return Paste(lines, "\n".join(found.words).strip(), tuple(found.lines[at].number for at in sorted(repeats)), cuts=cuts)


def _gather(physical: list[Physical], recognise: Recognise, deadline: float) -> Gathered:
    """Return the stamped log lines and the words between them."""
    found = Gathered()
    wrapping = wrapping_of(physical)
    stretch, at, quotes, misses, vague = 0, 0, 0, 0, 0
    while at < len(physical):
        if at >= ALWAYS_READ and time.monotonic() > deadline:
            found.stopped_at = physical[at].number
            break
        here = physical[at]
        line: LogLine | None
        beginning = begun(physical, at)
        if beginning is not None:
            line, used = _log_line(physical, at, beginning, recognise, wrapping)
        else:
            line, used = _cut_line(physical, at, recognise, wrapping, first=not found.lines) or (_stamped_message(here, recognise), 1)
        if line is not None:
            if found.lines and (here.quotes != quotes or goes_back(found.lines[-1].when, line.when)):
                stretch += 1
            quotes = here.quotes
            found.lines.append(as_written(line, found.lines[-1] if found.lines else None))
            found.stretches.append(stretch)
            misses += at + used < len(physical) and physical[at + used].kind == "plain" and begun(physical, at + used) is None
            vague += used > _FEW_PIECES and recognise(line.shape, line.body) < 2
            if _MOST_MISSES in (misses, vague):
                wrapping = replace(wrapping, most_forms=1 if misses >= _MOST_MISSES else _FEW_FORMS)
        elif here.kind != "blank":
            stretch += 1
            if here.kind == "plain" and not _is_cut_off(physical, at):
                found.words.append(here.text.strip())
        at += used
    return found


def _log_line(physical: list[Physical], at: int, beginning: Begun, recognise: Recognise, wrapping: Wrapping) -> tuple[LogLine, int]:
    """Return the log line that begins at ``at`` with all that was wrapped off it, and how many physical lines it took."""
    head, used = beginning.head, beginning.used
    body = message_of(beginning.text[head.end :])
    goes_on = at + used < len(physical) and physical[at + used].kind == "plain"
    if head.shape != "received" and goes_on:
        joined = joined_body(body, physical[at + used - 1 : at + used + MOST_PIECES], head.shape, recognise, wrapping)
        body, used = joined.body, used + joined.used
    raw = "\n".join(piece.raw for piece in physical[at : at + used])
    return LogLine(physical[at].number, head.when, head.host, head.program, head.pid, body, raw, head.shape), used


def _whatever_the_times(recognise: Recognise) -> Recognise:
    """Return a recogniser that knows a repeated line by what was repeated."""
    return lambda shape, body: recognise(shape, written_again(body)[0])


def _cut_line(physical: list[Physical], at: int, recognise: Recognise, wrapping: Wrapping, *, first: bool) -> tuple[LogLine, int] | None:
    """Return the log line whose stamp was cut off when it was copied: a known message right before a stamped line."""
    begins = first or physical[at - 1].kind in ("blank", "fence", "rule")
    if not begins or physical[at].kind != "plain":
        return None
    pieces = physical[at : at + MOST_PIECES + 1]
    shape = next((piece.head.shape for piece in pieces if piece.head), None)
    for text in without_stamp(physical[at].text) if shape else ():
        joined = joined_body(message_of(text), pieces, shape or "bare", recognise, wrapping)
        below = pieces[joined.used + 1 : joined.used + 2]
        if joined.body and joined.grade == 2 and below and below[0].kind == "log":
            raw = "\n".join(piece.raw for piece in pieces[: joined.used + 1])
            return LogLine(physical[at].number, None, None, None, None, joined.body, raw, shape or "bare"), joined.used + 1
    return None


def _stamped_message(here: Physical, recognise: Recognise) -> LogLine | None:
    """Return a line that is nothing but a stamp and a known message, as a viewer without further columns shows them."""
    head = stamp_of(here.text) if here.kind == "plain" else None
    body = message_of(here.text[head.end :]) if head is not None else ""
    if head is None or not body or recognise("columns", body) < 2:
        return None
    return LogLine(here.number, head.when, None, None, None, body, here.raw, "columns")


def _is_cut_off(physical: list[Physical], at: int) -> bool:
    """Tell whether a line is the rest of a stamp within which the copying of a log stopped, and no words."""
    last = at + 1 == len(physical) or physical[at + 1].kind in ("blank", "fence", "rule")
    return last and at > 0 and physical[at - 1].kind == "log" and is_cut_stamp(physical[at].text)

"""Tell the log lines of a paste from the words around them, and put wrapped lines together again."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.paste.budget import Budget, Cut
from bot.paste.cleaning import clean, is_fence, is_rule, squeeze
from bot.paste.shapes import Head, head_of, is_broken_stamp

Recognise = Callable[[str, str], int]
"""(name of the shape, message) → 2 if a message pattern fits all of it, 1 if it can be read by its parts, else 0."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_CUT_STAMP = re.compile(r"[\d年月日時分秒()日月火水木金土曜,/.: AMPamp午前後-]{0,32}\s-\s")
_SENTENCE_END = ("。", "_", ".", "」", ">", '"', "]")
_MOST_PIECES = 6  # physical lines that one log line was wrapped into
_WIDE = 60  # characters; a shorter line was not broken by a window's edge


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


@dataclass(frozen=True, slots=True)
class _Physical:
    """One physical line: its number, as it came in, cleaned, what it is, and how it begins if it is a log line's beginning."""

    number: int
    raw: str
    text: str
    kind: str
    head: Head | None


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
    physical, cuts = _physical_lines(text, budget)
    lines, words, stretches = _gather(physical, recognise)
    if not lines:
        lines, words, stretches = _gather_bare(physical, recognise)
    lines, repeats = _without_repeats(lines, stretches)
    return Paste(tuple(lines), "\n".join(words).strip(), tuple(repeats), cuts=cuts)


def _physical_lines(text: str, budget: Budget) -> tuple[list[_Physical], tuple[Cut, ...]]:
    """Return the paste's physical lines within the budget, and what was left out."""
    deadline = time.monotonic() + budget.seconds
    cuts: dict[str, Cut] = {}
    physical: list[_Physical] = []
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        if number > budget.lines:
            cuts["lines"] = Cut("lines", budget.lines)
            break
        if number % 64 == 0 and time.monotonic() > deadline:
            cuts["seconds"] = Cut("seconds", number - 1)
            break
        if len(raw) > budget.line_characters:
            cuts["line_characters"] = Cut("line_characters", budget.line_characters)
            raw = raw[: budget.line_characters]
        physical.append(_classify(number, raw))
    return physical, tuple(cuts.values())


def _classify(number: int, raw: str) -> _Physical:
    """Return a physical line with what it is: blank, fence, rule, log (it begins as one) or plain."""
    text = clean(raw)
    head = None
    if not text.strip():
        kind = "blank"
    elif is_fence(text):
        kind = "fence"
    elif (head := head_of(text)) is not None:
        kind = "log"
    elif is_rule(text):
        kind = "rule"
    else:
        kind = "plain"
    return _Physical(number, raw, text, kind, head)


def _gather(physical: list[_Physical], recognise: Recognise) -> tuple[list[LogLine], list[str], list[int]]:
    """Return the stamped log lines, the words between them, and for each line the number of its unbroken stretch."""
    lines: list[LogLine] = []
    words: list[str] = []
    stretches: list[int] = []
    stretch, at = 0, 0
    while at < len(physical):
        here = physical[at]
        taken = _joined_head(physical, at) if here.head is None else (here.head, here.text, 1)
        line: LogLine | None
        if taken is not None:
            line, used = _log_line(physical, at, taken, recognise)
        else:
            line, used = _cut_line(physical, at, recognise), 1
        if line is not None:
            lines.append(line)
            stretches.append(stretch)
        else:
            stretch += 1
            if here.kind == "plain":
                words.append(here.text.strip())
        at += used
    return lines, words, stretches


def _joined_head(physical: list[_Physical], at: int) -> tuple[Head, str, int] | None:
    """Return the head of a line whose stamp, or whose ``Received:`` header, goes on in the following physical lines."""
    here = physical[at]
    folded = here.text[:9].casefold() == "received:"
    if not folded and not is_broken_stamp(here.text):
        return None
    text = here.text
    for used, piece in enumerate(physical[at + 1 : at + (9 if folded else 3)], start=2):
        if piece.kind in ("blank", "fence", "rule") or (folded and not piece.raw[:1].isspace() and not piece.text[:1].isspace()):
            return None
        text = f"{text.rstrip()} {piece.text.strip()}"
        head = head_of(text)
        if head is not None:
            return head, text, used
    return None


def _log_line(physical: list[_Physical], at: int, taken: tuple[Head, str, int], recognise: Recognise) -> tuple[LogLine, int]:
    """Return the log line that begins at ``at`` with all that was wrapped off it, and how many physical lines it took."""
    head, text, used = taken
    body = squeeze(text[head.end :])
    if head.shape != "received":
        body, more = _joined_body(body, physical[at + used - 1 : at + used + _MOST_PIECES], head.shape, recognise)
        used += more
    raw = "\n".join(piece.raw for piece in physical[at : at + used])
    return LogLine(physical[at].number, head.when, head.host, head.program, head.pid, body, raw, head.shape), used


def _joined_body(body: str, pieces: list[_Physical], shape: str, recognise: Recognise) -> tuple[str, int]:
    """Return the message with the physical lines that belong to it; ``pieces[0]`` is the line that ``body`` ends on."""
    if body and recognise(shape, body) == 2:
        return body, 0
    joined, guess, read_by_parts = body, (body, 0), False
    for count, piece in enumerate(pieces[1:], start=1):
        if piece.kind != "plain":
            break
        forms = (squeeze(joined + piece.text), squeeze(f"{joined} {piece.text}"))
        grades = [recognise(shape, form) for form in forms]
        if 2 in grades:
            return forms[grades.index(2)], count
        seems_wrapped = bool(joined) and not joined.endswith(_SENTENCE_END) and (
            piece.text[:1].isspace() or len(pieces[count - 1].text) >= _WIDE
        )  # fmt: skip
        joined = forms[1] if joined[-1:].isascii() and piece.text[:1].isascii() else forms[0]
        if guess[1] == count - 1 and (seems_wrapped or (max(grades) == 1 and not read_by_parts and not body)):
            guess, read_by_parts = (joined, count), max(grades) == 1
    return guess


def _cut_line(physical: list[_Physical], at: int, recognise: Recognise) -> LogLine | None:
    """Return the log line whose stamp was cut off when it was copied: a known message right before a stamped line."""
    here = physical[at]
    follows = at + 1 < len(physical) and physical[at + 1].kind == "log"
    first = at == 0 or physical[at - 1].kind in ("blank", "fence", "rule")
    if here.kind != "plain" or not (follows and first):
        return None
    return _bare_line(here, recognise, shape=(physical[at + 1].head or Head("bare", None, None, None, None, 0)).shape)


def _bare_line(here: _Physical, recognise: Recognise, shape: str = "bare") -> LogLine | None:
    """Return an unstamped physical line as a log line if its message is known."""
    cut = _CUT_STAMP.match(here.text)
    for text in ([here.text[cut.end() :]] if cut else []) + [here.text]:
        body = squeeze(text)
        if body and recognise(shape, body) == 2:
            return LogLine(here.number, None, None, None, None, body, here.raw, shape)
    return None


def _gather_bare(physical: list[_Physical], recognise: Recognise) -> tuple[list[LogLine], list[str], list[int]]:
    """Return known messages that were pasted without their stamps; used only where no line has one."""
    lines: list[LogLine] = []
    words: list[str] = []
    for here in physical:
        line = _bare_line(here, recognise) if here.kind == "plain" else None
        if line is not None:
            lines.append(line)
        elif here.kind == "plain":
            words.append(here.text.strip())
    return lines, words, list(range(len(lines)))


def _without_repeats(lines: list[LogLine], stretches: list[int]) -> tuple[list[LogLine], list[int]]:
    """Return the lines without those that repeat an earlier stretch, and the numbers of the repeats.

    A log may well hold two equal lines, so within one unbroken stretch only a repetition of everything before it counts.
    """
    keys = [(line.when, "".join(line.body.split())) for line in lines]
    first: dict[tuple[datetime | None, str], int] = {}
    repeats: set[int] = set()
    at = 0
    while at < len(lines):
        before = first.get(keys[at])
        if before is None or lines[at].when is None:
            first.setdefault(keys[at], at)
            at += 1
            continue
        if stretches[before] != stretches[at]:
            repeats.add(at)
            at += 1
            continue
        length = at - before
        if length >= 3 and (before == 0 or stretches[before - 1] != stretches[before]) and keys[before:at] == keys[at : at + length]:
            repeats.update(range(at, at + length))
            at += length
        else:
            at += 1
    return [line for i, line in enumerate(lines) if i not in repeats], [lines[i].number for i in sorted(repeats)]

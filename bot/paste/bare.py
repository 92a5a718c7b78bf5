"""Find log lines that do not begin as log lines should: without a stamp, without the dash after it, or within a sentence.

Used only where no line of a paste begins as it should. Prose may say what a log says, so a message counts if the catalogue knows the
whole of it; one that is known by its parts counts among others like it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from itertools import islice

from bot.paste.cleaning import message_of
from bot.paste.joining import Recognise
from bot.paste.model import LogLine
from bot.paste.physical import Physical
from bot.paste.prefixes import head_of, unstamped_head_of, without_container
from bot.paste.shapes import Head, undashed_head_of

ALWAYS_READ = 64  # physical lines, whatever the clock says
_CUT_STAMP = re.compile(r"(?:[\d年月日時分秒()火水木金土曜,/.: AMPamp午前後-]{0,32}\s)?-\s")
_DEBUG_PID = re.compile(r"\s{0,8}\d{1,7} {1,3}")  # what Exim puts before what it also writes to its terminal (debug.c, debug_vprintf)
_FEWEST = 3  # lines known by their parts that stand together, for them to be a log
# What a log line holds and a sentence about one hardly does: a number of a machine, an address in brackets, an id.
_MARK = re.compile(r"\[[^\[\]\s]{1,64}\]|(?a:\b\d{1,3}(?:\.\d{1,3}){3}\b)|\bID ?[=:#] ?[0-9A-Za-z]|id\x22: ?\x22", re.IGNORECASE)
_ASKS = re.compile(r"(?:[?？]|か[。.]?)\s*$")
_MOST_SENTENCES = 64  # lines of prose that are looked into
_LONGEST_SENTENCE = 1_000
_MOST_PLACES = 8  # in a sentence where a message may begin, and where it may end
_OPENS = re.compile(r"[「『\"'(]|:\s|(?<=\s)(?=[\d平令A-Z])")
_CLOSES = re.compile(r"[」』\"')]")
_EMPTY = re.compile(r"「」|『』|\"\"|''|\(\)")


@dataclass(slots=True)
class Gathered:
    """What was found so far: log lines, for each the number of its unbroken stretch, words, and the line that reading stopped at."""

    lines: list[LogLine] = field(default_factory=list)
    stretches: list[int] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    stopped_at: int | None = None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A plain line, what it is as a log line, and how well its message is known: 2 all of it, 1 by its parts or as empty, 0 not at all."""

    here: Physical
    line: LogLine
    grade: int


def without_stamp(text: str) -> list[str]:
    """Return a line without what may be the end of a stamp, or a process's number, and the line itself."""
    cut = _CUT_STAMP.match(text) or _DEBUG_PID.match(text)
    return [text[cut.end() :], text] if cut else [text]


def gather_bare(physical: list[Physical], recognise: Recognise, deadline: float) -> Gathered:
    """Return known messages that were pasted without their stamps, without a dash, or within a sentence, and the words around them."""
    found = Gathered()
    candidates: list[_Candidate] = []
    for at, here in enumerate(physical):
        if at >= ALWAYS_READ and time.monotonic() > deadline:
            found.stopped_at = here.number
            break
        if here.kind == "plain":
            candidates.append(_candidate(here, recognise))
    counted = _counted(candidates)
    for place, candidate in enumerate(candidates):
        line, words = (candidate.line, "") if place in counted else (None, candidate.here.text.strip())
        if line is None and place < _MOST_SENTENCES and len(words) <= _LONGEST_SENTENCE:
            line, words = _quoted_in(candidate.here, recognise) or (None, words)
        if words:
            found.words.append(words)
        if line is not None:
            found.stretches.append(place - len(found.lines))  # the same for lines that follow each other
            found.lines.append(line)
    return found


def _line(here: Physical, head: Head | None, body: str) -> LogLine:
    if head is None:
        return LogLine(here.number, None, None, None, None, body, here.raw, "bare")
    return LogLine(here.number, head.when, head.host, head.program, head.pid, body, here.raw, head.shape)


def _candidate(here: Physical, recognise: Recognise) -> _Candidate:
    """Return a plain line as the log line that it is most likely to be."""
    if (head := unstamped_head_of(here.text)) is not None:
        body = message_of(here.text[head.end :])
        return _Candidate(here, _line(here, head, body), max(1, recognise(head.shape, body)))
    if (head := undashed_head_of(here.text)) is not None:
        body = message_of(here.text[head.end :])
        grades_of = {shape: recognise(shape, body) for shape in (head.shape, "columns")}
        shape = max(grades_of, key=lambda name: grades_of[name])
        return _Candidate(here, _line(here, head, body)._replace(shape=shape), grades_of[shape] if body else 1)
    texts = dict.fromkeys(text for form in (without_container(here.text), here.text) for text in without_stamp(form))
    bodies = [body for text in texts if (body := message_of(text))]
    grades = [recognise("bare", body) for body in bodies]
    best = max(range(len(bodies)), key=lambda at: grades[at], default=None)
    if best is None:
        return _Candidate(here, _line(here, None, ""), 0)
    return _Candidate(here, _line(here, None, bodies[best]), grades[best])


def _counted(candidates: list[_Candidate]) -> set[int]:
    """Return the places of candidates that are log lines.

    One that is known whole is; so are those between lines that are known, if these are several, ask nothing, and at both ends hold
    what a sentence hardly does.
    """
    counted: set[int] = set()
    run: list[int] = []
    for place, candidate in enumerate([*candidates, None]):
        if candidate is not None and candidate.grade and not _ASKS.search(candidate.line.body):
            run.append(place)
            continue
        sure = [at for at in run if candidates[at].grade == 2 or _MARK.search(candidates[at].line.body)]
        if len(run) >= _FEWEST and sure:
            counted |= {at for at in run if sure[0] <= at <= sure[-1]}
        counted |= {at for at in run if candidates[at].grade == 2}
        run = []
    return counted


def _quoted_in(here: Physical, recognise: Recognise) -> tuple[LogLine, str] | None:
    """Return the log line that a sentence quotes whole, and the sentence without it."""
    text = here.text
    for start in _places(_OPENS, text):
        head = head_of(text[start:]) or undashed_head_of(text[start:])
        within_a_field = text.count("<", 0, start) > text.count(">", 0, start)
        if within_a_field or (head is None and text[start - 1 : start].isspace()):
            continue
        begins = start + (head.end if head else 0)
        for end in (len(text), *(place - 1 for place in reversed(_places(_CLOSES, text, begins)))):
            body = message_of(text[begins:end])
            if len(body) > 1 and recognise(head.shape if head else "bare", body) == 2:
                return _line(here, head, body), _EMPTY.sub("", f"{text[:start]}{text[end:]}").strip()
    return None


def _places(signs: re.Pattern[str], text: str, start: int = 0) -> list[int]:
    """Return where a message may begin or end at such signs: after each, as long as they are few."""
    return [found.end() for found in islice(signs.finditer(text, start), _MOST_PLACES)]

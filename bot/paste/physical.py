"""The physical lines of a paste: each with its number, as it came in and cleaned, and what it is."""

from __future__ import annotations

import re
import time
from typing import NamedTuple

from bot.paste.budget import Budget, Cut
from bot.paste.cleaning import clean, cleaned, is_fence, is_rule, without_escapes
from bot.paste.familiar import Memory
from bot.paste.keyed import history_in
from bot.paste.objects import event_in
from bot.paste.prefixes import head_of
from bot.paste.records import line_of_dovecot, line_of_json, line_of_kind, line_of_logfmt
from bot.paste.shapes import Head
from bot.paste.tables import Tables, may_hold_tables, tables_in
from bot.paste.talks import may_hold_talks, talks_in

_LINE_END = re.compile(r"\r\n|\n|\r")
_LOOK_AT_THE_CLOCK = 64  # lines
# What journalctl and pagers write between log lines.
_BETWEEN = re.compile(r"-- .{1,200} --|lines \d{1,9}-\d{1,9}(?:/\d{1,9})?(?: \(END\))?|Hint: Some lines were ellipsized.{0,80}|\(END\)")

# A shell's prompt with a command, as a paste of several commands has between what they print: bash's, as Red Hat and Debian set it.
_PROMPT = re.compile(r"(?:\[[\w.-]{1,64}@[\w.-]{1,255} [^\s\]]{1,255}\]|[\w.-]{1,64}@[\w.-]{1,255}:[~/][^\s#$]{0,255})[#$](?: .{0,500})?")


class Physical(NamedTuple):
    """One physical line.

    Attributes:
        number: from 1.
        raw: as it came in.
        text: cleaned.
        kind: blank, fence, rule, log (it begins as a log line does) or plain.
        head: how it begins if it is a log line's beginning.
        quotes: how many marks of quoting it begins with.
    """

    number: int
    raw: str
    text: str
    kind: str
    head: Head | None
    quotes: int

    def below(self, first: Physical) -> str:
        """Return the cleaned text as what was wrapped off ``first``: a mark deeper than its quoting belongs to the message."""
        return self.text if self.quotes <= first.quotes else clean(self.raw, first.quotes)


def physical_lines(text: str, budget: Budget, deadline: float) -> tuple[list[Physical], tuple[Cut, ...]]:
    """Return the paste's physical lines within the budget, and what was left out.

    Args:
        text: what was pasted.
        budget: how much is read.
        deadline: when to stop, by ``time.monotonic``.
    """
    cuts: dict[str, Cut] = {}
    if len(text) > budget.bytes:
        cuts["bytes"] = Cut("bytes", budget.bytes)
        text = text[: budget.bytes]
    physical: list[Physical] = []
    memory = Memory()
    lines = _LINE_END.split(text)
    tables = _tables_of(text, [line[: budget.line_characters] for line in lines[: budget.lines]])
    for number, raw in enumerate(lines, start=1):
        if number > budget.lines:
            cuts["lines"] = Cut("lines", budget.lines)
            break
        if number % _LOOK_AT_THE_CLOCK == 0 and time.monotonic() > deadline:
            cuts["seconds"] = Cut("seconds", number - 1)
            break
        if len(raw) > budget.line_characters:
            cuts["line_characters"] = Cut("line_characters", budget.line_characters)
        row = _of_a_table(number, lines, tables) if tables is not None else None
        physical.append(row or physical_line(number, raw[: budget.line_characters], memory))
    return physical, tuple(cuts.values())


def _tables_of(text: str, lines: list[str]) -> Tables | None:
    """Return the records of a text, be they of message tracking or of conversations; None where it holds none."""
    tables = tables_in(lines) if may_hold_tables(text) else None
    return tables or (talks_in(lines) if may_hold_talks(text) else None)


def _of_a_table(number: int, lines: list[str], tables: Tables) -> Physical | None:
    """Return a line that belongs to a table: a record as the line that it stands for, a heading or what a record took up as blank."""
    at = number - 1
    if (record := tables.records.get(at)) is not None:
        raw = "\n".join(lines[at : at + record.used])
        return Physical(number, raw, record.text, "log", Head(record.shape, record.when, None, None, None, 0), 0)
    return Physical(number, lines[at], "", "blank", None, 0) if at in tables.passed else None


def physical_line(number: int, raw: str, memory: Memory) -> Physical:
    """Return a physical line with what it is.

    Args:
        number: from 1.
        raw: the line as it came in.
        memory: of the lines before it; this one is added to it.
    """
    beginning = memory.begin(raw)
    if beginning is not None:
        when, host, program, pid, end = beginning
        return Physical(number, raw, raw, "log", Head("syslog", when, host, program, pid, end), 0)
    here = _classify(number, raw)
    if here.head is not None:
        memory.keep(here.text, here.head)
    return here


def _classify(number: int, raw: str) -> Physical:
    """Return a physical line with what it is, found out by all that a line may be."""
    text, quotes = cleaned(raw)
    if "{" in text[:160]:
        plain = without_escapes(raw)
        if (line := line_of_json(plain)) is not None:
            text = clean(line)
        elif (event := event_in(plain)) is not None:
            return Physical(number, raw, event.text, "log", Head(event.shape, event.when, None, None, None, 0), quotes)
        elif (line := line_of_kind(plain)) is not None:
            text = clean(line)
    if "date=" in text[:160] and (told := history_in(text)) is not None:
        return Physical(number, raw, told.text, "log", Head(told.shape, told.when, None, None, None, 0), quotes)
    text = line_of_logfmt(line_of_dovecot(text))
    head = None
    if not text.strip():
        kind = "blank"
    elif is_fence(text):
        kind = "fence"
    elif (head := head_of(text)) is not None:
        kind = "log"
    elif is_rule(text) or _BETWEEN.fullmatch(text.strip()) or _PROMPT.fullmatch(text.strip()):
        kind = "rule"
    else:
        kind = "plain"
    return Physical(number, raw, text, kind, head, quotes)

"""The records of message tracking and message trace within a paste: comma-separated, in PowerShell's tables, or in its lists.

Where each begins, which lines it takes, and what it holds. Only a text that names such fields is looked at.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.paste.cleaning import cleaned, squeeze
from bot.paste.lists import list_at
from bot.paste.tracking import EVENT, SHAPE, SOURCES, STATUSES, field_of, is_record, line_of
from bot.paste.widths import at_columns

_MARKS = (
    "eventid",
    "event-id",
    "event_id",
    "senderaddress",
    "sender address",
    "sender_address",
    "sender-address",
    ",storedriver,",
    ",smtp,",
)
_COMMENT = re.compile(r"#(?:Software|Version|Log-[Tt]ype|Date|Fields|TYPE)\b.{0,2000}")
_DASHES = re.compile(r"\s{0,200}-{2,200}(?:\s{1,400}-{2,200}){1,40}\s{0,400}")
_RUN = re.compile(r"-{2,}")
_STAMPED = re.compile(r'"?\d{4}-\d\d-\d\d[T ][\d:.]{5,20}Z?"?,')
_GUID = re.compile(r"[0-9A-Fa-f-]{32,36}")
_AT_ONCE = ("event", "status", "status_text")
# The documented order of a tracking log's fields; the id of the network came with Exchange 2013.
_ORDER = (
    "when", "client", "client_name", "server", "server_name", "other", "connector", "source", "event", "internal", "id", "other", "to",
    "status_text", "other", "other", "related", "refers", "subject", "from", "return", "other", "other", "other", "origin",
)  # fmt: skip
_SINCE_2013 = 11
_CELL = {
    "when": r"\S{4,32}(?: \S{3,16})?(?: [AP]M)?",
    "event": r"[A-Za-z]{3,24}",
    "source": "|".join(sorted(SOURCES)),
    "status": "|".join(STATUSES.values()),
    "to": r"\{[^{}]{0,2000}\}?|\S{1,320}",
    "subject": r".{1,400}?",
    "related": r"\{[^{}]{0,2000}\}?|\S{1,320}",
}
_WORD = r"\S{1,400}"


@dataclass(frozen=True, slots=True)
class Record:
    """A record: when it is of, the line that it stands for, how many physical lines it takes, and the shape of that line."""

    when: datetime | None
    text: str
    used: int = 1
    shape: str = SHAPE


@dataclass(slots=True)
class Tables:
    """The records by the index of the line they begin on, and the lines that are headings or belong to the record above."""

    records: dict[int, Record] = field(default_factory=dict)
    passed: set[int] = field(default_factory=set)


def may_hold_tables(text: str) -> bool:
    """Tell whether a text names fields of such records, or the parts that write them; a quick look, since most texts do not."""
    small = text.lower()
    return any(mark in small for mark in _MARKS)


def tables_in(lines: Sequence[str]) -> Tables | None:
    """Return the records among the physical lines of a text, each cut to what is read of it; None where there are none."""
    found = Tables()
    at, barren = 0, 0
    columns: _Columns | None = None
    while at < len(lines):
        line = cleaned(lines[at])[0]
        if (below := _begins(line, lines, at)) is not None:
            columns = below
            found.passed.update(range(at, at + below.heading))
            at += below.heading
            continue
        fields = (columns.read(lines[at], line) if columns is not None else None) or _in_documented_order(line)
        used = 1
        if fields is None and at >= barren:
            fields, used = list_at(lines, at, line)
            barren = at + used
            used = used if fields is not None else 1
        if fields is not None:
            found.records[at] = Record(*line_of(fields), used)
            found.passed.update(range(at + 1, at + used))
        elif _COMMENT.fullmatch(line):
            found.passed.add(at)
        at += used
    return found if found.records else None


@dataclass(frozen=True, slots=True)
class _Columns:
    """The columns of a table: how a row is read, and how many lines the heading takes."""

    heading: int
    cells: Callable[[str, str], Iterator[dict[str, str]]]

    def read(self, raw: str, line: str) -> dict[str, str] | None:
        """Return a row's fields, None if the line is none."""
        found = [fields for fields in self.cells(raw, line) if is_record(fields)]
        return next((fields for fields in found if _is_neat(fields)), found[0] if found else None)


def _is_neat(fields: dict[str, str]) -> bool:
    """Tell whether each cell holds what its column should: a row that was moved by hand is cut in the wrong places."""
    addresses = [fields.get("from", ""), fields.get("to", "")]
    subject = fields.get("subject", "")
    cut_in_two = "{" in addresses[1] and not addresses[1].endswith(("}", "...", "…"))
    moved = cut_in_two or subject.startswith("{") or ("to" in fields and not addresses[1] and "@" in subject)
    return not moved and all(text in ("", "{}", "<>") or ("@" in text and not re.search(r"[^,;] ", text)) for text in addresses)


def _begins(line: str, lines: Sequence[str], at: int) -> _Columns | None:
    """Return the columns of the table whose heading stands here."""
    small = line.lower()
    if not ("event" in small or "sender" in small or "recipient" in small):
        return None
    below = cleaned(lines[at + 1])[0] if at + 1 < len(lines) else ""
    if _DASHES.fullmatch(below):
        return _of_table(line, below)
    mark = "\t" if lines[at].count("\t") > 1 else ","
    names = _split(lines[at].strip() if mark == "\t" else line.strip(), mark)
    fields = [field_of(name.strip().removeprefix("#Fields:")) for name in names]
    if len(fields) < 3 or sum(name is not None for name in fields) * 2 <= len(fields) or not any(name in fields for name in _AT_ONCE):
        return None
    named = [name or "other" for name in fields]

    def rows(raw: str, cleaned_line: str) -> Iterator[dict[str, str]]:
        cells = _split(raw.strip(" >|\r") if mark == "\t" else cleaned_line.strip(), mark)
        if len(cells) * 2 > len(named):
            yield _fields(named, cells)

    return _Columns(1, rows)


def _of_table(heading: str, dashes: str) -> _Columns | None:
    """Return the columns of a table of PowerShell's: each heading stands over dashes of its own length."""
    runs = [found.span() for found in _RUN.finditer(dashes)]
    names = [field_of(heading[start:end]) for start, end in runs]
    if not any(name in names for name in _AT_ONCE) or sum(name is not None for name in names) < 2:
        return None
    named = [name or "other" for name in names]
    starts = [start for start, _ in runs]
    single = _by_kind(named)

    def rows(_raw: str, line: str) -> Iterator[dict[str, str]]:
        for cells in at_columns(line, starts):
            yield _fields(named, cells)
        parts = re.split(r"\s{2,}", line.strip())
        if len(parts) == len(named):
            yield _fields(named, parts)
        if (told := single.fullmatch(squeeze(line)[:2000])) is not None:
            yield _fields(named, told.groups())

    return _Columns(2, rows)


def _by_kind(named: Sequence[str]) -> re.Pattern[str]:
    """Return the pattern of a row whose spaces were made one: what each column holds tells its cells apart; none may be empty."""
    first = [_CELL.get(name, _WORD) if name not in named[:at] else _WORD for at, name in enumerate(named)]
    return re.compile(" ".join(f"({cell})" for cell in first), re.IGNORECASE)


def _in_documented_order(line: str) -> dict[str, str] | None:
    """Return the fields of a line of a tracking log whose heading was not pasted."""
    if not _STAMPED.match(line):
        return None
    cells = _split(line, ",")
    if len(cells) < 13 or cells[7] not in SOURCES or not EVENT.fullmatch(cells[8]):
        return None
    order = list(_ORDER)
    if not _GUID.fullmatch(cells[_SINCE_2013]) or "@" in cells[_SINCE_2013]:
        del order[_SINCE_2013]
    fields = _fields(order, cells)
    return fields if is_record(fields) else None


def _fields(names: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    """Return a row's cells under their names; of two columns of one meaning the first counts that says something."""
    fields: dict[str, str] = {}
    for name, cell in zip(names, cells, strict=False):
        if name != "other" and not fields.get(name):
            fields[name] = cell.strip()
    return fields


def _split(line: str, mark: str) -> list[str]:
    """Return the cells of a row between marks; a mark within quotes is a part of its cell."""
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return []

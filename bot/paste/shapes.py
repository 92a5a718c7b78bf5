"""The shapes in which mail servers begin a log line: a stamp, and what stands between it and the message.

Each shape is one pattern over a cleaned line (see ``cleaning``). A stamp is naive where the server writes the wall clock of its
machine and aware where it writes a zone; a shape that writes no year leaves it to the reader of the whole paste.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

_MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_MONTH = r"(?P<month_name>Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
_WEEKDAY = r"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}\.?,?\s{1,4}"
_CLOCK = (
    r"(?:(?P<before>午前|午後|AM|PM)\s{0,2})?(?P<hour>\d{1,2})(?::|時)\s?(?P<minute>\d{2})(?:(?::|分)\s?(?P<second>\d{2})秒?)?"
    r"(?:\s{0,2}(?P<after>午前|午後|[AaPp]\.?[Mm]\.?))?"
)
_DASH = r"\s{0,4}[-−–—―ー](?!\d\d:?\d\d\b)\s?"  # a date with a zone (-0500, -05:00) begins no message
_HOST_PROGRAM = r"(?P<host>\S{1,255})\s{1,4}(?P<program>[^\s:\[\]]{1,128})(?:\[(?P<pid>\d{1,10})\])?:\s?"


@dataclass(frozen=True, slots=True)
class Head:
    """The beginning of a log line: its shape's name, its stamp (None if it says no time that exists), host, program, process id."""

    shape: str
    when: datetime | None
    host: str | None
    program: str | None
    pid: str | None
    end: int


def _year(text: str | None, era: str | None) -> int:
    """Return the year of the common era; two digits are taken for 1970 to 2069, an era's year is counted from its first."""
    if text is None:
        return 1900
    year = int(text)
    if era:
        return year + (1988 if era in ("平成", "H", "h") else 2018)
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _hour(parts: dict[str, str | None]) -> int:
    """Return the hour from 0 to 23, whether the clock has twelve hours or twenty-four."""
    hour = int(parts["hour"] or 0)
    if hour > 12:
        return hour
    half = (parts.get("before") or parts.get("after") or "").casefold().replace(".", "")
    if half in ("午前", "am"):
        return hour % 12
    if half in ("午後", "pm"):
        return hour % 12 + 12
    return hour


def _numeric_date(parts: dict[str, str | None]) -> tuple[int, int]:
    """Return month and day of a date in figures; where both could be the month, ``/`` is read the American way, ``.`` is not."""
    first, second = int(parts["first"] or 0), int(parts["second_part"] or 0)
    day_first = parts["separator"] != "/" if first <= 12 and second <= 12 else first > 12
    return (second, first) if day_first else (first, second)


def _naive(parts: dict[str, str | None]) -> datetime | None:
    """Return the stamp of named parts, or None where there is no such moment (a 31st of June, say)."""
    if parts.get("first"):
        month, day = _numeric_date(parts)
    else:
        name = (parts.get("month_name") or "")[:3].casefold()
        month, day = _MONTHS.get(name) or int(parts.get("month") or 0), int(parts.get("day") or 0)
    try:
        return datetime(
            _year(parts.get("year"), parts.get("era")),
            month,
            day,
            _hour(parts),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
        )
    except ValueError:
        return None


def _iso(parts: dict[str, str | None]) -> datetime | None:
    """Return the stamp of an ISO 8601 text, aware if it names a zone."""
    try:
        return datetime.fromisoformat((parts["stamp"] or "").replace(" ", "T", 1).replace(" ", "").replace(",", "."))
    except ValueError:
        return None


def _mail_date(parts: dict[str, str | None]) -> datetime | None:
    """Return the date of a trace header (RFC 5322)."""
    try:
        return parsedate_to_datetime(parts["stamp"] or "")
    except (ValueError, TypeError, OverflowError):
        return None


@dataclass(frozen=True, slots=True)
class _Shape:
    """One way to begin a line; ``whole`` if the pattern holds all of it and its group ``body`` the message, which else follows."""

    name: str
    pattern: re.Pattern[str]
    stamp: Callable[[dict[str, str | None]], datetime | None]
    whole: bool = False


def _shape(name: str, pattern: str, stamp: Callable[[dict[str, str | None]], datetime | None] = _naive, *, whole: bool = False) -> _Shape:
    return _Shape(name, re.compile(r"\s{0,16}" + pattern, re.IGNORECASE), stamp, whole)


# ASIP's Japanese form is attested by the forum thread; the other forms of Mac OS dates are inferred from what its Date & Time panel
# offers. The syslog forms are RFC 3164 section 4.1.1 and RFC 5424 section 6.
_DATES = (
    r"(?P<era>平成|令和)?(?P<year>\d{1,4})年\s{0,4}(?P<month>\d{1,2})月\s{0,4}(?P<day>\d{1,2})日?\s{0,4}"
    r"(?:\(?[日月火水木金土](?:曜日?)?\)?)?",
    rf"(?:{_WEEKDAY})?{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}}),?\s{{1,4}}(?P<year>\d{{2,4}})",
    rf"(?:{_WEEKDAY})?(?P<day>\d{{1,2}})[\s/.-]{{1,4}}{_MONTH}[\s/.-]{{1,4}}(?P<year>\d{{2,4}})",
    rf"(?:{_WEEKDAY})?(?P<first>\d{{1,2}})(?P<separator>[/.])(?P<second_part>\d{{1,2}})[/.](?P<year>\d{{2,4}})",
    r"(?P<year>\d{4})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
    r"(?P<era>平成|令和|[HR])\.?(?P<year>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<day>\d{1,2})",
)
_STAMPS = (
    *(rf"{date},?\s{{0,4}}{_CLOCK}" if date.startswith("(?P<era>平成|令和)?") else rf"{date},?\s{{1,4}}{_CLOCK}" for date in _DATES),
    *(rf"{_CLOCK},?\s{{1,4}}{date}" for date in _DATES),
    rf"(?:{_WEEKDAY})?{_MONTH}\s{{1,4}}(?P<day>\d{{1,2}})\s{{1,4}}{_CLOCK}\s{{1,4}}(?P<year>\d{{4}})",
)
_ASIP = tuple(_shape("asip", stamp + _DASH) for stamp in _STAMPS)
_UNDASHED = tuple(_shape("asip", stamp + r"(?:\s{1,4}(?!\d)|$)") for stamp in _STAMPS)
_SHAPES = (
    *_ASIP,
    _shape("received", r"Received:\s(?P<body>.{1,4000};\s{0,8}(?P<stamp>[^;]{10,80}))$", _mail_date, whole=True),
    _shape(
        "syslog",
        r"(?:<\d{1,3}>1?\s?)?(?P<stamp>\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|\s?[+-]\d\d:?\d\d)?)\s{1,4}" + _HOST_PROGRAM,
        _iso,
    ),
    _shape(
        "syslog",
        rf"(?:<\d{{1,3}}>)?{_MONTH}\s{{1,3}}(?P<day>\d{{1,2}})\s{{1,2}}(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)\s{{1,4}}{_HOST_PROGRAM}",
    ),
)
# What can begin a stamp at all; keeps the reading of prose cheap.
_FIRST = re.compile(r"\s{0,16}(?:<?\d|平成|令和|[HR]\.?\d|午[前後]|[AP]M\s?\d|[A-Z][a-z]{2}|received:)", re.IGNORECASE)
# Numbers, bullets and labels that people and tools put before a line: "12: ", "12  ", "1. ", "- ", "(3) ", "[3] ", "12 | ".
_DECORATION = re.compile(
    r"\s{0,8}(?:[-−–—*+・•‣◦●○■□▪»]\s{0,4}|[①-⑳]\s{0,4}|#?\d{1,6}\s{0,4}[:.)\]|,]\s{0,4}|[(\[]\d{1,6}[)\]][:.]?\s{0,4}|\d{1,6}\s{1,4}){1,2}"
)
_NAMES = rf"(?:{'|'.join(_MONTH_NAMES)}|mon|tue|wed|thu|fri|sat|sun)[a-z]{{0,6}}"
# What a stamp is made of, then a host and a program whole or in part. Possessive, so that hostile text stays linear.
_BROKEN = re.compile(
    rf"\s{{0,16}}(?:<\d{{1,3}}>1?\s?)?(?:平成|令和|[hr]\.?(?=\d))?(?=\d|{_NAMES})"
    rf"(?:{_NAMES}|[\dtz年月日時分秒火水木金土曜午前後apm(),./:+\s−–—-]){{1,48}}+(?:[!-~]{{1,255}}+\s*+){{0,2}}",
    re.IGNORECASE,
)
_CUT = re.compile(r"\s{0,16}(?:平成\d{1,2}|令和\d{1,2}|\d{4})年[\d月日時分秒火水木金土曜午前後apm(),:\s]{0,40}", re.IGNORECASE)


def head_of(line: str) -> Head | None:
    """Return how a cleaned line begins, or None if it does not begin as a log line; ``end`` is where the message starts."""
    return _head(line, _SHAPES)


def undashed_head_of(line: str) -> Head | None:
    """Return how a cleaned line begins if it begins with a stamp, though without the dash that should follow; prose may begin so, too."""
    return _head(line, _UNDASHED)


def _head(line: str, shapes: tuple[_Shape, ...]) -> Head | None:
    for start in _starts(line):
        for shape in shapes:
            found = shape.pattern.match(line, start)
            if found:
                parts = found.groupdict()
                end = found.start("body") if shape.whole else found.end()
                return Head(shape.name, shape.stamp(parts), parts.get("host"), parts.get("program"), parts.get("pid"), end)
    return None


def _starts(line: str) -> list[int]:
    """Return the places where a stamp may begin: the line's start, and what follows a bullet or a number before it."""
    starts = [0] if _FIRST.match(line) else []
    decoration = _DECORATION.match(line)
    if decoration and _FIRST.match(line, decoration.end()):
        starts.append(decoration.end())
    return starts


def may_be_broken_stamp(line: str) -> bool:
    """Tell whether a cleaned line could be the beginning of a stamp, broken off by a narrow window."""
    return any(_BROKEN.fullmatch(line, start) for start in _starts(line))


def is_cut_stamp(line: str) -> bool:
    """Tell whether a cleaned line is a date and nothing else, as is left where the copying of a Japanese log stopped within a stamp."""
    return bool(_CUT.fullmatch(line))

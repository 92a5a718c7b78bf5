"""From the parts of a stamp to the moment it names.

A stamp is naive where the server writes the wall clock of its machine and aware where it writes a zone; a shape that writes no year
leaves it to the reader of the whole paste and gives 1900.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from bot.paste.months import month_of

Parts = Mapping[str, str | None]
"""The named groups of a stamp's pattern."""
NO_YEAR = 1900
_TAI_OF_1970 = 2**62 + 10


def naive(parts: Parts) -> datetime | None:
    """Return the stamp of named parts, or None where there is no such moment (a 31st of June, say)."""
    if parts.get("first"):
        month, day = _numeric_date(parts)
    else:
        month = month_of(parts.get("month_name") or "") or int(parts.get("month") or 0)
        day = int(parts.get("day") or 0)
    try:
        return datetime(
            _year(parts.get("year") or parts.get("year_after") or parts.get("year_before"), parts.get("era")),
            month,
            day,
            _hour(parts),
            int(parts["minute"] or 0),
            int(parts["second"] or 0),
            int((parts.get("fraction") or "0").ljust(6, "0")[:6]),
        )
    except ValueError:
        return None


def iso(parts: Parts) -> datetime | None:
    """Return the stamp of an ISO 8601 text, aware if it names a zone."""
    text = (parts["stamp"] or "").replace(" ", "T", 1).replace(" ", "").replace(",", ".").replace("/", "-")
    try:
        return datetime.fromisoformat(text.replace("UTC", "Z").replace("GMT", "Z"))
    except ValueError:
        return None


def mail_date(parts: Parts) -> datetime | None:
    """Return the date of a trace header (RFC 5322)."""
    try:
        return parsedate_to_datetime(parts["stamp"] or "")
    except (ValueError, TypeError, OverflowError):
        return None


def epoch(parts: Parts) -> datetime | None:
    """Return the moment that so many seconds after 1970 are."""
    try:
        return datetime.fromtimestamp(float(parts["stamp"] or ""), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def tai64n(parts: Parts) -> datetime | None:
    """Return the moment of a label of multilog's: in hexadecimal, seconds from 2**62 + 10 on and nanoseconds (libtai's ``tai_unix.h``)."""
    label = parts["stamp"] or ""
    try:
        whole = datetime.fromtimestamp(int(label[:16], 16) - _TAI_OF_1970, UTC)
        return whole.replace(microsecond=int(label[16:], 16) // 1000)
    except (ValueError, OverflowError, OSError):
        return None


def nothing(_parts: Parts) -> None:
    """Return None: the shape names no moment."""


def _year(text: str | None, era: str | None) -> int:
    """Return the year of the common era; two digits are taken for 1970 to 2069, an era's year is counted from its first."""
    if text is None:
        return NO_YEAR
    year = int(text)
    if era:
        return year + (1988 if era in ("平成", "H", "h") else 2018)
    return year if year > 99 else year + (1900 if year >= 70 else 2000)


def _hour(parts: Parts) -> int:
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


def _numeric_date(parts: Parts) -> tuple[int, int]:
    """Return month and day of a date in figures; where both could be the month, ``/`` is read the American way, ``.`` is not."""
    first, second = int(parts["first"] or 0), int(parts["second_part"] or 0)
    day_first = parts["separator"] != "/" if first <= 12 and second <= 12 else first > 12
    return (second, first) if day_first else (first, second)

"""Stamps of different logs compared: one may name no year, or no zone, where the other does."""

from __future__ import annotations

from datetime import datetime, timedelta

NO_YEAR = 1900
"""The year of a stamp that names none; see ``LogLine.when``."""
A_LEAP_YEAR = 2000
_HALF_A_YEAR = timedelta(days=182)
_YEAR = timedelta(days=366)


def elapsed(earlier: datetime, later: datetime) -> timedelta:
    """Return the time from one stamp to another, negative if the other was first.

    Where only one of them has a zone, or a year, both are taken as without; then no more than half a year lies between them.
    """
    if (earlier.tzinfo is None) != (later.tzinfo is None):
        earlier, later = earlier.replace(tzinfo=None), later.replace(tzinfo=None)
    if (earlier.year == NO_YEAR) == (later.year == NO_YEAR):
        return later - earlier
    between = later.replace(year=A_LEAP_YEAR) - earlier.replace(year=A_LEAP_YEAR)
    if between < -_HALF_A_YEAR:
        return between + _YEAR
    return between - _YEAR if between > _HALF_A_YEAR else between

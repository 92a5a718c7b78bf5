"""Stamps of different logs compared."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.facts.of_times import elapsed


@pytest.mark.parametrize(
    ("earlier", "later", "hours"),
    [
        (datetime(2025, 2, 3, 3), datetime(2025, 2, 3, 4), 1),
        (datetime(2025, 2, 3, 3), datetime(1900, 2, 3, 4), 1),
        (datetime(1900, 2, 3, 4), datetime(2025, 2, 3, 3), -1),
        (datetime(2024, 12, 31, 23), datetime(1900, 1, 1, 1), 2),
        (datetime(1900, 1, 1, 1), datetime(2024, 12, 31, 23), -2),
        (datetime(2024, 2, 28, 23), datetime(1900, 3, 1, 1), 26),
        (datetime(2025, 2, 3, 3), datetime(2025, 2, 3, 4, tzinfo=UTC), 1),
    ],
)
def test_time_between_stamps(earlier, later, hours):
    """A stamp without a year or a zone is taken as one of the other's; the new year lies between December and January."""
    assert elapsed(earlier, later) == timedelta(hours=hours)

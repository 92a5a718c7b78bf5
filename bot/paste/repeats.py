"""Find the log lines that were pasted twice, as quotes in a discussion are; a log itself may well hold two equal lines."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

Key = tuple[datetime | None, str]
"""When a line was written, and its text without white space."""


def goes_back(before: datetime | None, after: datetime | None) -> bool:
    """Tell whether the clock was turned back between two stamps; stamps with and without a zone are not compared."""
    if before is None or after is None or (before.tzinfo is None) != (after.tzinfo is None):
        return False
    return after < before


def repeated(keys: Sequence[Key], stretches: Sequence[int]) -> set[int]:
    """Return the places of lines that repeat an earlier stretch.

    Within one stretch equal lines are all kept; a stretch repeats as many of them as an earlier one held.

    Args:
        keys: of the lines, in their order; a line without a stamp repeats nothing.
        stretches: for each line the number of the unbroken stretch that it stands in.
    """
    repeats: set[int] = set()
    earlier: Counter[Key] = Counter()
    for _, group in groupby(range(len(keys)), key=lambda at: stretches[at]):
        places = list(group)
        here: Counter[Key] = Counter()
        found: set[int] = set()
        for at in places:
            here[keys[at]] += 1
            if keys[at][0] is not None and here[keys[at]] <= earlier[keys[at]]:
                found.add(at)
        # A stamp alone is told from another of its second only by its neighbours.
        repeats |= {at for at in found if keys[at][1] or {at - 1, at + 1} & found}
        earlier |= here
    return repeats

"""Find the log lines that were pasted twice, as quotes in a discussion are; a log itself may well hold two equal lines.

A log may also say that a line was repeated instead of writing it again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.paste.model import LogLine

# rsyslog writes the first, classic syslog daemons and BSD's the second, which means the line before.
_AGAIN = re.compile(r"message repeated (?P<times>\d{1,6}) times: \[ ?(?P<body>.{1,8000}?) ?\]?")
_LAST = re.compile(r"(?:last )?message repeated (?P<times>\d{1,6}) times?\.?")
_MOST_TIMES = 100_000

Key = tuple[datetime | None, str]
"""When a line was written, and its text without white space."""


def written_again(body: str) -> tuple[str, int]:
    """Return a message that the log says was repeated, and how often; any other as it is, once."""
    found = _AGAIN.fullmatch(body)
    return (found["body"], _bounded(found["times"])) if found else (body, 1)


def last_again(body: str) -> int | None:
    """Return how often a message says that the line before it was repeated, None if it says something else."""
    found = _LAST.fullmatch(body)
    return _bounded(found["times"]) if found else None


def as_written(line: LogLine, before: LogLine | None) -> LogLine:
    """Return a line that stands for another, which was repeated, as that one and how often it was written."""
    times = last_again(line.body)
    if times is not None and before is not None:
        return before._replace(number=line.number, when=line.when, host=line.host or before.host, raw=line.raw, times=times)
    body, times = written_again(line.body)
    return line._replace(body=body, times=times) if times > 1 else line


def _bounded(times: str) -> int:
    return min(max(int(times), 1), _MOST_TIMES)


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

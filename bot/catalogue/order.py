"""In which order the lines of a paste were written: some viewers show, and some people paste, the newest line first.

Connections are followed by the order in which their lines were written; whoever shows the lines keeps that of the paste.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby, pairwise

_SURELY = 5  # times as often must the clock go back as forward, since a log that was pasted in pieces goes back, too

Told = tuple[datetime | None, str]
"""When a line was written, and what kind of event it is."""


def oldest_first(told: Sequence[Told], order: Sequence[str]) -> tuple[int, ...] | None:
    """Return the places of lines in the order in which they were written, None where they stand in it.

    The newest stands first where the stamps go back, more than once, and hardly ever forward; one step back is enough if lines under
    one stamp go back, too. These are turned round with the rest, unless they show that a connection begins there before it ends: then
    their viewer sorted by stamps alone, and they keep their order.

    Args:
        told: the lines, in the order of the paste.
        order: the kinds of event in the order in which a connection goes through them.
    """
    stamps = [when for when, _ in told if when is not None]
    steps = [_step(before, after) for before, after in pairwise(stamps)]
    back, forward = steps.count(-1), steps.count(1)
    if not back or forward * _SURELY >= back:
        return None
    begins, ends = _within_one_stamp(told, order)
    if back == 1 and begins >= ends:
        return None
    if begins > ends:
        runs = [list(places) for _, places in groupby(range(len(told)), key=lambda at: told[at][0])]
        return tuple(place for run in reversed(runs) for place in run)
    return tuple(reversed(range(len(told))))


def _within_one_stamp(told: Sequence[Told], order: Sequence[str]) -> tuple[int, int]:
    """Return how often lines under one stamp follow each other as a connection goes on, and how often the other way round."""
    stages = {kind: at for at, kind in enumerate(order)}
    steps = [
        stages[after[1]] - stages[before[1]]
        for before, after in pairwise(told)
        if before[0] == after[0] and before[1] in stages and after[1] in stages
    ]
    return sum(step > 0 for step in steps), sum(step < 0 for step in steps)


def _step(before: datetime, after: datetime) -> int:
    """Return 1 if the clock went on, -1 if it went back, 0 if it stood or the two cannot be compared."""
    if (before.tzinfo is None) != (after.tzinfo is None):
        return 0
    return (after > before) - (after < before)

"""In which order the lines of a paste were written: some viewers show, and some people paste, the newest line first.

Connections are followed by the order in which their lines were written; whoever shows the lines keeps that of the paste.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby, pairwise
from typing import NamedTuple

from bot.library.schema import Sessions

_SURELY = 5  # times as often must the clock go back as forward, since a log that was pasted in pieces goes back, too
_NO_YEAR = 1900  # the year of a stamp that names none; see ``LogLine.when``


class Told(NamedTuple):
    """When a line was written, what kind of event it is, and of which message, where the server names these (empty: of none)."""

    when: datetime | None
    kind: str
    whose: str | None = None


def told_by(when: datetime | None, kind: str, fields: Mapping[str, str], sessions: Sessions) -> Told:
    """Return what the order of lines is told by; of a server that names messages, only lines of one message can be compared."""
    if not sessions.entry:
        return Told(when, kind)
    queue_id = fields.get("queue_id", "")
    return Told(when, kind, "" if queue_id in sessions.no_ids else queue_id)


def oldest_first(told: Sequence[Told], order: Sequence[str]) -> tuple[int, ...] | None:
    """Return the places of lines in the order in which they were written, None where they stand in it.

    The newest stands first where the stamps go back, more than once, and hardly ever forward; one step back is enough if lines under
    one stamp go back, too. These are turned round with the rest, unless they show that a connection begins there before it ends: then
    their viewer sorted by stamps alone, and they keep their order. Where all stamps are alike, lines that name their message tell by
    themselves: each of these ends before it begins.

    Args:
        told: the lines, in the order of the paste.
        order: the kinds of event in the order in which a connection goes through them.
    """
    stamps = [line.when for line in told if line.when is not None]
    steps = [_step(before, after) for before, after in pairwise(stamps)]
    back, forward = steps.count(-1), steps.count(1)
    begins, ends = _within_one_stamp(told, order)
    if not back and not forward and ends > begins * _SURELY and any(line.whose for line in told):
        return tuple(reversed(range(len(told))))
    if not back or forward * _SURELY >= back or (back == 1 and begins >= ends):
        return None
    if begins > ends:
        runs = [list(places) for _, places in groupby(range(len(told)), key=lambda at: told[at].when)]
        return tuple(place for run in reversed(runs) for place in run)
    return tuple(reversed(range(len(told))))


def _within_one_stamp(told: Sequence[Told], order: Sequence[str]) -> tuple[int, int]:
    """Return how often lines under one stamp follow each other as a connection goes on, and how often the other way round.

    Those of one message are compared with each other, those of none with nothing, where the server names messages.
    """
    stages = {kind: at for at, kind in enumerate(order)}
    latest: dict[str | None, Told] = {}
    begins = ends = 0
    for line in told:
        if line.kind not in stages or line.whose == "":
            continue
        before = latest.get(line.whose)
        if before is not None and before.when == line.when:
            begins += stages[line.kind] > stages[before.kind]
            ends += stages[line.kind] < stages[before.kind]
        latest[line.whose] = line
    return begins, ends


def _step(before: datetime, after: datetime) -> int:
    """Return 1 if the clock went on, -1 if it went back, 0 if it stood or the two cannot be compared."""
    if (before.tzinfo is None) != (after.tzinfo is None) or (before.year == _NO_YEAR) != (after.year == _NO_YEAR):
        return 0
    return (after > before) - (after < before)

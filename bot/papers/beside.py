"""A returned message that was pasted with a log: its lines, where they stand apart from the log's."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence

from bot.catalogue import Catalogue
from bot.catalogue.table import Match
from bot.papers.bounce import find_bounce
from bot.papers.model import numbers_of
from bot.papers.reading import may_be_a_paper
from bot.paste import Budget, Paste
from bot.paste.model import LogLine
from bot.paste.physical import Physical, physical_lines

_ENDS = re.compile(r"[:.。!?]\s*$")


def take_returned_out(text: str, paste: Paste, catalogue: Catalogue, budget: Budget | None = None) -> tuple[tuple[LogLine, ...], str]:
    """Return the lines of a returned message that stands beside a log, and the text without it, line for line.

    What is within it or right behind it, up to the next log line or fence, may be the text of a stranger's message, so it is left out of
    the text, too. Without a log line in the paste, or where the lines may have been wrapped off one, nothing is taken out.

    Args:
        text: what was pasted.
        paste: what it was read as without looking for a returned message.
        catalogue: by which the lines are known.
        budget: how much is read.
    """
    trace = "received" if any(line.shape != "received" for line in paste.lines) else None
    if trace is None or not may_be_a_paper(paste.words):
        return (), text
    budget = budget or Budget()
    physical, _ = physical_lines(text, budget, time.monotonic() + budget.seconds / 2)
    taken = {number for line in paste.lines if line.shape != trace for number in numbers_of(line)} | set(paste.repeats)

    def known(shape: str, body: str) -> Match | None:
        return catalogue.match(shape, body)

    for part in _parts(physical, taken):
        lines = find_bounce(part, known)
        if lines and _stands_apart(part, lines[0].number, below_a_log=part[0].number > 1):
            last = numbers_of(lines[-1])[-1]
            end = next((here.number for here in part if here.number > last and here.kind == "fence"), part[-1].number + 1)
            raws = re.split(r"\r\n|\n|\r", text)
            return tuple(lines), "\n".join("" if lines[0].number <= n < end else raw for n, raw in enumerate(raws, start=1))
    return (), text


def _parts(physical: Sequence[Physical], taken: set[int]) -> Iterator[list[Physical]]:
    """Yield the stretches of lines that are no log's."""
    part: list[Physical] = []
    for here in physical:
        if here.number not in taken:
            part.append(here)
        elif part:
            yield part
            part = []
    if part:
        yield part


def _stands_apart(part: Sequence[Physical], first: int, *, below_a_log: bool) -> bool:
    """Tell whether an empty line, a rule, a fence or the end of a sentence stands between a log line and the first line of a paper."""
    between = [here for here in part if here.number < first]
    return not below_a_log or any(here.kind in ("blank", "rule", "fence") or _ENDS.search(here.text) for here in between)

"""Cells of a table whose columns are told by where they begin: kana and kanji take two places in a window."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence


def at_columns(line: str, starts: Sequence[int]) -> Iterator[list[str]]:
    """Return the cells of a row, by places in a window and by signs: not every window counts kanji as two.

    Args:
        line: the row.
        starts: where each column's heading begins. A number stands to the right, and may begin before its heading does.
    """
    yield _cut(line, starts)
    if not line.isascii():
        yield _cut(line, _signs_at(line, starts))


def _signs_at(line: str, starts: Sequence[int]) -> list[int]:
    """Return which sign of the row stands at each place of a window."""
    found: list[int] = []
    place = 0
    for number, sign in enumerate(line):
        while len(found) < len(starts) and starts[len(found)] <= place:
            found.append(number)
        place += 2 if unicodedata.east_asian_width(sign) in "WF" else 1
    return found + [len(line)] * (len(starts) - len(found))


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    """Return the row cut before each start, or before the word that begins ahead of it and goes over it."""
    edges = [0]
    for start in starts[1:]:
        edge = min(start, len(line))
        while edges[-1] < edge < len(line) and not line[edge - 1].isspace() and not line[edge].isspace():
            edge -= 1
        edges.append(max(edge, edges[-1]))
    edges.append(len(line))
    return [line[begin:end].strip() for begin, end in itertools.pairwise(edges)]

"""The grams of all texts as plain numbers, and how often each row holds each.

Ten thousand pages have millions of them, so they are never counted one by one: their numbers are put in a row and sorted once.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.search.text import piece_grams, pieces

Ints = NDArray[np.integer[Any]]
Floats = NDArray[np.floating[Any]]


_BLOCK = 64  # rows counted at a time


class Numbers(dict[str, int]):
    """Gives each new gram the next number."""

    def __missing__(self, gram: str) -> int:
        self[gram] = number = len(self)
        return number


class Grams:
    """The grams of texts, one text after the other.

    Texts are first put down as pieces, a Latin word or a gram of kana and kanji each; a word's grams are filled in for all its places at
    once, since pages repeat their words.

    Args:
        texts: the texts, normalised.
        numbers: the numbers of grams that are known already; new ones are added.
    """

    def __init__(self, texts: Iterable[str], numbers: Numbers) -> None:
        known = Numbers()
        piece, ends = array("i"), array("q", [0])
        for text in texts:
            piece.extend(map(known.__getitem__, pieces(text)))
            ends.append(len(piece))
        table = [tuple(map(numbers.__getitem__, piece_grams(found))) for found in known]
        self._piece, self._ends = np.array(piece, dtype=np.int32), np.array(ends, dtype=np.int64)
        self._lengths = np.fromiter(map(len, table), dtype=np.int64, count=len(table))
        self._starts = np.cumsum(self._lengths) - self._lengths
        self._gram = np.fromiter(chain.from_iterable(table), dtype=np.int64, count=int(self._lengths.sum()))

    def between(self, first: int, end: int) -> tuple[Ints, Ints]:
        """Return the grams of some texts, each with the number of its text."""
        ends = self._ends[first : end + 1]
        piece = self._piece[ends[0] : ends[-1]]
        each = self._lengths[piece]
        filled = np.concatenate([[0], np.cumsum(each)])
        places = np.arange(filled[-1]) + np.repeat(self._starts[piece] - filled[:-1], each)
        in_text = np.ediff1d(filled[ends - ends[0]])
        return self._gram[places], np.repeat(np.arange(first, end), in_text)


class Counted:
    """The grams of all rows, counted.

    A block of rows is counted at a time, which fits the processor's cache.

    Args:
        parts: grams, each with the row that each of their texts belongs to; row by row.
        rows: how many rows there are.
        numbers: the numbers of all grams; no more may be added.

    Attributes:
        numbers: each gram's number.
        gram, row, times: one entry for each gram of each row, row by row.
        starts: where each row's entries begin; the last is their number.
        lengths: how many grams each row has, repeated ones counted.
        held: how many rows hold each gram.
    """

    def __init__(self, parts: Sequence[tuple[Grams, Ints]], rows: int, numbers: Numbers) -> None:
        self.numbers = numbers
        edges = np.arange(0, rows + _BLOCK, _BLOCK)
        cuts = [np.searchsorted(of_texts, edges).tolist() for _, of_texts in parts]
        found: list[tuple[Ints, Ints, Ints]] = [(np.zeros(0, np.int32), np.zeros(0, np.int32), np.zeros(0, np.int64))]
        for block in range(len(edges) - 1):
            keys = []
            for (grams, of_texts), cut in zip(parts, cuts, strict=True):
                gram, text = grams.between(cut[block], cut[block + 1])
                keys.append((of_texts[text].astype(np.int64) << 32) | gram)
            found.append(_counted(np.concatenate(keys)))
        self.gram, self.row, times = (np.concatenate(column) for column in zip(*found, strict=True))
        self.times = times.astype(np.float32)
        self.starts = np.searchsorted(self.row, np.arange(rows + 1))
        self.lengths = np.bincount(self.row, weights=self.times, minlength=rows)
        self.held = np.bincount(self.gram, minlength=len(numbers))

    @classmethod
    def of(cls, texts: Sequence[str], numbers: Numbers | None = None) -> Counted:
        """Return the grams of texts, each text a row."""
        numbers = Numbers() if numbers is None else numbers
        return cls([(Grams(texts, numbers), np.arange(len(texts)))], len(texts), numbers)

    @property
    def rows(self) -> int:
        """Return how many rows there are."""
        return len(self.lengths)

    def idf(self) -> Floats:
        """Return how rare each gram is, never below zero; one that only rows counted elsewhere hold is as rare as can be."""
        held = np.maximum(self.held, 1)
        return np.log1p((self.rows - held + 0.5) / (held + 0.5)).astype(np.float32)

    @property
    def rarest(self) -> float:
        """Return the idf of a gram that one row holds; a gram that none holds counts the same."""
        return float(np.log1p((max(self.rows, 1) - 0.5) / 1.5))


def _counted(keys: NDArray[np.int64]) -> tuple[Ints, Ints, Ints]:
    """Return the grams and rows of keys (the row in a key's upper half), each pair once and in order, and how often each occurs."""
    keys.sort()
    changes = np.flatnonzero(keys[1:] != keys[:-1]) + 1
    first = np.concatenate([[0], changes]) if len(keys) else changes
    times = np.ediff1d(first, to_end=len(keys) - first[-1:])
    found = keys[first]
    return (found & 0xFFFFFFFF).astype(np.int32), (found >> 32).astype(np.int32), times


def sums(places: Ints, weights: Floats, size: int) -> Floats:
    """Return the sum of the weights at each place."""
    return np.asarray(np.bincount(places, weights=weights, minlength=size), dtype=np.float64)

"""Which rows hold which grams, and how much each weighs, as plain arrays in both directions.

A *row* is whatever is compared as one: a title, an alias, a page, a reading. By gram the arrays answer "which rows are worth a look" within
a budget, rarest grams first; by row they answer "how well does this row fit", exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.search.counting import Counted, Floats, Ints, sums

K1, B = 1.2, 0.5
BUDGET = 10_000  # entries read for one question; rows that only commoner grams would find are not looked at


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's grams: the numbers of the known ones, the same as a mask over all numbers, and how many are unknown."""

    known: Ints
    mask: NDArray[np.bool_]
    unknown: int


class Postings:
    """Rows with weighted grams.

    Args:
        counted: the grams of all rows.
        weights: of each entry of ``counted``.
        scanned: whether rows are found by their grams, too, and not only looked at.
    """

    def __init__(self, counted: Counted, weights: Floats, *, scanned: bool = True) -> None:
        self.numbers = counted.numbers
        self.rows = counted.rows
        self._idf, self._rarest = counted.idf(), counted.rarest
        self._gram, self._row = counted.gram, counted.row
        self._weights, self._starts = weights.astype(np.float32, copy=False), counted.starts.tolist()
        self._sizes = np.diff(counted.starts)
        order = _by_gram(counted.gram) if scanned else np.arange(0)
        self._row_of, self._weight_of = counted.row[order].astype(np.int64), self._weights[order].astype(np.float64)  # as sums wants them
        self._first = np.concatenate([[0], np.cumsum(counted.held)]).astype(np.int64)

    @classmethod
    def cosine(cls, counted: Counted) -> Postings:
        """Weigh by TF-IDF, each row of length one; the idf of the question's side is folded in."""
        idf = counted.idf()[counted.gram]
        weight = counted.times * idf
        length = np.sqrt(sums(counted.row, weight**2, counted.rows))
        return cls(counted, weight * idf / np.maximum(length, 1e-9)[counted.row])

    @classmethod
    def bm25(cls, counted: Counted, *, scanned: bool = True) -> Postings:
        """Weigh by BM25."""
        mean = max(float(counted.lengths.mean()), 1.0) if counted.rows else 1.0
        norm = (K1 * (1 - B + B * counted.lengths / mean)).astype(np.float32)[counted.row]
        norm += counted.times
        weight = (counted.idf() * np.float32(K1 + 1))[counted.gram]
        weight *= counted.times
        weight /= norm
        return cls(counted, weight, scanned=scanned)

    def seek(self, found: Iterable[str]) -> Sought:
        """Return a question's grams as these rows, and all others with the same numbers, know them."""
        numbers = [self.numbers.get(gram, -1) for gram in dict.fromkeys(found)]
        known = np.array([number for number in numbers if number >= 0], dtype=np.int64)
        mask = np.zeros(len(self.numbers), dtype=bool)
        mask[known] = True
        return Sought(known, mask, len(numbers) - len(known))

    def rarity(self, sought: Sought) -> float:
        """Return the sum of the grams' idf; a gram that no row holds is as rare as can be."""
        return max(float(self._idf[sought.known].sum()) + sought.unknown * self._rarest, 1e-9)

    def length(self, sought: Sought) -> float:
        """Return the length of the question's vector, unknown grams included."""
        return max(float(np.sqrt((self._idf[sought.known] ** 2).sum() + sought.unknown * self._rarest**2)), 1e-9)

    def found_for(self, owners: Ints) -> Ints:
        """Return what each entry's row belongs to, gram by gram, for ``scan``."""
        return owners[self._row_of]

    def scan(self, sought: Sought, owner_of: Ints | None = None, size: int = 0) -> Floats:
        """Return the sums of all rows for the rarest of these grams: as many as the budget of entries allows, but at least one.

        Args:
            sought: the grams.
            owner_of: from ``found_for``, where the sums of what rows belong to are wanted.
            size: how many owners there are.
        """
        most = self.rows if owner_of is None else size
        place_of = self._row_of if owner_of is None else owner_of
        starts, ends = self._first[sought.known], self._first[sought.known + 1]
        entries = ends - starts
        order = entries.argsort(kind="stable")
        within = int(entries[order].cumsum().searchsorted(BUDGET, side="right"))
        order = order[: max(within, int((entries == 0).sum()) + 1)]
        spans = [slice(start, end) for start, end in zip(starts[order].tolist(), ends[order].tolist(), strict=True)]
        if not spans:
            return np.zeros(most)
        found = np.concatenate([place_of[span] for span in spans])
        return sums(found, np.concatenate([self._weight_of[span] for span in spans]), most)

    def score(self, sought: Sought, spans: Sequence[tuple[int, int]]) -> Floats:
        """Return the sums of rows for all of these grams; the rows are given as spans (first, after the last)."""
        if not spans or not len(self._gram):
            return np.zeros(sum(end - first for first, end in spans))
        entries = [slice(self._starts[first], self._starts[end]) for first, end in spans]
        held = sought.mask.take(np.concatenate([self._gram[part] for part in entries])).nonzero()[0]
        weights = np.concatenate([self._weights[part] for part in entries]).take(held)
        ends = np.concatenate([self._sizes[first:end] for first, end in spans]).cumsum()
        return sums(ends.searchsorted(held, side="right"), weights, len(ends))

    def held(self, sought: Sought, row: int) -> set[int]:
        """Return the numbers of those grams that a row holds."""
        entries = self._gram[self._starts[row] : self._starts[row + 1]]
        return set(entries[sought.mask[entries]].tolist())


def _by_gram(gram: Ints) -> Ints:
    """Return the order that sorts entries by gram and leaves those of one gram as they are; by halves of 16 bits, which is fastest."""
    order = np.argsort((gram & 0xFFFF).astype(np.uint16), kind="stable")
    return order[np.argsort((gram[order] >> 16).astype(np.uint16), kind="stable")]


def best(scores: Floats, most: int) -> list[int]:
    """Return the rows of the highest scores above zero, in the order of rows; of equal scores the lower row's counts."""
    highest = float(scores.max(initial=0.0))
    rows = np.flatnonzero(scores > highest / 2)
    if len(rows) < most:
        rows = np.flatnonzero(scores > 0)
    if len(rows) > most:
        unequal = scores[rows] - rows * 1e-12  # a choice among thousands of equal numbers is slow
        rows = np.sort(rows[np.argpartition(unequal, len(rows) - most)[-most:]])
    return [int(row) for row in rows]

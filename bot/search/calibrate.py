"""Finding the thresholds of a knowledge base on its own questions, and measuring them on other ones.

The questions fall into two halves by a hash of their text: one to tune on, one to test on. A new question never moves an old one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from math import sqrt

from bot.search.index import Index
from bot.search.outcome import Calibration, Hit, Mode, Thresholds, decide
from bot.search.text import normalise

LEAST_RIGHT = 0.97  # of the answers given, on any questions
_LEAST_SURE = 0.98  # lower end of the interval on the tuning half, which flatters: its misses were seen when aliases were written
MOST_NONSENSE = 1 / 30  # of the questions that have no page
_HI = [step / 100 for step in range(20, 100)]
_MARGINS = (0.0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.12, 0.15, 0.18, 0.21, 0.25)
_ONLY_EXACT = Thresholds(hi=1.01, margin=0.0, lo=0.0)
_OFFER_COSTS = 0.5  # of a wrong answer: three titles to glance at where there is no page
_NOT_FOUND = 1_000  # place of a page that is no hit
_Z = 1.96  # of the normal distribution, for 95 %


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, the language it is answered in, and the ids of the pages of which any is right; none if no page answers it."""

    text: str
    lang: str | None
    wants: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Share:
    """How many of how many, with Wilson's interval (95 %)."""

    hits: int
    of: int

    @property
    def value(self) -> float:
        """Return the share itself; of nothing it is 0."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """Return the lower and the upper end of the interval; of nothing it is all there is."""
        if not self.of:
            return 0.0, 1.0
        n, p = self.of, self.value
        middle = (p + _Z * _Z / (2 * n)) / (1 + _Z * _Z / n)
        width = _Z / (1 + _Z * _Z / n) * sqrt(p * (1 - p) / n + _Z * _Z / (4 * n * n))
        return max(0.0, middle - width), min(1.0, middle + width)

    def __str__(self) -> str:
        """Return ``.912 (.86 to .95, 93 of 102)``."""
        low, high = self.interval
        return f"{self.value:.3f} ({low:.2f} to {high:.2f}, {self.hits} of {self.of})"


@dataclass(frozen=True, slots=True)
class Figures:
    """How well one half of the questions is answered.

    Attributes:
        first: the wanted page comes first, of the questions that want one.
        among_three: it is among the first three.
        precision: of all answers given, those that are right.
        answered: questions answered rightly, of those that want a page.
        helped: the wanted page is the answer or one of the choices.
        nonsense: questions that want no page and are answered all the same.
        offered: questions that want no page and are offered choices.
    """

    first: Share
    among_three: Share
    precision: Share
    answered: Share
    helped: Share
    nonsense: Share
    offered: Share


@dataclass(frozen=True, slots=True)
class Report:
    """The thresholds found, and the figures of both halves with them."""

    mode: Mode
    calibration: Calibration
    tuning: Figures
    test: Figures


_Ranked = tuple[Asked, tuple[Hit, ...]]


def calibrate(index: Index, questions: Iterable[Asked]) -> Report:
    """Return the thresholds with which most questions of the tuning half are answered rightly, and the figures of both halves.

    Of the answers given on the tuning half so many are right that of others at least 97 % should be, and of its
    questions without a page at most one in thirty is answered. Where no thresholds do that, only exact names are answered.
    """
    tuning, test = _halves(index, questions)
    thresholds = _with_lo(_with_hi(tuning), tuning)
    changed = replace(index.settings, semantic=thresholds) if index.mode == "semantic" else replace(index.settings, lexical=thresholds)
    return Report(index.mode, changed, _figures(tuning, thresholds), _figures(test, thresholds))


def measure(index: Index, questions: Iterable[Asked]) -> Report:
    """Return the figures of both halves with the thresholds that the index has."""
    tuning, test = _halves(index, questions)
    thresholds = index.settings.of(index.mode)
    return Report(index.mode, index.settings, _figures(tuning, thresholds), _figures(test, thresholds))


def _halves(index: Index, questions: Iterable[Asked]) -> tuple[list[_Ranked], list[_Ranked]]:
    """Return the ranked questions of the tuning half, and of the test half."""
    halves: tuple[list[_Ranked], list[_Ranked]] = [], []
    for asked in questions:
        halves[0 if is_tuning(asked.text) else 1].append((asked, index.rank(asked.text, asked.lang)))
    return halves


def is_tuning(text: str) -> bool:
    """Tell which half a question belongs to; writing it in another width or case does not change that."""
    return sha256(normalise(text).encode()).digest()[0] % 2 == 0


def _with_hi(ranked: Sequence[_Ranked]) -> Thresholds:
    """Return the strictest of those thresholds that answer most questions rightly within the limits."""
    found, most = _ONLY_EXACT, -1
    for hi in _HI:
        for margin in _MARGINS:
            thresholds = Thresholds(hi, margin, 0.0)
            figures = _figures(ranked, thresholds)
            if _trusted(figures.precision) and figures.nonsense.value <= MOST_NONSENSE and figures.answered.hits >= most:
                found, most = thresholds, figures.answered.hits
    return found


def _trusted(precision: Share) -> bool:
    """Tell whether enough answers are right, and would be on other questions too: none is wrong, or the interval's lower end is high."""
    return precision.hits == precision.of or precision.interval[0] >= _LEAST_SURE


def _with_lo(thresholds: Thresholds, ranked: Sequence[_Ranked]) -> Thresholds:
    """Return thresholds with the ``lo`` that best tells the questions it helps from those that have no page; of equal ones the middle."""
    lows = [step / 100 for step in range(10, min(int(thresholds.hi * 100), 100) + 1)]

    def told_apart(lo: float) -> float:
        figures = _figures(ranked, replace(thresholds, lo=lo))
        return round(figures.helped.value - figures.nonsense.value - _OFFER_COSTS * figures.offered.value, 6)

    apart = [told_apart(lo) for lo in lows]
    equal = [lo for lo, how_far in zip(lows, apart, strict=True) if how_far == max(apart)]
    return replace(thresholds, lo=equal[len(equal) // 2])


def _figures(ranked: Sequence[_Ranked], thresholds: Thresholds) -> Figures:
    """Return how well the questions are answered with these thresholds."""
    wanting, without = [], []
    for asked, hits in ranked:
        result = decide(hits, thresholds)
        shown = [hit.document.id for hit in result.hits]
        if not asked.wants:
            without.append(result.outcome)
        else:
            place = next((place for place, hit in enumerate(hits) if hit.document.id in asked.wants), _NOT_FOUND)
            wanting.append((result.outcome, place, any(id_ in asked.wants for id_ in shown)))
    right = sum(outcome == "answer" and place == 0 for outcome, place, _ in wanting)
    answered = sum(outcome == "answer" for outcome, _, _ in wanting)
    chosen = sum(outcome == "did_you_mean" and held for outcome, _, held in wanting)
    return Figures(
        first=Share(sum(place == 0 for _, place, _ in wanting), len(wanting)),
        among_three=Share(sum(place < 3 for _, place, _ in wanting), len(wanting)),
        precision=Share(right, answered + without.count("answer")),
        answered=Share(right, len(wanting)),
        helped=Share(right + chosen, len(wanting)),
        nonsense=Share(without.count("answer"), len(without)),
        offered=Share(without.count("did_you_mean"), len(without)),
    )

"""What a search tells: hits with their reasons, and one of three outcomes.

Two thresholds and a margin decide. They belong to one knowledge base and are found by ``calibrate``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from bot.search.documents import Document

Outcome = Literal["answer", "did_you_mean", "dont_know"]
Mode = Literal["lexical", "semantic"]
MOST_CHOICES = 3


@dataclass(frozen=True, slots=True)
class Thresholds:
    """When a page is the answer (at least ``hi``, and ``margin`` before the next page) and when it is worth asking about (``lo``)."""

    hi: float
    margin: float
    lo: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """The thresholds of each mode, whose scores are not comparable; as they stand here they are a cautious beginning."""

    lexical: Thresholds = Thresholds(hi=0.75, margin=0.05, lo=0.55)
    semantic: Thresholds = Thresholds(hi=0.70, margin=0.05, lo=0.45)

    def of(self, mode: Mode) -> Thresholds:
        """Return the thresholds of one mode."""
        return self.semantic if mode == "semantic" else self.lexical


@dataclass(frozen=True, slots=True)
class Why:
    """Why a page was found.

    Attributes:
        lexical: how well its title or one of its aliases fits, 0 to 1.
        wording: how much of the question its title and aliases cover together, 0 to 1.
        coverage: how much of the question its whole page covers, 0 to 1.
        reading: how well it fits by sound, None if the question is in neither kana nor romaji.
        semantic: how near it is in meaning, None in lexical mode.
        matched: the words of the question that the page holds.
        correction: unknown words of the question and what they were taken for.
        exact: the id, title, alias or reply code that the question is, or holds.
        near: whether a title or alias is the question but for typing errors.
    """

    lexical: float = 0.0
    wording: float = 0.0
    coverage: float = 0.0
    reading: float | None = None
    semantic: float | None = None
    matched: tuple[str, ...] = ()
    correction: tuple[tuple[str, str], ...] = ()
    exact: str | None = None
    near: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A page that was found, in the asker's language where it exists in it."""

    document: Document
    score: float
    why: Why = field(default_factory=Why)


@dataclass(frozen=True, slots=True)
class Result:
    """The outcome, and the pages that go with it: the answer first, or up to three to choose from, or none."""

    outcome: Outcome
    hits: tuple[Hit, ...] = ()


def decide(hits: Sequence[Hit], thresholds: Thresholds) -> Result:
    """Return what to tell about ranked hits."""
    exact = tuple(hit for hit in hits if hit.why.exact is not None)
    if len(exact) == 1:
        return Result("answer", tuple(hits[:MOST_CHOICES]))
    if exact:
        return Result("did_you_mean", exact[:MOST_CHOICES])
    first, second = (hits[0].score if hits else 0.0), (hits[1].score if len(hits) > 1 else 0.0)
    if hits and first >= thresholds.hi and first - second >= thresholds.margin:
        return Result("answer", tuple(hits[:MOST_CHOICES]))
    worth = tuple(hit for hit in hits if hit.score >= thresholds.lo or hit.why.near)[:MOST_CHOICES]
    return Result("did_you_mean", worth) if worth else Result("dont_know")

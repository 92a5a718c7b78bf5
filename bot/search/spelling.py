"""Typing errors: unknown words of a question, and the word of the pages that each was meant to be.

Distances are rapidfuzz's, over the few words of the vocabulary that could be near enough at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain

from rapidfuzz import process
from rapidfuzz.distance import OSA

NEAR = 0.75
_MOST_CORRECTED = 8  # words of one question


class Vocabulary:
    """The words of all pages.

    Args:
        pages: how many pages hold each word.
    """

    def __init__(self, pages: Mapping[str, int]) -> None:
        self._pages = pages
        self._near: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for word in sorted(pages):
            self._near[len(word), word[0]].append(word)
            self._near[len(word), word[:2]].append(word)

    def corrections(self, words: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return those words that no page holds, each with the nearest word of the pages, as far as there is one."""
        unknown = [word for word in dict.fromkeys(words) if word not in self._pages][:_MOST_CORRECTED]
        found = ((word, self._nearest(word)) for word in unknown)
        return tuple((word, meant) for word, meant in found if meant is not None)

    def _nearest(self, word: str) -> str | None:
        """Return the word at most a quarter off that takes the fewest slips; of equally near ones the one on most pages.

        The first sign must be right, or swapped with the second: people hardly ever miss it, and "bread" is no misspelt "read".
        """
        far = len(word) // 3
        swapped = word[1::-1]
        candidates = list(chain.from_iterable(
            self._near.get((length, begun), ())
            for length in range(len(word) - far, len(word) + far + 1)
            for begun in (word[0], *((swapped,) if swapped[0] != word[0] else ()))
        ))  # fmt: skip
        ranked = process.extract(word, candidates, scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=None)
        return min((match[0] for match in ranked), key=lambda other: (OSA.distance(word, other), -self._pages[other], other), default=None)


def nearness(question: str, phrase: str) -> float:
    """Return how far two normalised texts are the same but for typing errors, 0 to 1."""
    return OSA.normalized_similarity(question, phrase, score_cutoff=NEAR)

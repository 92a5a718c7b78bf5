"""Titles, aliases and readings: the short texts that a question is compared with as wholes."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from bot.search.counting import Counted, Floats, Grams, Ints, Numbers
from bot.search.postings import Postings, Sought, best


class Phrases:
    """Short texts, each belonging to a document, compared by TF-IDF cosine.

    Args:
        written: each text, normalised, with the number of its document; document by document.
        documents: how many documents there are; one may have no text.
        grams: what of each text is compared.
        numbers: the numbers of all grams.

    Attributes:
        texts: the texts.
        owners: the number of each text's document.
        together: all texts of a document as one.
    """

    def __init__(self, written: Sequence[tuple[int, str]], documents: int, grams: Grams, numbers: Numbers) -> None:
        self.texts = texts = tuple(text for _, text in written)
        self.owners: Ints = np.array([number for number, _ in written], dtype=np.int64)
        self._spans: list[int] = np.searchsorted(self.owners, np.arange(documents + 1)).tolist()
        self._postings = Postings.cosine(Counted([(grams, np.arange(len(texts)))], len(texts), numbers))
        self._owner_of = self._postings.found_for(self.owners)
        self.together = Postings.bm25(Counted([(grams, self.owners)], documents, numbers), scanned=False)
        self._order = sorted(range(len(texts)), key=texts.__getitem__)
        self._sorted = [texts[row] for row in self._order]

    def seek(self, asked: Sequence[str]) -> Sought:
        """Return a question's grams as these texts know them."""
        return self._postings.seek(asked)

    def scan(self, sought: Sought) -> Floats:
        """Return about how much each document's texts share with a question."""
        return self._postings.scan(sought, self._owner_of, len(self._spans) - 1)

    def rows_like(self, sought: Sought, most: int) -> list[int]:
        """Return the numbers of the texts that share most with a question."""
        return best(self._postings.scan(sought), most)

    def score(self, sought: Sought, documents: Sequence[int]) -> Floats:
        """Return the cosine of each document's best text; grams that no text holds lengthen the question too."""
        spans = [(self._spans[document], self._spans[document + 1]) for document in documents]
        scores = (self._postings.score(sought, spans) / self._postings.length(sought)).tolist()
        best_of, at = [], 0
        for first, end in spans:
            best_of.append(min(max(scores[at : at + end - first], default=0.0), 1.0))
            at += end - first
        return np.array(best_of)

    def rows_beginning(self, prefix: str, most: int) -> list[int]:
        """Return the numbers of texts that begin so, in alphabetical order."""
        at = bisect_left(self._sorted, prefix)
        found: list[int] = []
        while at < len(self._sorted) and len(found) < most and self._sorted[at].startswith(prefix):
            found.append(self._order[at])
            at += 1
        return found

    def owner(self, row: int) -> int:
        """Return the number of the document that a text belongs to."""
        return int(self.owners[row])

    @property
    def firsts(self) -> Ints:
        """Return the number of each document's first text."""
        return np.array(self._spans[:-1], dtype=np.int64)

    def span(self, document: int) -> slice:
        """Return where one document's texts stand."""
        return slice(self._spans[document], self._spans[document + 1])

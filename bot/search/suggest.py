"""Pages for a question that is being typed: what begins so first, then what holds it, then what is near it by rapidfuzz."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from bot.search.documents import Document
from bot.search.kana import spoken
from bot.search.phrases import Phrases
from bot.search.text import begun_grams, fold, plain

_LONGEST = 100  # characters of a prefix that are read
_LOOKED_AT = 32  # texts for each way to find some
_BEGINS, _BEGINS_A_WORD, _HOLDS = 100.0, 95.0, 90.0
_LEAST_LIKE = 75.0
_SHORTEST_LIKE = 3  # characters; two signs are like everything


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A page to choose: its id, and its title in the language of the list."""

    id: str
    title: str


class Suggester:
    """Finishes questions.

    Args:
        documents: the pages.
        phrases: their titles and aliases.
        readings: their sounds.
    """

    def __init__(self, documents: Sequence[Document], phrases: Phrases, readings: Phrases) -> None:
        self._documents = documents
        self._phrases = phrases
        self._readings = readings
        self._titles: dict[str, dict[str, str]] = {}
        self._categories: dict[str, str] = {}
        self._place: dict[str, int] = {}
        for place, document in enumerate(documents):
            self._titles.setdefault(document.id, {}).setdefault(document.lang, document.title)
            self._place.setdefault(document.id, place)
            self._categories.setdefault(document.tags[0] if document.tags else document.id.rpartition("/")[0], document.id)

    def suggest(self, prefix: str, lang: str, limit: int, *, pinned: Sequence[str], used: Mapping[str, int]) -> tuple[Suggestion, ...]:
        """Return the pages for what was typed so far; see ``Index.suggest``."""
        folded = fold(prefix[:_LONGEST])[:_LONGEST]
        text = plain(folded)
        if not text:
            ids = self._unasked(pinned, used)
        else:
            scores = self._scores(self._phrases, text, lang)
            heard = spoken(folded, begun=True)
            for id_, score in self._scores(self._readings, heard, lang).items() if heard else ():
                scores[id_] = max(score, scores.get(id_, (0.0, False, 0)))
            ids = sorted(scores, key=lambda id_: (-scores[id_][0], -used.get(id_, 0), not scores[id_][1], scores[id_][2], self._place[id_]))
        return tuple(Suggestion(id_, self._title(id_, lang)) for id_ in ids[: max(limit, 0)])

    def _unasked(self, pinned: Sequence[str], used: Mapping[str, int]) -> list[str]:
        """Return the ids to show before anything is typed."""
        often = sorted((id_ for id_, times in used.items() if times > 0), key=lambda id_: (-used[id_], id_))
        return [id_ for id_ in dict.fromkeys([*pinned, *often, *self._categories.values()]) if id_ in self._titles]

    def _scores(self, phrases: Phrases, text: str, lang: str) -> dict[str, tuple[float, bool, int]]:
        """Return for each page found: how well its best text fits, whether that is in ``lang``, and its length with a minus."""
        rows = dict.fromkeys([*phrases.rows_beginning(text, _LOOKED_AT), *phrases.rows_like(phrases.seek(begun_grams(text)), _LOOKED_AT)])
        texts = {row: phrases.texts[row] for row in rows}
        like = {}
        if len(text) >= _SHORTEST_LIKE:
            found = process.extract(text, texts, scorer=fuzz.partial_ratio, score_cutoff=_LEAST_LIKE, limit=None)
            like = {row: score for _, score, row in found}
        scores: dict[str, tuple[float, bool, int]] = {}
        for row, held in texts.items():
            fit = _fit(text, held, like.get(row, 0.0))
            if fit > 0:
                document = self._documents[phrases.owner(row)]
                score = (fit, document.lang == lang, -len(held))
                scores[document.id] = max(score, scores.get(document.id, (0.0, False, 0)))
        return scores

    def _title(self, id_: str, lang: str) -> str:
        """Return a page's title in ``lang``, or in the language that it exists in."""
        titles = self._titles[id_]
        return titles.get(lang) or next(iter(titles.values()))


def _fit(text: str, held: str, like: float) -> float:
    """Return how well a title or alias fits what was typed; 0: not at all."""
    if held.startswith(text):
        return _BEGINS
    if f" {text}" in held:
        return _BEGINS_A_WORD
    if text in held:
        return _HOLDS
    return like * _HOLDS / 100 if len(held) >= len(text) / 2 else 0.0

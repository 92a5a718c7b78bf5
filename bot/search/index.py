"""The index of a knowledge base: ask it a question, or let it finish one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.language import language_of
from bot.search.collection import collect, written
from bot.search.counting import Floats
from bot.search.documents import Document
from bot.search.kana import spoken
from bot.search.meaning import Encoder, Meaning
from bot.search.outcome import MOST_CHOICES, Calibration, Hit, Mode, Result, Why, decide
from bot.search.postings import K1, Postings, Sought, best
from bot.search.spelling import nearness
from bot.search.suggest import Suggester, Suggestion
from bot.search.terms import Terms
from bot.search.text import codes, fold, grams, plain, whole_grams, words

LONGEST = 1_000  # characters of a question that are read; a longer text is no question
_LOOKED_AT = 12  # documents found by words, and by meaning, whose score is worked out exactly
_LOOKED_AT_BY_SOUND = 6
_WEIGHTS = (0.2, 0.4, 0.4)  # of the best title or alias, of all of them together, of the whole page
_BESIDE = 0.15  # of what the page covers in its other language: names, codes and words that mean the same
_USUAL_BESIDE = 0.4  # of what it covers in the asker's language
_SETTING = re.compile(r"(?<![a-z0-9_])[a-z][a-z0-9]{0,40}(?:_[a-z0-9]{1,40}){1,8}(?![a-z0-9_])")  # a name that only a setting bears
_NAMED = 1.1  # of one about the server that it names; found on the tuning half, as the two below
_UNSAID, _ELSEWHERE = 0.9, 0.7  # kept of the score of a page about a server that the question does not name, or that names another
_READING_WEIGHT, _SEMANTIC_WEIGHT = 0.9, 0.4
_MOST_PIECES = 40  # words of a question that are told as matched


@dataclass(frozen=True, slots=True)
class _Question:
    """A question cut up: its text as compared, its grams, how it sounds, and what its unknown words were taken for."""

    raw: str
    folded: str
    plain: str
    essence: str
    grams: tuple[str, ...]
    heard: tuple[str, ...]
    correction: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class _Scores:
    """The scores of the documents looked at, one array for each channel, and the question's grams as the pages know them.

    ``beside`` is about how much of the question the page covers in its other language; ``kept`` how much of each score counts, by what the
    documents are about.
    """

    documents: Sequence[int]
    lexical: Floats
    wording: Floats
    coverage: Floats
    reading: Floats | None
    semantic: Floats | None
    beside: Floats
    kept: Floats
    sought: Sought

    def total(self) -> Floats:
        """Return the scores that documents are ranked by."""
        total = self.by_words()
        if self.reading is not None:
            total = np.maximum(total, _READING_WEIGHT * self.reading)
        total = (total + _BESIDE * self.beside) / (1 + _BESIDE)
        if self.semantic is not None:
            total = (1 - _SEMANTIC_WEIGHT) * total + _SEMANTIC_WEIGHT * self.semantic
        return total * self.kept

    def by_words(self) -> Floats:
        """Return the scores by words alone."""
        title, wording, page = _WEIGHTS
        scores: Floats = title * self.lexical + wording * self.wording + page * self.coverage
        return scores

    def heard(self, place: int) -> bool:
        """Tell whether a document was found by its sound rather than by its words."""
        return self.reading is not None and _READING_WEIGHT * float(self.reading[place]) > float(self.by_words()[place])


class Index:
    """All documents, ready to be asked.

    Args:
        documents: the pages, each language of a page as a document of the same id.
        settings: the thresholds that were found for this knowledge base.
        terms: the words that mean the same, and those that say nothing.
        encoder: adds nearness in meaning (see ``meaning.installed_encoder``); None: words alone decide.

    Attributes:
        mode: ``lexical`` or ``semantic``: whether nearness in meaning is added.
    """

    def __init__(
        self, documents: Sequence[Document], settings: Calibration, encoder: Encoder | None = None, terms: Terms | None = None
    ) -> None:
        self.documents = tuple(documents)
        self.settings = settings
        self.mode: Mode = "semantic" if encoder and documents else "lexical"
        self._versions: dict[str, dict[str, int]] = defaultdict(dict)
        for number, document in enumerate(self.documents):
            self._versions[document.id].setdefault(document.lang, number)
        self._terms = terms or Terms()
        self._all = collect(self.documents, self._terms)
        self._subjects = [self._subject(document) for document in self.documents]
        self._any_subject = frozenset().union(*self._subjects)
        self._suggester = Suggester(self.documents, self._all.titles, self._all.readings)
        texts = [text for _, text in written(self.documents)]
        self._meaning = Meaning(encoder, texts, self._all.titles.firsts) if encoder and texts else None

    def ask(self, question: str, lang: str | None = None) -> Result:
        """Return the answer to a question, pages it may mean, or that no page is known.

        Args:
            question: any text; only its beginning is read.
            lang: the language in which pages are told; None: the question's own.
        """
        return decide(self.rank(question, lang, MOST_CHOICES), self.settings.of(self.mode))

    def rank(self, question: str, lang: str | None = None, most: int = 8) -> tuple[Hit, ...]:
        """Return the best pages with their reasons, whatever the thresholds say of them."""
        asked = self._read(question)
        exact = self._exactly(asked)
        if not asked.grams and not exact:
            return ()
        scores = self._score(asked, exact)
        return self._hits(asked, scores, exact, lang, most)

    def suggest(
        self, prefix: str, lang: str, limit: int = 8, *, pinned: Sequence[str] = (), used: Mapping[str, int] | None = None
    ) -> tuple[Suggestion, ...]:
        """Return pages for a question that is being typed.

        Args:
            prefix: what was typed so far, in any script; empty: the pinned pages, the most used, then the first of each category.
            lang: the language of the titles.
            limit: how many.
            pinned: ids to begin with.
            used: how often each id was read.
        """
        return self._suggester.suggest(prefix, lang, limit, pinned=pinned, used=used or {})

    def _read(self, question: str) -> _Question:
        """Return a question cut up, with corrections of its unknown words appended."""
        folded = fold(question[:LONGEST])[:LONGEST]
        cut = self._terms.read(folded)
        correction = self._all.vocabulary.corrections(words(folded)) if cut.essence else ()
        found = grams(cut.searched)
        for _, meant in correction:
            found += grams(meant)
        heard = spoken(folded)
        return _Question(
            question[:LONGEST],
            folded,
            cut.plain,
            cut.essence,
            tuple(dict.fromkeys(found)),
            tuple(grams(heard)) if heard else (),
            correction,
        )

    def _exactly(self, asked: _Question) -> dict[str, str]:
        """Return the ids that the question names, each with the name: by itself, by a reply code in it, or by a single setting's name."""
        for name in (asked.essence, *(f"#{code}" for code in codes(asked.folded))):
            if name in self._all.names:
                return dict.fromkeys(self._all.names[name], name.removeprefix("#"))
        settings = {plain(fold(found)) for found in _SETTING.findall(asked.raw.casefold())}
        named = settings.pop() if len(settings) == 1 else ""
        return dict.fromkeys(self._all.names.get(named, ()), named)

    def _score(self, asked: _Question, exact: Mapping[str, str]) -> _Scores:
        """Return the scores of all documents that are worth a look."""
        made = self._all
        sought, heard = made.pages.seek(asked.grams), made.readings.seek(asked.heard) if asked.heard else None
        looked = {number for id_ in exact for number in self._versions[id_].values()}
        scanned = made.pages.scan(sought)
        looked.update(best(_share(made.titles.scan(sought)) + _share(scanned), _LOOKED_AT))
        if heard:
            looked.update(best(made.readings.scan(heard), _LOOKED_AT_BY_SOUND))
        semantic = self._meaning.score(asked.raw) if self._meaning else None
        if semantic is not None:
            looked.update(best(semantic, _LOOKED_AT))
        documents = sorted(looked)
        return _Scores(
            documents,
            made.titles.score(sought, documents),
            _coverage(made.titles.together, sought, documents),
            _coverage(made.pages, sought, documents),
            0.5 * made.readings.score(heard, documents) + 0.5 * _coverage(made.readings.together, heard, documents) if heard else None,
            None if semantic is None else semantic[documents],
            self._beside(scanned / _whole(made.pages, sought), documents),
            self._kept(asked, documents),
            sought,
        )

    def _others(self, number: int) -> list[int]:
        """Return the documents that are the same page in another language."""
        return [other for other in self._versions[self.documents[number].id].values() if other != number]

    def _beside(self, covered: Floats, documents: Sequence[int]) -> Floats:
        """Return what these pages cover in their other language, at most 1; for one that has none it is guessed."""
        found = [max((covered[other] for other in self._others(number)), default=_USUAL_BESIDE * covered[number]) for number in documents]
        return np.minimum(found, 1.0)

    def _subject(self, document: Document) -> frozenset[str]:
        """Return the words by which a question names what a document is about."""
        return frozenset(named for word in document.about for named in (f"={word}", *self._terms.concepts(word)))

    def _kept(self, asked: _Question, documents: Sequence[int]) -> Floats:
        """Return how much of each document's score counts: more where it is about the server asked about, less where about another."""
        named = self._any_subject.intersection(asked.grams)
        other = _ELSEWHERE if named else _UNSAID
        subjects = (self._subjects[number] for number in documents)
        return np.array([1.0 if not subject else _NAMED if subject & named else other for subject in subjects])

    def _hits(self, asked: _Question, scores: _Scores, exact: Mapping[str, str], lang: str | None, most: int) -> tuple[Hit, ...]:
        """Return the best pages, each once, in the language asked for where it exists in it."""
        total = scores.total().tolist()
        at: dict[str, int] = {}
        for place in sorted(range(len(total)), key=lambda place: (-total[place], place)):
            at.setdefault(self.documents[scores.documents[place]].id, place)
        pieces = _pieces(asked, self._all.pages)
        lang = lang or ("ja" if total and scores.heard(total.index(max(total))) else language_of(asked.raw))
        hits = []
        for id_ in sorted(at, key=lambda id_: id_ not in exact)[:most]:
            place = at[id_]
            shown = self._versions[id_].get(lang or "", scores.documents[place])
            why = self._why(asked, scores, place, exact.get(id_), pieces)
            hits.append(Hit(self.documents[shown], 1.0 if id_ in exact else round(min(total[place], 1.0), 4), why))
        return tuple(hits)

    def _why(self, asked: _Question, scores: _Scores, place: int, exact: str | None, pieces: Sequence[tuple[str, set[int]]]) -> Why:
        """Return the reasons of one hit."""
        number = scores.documents[place]
        held = self._all.pages.held(scores.sought, number)
        return Why(
            lexical=round(float(scores.lexical[place]), 4),
            wording=round(float(scores.wording[place]), 4),
            coverage=round(float(scores.coverage[place]), 4),
            reading=None if scores.reading is None else round(float(scores.reading[place]), 4),
            semantic=None if scores.semantic is None else round(float(scores.semantic[place]), 4),
            matched=tuple(piece for piece, numbers in pieces if numbers <= held),
            correction=asked.correction,
            exact=exact,
            near=any(nearness(asked.essence, text) > 0 for text in self._all.essences[self._all.titles.span(number)]),
        )


def _share(scores: Floats) -> Floats:
    """Return scores by the highest of them."""
    return scores / max(float(scores.max(initial=0.0)), 1e-9)


def _whole(pages: Postings, sought: Sought) -> float:
    """Return the BM25 of a page that holds every gram of the question once."""
    return pages.rarity(sought) * (K1 + 1) / 2


def _coverage(pages: Postings, sought: Sought, documents: Sequence[int]) -> Floats:
    """Return how much of the question each page covers: its BM25 by that of a page that holds every gram once, at most 1."""
    covered: Floats = np.clip(pages.score(sought, [(number, number + 1) for number in documents]) / _whole(pages, sought), 0.0, 1.0)
    return covered


def _pieces(asked: _Question, pages: Postings) -> list[tuple[str, set[int]]]:
    """Return what of a question can be told as matched, its words and corrections, each with the numbers of its grams."""
    pieces = dict.fromkeys([*asked.plain.split()[:_MOST_PIECES], *(meant for _, meant in asked.correction)])
    telling = ((piece, whole_grams(piece)) for piece in pieces if not piece.startswith("#"))
    return [(piece, {pages.numbers.get(gram, -1) for gram in found}) for piece, found in telling]

"""What an index is made of: all documents cut up once, for each way to compare a question with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.search.counting import Counted, Grams, Numbers
from bot.search.documents import Document
from bot.search.kana import sound, spoken
from bot.search.phrases import Phrases
from bot.search.postings import Postings
from bot.search.spelling import Vocabulary
from bot.search.terms import Terms
from bot.search.text import fold, katakana_words, plain, words

Texts = list[tuple[int, str]]
"""Texts with the number of the document that each belongs to."""


@dataclass(frozen=True, slots=True)
class Collection:
    """All documents, cut up.

    Attributes:
        titles: titles and aliases.
        essences: the same without idle words, text by text.
        readings: readings, and titles and aliases in kana, by their sound.
        pages: whole pages.
        vocabulary: the words of all pages.
        names: the ids that a normalised id, title, alias, or code after ``#`` names.
    """

    titles: Phrases
    essences: tuple[str, ...]
    readings: Phrases
    pages: Postings
    vocabulary: Vocabulary
    names: dict[str, tuple[str, ...]]


def written(documents: Sequence[Document]) -> Texts:
    """Return all titles and aliases as they are written."""
    return [(number, text) for number, document in enumerate(documents) for text in (document.title, *document.aliases)]


def collect(documents: Sequence[Document], terms: Terms) -> Collection:
    """Return documents cut up."""
    folded = [(number, fold(text)) for number, text in written(documents)]
    owners = [number for number, _ in folded]
    cuts = [terms.read(text, documents[number].about) for number, text in folded]
    bodies = [fold(document.body) for document in documents]
    numbers = Numbers()
    of_titles, of_bodies = Grams((cut.searched for cut in cuts), numbers), Grams(map(plain, bodies), numbers)
    whole = Counted([(of_titles, np.array(owners, dtype=np.int64)), (of_bodies, np.arange(len(bodies)))], len(bodies), numbers)
    titles = Phrases(list(zip(owners, (cut.plain for cut in cuts), strict=True)), len(documents), of_titles, numbers)
    heard = _heard(documents, folded)
    sounds = Numbers()
    readings = Phrases(heard, len(documents), Grams((kana for _, kana in heard), sounds), sounds)
    essences = tuple(cut.essence for cut in cuts)
    names = _names(documents, list(zip(owners, essences, strict=True)))
    return Collection(titles, essences, readings, Postings.bm25(whole), _vocabulary(whole, folded, bodies), names)


def _vocabulary(whole: Counted, folded_titles: Texts, bodies: Sequence[str]) -> Vocabulary:
    """Return the words whose spelling can be compared, each with how many pages hold it."""
    katakana: Counter[str] = Counter()
    for _, title in folded_titles:
        katakana.update(katakana_words(title))
    for body in bodies:
        katakana.update(set(katakana_words(body)))
    named = ((gram[1:], number) for gram, number in whole.numbers.items() if gram[0] == "=")
    return Vocabulary({**{word: int(whole.held[number]) for word, number in named if words(word) == [word]}, **katakana})


def _heard(documents: Sequence[Document], folded_titles: Texts) -> Texts:
    """Return the sounds of documents, each once: their readings, and their Japanese titles and aliases in kana."""
    heard: list[dict[str, None]] = [{} for _ in documents]
    for number, document in enumerate(documents):
        heard[number] = {sound(reading): None for reading in document.readings}
    for number, text in folded_titles:
        kana = spoken(text) if documents[number].lang == "ja" else None
        if kana:
            heard[number][kana] = None
    return [(number, kana) for number, sounds in enumerate(heard) for kana in sounds if kana]


def _names(documents: Sequence[Document], titles: Texts) -> dict[str, tuple[str, ...]]:
    """Return what names which ids; a full id names no other page, its last part may name several."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for number, title in titles:
        names[title][documents[number].id] = None
    for document in documents:
        last = plain(fold(document.id.rsplit("/", 1)[-1]))
        for name in (last, *(f"#{code}" for code in document.codes)):
            names[name][document.id] = None
    for document in documents:
        names[plain(fold(document.id))] = {document.id: None}
    return {name: tuple(ids) for name, ids in names.items() if name}

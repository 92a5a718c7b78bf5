"""What an index is made of: all documents cut up once, for each way to compare a question with them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.search.documents import Document
from bot.search.kana import sound, spoken
from bot.search.phrases import Phrases
from bot.search.postings import Counted, Numbers, Postings
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
        readings: readings, and titles and aliases in kana, by their sound.
        pages: whole pages.
        vocabulary: the words of all pages.
        names: the ids that a normalised id, title, alias, or code after ``#`` names.
    """

    titles: Phrases
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
    texts = [(number, terms.searchable(text, documents[number].about)) for number, text in folded]
    pages, vocabulary = _pages(documents, texts, folded, terms)
    titles = Phrases([(number, plain(text)) for number, text in folded], len(documents), pages.numbers, [text for _, text in texts])
    heard = _heard(documents, folded)
    readings = Phrases(heard, len(documents), Numbers())
    return Collection(titles, readings, pages, vocabulary, _names(documents, titles, terms))


def _by_document(texts: Texts, documents: int) -> list[list[str]]:
    """Return the texts of each document."""
    found: list[list[str]] = [[] for _ in range(documents)]
    for number, text in texts:
        found[number].append(text)
    return found


def _pages(documents: Sequence[Document], titles: Texts, folded_titles: Texts, terms: Terms) -> tuple[Postings, Vocabulary]:
    """Return the whole pages by their grams, and their words by how many pages hold each."""
    katakana: Counter[str] = Counter()
    for _, title in folded_titles:
        katakana.update(katakana_words(title))
    texts = []
    for document, of_it in zip(documents, _by_document(titles, len(documents)), strict=True):
        body = fold(document.body)
        texts.append(" ".join([*of_it, terms.searchable(body)]))
        katakana.update(set(katakana_words(body)))
    counted = Counted(texts)
    whole = ((gram[1:], number) for gram, number in counted.numbers.items() if gram[0] == "=")
    latin = {word: int(counted.held[number]) for word, number in whole if words(word) == [word]}
    return Postings.bm25(counted), Vocabulary({**latin, **katakana})


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


def _names(documents: Sequence[Document], titles: Phrases, terms: Terms) -> dict[str, tuple[str, ...]]:
    """Return what names which ids; a full id names no other page, its last part may name several."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for number, document in enumerate(documents):
        last = plain(fold(document.id.rsplit("/", 1)[-1]))
        for name in (*map(terms.essence, titles.texts_of(number)), last, *(f"#{code}" for code in document.codes)):
            names[name][document.id] = None
    for document in documents:
        names[plain(fold(document.id))] = {document.id: None}
    return {name: tuple(ids) for name, ids in names.items() if name}

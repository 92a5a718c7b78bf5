"""Titles and aliases under which two pages would be found, or under which a page is not found first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache

from bot.browsing import AnyPage, browsable
from bot.errors import Problem
from bot.library import Library
from bot.library.schema import FaqFront
from bot.lint.places import Sources
from bot.search import Calibration, Document, Index, documents
from bot.search.text import normalise


def naming_problems(library: Library, sources: Sources) -> Iterator[Problem]:
    """Yield names that collide, names that do not lead to their own page, and Japanese pages that cannot be found by sound."""
    pages, found = browsable(library), documents(library)
    yield from _collisions(pages, found, sources)
    yield from _misleading(pages, found, sources)
    for halves in pages.values():
        page = halves.get("ja")
        if page is not None and isinstance(page.front, FaqFront) and not page.front.reading:
            yield Problem(page.file, sources.of(page).front("title"), "the reading is missing: the title in hiragana, as reading: …")


def _collisions(pages: dict[str, dict[str, AnyPage]], found: tuple[Document, ...], sources: Sources) -> Iterator[Problem]:
    """Yield each name that another page of the language bears already."""
    owners: dict[tuple[str, str], str] = {}
    for document in found:
        for name in _names(document):
            owner = owners.setdefault((document.lang, normalise(name)), document.id)
            if owner != document.id:
                page = pages[document.id][document.lang]
                yield Problem(page.file, _line(page, name, sources), f"{name!r} is a name of {owner} too; a question cannot mean both")


def _misleading(pages: dict[str, dict[str, AnyPage]], found: tuple[Document, ...], sources: Sources) -> Iterator[Problem]:
    """Yield each name that, asked as a question, finds another page first (a collision aside, which is told above)."""
    owners = defaultdict[tuple[str, str], set[str]](set)
    for document in found:
        for name in _names(document):
            owners[document.lang, normalise(name)].add(document.id)
    for document, firsts in zip(found, _found_first(found), strict=True):
        for name, first in zip(_names(document), firsts, strict=True):
            if first != document.id and len(owners[document.lang, normalise(name)]) == 1:
                page = pages[document.id][document.lang]
                says = f"{name!r} finds {first} first" if first else f"{name!r} finds nothing: there is no word in it"
                yield Problem(page.file, _line(page, name, sources), says)


@lru_cache(maxsize=4)
def _found_first(found: tuple[Document, ...]) -> tuple[tuple[str | None, ...], ...]:
    """Return for each name of each page the page that it finds first; remembered, since it takes longer than all else together."""
    index = Index(found, Calibration())

    def first(name: str, lang: str) -> str | None:
        hits = index.rank(name, lang, 1)
        return hits[0].document.id if hits else None

    return tuple(tuple(first(name, document.lang) for name in _names(document)) for document in found)


def _names(document: Document) -> tuple[str, ...]:
    return (document.title, *document.aliases)


def _line(page: AnyPage, name: str, sources: Sources) -> int:
    """Return the line of a title or alias; a setting's other name is its letter."""
    source = sources.of(page)
    if name == page.front.title:
        return source.front("title")
    if isinstance(page.front, FaqFront) and name in page.front.aliases:
        return source.front("aliases", page.front.aliases.index(name))
    return source.front("letter")

"""Pages that nobody would come upon, that no category holds, or that nobody has looked at for long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from bot.browsing import browsable, full_id, read_shelving
from bot.errors import Problem
from bot.library import Library
from bot.library.pages import Page
from bot.lint.places import Sources

MOST_DAYS = 400  # a yearly review, with a month's grace


def shelf_problems(library: Library, sources: Sources) -> Iterator[Problem]:
    """Yield what is wrong with categories, pages that are in none, and pages that nothing leads to either."""
    shelving, linked = read_shelving(library), _linked(library)
    yield from shelving.problems
    for name, kind in shelving.kinds.items():
        halves = browsable(library).get(kind.first, {})
        if kind.first and not any(shelving.category_of(page) == name for page in halves.values()):
            yield Problem(*shelving.places[name], f"{kind.first} is no page of this category, so it cannot stand first")
    for id_, halves in browsable(library).items():
        for page in halves.values():
            if shelving.category_of(page) is not None:
                continue
            line = sources.of(page).front("tags")
            yield Problem(page.file, line, "none of its tags belongs to a category of categories.yaml, so it cannot be browsed to")
            if id_ not in linked:
                yield Problem(page.file, 1, "no page, rule or category leads here")
    for id_, halves in browsable(library).items():
        categories = {shelving.category_of(page) for page in halves.values()}
        if len(categories) > 1 and None not in categories:
            page = next(iter(halves.values()))
            yield Problem(page.file, sources.of(page).front("tags"), f"{id_} is in another category in each language")


def future_reviews(library: Library, sources: Sources, today: date) -> Iterator[Problem]:
    """Yield pages that are said to have been reviewed on a day that is still to come."""
    for page in _reviewed(library):
        if page.front.reviewed > today:
            yield Problem(page.file, sources.of(page).front("reviewed"), f"reviewed on {page.front.reviewed}, which is still to come")


def stale_reviews(library: Library, sources: Sources, today: date) -> Iterator[Problem]:
    """Yield pages whose review is long ago."""
    for page in _reviewed(library):
        days = (today - page.front.reviewed).days
        if days > MOST_DAYS:
            yield Problem(page.file, sources.of(page).front("reviewed"), f"last reviewed {days} days ago; is it still true?")


def _reviewed(library: Library) -> Iterator[Page[Any]]:
    kinds: tuple[Mapping[str, Mapping[str, Page[Any]]], ...] = (library.faq, library.settings, library.diagnoses)
    for kind in kinds:
        for halves in kind.values():
            yield from halves.values()


def _linked(library: Library) -> set[str]:
    """Return the ids of all pages that another page or a rule names."""
    named = {full_id(page) for rule in library.rules.values() for pages in rule.settings.values() for page in pages}
    for id_, halves in browsable(library).items():
        named |= {link for page in halves.values() for link in map(full_id, page.front.related) if link != id_}
    return named

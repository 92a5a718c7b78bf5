"""Pages that nobody would come upon, that no category holds, or that nobody has looked at for long."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from bot.browsing import browsable, full_id, read_shelving
from bot.errors import Problem
from bot.library import Library
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


def review_problems(library: Library, sources: Sources, today: date) -> Iterator[Problem]:
    """Yield pages whose review is long ago, or is said to have been in the future."""
    for kind in (library.faq, library.settings, library.diagnoses):
        for halves in kind.values():
            for page in halves.values():
                reviewed = page.front.reviewed
                if reviewed > today:
                    yield Problem(page.file, sources.of(page).front("reviewed"), f"reviewed on {reviewed}, which is still to come")
                elif today - reviewed > timedelta(days=MOST_DAYS):
                    days = (today - reviewed).days
                    yield Problem(page.file, sources.of(page).front("reviewed"), f"last reviewed {days} days ago; is it still true?")


def _linked(library: Library) -> set[str]:
    """Return the ids of all pages that another page or a rule names."""
    named = {full_id(page) for rule in library.rules.values() for pages in rule.settings.values() for page in pages}
    for id_, halves in browsable(library).items():
        named |= {link for page in halves.values() for link in map(full_id, page.front.related) if link != id_}
    return named

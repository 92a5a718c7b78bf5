"""Browsing: from categories to pages to related pages, the same for every place that shows them.

A page belongs to exactly one category: that of the first of its tags that a category has. Which categories there are, with their names
and tags, is data (``knowledge/categories.yaml``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError
from yaml import YAMLError

from bot.errors import KnowledgeError, Problem
from bot.library import Library
from bot.library.pages import Page
from bot.library.schema import Both, FaqFront, SettingFront
from bot.library.yamlfile import Located

FILE = "categories.yaml"
AnyPage = Page[FaqFront] | Page[SettingFront]


class CategoryKind(BaseModel):
    """An entry of ``categories.yaml``: its name, the tags whose pages it holds, and the page that stands before the others."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Both
    first: str = ""
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page to go to: its id as ``related`` writes it (``faq/…``, ``settings/…``), and its title in the reader's language."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Category:
    """A group of pages, with its name in the reader's language."""

    id: str
    title: str
    pages: tuple[PageLink, ...]


@dataclass(frozen=True, slots=True)
class Shelving:
    """How pages are grouped: the categories in order, where each stands in which file, and what is wrong with them."""

    kinds: dict[str, CategoryKind] = field(default_factory=dict)
    places: dict[str, tuple[str, int]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def category_of(self, page: AnyPage) -> str | None:
        """Return the category that a page belongs to, None if it has no tag of any."""
        kinds = self.kinds.items()
        return next((name for tag in tags_of(page) for name, kind in kinds if tag in kind.tags), None)


class Browsing:
    """The categories of a library.

    Args:
        library: whose pages.

    Raises:
        KnowledgeError: ``categories.yaml`` is wrong.
    """

    def __init__(self, library: Library) -> None:
        self._library = library
        self._shelving = read_shelving(library)
        if self._shelving.problems:
            raise KnowledgeError(self._shelving.problems)
        self._pages = browsable(library)

    def categories(self, lang: str, used: Mapping[str, int] | None = None) -> tuple[Category, ...]:
        """Return the categories that have pages, in the order of the file; in each the most used page first, then the one named so.

        Args:
            lang: the reader's language.
            used: how often each page was read, by id; None: the library's order.
        """
        shelves: dict[str, list[PageLink]] = {name: [] for name in self._shelving.kinds}
        for id_, halves in self._pages.items():
            name = self._shelving.category_of(_half(halves, lang))
            if name is not None:
                shelves[name].append(PageLink(id_, _half(halves, lang).front.title))
        counts = used or {}
        return tuple(
            Category(name, self._shelving.kinds[name].name.in_(lang), _sorted(pages, counts, self._shelving.kinds[name].first))
            for name, pages in shelves.items()
            if pages
        )

    def category(self, id_: str, lang: str, used: Mapping[str, int] | None = None) -> Category | None:
        """Return one category, None if there is none of that id or it has no pages."""
        return next((category for category in self.categories(lang, used) if category.id == id_), None)

    def page(self, id_: str, lang: str) -> AnyPage | None:
        """Return a page in a language, or in the other one where it has only that, None if there is none of that id."""
        halves = self._pages.get(id_)
        return _half(halves, lang) if halves else None

    def related(self, id_: str, lang: str) -> tuple[PageLink, ...]:
        """Return the pages that a page names as related, in its order; those that are not there are left out."""
        page = self.page(id_, lang)
        found = [(full, self._pages.get(full)) for full in map(full_id, page.front.related)] if page else []
        return tuple(PageLink(full, _half(halves, lang).front.title) for full, halves in found if halves)


def browsable(library: Library) -> dict[str, dict[str, AnyPage]]:
    """Return all pages that can be browsed to, by id and language."""
    pages: dict[str, dict[str, AnyPage]] = {}
    for id_, faq in sorted(library.faq.items()):
        pages[f"faq/{id_}"] = {**faq}
    for id_, settings in sorted(library.settings.items()):
        pages[f"settings/{id_}"] = {**settings}
    return pages


def full_id(link: str) -> str:
    """Return the id of a page that is named in ``related`` or in a rule, where a setting may go without its folder."""
    return link if link.startswith(("faq/", "settings/")) else f"settings/{link}"


def id_of(page: AnyPage) -> str:
    """Return a page's full id, as ``related`` writes it."""
    return f"{'settings' if isinstance(page.front, SettingFront) else 'faq'}/{page.id}"


def tags_of(page: AnyPage) -> tuple[str, ...]:
    """Return a page's tags, the most telling first."""
    return (page.front.server, "settings") if isinstance(page.front, SettingFront) else page.front.tags


def read_shelving(library: Library) -> Shelving:
    """Return the categories of all folders of a library, a later one's laid over the earlier ones', with all that is wrong with them."""
    kinds: dict[str, CategoryKind] = {}
    places: dict[str, tuple[str, int]] = {}
    problems: list[Problem] = []
    for folder in library.folders:
        path = folder / FILE
        if not path.is_file():
            continue
        try:
            located = Located(path.read_text(encoding="utf-8"))
        except (YAMLError, UnicodeDecodeError):
            problems.append(Problem(FILE, 1, "this is no YAML"))
            continue
        _read(located, kinds, places, problems)
    return Shelving(kinds, places, (*problems, *_shared(kinds, places)))


def _read(located: Located, kinds: dict[str, CategoryKind], places: dict[str, tuple[str, int]], problems: list[Problem]) -> None:
    """Take in the entries of one file."""
    entries: Any = located.data.get("categories") if isinstance(located.data, dict) else None
    if not isinstance(entries, dict):
        problems.append(Problem(FILE, 1, "this file should hold categories with their names"))
        return
    for name, entry in entries.items():
        try:
            kinds[str(name)] = CategoryKind.model_validate(entry)
            places[str(name)] = (FILE, located.line(("categories", str(name))))
        except ValidationError as error:
            for problem in error.errors():
                where = ("categories", str(name), *problem["loc"])
                problems.append(Problem(FILE, located.line(where), f"{'.'.join(map(str, where[1:]))}: {problem['msg']}"))


def _shared(kinds: Mapping[str, CategoryKind], places: Mapping[str, tuple[str, int]]) -> list[Problem]:
    """Return the tags that two categories have, which would leave it open where a page belongs."""
    owners: dict[str, str] = {}
    for name, kind in kinds.items():
        for tag in kind.tags:
            owners.setdefault(tag, name)
    return [
        Problem(*places[name], f"the tag {tag} is {owners[tag]}'s already")
        for name, kind in kinds.items()
        for tag in kind.tags
        if owners[tag] != name
    ]


def _sorted(pages: list[PageLink], counts: Mapping[str, int], first: str) -> tuple[PageLink, ...]:
    """Return pages by how often they are read; among the unread ones the first as the file has it leads."""
    return tuple(sorted(pages, key=lambda page: (-counts.get(page.id, 0), page.id != first)))


def _half(halves: Mapping[str, AnyPage], lang: str) -> AnyPage:
    return halves.get(lang) or next(iter(halves.values()))

"""Pages with a half missing, a section missing, a dead link or a placeholder that nothing fills."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bot.answer.wording import Wording
from bot.errors import Problem
from bot.library import LANGS, Library
from bot.library.pages import Page
from bot.lint.places import Sources
from bot.prose import PLACEHOLDER

SETTING_SECTIONS = ("value", "effect", "side effect", "limits")
DIAGNOSIS_SECTIONS = ("why", "settings", "steps", "close")
_IN_DIAGNOSES = frozenset({*Wording.PLACEHOLDERS, "looks", "unread_lines"})
_IN_CAUTIONS = frozenset({"list"})


def page_problems(library: Library, sources: Sources) -> Iterator[Problem]:
    """Yield everything wrong with pages and with the sentences that are told by conditions."""
    pages: tuple[tuple[str, Mapping[str, Mapping[str, Page[Any]]]], ...] = (
        ("diagnoses", library.diagnoses),
        ("settings", library.settings),
        ("faq", library.faq),
    )
    for kind, entries in pages:
        for key, halves in entries.items():
            for lang in LANGS:
                if lang not in halves:
                    yield Problem(next(iter(halves.values())).file, 1, f"its other half, {kind}/{key}.{lang}.md, is missing")
            for page in halves.values():
                for where, text in _page(kind, page, library):
                    yield Problem(page.file, sources.of(page).line_of(where) if where else 1, text)
    yield from _sentences(library)


def _page(kind: str, page: Page[Any], library: Library) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with a page, each with the text that the problem stands at, or nothing for the page as a whole."""
    sections = {"settings": SETTING_SECTIONS, "diagnoses": DIAGNOSIS_SECTIONS}.get(kind)
    allowed = _IN_DIAGNOSES if kind == "diagnoses" else frozenset[str]()
    texts = [page.intro, *page.sections.values(), *(getattr(page.front, name, None) or "" for name in ("headline", "headline_unsure"))]
    for name in {name for text in texts for name in PLACEHOLDER.findall(text)} - allowed:
        yield f"{{{name}}}", f"nothing fills {{{name}}} here"
    for name in page.sections if sections else ():
        if name not in (sections or ()):
            yield f"## {name}", f"the section {name!r} is none of {', '.join(sections or ())}"
    for name in SETTING_SECTIONS if kind == "settings" else ():
        if not page.section(name):
            yield "", f"the section {name!r} is missing"
    for link in getattr(page.front, "related", ()):
        if not _exists(link, library):
            yield link, f"related: there is no page {link}"


def _exists(link: str, library: Library) -> bool:
    folder, _, rest = link.partition("/")
    return rest in library.faq if folder == "faq" else (rest if folder == "settings" else link) in library.settings


def _sentences(library: Library) -> Iterator[Problem]:
    """Yield placeholders of observations, doubts, cautions and questions that nothing fills."""
    said: list[tuple[str, str, Any, frozenset[str]]] = [
        *(("observations", name, entry.says, _IN_DIAGNOSES) for name, entry in library.observations.items()),
        *(("doubts", name, entry.says, _IN_DIAGNOSES) for name, entry in library.doubts.items()),
        *(("cautions", name, entry.says, _IN_CAUTIONS) for name, entry in library.cautions.items()),
        *(("facts", name, kind.why, frozenset[str]()) for name, kind in library.vocabulary.facts.items() if kind.why),
        *(("facts", name, kind.question, _IN_DIAGNOSES) for name, kind in library.vocabulary.facts.items() if kind.question),
    ]
    for kind, name, both, allowed in said:
        for placeholder in set(PLACEHOLDER.findall(both.en) + PLACEHOLDER.findall(both.ja)) - allowed:
            yield Problem(*library.places[kind, name], f"{name}: nothing fills {{{placeholder}}}")

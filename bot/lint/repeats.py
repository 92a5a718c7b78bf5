"""Sentences that two pages of one language have in common: said once, they need to be kept true only once.

Pages of diagnoses may share sentences with each other, since an answer is made from one of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.errors import Problem
from bot.library import Library
from bot.library.pages import Page
from bot.lint.places import Sources

LEAST = {"ja": 25, "en": 60}
"""Characters from which a sentence is no coincidence."""

_END = re.compile(r"(?<=[。!?])|(?<=[.!?])\s+")
_MARKS = re.compile(r"^\s*(?:[-*+]|\d+\.|#+|>|\|)\s+|[*`]")


def repeat_problems(library: Library, sources: Sources) -> Iterator[Problem]:
    """Yield each sentence that stands on another page already, at its second place."""
    seen: dict[tuple[str, str], tuple[str, str, int]] = {}
    for name, page in _pages(library):
        for number, line in sources.of(page).body():
            for sentence in sentences(line):
                if len(sentence) < LEAST[page.lang]:
                    continue
                first = seen.setdefault((page.lang, sentence), (name, page.file, number))
                both_diagnoses = first[0].startswith("diagnoses/") and name.startswith("diagnoses/")
                if first[0] != name and not both_diagnoses:
                    yield Problem(page.file, number, f"this sentence stands in {first[1]}:{first[2]} already: {sentence}")


def sentences(line: str) -> list[str]:
    """Return the sentences of a line of markdown, without the marks of lists and emphasis."""
    return [sentence for part in _END.split(_MARKS.sub("", line)) if (sentence := part.strip())]


def _pages(library: Library) -> Iterator[tuple[str, Page[Any]]]:
    for kind, entries in (("faq", library.faq), ("settings", library.settings), ("diagnoses", library.diagnoses)):
        for key, halves in entries.items():
            yield from ((f"{kind}/{key}", page) for page in halves.values())

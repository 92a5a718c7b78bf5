"""How far the knowledge base reaches, counted from the data itself: ``COVERAGE.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from bot.browsing import Browsing
from bot.errors import UsageError
from bot.library import LANGS, Library
from bot.library.pages import Page
from bot.library.questions import read_questions
from bot.library.schema import MessageFile
from bot.threads import read_threads

FILE = "COVERAGE.md"
SOURCES = ("attested", "documented", "inferred")
_HEAD = """<!-- Written by `relaydoc knowledge coverage`; not to be edited by hand. -->
# What the knowledge base covers

Every number here is counted from the data.
A message is *attested* when its wording was seen in a real log, *documented* when it stands in the server's documentation or source, and
*inferred* when it is read by its parts alone; an answer says so where it rests on such a line.
"""
Row = Sequence[object]


def write_coverage(library: Library) -> str:
    """Write the file into the folder of the knowledge base, and return its text.

    Raises:
        UsageError: the file cannot be written.
    """
    text, path = coverage(library), library.folders[-1] / FILE
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return text


def coverage(library: Library) -> str:
    """Return what a knowledge base covers, as markdown; the same data always gives the same text."""
    parts = [_HEAD, "## Servers\n", _servers(library), "## Diagnoses\n", _diagnoses(library), "## Pages\n", _pages(library)]
    parts += ["## FAQ and settings by category\n", _categories(library), "## What it is tested on\n", _tested(library.folders)]
    return "\n".join(parts)


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines) + "\n"


def _servers(library: Library) -> str:
    """Return a row for each server, those with the most messages first, and one for all."""
    ordered = sorted(library.servers.values(), key=lambda server: (-len(server.messages), server.server))
    rows = [[server.name.en, *_counts([server]), _settings(library, server.server)] for server in ordered]
    total = ["**all**", *_counts(ordered), len(library.settings)]
    return _table(["server", "messages", "samples", *SOURCES, "settings"], [*rows, total])


def _counts(servers: Iterable[MessageFile]) -> list[int]:
    messages = [message for server in servers for message in server.messages]
    by_source = Counter(message.source.split()[0].strip(",;:") for message in messages)
    return [len(messages), sum(len(message.samples) for message in messages), *(by_source[source] for source in SOURCES)]


def _settings(library: Library, server: str) -> int:
    return sum(next(iter(halves.values())).front.server == server for halves in library.settings.values())


def _diagnoses(library: Library) -> str:
    """Return a row for each verdict: how many rules conclude it, and how sure they can be."""
    rules = list(library.rules.values())
    groups = {kind.means.en: [rule for rule in rules if rule.verdict == verdict] for verdict, kind in library.vocabulary.verdicts.items()}
    rows = [[means, len(of), *_sure(of)] for means, of in groups.items() if of]
    return _table(["verdict", "rules", "at most certain", "likely", "possible"], [*rows, ["**all**", len(rules), *_sure(rules)]])


def _sure(rules: Iterable[Any]) -> list[int]:
    counts = Counter(rule.certainty for rule in rules)
    return [counts[sure] for sure in ("certain", "likely", "possible")]


def _pages(library: Library) -> str:
    kinds = (("FAQ", library.faq), ("settings", library.settings), ("diagnoses", library.diagnoses))
    rows = [[name, *_languages(pages.values())] for name, pages in kinds]
    return _table(["pages", "in English", "in Japanese", "in both"], rows)


def _languages(pages: Iterable[dict[str, Page[Any]]]) -> list[int]:
    halves = list(pages)
    each = [sum(lang in page for page in halves) for lang in LANGS]
    return [*each, sum(all(lang in page for lang in LANGS) for page in halves)]


def _categories(library: Library) -> str:
    return _table(["category", "pages"], [[category.title, len(category.pages)] for category in Browsing(library).categories("en")])


def _tested(folders: Iterable[Path]) -> str:
    """Return how many worked cases, turns and questions the folders hold."""
    places = list(folders)
    threads = [thread for folder in places for thread in read_threads(folder)]
    questions = [question for folder in places for _, question in read_questions(folder)]
    rows = [
        ["worked cases", len(threads)],
        ["turns and messages in them", sum(len(thread.turns) + len(thread.talk) for thread in threads)],
        ["questions that a page answers", sum(bool(question.wants) for question in questions)],
        ["questions that none answers", sum(not question.wants for question in questions)],
    ]
    return _table(["what", "number"], rows)

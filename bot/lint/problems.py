"""All problems of a knowledge base at once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from bot.errors import Problem
from bot.library import Library
from bot.lint.messages import message_problems
from bot.lint.naming import naming_problems
from bot.lint.pages import page_problems
from bot.lint.phrases import phrase_problems
from bot.lint.places import Sources
from bot.lint.repeats import repeat_problems
from bot.lint.replies import reply_problems
from bot.lint.rules import rule_problems
from bot.lint.shelves import future_reviews, shelf_problems, stale_reviews


def problems(library: Library, today: date | None = None) -> tuple[Problem, ...]:
    """Return everything wrong with a knowledge base that could be read, in the order of files and lines.

    Args:
        library: the knowledge base.
        today: the day after which no page can have been reviewed; None: the calendar's.
    """
    return tuple(sorted({*_errors(library), *_remarks(library, today or date.today())}))


def stale(library: Library, today: date | None = None) -> tuple[Problem, ...]:
    """Return the pages whose review is long ago: nothing is wrong with them yet, but somebody should look.

    Args:
        library: the knowledge base.
        today: the day by which reviews are stale; None: the calendar's.
    """
    return tuple(sorted(stale_reviews(library, Sources(library), today or date.today())))


def errors(library: Library) -> tuple[Problem, ...]:
    """Return what would make an answer wrong or leave a gap in it; what only its editors care about is left out."""
    return tuple(sorted({*_errors(library)}))


def _errors(library: Library) -> Iterator[Problem]:
    yield from message_problems(library)
    yield from reply_problems(library)
    yield from rule_problems(library)
    yield from page_problems(library, Sources(library))
    yield from phrase_problems(library)


def _remarks(library: Library, today: date) -> Iterator[Problem]:
    sources = Sources(library)
    yield from naming_problems(library, sources)
    yield from shelf_problems(library, sources)
    yield from future_reviews(library, sources, today)
    yield from repeat_problems(library, sources)

"""All problems of a knowledge base at once."""

from __future__ import annotations

from bot.errors import Problem
from bot.library import Library
from bot.lint.messages import message_problems
from bot.lint.pages import page_problems
from bot.lint.rules import rule_problems


def problems(library: Library) -> tuple[Problem, ...]:
    """Return everything wrong with a knowledge base that could be read, in the order of files and lines."""
    return tuple(sorted([*message_problems(library), *rule_problems(library), *page_problems(library)]))

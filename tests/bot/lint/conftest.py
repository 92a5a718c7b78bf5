"""A short way from a team's files to what the check says of them."""

import pytest

from bot.library import load
from bot.lint import errors, problems


@pytest.fixture(scope="session")
def known_problems(library):
    """Give what the check says of the bundled knowledge base alone."""
    return frozenset(problems(library))


@pytest.fixture
def checked(overlay, known_problems):
    """Give a function from a team's files to the problems that they add, as ``file:line: sentence``."""
    return lambda files: [str(problem) for problem in problems(load(overlay(files))) if problem not in known_problems]


@pytest.fixture
def mistakes(overlay):
    """Give a function from a team's files to what would make an answer wrong; the search, which takes long, is not asked for it."""
    return lambda files: [str(problem) for problem in errors(load(overlay(files)))]

"""Everything RelayDoc raises on purpose.

::

    RelayDocError               one clear sentence for the person who started the program
    ├── UsageError              arguments, or a file named by them, are wrong       (exit status 2)
    │   └── SiteError           the site file says something it cannot mean
    ├── KnowledgeError          the knowledge base has problems, all of them located (exit status 2)
    └── StoreError              the database cannot be used, or refuses a value     (bot.store.errors)
        ├── Conflict            the conversation was saved by someone else meanwhile
        └── ClaimLost           another process has taken the event over

What a person pastes never raises: it becomes a reply.
"""

from __future__ import annotations

from dataclasses import dataclass


class RelayDocError(Exception):
    """Something that one clear sentence explains to whoever started the program."""


class UsageError(RelayDocError):
    """The arguments, or a file they name, are wrong."""


class SiteError(UsageError):
    """The site file cannot be read as one."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in the knowledge base: the file relative to its folder, the line (from 1) and a sentence."""

    file: str
    line: int
    text: str

    def __str__(self) -> str:
        """Return ``file:line: sentence``, the form that editors jump to."""
        return f"{self.file}:{self.line}: {self.text}"


class KnowledgeError(RelayDocError):
    """The knowledge base cannot be used as it is; ``problems`` tells all of them at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = tuple(sorted(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))

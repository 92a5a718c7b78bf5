"""The desk at work in a worker's process, with the knowledge base as it is now."""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, ParamSpec, TypeVar

from bot.answer import Answer
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.limits.worker import Worker
from bot.paste import Budget
from bot.reloading import Current
from bot.reply import Reply
from bot.site import Site
from bot.told import Account

Asked = ParamSpec("Asked")
Result = TypeVar("Result")
Explain = Callable[[Message, Site | None, Account | None], Answer]
Review = Callable[[Conversation, Site], Answer]
Respond = Callable[[Conversation, Message, Site], tuple[Conversation, Reply]]


def desk_worker(
    knowledge: Path | Current | None = None, budget: Budget | None = None, *, seconds: float = 30.0, memory: int = 1_000_000_000
) -> Worker[[Message, Site | None, Account | None], Answer]:
    """Return a worker that explains pastes as a desk does: ``run(message, site, account)``.

    Args:
        knowledge: a team's own knowledge base, or the one in use, with which a process that is started anew then begins.
        budget: how much of a paste is read; its seconds should be fewer than the deadline's.
        seconds: deadline of each answer.
        memory: bytes that the process may use.
    """
    return Worker(_Explaining(knowledge, budget, notes_gaps=False), seconds, memory)


def responding_worker(
    knowledge: Path | Current | None = None,
    budget: Budget | None = None,
    *,
    seconds: float = 30.0,
    memory: int = 1_000_000_000,
    notes_gaps: bool = False,
) -> Worker[[Conversation, Message, Site], tuple[Conversation, Reply]]:
    """Return a worker that goes on with conversations as a desk does: ``run(conversation, message, site)``.

    Args:
        knowledge: a team's own knowledge base, or the one in use, with which a process that is started anew then begins.
        budget: how much of a paste is read.
        seconds: deadline of each answer.
        memory: bytes that the process may use.
        notes_gaps: whether replies tell what the knowledge base had no word for.
    """
    return Worker(_Responding(knowledge, budget, notes_gaps), seconds, memory)


def reviewing_worker(
    knowledge: Path | Current | None = None, *, seconds: float = 30.0, memory: int = 1_000_000_000
) -> Worker[[Conversation, Site], Answer]:
    """Return a worker that makes the latest answer of a conversation anew: ``run(conversation, site)``.

    Args:
        knowledge: a team's own knowledge base, or the one in use.
        seconds: deadline of each answer.
        memory: bytes that the process may use.
    """
    return Worker(_Reviewing(knowledge, None, notes_gaps=False), seconds, memory)


@dataclass(frozen=True)
class _Furnished:
    """What a desk is made from; it crosses to the process, and makes one there."""

    knowledge: Path | Current | None
    budget: Budget | None
    notes_gaps: bool

    def current(self) -> Current:
        return self.knowledge if isinstance(self.knowledge, Current) else Current(self.knowledge)

    def desk(self, current: Current) -> Desk:
        return Desk(current.library, self.budget, notes_gaps=self.notes_gaps)


class _Explaining(_Furnished):
    """Explains pastes."""

    def __call__(self) -> Explain:
        """Return what does the work, its knowledge read."""
        return _Fresh(self.current(), lambda current: self.desk(current).explain)


class _Responding(_Furnished):
    """Goes on with conversations."""

    def __call__(self) -> Respond:
        """Return what does the work, its knowledge read."""
        return _Fresh(self.current(), lambda current: self.desk(current).respond)


class _Reviewing(_Furnished):
    """Goes through conversations again."""

    def __call__(self) -> Review:
        """Return what does the work, its knowledge read."""
        return _Fresh(self.current(), lambda current: self.desk(current).review)


class _Fresh(Generic[Asked, Result]):
    """Does its work out of the knowledge base as it is now; a conversation holds nothing of it and goes on with the new one."""

    def __init__(self, current: Current, make: Callable[[Current], Callable[Asked, Result]]) -> None:
        self._current = current
        self._make = make
        self._work = self._made()

    def __call__(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result:
        if self._current.refresh() == "taken":
            self._work = self._made()
        return self._work(*args, **kwargs)

    def _made(self) -> Callable[Asked, Result]:
        """Return what does the work; the knowledge base is not looked through for garbage again and again, which made some answers wait."""
        gc.unfreeze()
        work = self._make(self._current)
        gc.collect()
        gc.freeze()
        return work

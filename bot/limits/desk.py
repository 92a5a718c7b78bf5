"""The desk at work in a worker's process."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from bot.answer import Answer
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import load
from bot.limits.worker import Worker
from bot.paste import Budget
from bot.reply import Reply
from bot.site import Site
from bot.told import Account


def desk_worker(
    overlay: Path | None = None, budget: Budget | None = None, *, seconds: float = 30.0, memory: int = 1_000_000_000
) -> Worker[[Message, Site | None, Account | None], Answer]:
    """Return a worker that explains pastes as a desk does: ``run(message, site, account)``.

    Args:
        overlay: a team's own knowledge base.
        budget: how much of a paste is read; its seconds should be fewer than the deadline's.
        seconds: deadline of each answer.
        memory: bytes that the process may use.
    """
    return Worker(partial(_desk, overlay, budget), seconds, memory)


def responding_worker(
    overlay: Path | None = None,
    budget: Budget | None = None,
    *,
    seconds: float = 30.0,
    memory: int = 1_000_000_000,
    notes_gaps: bool = False,
) -> Worker[[Conversation, Message, Site], tuple[Conversation, Reply]]:
    """Return a worker that goes on with conversations as a desk does: ``run(conversation, message, site)``.

    Args:
        overlay: a team's own knowledge base.
        budget: how much of a paste is read.
        seconds: deadline of each answer.
        memory: bytes that the process may use.
        notes_gaps: whether replies tell what the knowledge base had no word for.
    """
    return Worker(partial(_responding_desk, overlay, budget, notes_gaps), seconds, memory)


def _responding_desk(
    overlay: Path | None, budget: Budget | None, notes_gaps: bool
) -> Callable[[Conversation, Message, Site], tuple[Conversation, Reply]]:
    """Return what goes on with conversations, its knowledge read."""
    return Desk(load(overlay), budget, notes_gaps=notes_gaps).respond


def _desk(overlay: Path | None, budget: Budget | None) -> Callable[[Message, Site | None, Account | None], Answer]:
    """Return what explains pastes, its knowledge read."""
    return Desk(load(overlay), budget).explain

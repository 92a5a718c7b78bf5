"""What somebody says beside a log who looked at the queue: that it is full of mail for strangers."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library.schema import ToldFile
from bot.listening.clauses import Clause, clauses_of
from bot.listening.wording import MOST, holds_one
from bot.told import Told
from bot.transactions import Transaction


def hear_of_queue(text: str, transactions: Sequence[Transaction], phrases: ToldFile) -> tuple[Told, ...]:
    """Return for every message that the queue is full of mail for strangers, where somebody says so and neither asks nor supposes it.

    Which of the messages wait there is not said; where a log names no recipients, none of them is harmless then.

    Args:
        text: what was said, in either language; at most its first 4,000 characters count.
        transactions: those of the paste.
        phrases: what people say.
    """
    clauses = [clause for clause in clauses_of(text[:MOST]) if not _is_supposed(clause, phrases)]
    for clause, following in zip(clauses, (*clauses[1:], None), strict=False):
        small = f"{clause.small} {following.small}" if following is not None else clause.small
        if _is_of_the_queue(clause, phrases) and all(holds_one(forms, small) for forms in _of_what(phrases)):
            return tuple(Told("queue_holds_strangers", True, transaction=one.id) for one in transactions)
    return ()


def _is_supposed(clause: Clause, phrases: ToldFile) -> bool:
    return clause.asks or holds_one(phrases.owners.suppositions, clause.small)


def _is_of_the_queue(clause: Clause, phrases: ToldFile) -> bool:
    return holds_one(phrases.queues.names, clause.small)


def _of_what(phrases: ToldFile) -> tuple[tuple[str, ...], ...]:
    return phrases.queues.strangers, phrases.queues.many

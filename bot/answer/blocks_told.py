"""Which blocks are told line by line: those that say the same once, and of very many those that matter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.diagnosis import Diagnosis
from bot.transactions import Transaction

_FEW = 3
"""So many blocks that say the same are told as one; two are compared with each other."""


@dataclass(frozen=True, slots=True)
class Same:
    """Blocks that say the very same, or single lines of one kind from one client, told together."""

    transactions: tuple[Transaction, ...]

    @property
    def first(self) -> Transaction:
        """Return the block that speaks for all."""
        return self.transactions[0]

    @property
    def alike(self) -> bool:
        """Tell whether the blocks say the very same; else they are lines of one kind from one client."""
        return len({tuple(event.line.body for event in transaction.events) for transaction in self.transactions}) == 1

    @property
    def count(self) -> int:
        """Return how many blocks there are."""
        return len(self.transactions)

    @property
    def ids(self) -> tuple[int, ...]:
        """Return the blocks' numbers."""
        return tuple(transaction.id for transaction in self.transactions)

    @property
    def lines(self) -> tuple[int, ...]:
        """Return the numbers of all their lines."""
        return tuple(sorted({number for transaction in self.transactions for number in transaction.lines}))


def groups_shown(transactions: Sequence[Transaction], diagnosis: Diagnosis, most_blocks: int, most_lines: int) -> tuple[list[Same], int]:
    """Return the blocks to tell, the plain ones first, and how many are left out.

    Where there are too many, those that the headline or a question is about stay.
    """
    groups = _alike(transactions, diagnosis)
    headline = frozenset(diagnosis.headline.transactions if diagnosis.headline else ())
    order = sorted(groups, key=lambda g: (g.first.id not in headline, g.first.id not in diagnosis.in_question, g.first.id))
    kept: set[int] = set()
    lines = 0
    for group in order[:most_blocks]:
        lines += len(group.first.lines)
        if kept and lines > most_lines:
            break
        kept.add(group.first.id)
    shown = [group for group in groups if group.first.id in kept]
    shown.sort(key=lambda g: (g.first.id in diagnosis.in_question, g.first.id))
    return shown, len(transactions) - sum(group.count for group in shown)


def _alike(transactions: Sequence[Transaction], diagnosis: Diagnosis) -> list[Same]:
    """Return the transactions in groups that say the same, in the order of their first."""
    alike: dict[tuple[object, ...], list[Transaction]] = {}
    for transaction in transactions:
        events = transaction.events
        whole = len(events) > 1
        said = tuple((event.kind, event.line.body) for event in events) if whole else (events[0].kind, transaction.client)
        alike.setdefault((transaction.id in diagnosis.in_question, transaction.id in diagnosis.plain, *said), []).append(transaction)
    groups: list[Same] = []
    for same in alike.values():
        groups.extend([Same(tuple(same))] if len(same) >= _FEW else [Same((transaction,)) for transaction in same])
    return sorted(groups, key=lambda group: group.first.id)

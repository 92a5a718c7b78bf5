"""The table of facts of one transaction, and how a function enters it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.facts.known import Fact, Known
from bot.transactions import Transaction

TransactionFact = Callable[[Transaction, Known], Fact]
TRANSACTION_FACTS: dict[str, TransactionFact] = {}


def fact(name: str) -> Callable[[TransactionFact], TransactionFact]:
    """Enter a function under the name of its fact; what the asker told of the transaction goes before what it finds."""

    def enter(find: TransactionFact) -> TransactionFact:
        def with_told(transaction: Transaction, known: Known) -> Fact:
            told = known.told(name, transaction)
            found = find(transaction, known)
            found = replace(found, evidence=found.evidence or known.evidence(name, transaction))
            if told is None:
                return found
            return replace(found, asked=True) if told[0] is None else replace(found, value=told[0], strength="told", unsure=False)

        TRANSACTION_FACTS[name] = with_told
        return find

    return enter


def logged(value: bool, *, inferred: bool = False) -> Fact:
    """Return a fact that a line shows, by its wording or, inferred, by its parts."""
    return Fact(value, "inferred" if inferred else "logged")

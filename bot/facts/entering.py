"""The table of facts of one transaction, and how a function enters it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bot.facts.known import Fact, Known
from bot.transactions import Transaction

TransactionFact = Callable[[Transaction, Known], Fact]
TRANSACTION_FACTS: dict[str, TransactionFact] = {}
OF_THE_CLIENT = frozenset({"client_is_ours", "client_name_agrees", "client_name_given", "address_agrees"})
"""Facts that would be others if the message came by another connection."""


def fact(name: str) -> Callable[[TransactionFact], TransactionFact]:
    """Enter a function under the name of its fact; what the asker told of the transaction goes before what it finds."""

    def enter(find: TransactionFact) -> TransactionFact:
        def with_told(transaction: Transaction, known: Known) -> Fact:
            told = known.told(name, transaction)
            found = find(transaction, known)
            evidence = found.evidence or known.evidence(name, transaction)
            if told is not None and told[0] is not None:
                return replace(found, value=told[0], strength="told", evidence=evidence, unsure=False)
            shared = transaction.shared and name in OF_THE_CLIENT
            if not shared and told is None and evidence == found.evidence:
                return found
            asked, unsure = found.asked or told is not None, found.unsure or shared
            return Fact(found.value, found.strength, evidence, unsure, shared, asked, found.about)

        TRANSACTION_FACTS[name] = with_told
        return find

    return enter


def logged(value: bool, *, inferred: bool = False) -> Fact:
    """Return a fact that a line shows, by its wording or, inferred, by its parts."""
    return Fact(value, "inferred" if inferred else "logged")

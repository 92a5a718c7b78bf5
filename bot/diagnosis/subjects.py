"""The subjects of a paste (each transaction, each client) with their facts, and all rules weighed for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.diagnosis.weighing import Finding, Weighed, weigh
from bot.facts import CLIENT_FACTS, TRANSACTION_FACTS, Fact, Known
from bot.identity import canonical
from bot.library.schema import Rule
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Weighing:
    """All subjects of a paste: facts and rules of each transaction, what was found about clients, and whom that explains."""

    facts: Mapping[int, Mapping[str, Fact]]
    weighed: Mapping[int, Weighed]
    wider: tuple[Finding, ...]
    explained: frozenset[int] = frozenset()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything found."""
        return (*(finding for weighed in self.weighed.values() for finding in weighed.findings), *self.wider)


def facts_of(transaction: Transaction, known: Known) -> dict[str, Fact]:
    """Return all facts of one transaction."""
    return {name: find(transaction, known) for name, find in TRANSACTION_FACTS.items()}


def weigh_transaction(transaction: Transaction, known: Known, rules: Mapping[str, Rule]) -> Weighed:
    """Weigh all rules of one transaction."""
    return weigh(rules, facts_of(transaction, known), "transaction", (transaction.id,))


def weigh_all(known: Known, rules: Mapping[str, Rule]) -> Weighing:
    """Weigh all rules of all subjects; a finding about a client explains away the narrower verdicts that its rule names."""
    facts = {transaction.id: facts_of(transaction, known) for transaction in known.transactions}
    weighed = {number: weigh(rules, found, "transaction", (number,)) for number, found in facts.items()}
    wider: list[Finding] = []
    for group in _by_client(known.transactions):
        shared = {**facts[group[0].id], **{name: find(group, known) for name, find in CLIENT_FACTS.items()}}
        numbers = tuple(transaction.id for transaction in group)
        wider.extend(weigh(rules, shared, "client", numbers).findings)
    explained: set[int] = set()
    for finding in wider:
        verdicts = rules[finding.rule].explains
        for number in finding.transactions:
            kept = tuple(narrow for narrow in weighed[number].findings if narrow.verdict not in verdicts)
            explained.update([number] if len(kept) < len(weighed[number].findings) else [])
            weighed[number] = replace(weighed[number], findings=kept)
    return Weighing(facts, weighed, tuple(wider), frozenset(explained))


def _by_client(transactions: tuple[Transaction, ...]) -> list[list[Transaction]]:
    groups: dict[str, list[Transaction]] = {}
    for transaction in transactions:
        if transaction.client is not None:
            groups.setdefault(canonical(transaction.client), []).append(transaction)
    return list(groups.values())

"""The table of facts of one transaction, and how a function enters it; what the asker told goes before what a function finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.facts.known import Fact, Known
from bot.facts.of_events import NOT_THERE, count_signs, in_events
from bot.facts.sheet import FactSheet
from bot.library.schema import FactKind
from bot.transactions import Transaction

TransactionFact = Callable[[Transaction, Known], Fact]
TRANSACTION_FACTS: dict[str, TransactionFact] = {}
OF_THE_CLIENT = frozenset({"client_is_ours", "client_name_agrees", "client_name_given", "address_agrees"})
"""Facts that would be others if the message came by another connection."""


def fact(name: str) -> Callable[[TransactionFact], TransactionFact]:
    """Enter a function under the name of its fact."""

    def enter(find: TransactionFact) -> TransactionFact:
        TRANSACTION_FACTS[name] = _with_told(name, find)
        return find

    return enter


def _with_told(name: str, find: TransactionFact) -> TransactionFact:
    """Return a function by which what the asker told of the transaction goes before what another one finds."""
    of_the_client = name in OF_THE_CLIENT

    def found_or_told(transaction: Transaction, known: Known) -> Fact:
        told = known.told(name, transaction) if known.account.facts else None
        found = find(transaction, known)
        if told is not None and found.about is not None and known.account.names(name, found.about, but=transaction.id):
            told = None  # what was said of this very name goes before what was said of everything in question
        evidence = found.evidence or known.evidence(name, transaction)
        if told is not None and told[0] is not None:
            return found._replace(value=told[0], strength="told", evidence=evidence, unsure=False)
        shared = of_the_client and transaction.shared
        if not shared and told is None and evidence == found.evidence:
            return found
        asked, unsure = found.asked or told is not None, found.unsure or shared
        return Fact(found.value, found.strength, evidence, unsure, shared, asked, found.about)

    return found_or_told


def finders(known: Known) -> Mapping[str, TransactionFact]:
    """Return what finds each fact of a transaction: the functions, and for facts that are data their events."""
    if not known.finders:
        known.finders.update(TRANSACTION_FACTS)
        for name, kind in known.kinds.items():
            if kind.of == "transaction" and kind.events:
                known.finders[name] = _with_told(name, _by_events(kind))
                if not kind.lines and not kind.shows:
                    known.by_events[name] = frozenset(kind.events)
    return known.finders


def _by_events(kind: FactKind) -> TransactionFact:
    return lambda transaction, _known: in_events(kind, transaction.of_kind(*kind.events))


def facts_of(transaction: Transaction, known: Known) -> FactSheet:
    """Return all facts of one transaction, each found when it is asked for."""
    found_by, counted = finders(known), known.kinds
    by_events = {} if known.account.facts or transaction.shared else known.by_events

    def find(name: str, sheet: FactSheet) -> Fact:
        events = by_events.get(name)
        if events is not None and transaction.has_none(events):
            return NOT_THERE
        finder = found_by.get(name)
        return finder(transaction, known) if finder is not None else count_signs(counted[name], sheet)

    return FactSheet(_names(known), find)


def _names(known: Known) -> dict[str, None]:
    """Return the names of all facts of a transaction; those that count others come last."""
    if not known.names:
        known.names.update(dict.fromkeys(finders(known)))
        known.names.update((name, None) for name, kind in known.kinds.items() if kind.of == "transaction" and kind.signs)
    return known.names


def logged(value: bool, *, inferred: bool = False) -> Fact:
    """Return a fact that a line shows, by its wording or, inferred, by its parts."""
    return _INFERRED[value] if inferred else _LOGGED[value]


_LOGGED = {value: Fact(value, "logged") for value in (True, False)}
_INFERRED = {value: Fact(value, "inferred") for value in (True, False)}

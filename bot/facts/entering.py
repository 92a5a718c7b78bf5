"""The table of facts of one transaction, and how a function enters it; what the asker told goes before what a function finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.facts.known import Fact, Known, Table
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

    def found_once(transaction: Transaction, known: Known) -> Fact:
        facts = known.found_of(transaction)
        fact = facts.get(name)
        if fact is None:
            fact = facts[name] = found_or_told(transaction, known)
        return fact

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

    return found_once


def table_of(kinds: Mapping[str, FactKind]) -> Table:
    """Return how a vocabulary's facts are found, to be handed from paste to paste."""
    table = Table()
    _put_together(table, kinds)
    return table


def _put_together(table: Table, kinds: Mapping[str, FactKind]) -> None:
    """Fill a table: with the functions that find facts of a transaction, and for facts that are data with their events."""
    table.finders.update(TRANSACTION_FACTS)
    for name, kind in kinds.items():
        if kind.of == "transaction" and kind.events:
            table.finders[name] = _with_told(name, _by_events(kind))
            if not kind.lines and not kind.shows:
                table.by_events[name] = frozenset(kind.events)
    table.names.update(dict.fromkeys(table.finders))  # those that count others come last
    table.names.update((name, None) for name, kind in kinds.items() if kind.of == "transaction" and kind.signs)


def _by_events(kind: FactKind) -> TransactionFact:
    return lambda transaction, _known: in_events(kind, transaction.of_kind(*kind.events))


def facts_of(transaction: Transaction, known: Known) -> FactSheet:
    """Return all facts of one transaction, each found when it is asked for."""
    table, counted = known.table, known.kinds
    if not table.names:
        _put_together(table, counted)
    found_by, by_events = table.finders, {} if transaction.shared else table.by_events
    told = {told.fact for told in known.account.facts}

    def find(name: str, sheet: FactSheet) -> Fact:
        events = by_events.get(name)
        if events is not None and transaction.has_none(events) and name not in told:
            return NOT_THERE
        finder = found_by.get(name)
        return finder(transaction, known) if finder is not None else count_signs(counted[name], sheet)

    return FactSheet(table.names, find)


def logged(value: bool, *, inferred: bool = False) -> Fact:
    """Return a fact that a line shows, by its wording or, inferred, by its parts."""
    return _INFERRED[value] if inferred else _LOGGED[value]


_LOGGED = {value: Fact(value, "logged") for value in (True, False)}
_INFERRED = {value: Fact(value, "inferred") for value in (True, False)}

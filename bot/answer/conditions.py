"""Which cautions, observations and doubts an answer tells: data with conditions, weighed against a diagnosis."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.catalogue import Reading
from bot.diagnosis import Diagnosis, Finding
from bot.library import Library
from bot.library.schema import Caution, Doubt, Observation
from bot.transactions import Transaction

Observed = tuple[Observation, Transaction]
"""What is observed, and about which transaction."""


def doubts(finding: Finding, diagnosis: Diagnosis, library: Library) -> list[Doubt]:
    """Return the other readings of a finding's lines that are not moot."""
    facts = diagnosis.facts[finding.transactions[0]] if finding.transactions else {}
    named = [library.doubts[name] for name in library.rules[finding.rule].doubts]
    return [doubt for doubt in named if not any(fact in facts and facts[fact].value is wanted for fact, wanted in doubt.unless.items())]


def observations(transactions: Sequence[Transaction], about: Transaction, diagnosis: Diagnosis, library: Library) -> list[Observed]:
    """Return what is to be observed about a transaction, and, of what matters anywhere, the first one that it holds for."""
    told: list[Observed] = []
    for observation in library.observations.values():
        if _holds(observation, about, diagnosis):
            told.append((observation, about))
        elif observation.anywhere:
            first = next((other for other in transactions if _holds(observation, other, diagnosis)), None)
            told.extend([(observation, first)] if first is not None else [])
    return told


def _holds(observation: Observation, transaction: Transaction, diagnosis: Diagnosis) -> bool:
    facts = diagnosis.facts[transaction.id]
    return (
        all(facts[fact].value is wanted for fact, wanted in observation.when.items())
        and not transaction.seen.intersection(observation.missing)
        and (not observation.servers or transaction.server in observation.servers)
    )


def cautions(diagnosis: Diagnosis, reading: Reading, library: Library, server: str) -> list[tuple[Caution, dict[str, str]]]:
    """Return the cautions that the headline's rule names, then those whose conditions hold, with the fields that they fill in.

    ``server`` is the one that the paste is taken to be of.
    """
    headline = diagnosis.headline
    named: Sequence[str] = library.rules[headline.rule].cautions if headline else ()
    result = [(library.cautions[name], dict[str, str]()) for name in named]
    for name, caution in library.cautions.items():
        if name in named or not (caution.servers or caution.field or caution.verdicts or caution.severity):
            continue
        fields = _fields(caution, reading)
        if (
            (not caution.servers or server in caution.servers)
            and (not caution.verdicts or diagnosis.verdict in caution.verdicts)
            and (not caution.severity or diagnosis.severity in caution.severity)
            and not _turns_on(caution.but_for, diagnosis, reading)
            and fields is not None
        ):
            result.append((caution, fields))
    return result


def _turns_on(kinds: Collection[str], diagnosis: Diagnosis, reading: Reading) -> bool:
    """Tell whether the lines that the answer turns on are of some kinds alone."""
    evidence = frozenset(diagnosis.evidence)
    told = {event.kind for event in reading.events if event.line.number in evidence}
    return bool(kinds and told) and told <= set(kinds)


def _fields(caution: Caution, reading: Reading) -> dict[str, str] | None:
    """Return the fields by which a caution's condition holds, an empty mapping if it has none, None if it does not hold."""
    found: dict[str, str] = {}
    for name, values in caution.field.items():
        value = next((event.fields[name] for event in reading.events if event.fields.get(name, "").casefold() in values), None)
        if value is None:
            return None
        found[name] = value
    return found

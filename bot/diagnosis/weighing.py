"""Rules weighed for one subject: which fire, which are open, and how sure a finding may be."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.facts import Fact
from bot.library.schema import Certainty, Rule, Severity

_SEVERITIES: tuple[Severity, ...] = ("act_now", "problem", "stopped", "fine", "unknown")
_CERTAINTIES: tuple[Certainty, ...] = ("certain", "likely", "possible", "unknown")

Facts = Mapping[str, Fact]


def graver(one: Severity, other: Severity) -> bool:
    """Tell whether a severity is graver than another."""
    return _SEVERITIES.index(one) < _SEVERITIES.index(other)


def severity_rank(severity: Severity) -> int:
    """Return 0 for the gravest severity, more for the others."""
    return _SEVERITIES.index(severity)


def certainty_rank(certainty: Certainty) -> int:
    """Return 0 for the surest certainty, more for the others."""
    return _CERTAINTIES.index(certainty)


def at_most(certainty: Certainty, cap: Certainty) -> Certainty:
    """Return the lesser of two certainties."""
    return max(certainty, cap, key=_CERTAINTIES.index)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that fired.

    Attributes:
        rule: its id.
        verdict, severity: what it concludes.
        of: the subject's kind.
        transactions: ids of the transactions it is about.
        certainty: the rule's own, lowered by presumptions, lines read by their parts, unsure masks, connections that cannot be told
            apart, and graver open rules.
        evidence: numbers of the lines it rests on.
        presumed: facts it takes for granted.
    """

    rule: str
    verdict: str
    severity: Severity
    of: str
    transactions: tuple[int, ...]
    certainty: Certainty
    evidence: tuple[int, ...]
    presumed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRule:
    """A rule that may hold: nothing contradicts it, and ``needs`` are the facts it lacks."""

    rule: str
    verdict: str
    severity: Severity
    of: str
    transactions: tuple[int, ...]
    evidence: tuple[int, ...]
    needs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weighed:
    """All rules of one subject: those that fired and were not beaten, and those that are open and count."""

    findings: tuple[Finding, ...]
    open: tuple[OpenRule, ...]

    @property
    def verdicts(self) -> frozenset[str]:
        """Return all verdicts that are still possible."""
        return frozenset([f.verdict for f in self.findings] + [o.verdict for o in self.open])

    @property
    def unsettled(self) -> bool:
        """Tell whether an open rule is graver than everything found."""
        best = min((severity_rank(f.severity) for f in self.findings), default=len(_SEVERITIES))
        return any(severity_rank(o.severity) < best for o in self.open)


Status = Literal["fires", "open", "silent"]


def status(rule: Rule, facts: Facts) -> Status:
    """Return whether a rule fires, is open or is silent, given the subject's facts."""
    lacking = False
    for name, wanted in rule.when.items():
        value = facts[name].value
        if value is None:
            lacking = True
        elif value is not wanted:
            return "silent"
    if any(facts[name].value is wanted for name, wanted in rule.unless.items()):
        return "silent"
    return "open" if lacking else "fires"


def beats(winner: str, loser: str, rules: Mapping[str, Rule]) -> bool:
    """Tell whether a rule that holds beats another: it asks for all that the other asks for and more, or names it under ``over``."""
    one, other = rules[winner], rules[loser]
    return loser in one.over or (len(one.when) > len(other.when) and one.when.items() >= other.when.items())


def rules_for(reads: str, rules: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return the rules for one kind of paste: those for logs say nothing of a returned message, and the other way round."""
    return {name: rule for name, rule in rules.items() if rule.reads == reads}


def weigh(rules: Mapping[str, Rule], facts: Facts, of: str, transactions: tuple[int, ...]) -> Weighed:
    """Weigh all rules of one kind of subject.

    Args:
        rules: all rules by id; those about another kind of subject are passed over.
        facts: the subject's facts; every fact that a rule names must be there.
        of: the kind of subject.
        transactions: ids of the transactions that the subject is.
    """
    states = {name: status(rule, facts) for name, rule in rules.items() if rule.of == of}
    fired = [name for name, state in states.items() if state == "fires"]
    won = [name for name in fired if not any(beats(other, name, rules) for other in fired if other != name)]
    opened = [name for name, state in states.items() if state == "open" and not any(name in rules[other].over for other in won)]
    open_rules = tuple(_open(name, rules[name], facts, transactions) for name in opened)
    return Weighed(tuple(_finding(name, rules[name], facts, transactions, open_rules) for name in won), open_rules)


def speaks_of_the_message(rule: Rule, facts: Facts) -> bool:
    """Tell whether a rule speaks of the message that was taken; one that does not ask for it speaks of another, refused recipient."""
    taken = facts.get("accepted")
    return taken is None or taken.value is not True or "accepted" in rule.when


def evidence_of(rule: Rule, facts: Facts) -> tuple[int, ...]:
    """Return the lines that a rule's decisive facts (or, if none are named, all of ``when``) show themselves in."""
    names: Iterable[str] = rule.decisive or rule.when
    return tuple(sorted({number for name in names for number in facts[name].evidence}))


def _open(name: str, rule: Rule, facts: Facts, transactions: tuple[int, ...]) -> OpenRule:
    needs = tuple(fact for fact in rule.when if facts[fact].value is None)
    return OpenRule(name, rule.verdict, rule.severity, rule.of, transactions, evidence_of(rule, facts), needs)


def _finding(name: str, rule: Rule, facts: Facts, transactions: tuple[int, ...], open_rules: tuple[OpenRule, ...]) -> Finding:
    certainty = rule.certainty
    presumed = tuple(fact for fact in rule.when if facts[fact].strength == "presumed")
    read_by_parts = any(facts[fact].strength == "inferred" for fact in rule.decisive or rule.when)
    if presumed or read_by_parts or any(facts[fact].unsure for fact in rule.when):
        certainty = at_most(certainty, "likely")
    if any(facts[fact].shared for fact in rule.when):
        certainty = at_most(certainty, "possible")
    if speaks_of_the_message(rule, facts) and any(graver(other.severity, rule.severity) for other in open_rules):
        certainty = at_most(certainty, "possible")
    return Finding(name, rule.verdict, rule.severity, rule.of, transactions, certainty, evidence_of(rule, facts), presumed)

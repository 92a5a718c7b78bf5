"""Rules weighed for one subject: which fire, which are open, and how sure a finding may be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.facts import Fact
from bot.library.schema import Certainty, Rule, Severity
from bot.transactions import Transaction

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


Status = Literal["fires", "open"]


def beats(winner: str, loser: str, rules: Mapping[str, Rule]) -> bool:
    """Tell whether a rule that holds beats another: it asks for all that the other asks for and more, or names it under ``over``."""
    one, other = rules[winner], rules[loser]
    return loser in one.over or (len(one.when) > len(other.when) and one.when.items() >= other.when.items())


@dataclass(frozen=True, slots=True)
class _Branch:
    """A condition that rules share.

    ``ending`` are the rules that ask for nothing more than it and what stands before it, each with what silences it; ``branches`` those
    that go on from it.
    """

    fact: str
    wanted: bool
    ending: tuple[tuple[str, tuple[tuple[str, bool], ...]], ...]
    branches: tuple[_Branch, ...]


class Rules(dict[str, Rule]):
    """Rules by id, which for each kind of subject are laid out as a tree: what many of them ask for is looked at once, and first."""

    def __init__(self, rules: Mapping[str, Rule], returned: Mapping[str, Rule] | None = None) -> None:
        """Lay rules out; ``returned`` are those for a returned message that stands beside a log."""
        super().__init__({**rules, **(returned or {})})
        self._own = rules
        self._returned = Rules(returned) if returned else self
        self._places = {name: place for place, name in enumerate(rules)}
        self._trees: dict[str, tuple[_Branch, ...]] = {}

    def about(self, transaction: Transaction) -> Rules:
        """Return the rules for one transaction."""
        return self._returned if transaction.is_returned else self

    def states(self, of: str, facts: Facts) -> dict[str, Status]:
        """Return whether each rule about one kind of subject fires or is open; one that is contradicted is silent, and left out."""
        tree = self._trees.get(of)
        if tree is None:
            tree = self._trees[of] = _laid_out(
                [(name, rule, frozenset(rule.when.items())) for name, rule in self._own.items() if rule.of == of]
            )
        found: dict[str, Status] = {}
        _walk(tree, facts, "fires", found)
        return dict(sorted(found.items(), key=lambda state: self._places[state[0]]))


def _laid_out(rules: Sequence[tuple[str, Rule, frozenset[tuple[str, bool]]]]) -> tuple[_Branch, ...]:
    """Return rules, each with the conditions that are left of it, by the conditions that most of them share."""
    found: list[_Branch] = []
    while rules:
        often = Counter(condition for _, _, left in rules for condition in left)
        shared = max(often, key=lambda condition: (often[condition], condition))
        those = [(name, rule, left - {shared}) for name, rule, left in rules if shared in left]
        rules = [entry for entry in rules if shared not in entry[2]]
        ending = tuple((name, tuple(rule.unless.items())) for name, rule, left in those if not left)
        found.append(_Branch(*shared, ending, _laid_out([entry for entry in those if entry[2]])))
    return tuple(found)


def _walk(branches: Sequence[_Branch], facts: Facts, so_far: Status, found: dict[str, Status]) -> None:
    """Find the states of the rules on some branches, given that of what was asked for before."""
    for branch in branches:
        value = facts[branch.fact].value
        if value is None or value is branch.wanted:
            state: Status = "open" if value is None else so_far
            for name, unless in branch.ending:
                if not unless or not any(facts[fact].value is wanted for fact, wanted in unless):
                    found[name] = state
            if branch.branches:
                _walk(branch.branches, facts, state, found)


def rules_for(reads: str, rules: Mapping[str, Rule], *, returned: bool = False) -> Rules:
    """Return the rules for one kind of paste: those for logs say nothing of a returned message, and the other way round.

    Args:
        reads: the kind of paste.
        rules: all rules.
        returned: a returned message stands beside a log, and is weighed by its own.
    """
    own, of_returned = ({name: rule for name, rule in rules.items() if rule.reads == kind} for kind in (reads, "bounce"))
    return Rules(own, of_returned if returned else None)


def weigh(rules: Rules, facts: Facts, of: str, transactions: tuple[int, ...]) -> Weighed:
    """Weigh all rules of one kind of subject.

    Args:
        rules: all rules by id; those about another kind of subject are passed over.
        facts: the subject's facts; every fact that a rule names must be there.
        of: the kind of subject.
        transactions: ids of the transactions that the subject is.
    """
    states = rules.states(of, facts)
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
    """Return the lines that a rule's decisive facts (or, if none are named, or were only told, all of ``when``) show themselves in."""
    for names in (rule.decisive, rule.when):
        lines = {number for name in names for number in facts[name].evidence}
        if lines:
            return tuple(sorted(lines))
    return ()


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

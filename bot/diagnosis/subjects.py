"""The subjects of a paste (each transaction, client, login and mailbox, and the paste itself) with their facts and weighed rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.diagnosis.weighing import Finding, OpenRule, Rules, Weighed, weigh
from bot.facts import GROUP_FACTS, TRANSACTION_FACTS, Fact, FactSheet, Known, count_signs, facts_of, in_events
from bot.identity import canonical
from bot.library.schema import FactKind
from bot.transactions import Transaction

Facts = Mapping[str, Fact]
_BEARERS = ("delivered_locally", "delivered_to_program")


@dataclass(frozen=True, slots=True)
class Weighing:
    """All subjects of a paste: facts and rules of each transaction, what was found about wider ones, and whom that explains.

    ``wider_open`` are rules about the whole paste that lack nothing but what can be asked for.
    """

    facts: Mapping[int, Facts]
    weighed: Mapping[int, Weighed]
    wider: tuple[Finding, ...]
    explained: frozenset[int] = frozenset()
    wider_open: tuple[OpenRule, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return everything found."""
        return (*(finding for weighed in self.weighed.values() for finding in weighed.findings), *self.wider)


def weigh_transaction(transaction: Transaction, known: Known, rules: Rules) -> Weighed:
    """Weigh all rules of one transaction."""
    return weigh(rules.about(transaction), facts_of(transaction, known), "transaction", (transaction.id,))


def weigh_all(known: Known, rules: Rules) -> Weighing:
    """Weigh all rules of all subjects; a finding about a wider one explains away the narrower verdicts that its rule names."""
    facts = {transaction.id: facts_of(transaction, known) for transaction in known.transactions}
    weighed = {t.id: weigh(rules.about(t), facts[t.id], "transaction", (t.id,)) for t in known.transactions}
    groups = [found for subject in _SUBJECTS for found in _weigh_groups(subject, known, rules, facts)]
    wider = [finding for found in groups for finding in found.findings]
    explained: set[int] = set()
    for finding in wider:
        verdicts = rules[finding.rule].explains
        for number in finding.transactions:
            kept = tuple(narrow for narrow in weighed[number].findings if narrow.verdict not in verdicts)
            explained.update([number] if len(kept) < len(weighed[number].findings) else [])
            weighed[number] = replace(weighed[number], findings=kept)
    asked_for = tuple(rule for found in groups for rule in found.open if rule.of == "paste" and _can_be_asked(rule, known))
    left = [finding for finding in _unexplained(wider, rules) if not _told_already(finding, weighed.values(), rules)]
    return Weighing(facts, weighed, tuple(left), frozenset(explained), asked_for)


def _told_already(wider: Finding, narrower: Iterable[Weighed], rules: Rules) -> bool:
    """Tell whether findings of rules that beat a wider finding's rule rest on all of its lines, and so say the same more exactly."""
    lines = {n for found in narrower for one in found.findings if wider.rule in rules[one.rule].over for n in one.evidence}
    return bool(wider.evidence) and lines.issuperset(wider.evidence)


def _can_be_asked(rule: OpenRule, known: Known) -> bool:
    return all(known.kinds[name].ask_order is not None for name in rule.needs)


def _unexplained(wider: Sequence[Finding], rules: Rules) -> list[Finding]:
    """Return the findings about groups but for those that one about all of their transactions, and more, explains away."""

    def explains(one: Finding, other: Finding) -> bool:
        covers = set(other.transactions) <= set(one.transactions)
        return one.rule != other.rule and covers and other.verdict in rules[one.rule].explains and one.verdict != other.verdict

    return [finding for finding in wider if not any(explains(other, finding) for other in wider)]


def _weigh_groups(subject: str, known: Known, rules: Rules, facts: Mapping[int, Facts]) -> Iterable[Weighed]:
    """Yield what is found, and what is open, about each group of one kind of subject."""
    if not any(rule.of == subject for rule in rules.values()):
        return
    own = _own_facts(subject, known)
    for group in _SUBJECTS[subject](known.transactions):
        found = weigh(rules, _facts_of_group(subject, group, known, facts, own), subject, tuple(transaction.id for transaction in group))
        if subject == "paste":
            found = replace(found, findings=tuple(_narrowed(finding, group) for finding in found.findings))
        yield found


def _narrowed(finding: Finding, group: Sequence[Transaction]) -> Finding:
    """Return a finding about the whole paste as one about the transactions that its lines belong to."""
    evidence = set(finding.evidence)
    return replace(finding, transactions=tuple(t.id for t in group if evidence.intersection(t.lines)))


def _facts_of_group(
    subject: str, group: Sequence[Transaction], known: Known, facts: Mapping[int, Facts], own: Mapping[str, FactKind]
) -> Facts:
    """Return all facts of a group; a client's own (whose it is, say) are those of its first transaction."""
    events = known.events if subject == "paste" else [event for transaction in group for event in transaction.events]

    def find(name: str, sheet: FactSheet) -> Fact:
        kind = own.get(name)
        if kind is None:
            return facts[group[0].id][name] if subject == "client" else Fact(known.trusts_by_name, "inferred")
        if kind.signs:
            return count_signs(kind, sheet)
        if name in GROUP_FACTS:
            return GROUP_FACTS[name](group, known)
        return in_events(kind, events) if kind.events else _of_all([facts[transaction.id][name] for transaction in group])

    return FactSheet((*(facts[group[0].id] if subject == "client" else ("trusts_by_name",)), *own), find)


def _own_facts(subject: str, known: Known) -> Mapping[str, FactKind]:
    """Return the facts that are about a group of one kind itself."""
    found = known.table.of_groups.get(subject)
    if found is None:
        found = known.table.of_groups[subject] = {
            name: kind
            for name, kind in known.kinds.items()
            if (kind.of == subject or subject in kind.also)
            and (kind.signs or name in GROUP_FACTS or kind.events or (name in TRANSACTION_FACTS and subject != "client"))
        }
    return found


def _of_all(facts: Sequence[Fact]) -> Fact:
    """Return a transaction's fact for a group: it holds where it holds of all, and does not where it does not of one."""
    lines = tuple(sorted({number for fact in facts for number in fact.evidence}))
    for value in (False, None):
        found = next((fact for fact in facts if fact.value is value), None)
        if found is not None:
            return found._replace(evidence=lines)
    return next((fact for fact in facts if fact.strength == "presumed"), facts[0])._replace(evidence=lines)


def _grouped(keys: Callable[[Transaction], Iterable[str]]) -> Callable[[Sequence[Transaction]], list[list[Transaction]]]:
    """Return a function that groups transactions by keys; one may be in several groups."""

    def group(transactions: Sequence[Transaction]) -> list[list[Transaction]]:
        groups: dict[str, list[Transaction]] = {}
        for transaction in transactions:
            for key in keys(transaction):
                groups.setdefault(key, []).append(transaction)
        return list(groups.values())

    return group


def _client(transaction: Transaction) -> list[str]:
    """Return the client, or the user of this machine that handed a message in."""
    if transaction.client is not None:
        return [canonical(transaction.client)]
    return [f"uid {event.fields.get('uid', '')}" for event in transaction.of_kind("message_submitted_locally")[:1]]


def _login(transaction: Transaction) -> list[str]:
    return [canonical(transaction.login)] if transaction.login else []


def _mailbox(transaction: Transaction) -> set[str]:
    return {canonical(event.fields["recipient"]) for event in transaction.of_kind(*_BEARERS) if event.fields.get("recipient")}


_SUBJECTS: Mapping[str, Callable[[Sequence[Transaction]], list[list[Transaction]]]] = {
    "client": _grouped(_client),
    "login": _grouped(_login),
    "mailbox": _grouped(_mailbox),
    "paste": lambda transactions: [list(transactions)],
}

"""Which transactions are in question, and which question decides.

The formula for the first question: each candidate is tried with each of its answers; what counts is how many different verdicts are
left after the worse answer, fewer being better. Ties go to the lower ``ask_order``; a request for lines comes after all others. The
remaining questions follow by ``ask_order``. Whose a log-in was that has come to nothing yet is asked before all. Where not even the end
of the entry is in the paste, its lines are asked for and nothing else. At most three questions are asked.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.diagnosis.subjects import Weighing, weigh_transaction
from bot.diagnosis.weighing import OpenRule, Rules
from bot.facts import Fact, Known
from bot.library.schema import Choice
from bot.told import VALUES, Account, Told
from bot.transactions import Transaction

MOST_QUESTIONS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask.

    Attributes:
        kind: ``fact`` is answered by a choice, ``lines`` by pasting them.
        fact: what the answer tells.
        transaction: the transaction it is asked for.
        about: the name it is about, as written.
        choices: the answers offered.
        fetch: what to search the log for, for a request for lines.
        id: the id in it.
        last: it is a request for lines that is made because nothing else is left to ask.
    """

    kind: str
    fact: str
    transaction: int
    about: str | None
    choices: tuple[Choice, ...]
    fetch: str | None = None
    last: bool = False
    id: str | None = None


def in_question(baseline: Weighing, known: Known, rules: Rules) -> tuple[frozenset[int], frozenset[int]]:
    """Return the ids of the transactions in question, and of the plain ones that are as open but are not.

    Args:
        baseline: the paste weighed with the site's facts but nothing told: an answer about one transaction must not make a plain one
            look strange.
        known: everything, with what was told.
        rules: all rules.

    Among transactions that are open for the same facts that only the asker knows, those whose client gave no name are plain and the
    others in question; if that does not divide them, all are in question. A plain one whose client was told to be none of ours is in
    question.
    """
    groups: dict[frozenset[str], list[int]] = {}
    for number, weighed in baseline.weighed.items():
        if weighed.unsettled:
            wanted = missing(baseline, number, known, rules)
            groups.setdefault(frozenset(name for name in wanted if known.kinds[name].ask == "fact"), []).append(number)
    asked, plain = set[int](), set[int]()
    for numbers in groups.values():
        nameless = {number for number in numbers if baseline.facts[number]["client_name_given"].value is False}
        plain |= nameless if known.trusts_by_name and len(nameless) < len(numbers) else set()
        asked |= set(numbers) - plain
    for transaction in known.transactions:
        told = known.account.about("client_is_ours", transaction.client) if transaction.client else None
        if transaction.id in plain and told is not None and told[0] is False:
            plain.discard(transaction.id)
            asked.add(transaction.id)
    return frozenset(asked), frozenset(plain)


def missing(weighing: Weighing, number: int, known: Known, rules: Rules) -> list[str]:
    """Return the facts that could be asked for a transaction: unknown or only presumed, and a rule that is not silent wants them."""
    facts = weighing.facts[number]
    own = rules.about(known.transactions[number - 1])
    wanted = {name for rule in own.states("transaction", facts) for name in rules[rule].when}
    return [
        name
        for name, kind in known.kinds.items()
        if name in wanted and kind.ask_order is not None and not facts[name].asked
        and (facts[name].value is None or facts[name].strength == "presumed")
    ]  # fmt: skip


def questions(weighing: Weighing, asked: Iterable[int], known: Known, rules: Rules, fetch: str | None) -> tuple[Question, ...]:
    """Return what to ask, the deciding question first.

    Args:
        weighing: the paste weighed with everything told.
        asked: ids of the transactions to ask about.
        known: everything.
        rules: all rules.
        fetch: how the server's log is searched for a message, with ``{queue_id}``.
    """
    candidates: dict[tuple[str, str | int], tuple[Question, Transaction]] = {}
    by_id = {transaction.id: transaction for transaction in known.transactions}
    for number in sorted(asked):
        transaction = by_id[number]
        for name in _wanted(weighing, number, known, rules):
            question = _question(name, known, transaction, weighing, fetch)
            if question is not None:
                about = question.about or (0 if question.kind == "lines" else number)  # one request for lines shows what is meant
                of_trace = question.kind == "lines" and transaction.of_kind("received_header")  # asked for in one's own log, once
                candidates.setdefault(("lines" if of_trace else name, about), (question, transaction))
    order = sorted(candidates.values(), key=lambda pair: (known.kinds[pair[0].fact].ask_order or 0, pair[1].id))
    if len(order) > 1:
        left = _Left(known, rules, Counter(question.fact for question, _ in order))
        order.insert(0, order.pop(left.deciding(order, weighing.facts)))
        order.sort(key=lambda pair: not _is_of_a_login(pair[0], weighing.facts[pair[1].id]))
    return tuple(question for question, _ in order[:MOST_QUESTIONS])


def _is_of_a_login(question: Question, facts: Mapping[str, Fact]) -> bool:
    """Tell whether a question is whose a log-in was that has come to nothing yet, as far as the lines go; only its owner can answer."""
    return question.fact == "login_of_a_stranger" and bool(facts["login_begins"].value or facts["sender_is_anothers"].value)


def later_lines(transactions: tuple[Transaction, ...], asked: Iterable[int], fetch: str | None) -> Question:
    """Return the request that is left where nothing else can be asked: for lines of the log that are not in the paste."""
    wanted = set(asked)
    about = next((t for t in transactions if t.id in wanted), transactions[-1] if transactions else None)
    search = fetch.format(queue_id=about.queue_id) if about is not None and fetch and about.queue_id else None
    id_ = about.queue_id if search and about is not None else None
    return Question("lines", "accepted", about.id if about is not None else 1, None, (), search, last=True, id=id_)


def lines_of_the_paste(rules: Sequence[OpenRule], id_: str | None, fetch: str | None) -> Question:
    """Return the request for the log lines that open rules about the whole paste lack, by the id of the message if one is known."""
    number = next((number for rule in rules for number in rule.transactions), 1)
    return Question("lines", rules[0].needs[0], number, None, (), (fetch or "{queue_id}").format(queue_id=id_) if id_ else None, id=id_)


def _wanted(weighing: Weighing, number: int, known: Known, rules: Rules) -> list[str]:
    """Return the facts to ask of one transaction.

    Where its entry is cut off, only the lines that show it, and of a log-in whose it was before that; where a line says that passing on
    was allowed, only to whom; where all that is open says what was found, only what was presumed.
    """
    wanted = missing(weighing, number, known, rules)
    weighed = weighing.weighed[number]
    facts = weighing.facts[number]
    if facts["passing_on_was_granted"].value and "client_is_ours" in wanted:
        return ["client_is_ours"]
    if "accepted" in wanted and facts["accepted"].value is None:
        if facts["login_begins"].value:
            return [*(["login_of_a_stranger"] if _may_be_a_strangers(facts) else []), "accepted"]
        whose = facts["lines_are_ours"]
        return ["lines_are_ours", "accepted"] if whose.value is None and not whose.asked else ["accepted"]
    first = [name for name in wanted if known.kinds[name].first and facts[name].value is None]
    if first:
        return first
    if weighed.findings and weighed.verdicts == {finding.verdict for finding in weighed.findings}:
        return [name for name in wanted if any(name in finding.presumed for finding in weighed.findings)]
    return wanted


def _may_be_a_strangers(facts: Mapping[str, Fact]) -> bool:
    """Tell whether a log-in came from an address that is not known to be ours, and whose it was has not been asked."""
    whose = facts["client_is_ours"]
    presumed = whose.value is not True and whose.strength in (None, "presumed") and not whose.asked
    return presumed and facts["login_of_a_stranger"].strength != "told"


def _question(name: str, known: Known, transaction: Transaction, weighing: Weighing, fetch: str | None) -> Question | None:
    kind = known.kinds[name]
    if kind.ask == "lines":
        id_ = (before_the_filter(transaction) if name == "first_half_seen" else None) or transaction.queue_id or transaction.counted
        search = fetch.format(queue_id=id_) if fetch and id_ else None
        return Question("lines", name, transaction.id, None, (), search, id=id_ if search else None)
    facts = weighing.facts[transaction.id]
    about = facts[name].about
    if about is None and kind.of == "identity" and facts["client_is_gateway"].value is not True:
        return None
    choices = tuple(choice for choice in kind.choices if not _contradicted(choice, facts, known))
    return Question("fact", name, transaction.id, about, choices)


def before_the_filter(transaction: Transaction) -> str | None:
    """Return what the lines before a filter are found by: the message's first id if the entry tells it, its session, its Message-ID."""
    fields = [event.fields for event in transaction.of_kind("message_entry", "message_received", "message_identified")]
    for name in ("orig_queue_id", "session_id", "message_id"):
        found = next((event[name] for event in fields if event.get(name)), None)
        if found is not None:
            return found
    return None


def _contradicted(choice: Choice, facts: Mapping[str, Fact], known: Known) -> bool:
    """Tell whether a choice would tell the contrary of what was told already; not to know a name is no telling that binds."""
    against = (facts[fact] for fact, value in choice.tells.items() if VALUES[value] not in (None, facts[fact].value))
    weak = known.account.is_weak
    return any(fact.strength == "told" and not any(fact.about and weak(name, fact.about) for name in choice.tells) for fact in against)


class _Left:
    """Counts the verdicts that an answer leaves; transactions of the same facts leave the same, so each kind is tried once."""

    def __init__(self, known: Known, rules: Rules, often: Mapping[str, int]) -> None:
        self._known = known
        self._rules = rules
        self._often = often
        self._counted: dict[tuple[object, ...], int] = {}

    def deciding(self, order: Sequence[tuple[Question, Transaction]], facts: Mapping[int, Mapping[str, Fact]]) -> int:
        """Return the place of the question whose worst answer leaves the fewest verdicts, the first of several such."""
        place, fewest = 0, sys.maxsize
        for at, (question, transaction) in enumerate(order):
            count = self.after_the_worst(question, transaction, facts[transaction.id], fewest)
            if count < fewest:
                place, fewest = at, count
        return place

    def after_the_worst(self, question: Question, transaction: Transaction, facts: Mapping[str, Fact], most: int) -> int:
        """Return how many verdicts are left after the answer that settles least; ``most`` or more of them are not counted to the end."""
        if self._often[question.fact] == 1:
            return self._after_the_worst(question, transaction, most)
        kind = (question.fact, *((name, fact.value, fact.strength, fact.asked) for name, fact in facts.items()))
        if kind not in self._counted:
            self._counted[kind] = self._after_the_worst(question, transaction, most)
        return self._counted[kind]

    def _after_the_worst(self, question: Question, transaction: Transaction, most: int) -> int:
        worst = 0
        for answer in _answers(question, transaction):
            worst = max(worst, len(self._verdicts(answer, transaction)))
            if worst >= most:  # another question settles as much or more, whatever the other answers do
                break
        return worst

    def _verdicts(self, answer: tuple[Told, ...], transaction: Transaction) -> frozenset[str]:
        account = Account((*self._known.account.facts, *answer), self._known.account.version)
        return weigh_transaction(transaction, replace(self._known, account=account), self._rules).verdicts


def _answers(question: Question, transaction: Transaction) -> list[tuple[Told, ...]]:
    """Return what each answer to a question would tell, but for "I don't know"."""
    if question.kind == "lines":
        return [(Told(question.fact, value, transaction=transaction.id),) for value in (True, False)]
    return [
        tuple(Told(fact, VALUES[value], question.about, None if question.about else transaction.id) for fact, value in choice.tells.items())
        for choice in question.choices
        if set(choice.tells.values()) != {"unknown"}
    ]

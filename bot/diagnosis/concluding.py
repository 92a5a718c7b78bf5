"""One conclusion from everything weighed: the headline's verdict, how grave and how sure, the lines it rests on, what to ask."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.diagnosis.questioning import MOST_QUESTIONS, Question, in_question, later_lines, lines_of_the_paste, questions
from bot.diagnosis.subjects import Weighing, weigh_all
from bot.diagnosis.weighing import Finding, OpenRule, Rules, certainty_rank, rules_for, severity_rank, speaks_of_the_message
from bot.facts import Fact, Known, reported_id
from bot.library import Library
from bot.library.schema import Certainty, Severity
from bot.told import Account, Told
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What a paste comes to.

    Attributes:
        verdict, severity, certainty: of the headline.
        evidence: the lines that the verdict rests on, or that are in question.
        findings: everything found, the headline's first.
        open: rules that may hold of the transactions in question.
        in_question: ids of the transactions that the answer turns on.
        plain: ids of those that are as open but have nothing odd about them.
        questions: what to ask, the deciding one first.
        facts: all facts of each transaction.
        astray: what was told of transactions that are not there.
    """

    verdict: str
    severity: Severity
    certainty: Certainty
    evidence: tuple[int, ...]
    findings: tuple[Finding, ...]
    open: tuple[OpenRule, ...]
    in_question: frozenset[int]
    plain: frozenset[int]
    questions: tuple[Question, ...]
    facts: Mapping[int, Mapping[str, Fact]]
    astray: tuple[Told, ...] = ()

    @property
    def headline(self) -> Finding | None:
        """Return the finding that the headline tells, None if it is undetermined."""
        return self.findings[0] if self.findings and self.verdict == self.findings[0].verdict else None


def diagnose(
    known: Known, library: Library, fetch: str | None, most_questions: int = MOST_QUESTIONS, *, rules: Rules | None = None
) -> Diagnosis:
    """Return the diagnosis of a paste.

    Args:
        known: its transactions with the site, what was told and the server's profile.
        library: rules and vocabulary.
        fetch: how the server's log is searched for a message, with ``{queue_id}``.
        most_questions: how many questions are asked at most.
        rules: those for its kind of paste, from ``rules_for``; None: those for a log.
    """
    rules = rules_for("log", library.rules) if rules is None else rules
    baseline = weigh_all(replace(known, account=Account()), rules)
    asked, plain = in_question(baseline, known, rules)
    # What is told without a name is meant of what is in question; where nothing is, of everything that there is.
    known = replace(known, in_question=asked or frozenset(transaction.id for transaction in known.transactions))
    weighing = weigh_all(known, rules) if known.account.facts else baseline
    asked |= _opened_anew(baseline, weighing) - plain
    findings = _ranked(weighing, asked, library)
    open_rules = (*weighing.wider_open, *(rule for number in sorted(asked) for rule in weighing.weighed[number].open))
    beside = _bare_connections(known, weighing) | _mere_ends(known, findings) | _others_calls(known, weighing, findings)
    beside |= _held_up(weighing, findings) | _as_those_found(known, weighing, findings, rules)
    verdict = _verdict(findings, weighing, asked - beside, rules)
    to_ask = questions(weighing, _to_ask(weighing, asked, findings, known.transactions), known, rules, fetch)
    if weighing.wider_open:
        to_ask = (lines_of_the_paste(weighing.wider_open, reported_id(known), fetch),)
    if verdict == "undetermined" and not to_ask:
        to_ask = (later_lines(known.transactions, asked, fetch),)
    found = _concluded(verdict, findings, open_rules, asked, plain, to_ask[:most_questions], weighing)
    if verdict == "undetermined" and not found.evidence:
        found = replace(found, evidence=_lines_in_question(known, asked))
    there = {transaction.id for transaction in known.transactions}
    return replace(found, astray=tuple(told for told in known.account.facts if told.transaction not in (None, *there)))


def _opened_anew(baseline: Weighing, weighing: Weighing) -> frozenset[int]:
    """Return the transactions that were settled until something was told of them: "that address is not ours", of somebody who logged in."""
    return frozenset(n for n, w in weighing.weighed.items() if w.open and not w.findings and baseline.weighed[n].findings)


def _lines_in_question(known: Known, asked: frozenset[int]) -> tuple[int, ...]:
    """Return the lines that say something of the transactions in question, where no open rule rests on any of them."""
    events = (event for transaction in known.transactions if transaction.id in asked for event in transaction.events)
    return tuple(sorted({event.line.number for event in events if event.kind not in _SAYS_NOTHING}))


def _ranked(weighing: Weighing, asked: frozenset[int], library: Library) -> tuple[Finding, ...]:
    """Return findings, the gravest first; among equals those in question, then the graver verdict, the surer one, the earlier lines.

    Of innocent ones, those about mail that left the server come before the others: that is what looks like abuse.
    """

    def stays(finding: Finding) -> bool:
        return finding.severity == "fine" and not any(weighing.facts[number]["handed_on"].value for number in finding.transactions)

    return tuple(
        sorted(
            weighing.findings,
            key=lambda f: (
                severity_rank(f.severity),
                not asked.intersection(f.transactions),
                stays(f),
                library.vocabulary.verdicts[f.verdict].gravity,
                certainty_rank(f.certainty) if f.of == "paste" else 0,
                f.transactions,
            ),
        )
    )


_EXPLAINED = frozenset({"server_fault", "delivery_problem"})
_SAYS_NOTHING = frozenset({"blank", "unread", "trace", "other_daemon"})
_BARE = frozenset(
    {"connection_opened", "tls_established", "name_unverified", "screened", "screened_passed"}
    | {"policy_passed", "signature_valid", "clean_found", "spam_scored", "milter_action"}
    | {"server_fault", "server_warning", "login_backend_failed", "login_unchecked"}
)


def _bare_connections(known: Known, weighing: Weighing) -> frozenset[int]:
    """Return the transactions in which somebody only connected, as far as the lines go: beside findings they leave nothing undecided.

    One that came to its end counts only where the lines show that no message was taken in it.
    """
    if known.trusts_by_name or not weighing.findings:
        return frozenset()
    kinds = {t.id: {event.kind for event in t.events} for t in known.transactions if t.queue_id is None}
    ended = {n for n in kinds if "connection_closed" in kinds[n] and weighing.facts[n]["accepted"].value is False}
    return frozenset(n for n, found in kinds.items() if (found - {"connection_closed"} if n in ended else found) <= _BARE)


def _mere_ends(known: Known, findings: tuple[Finding, ...]) -> frozenset[int]:
    """Return the transactions of which only the end is shown, and not who brought them or from whom they are.

    Such lines come with every search of a log. They are asked about, but do not keep a trouble that others show from being told; an
    innocent finding about others gives no comfort about them.
    """
    if known.trusts_by_name or not findings or findings[0].severity not in ("act_now", "problem"):
        return frozenset()
    return frozenset(t.id for t in known.transactions if t.client is None and t.sender is None and not {"entry", "sender"} & t.seen)


def _others_calls(known: Known, weighing: Weighing, findings: tuple[Finding, ...]) -> frozenset[int]:
    """Return the transactions in which others than those who were stopped called, where no line is about any message that was taken.

    Who searches a log for a scanner's lines gets the greetings of ordinary callers with them. These are asked about all the same.
    """
    taken = any(facts["accepted"].value for facts in weighing.facts.values())
    if known.trusts_by_name or taken or not findings or findings[0].severity != "stopped":
        return frozenset()
    stopped = {number for finding in findings for number in finding.transactions}
    clients = {t.client for t in known.transactions if t.id in stopped}
    calls = {t.id: {event.kind for event in t.events} for t in known.transactions if t.client not in clients and t.queue_id is None}
    return frozenset(number for number, kinds in calls.items() if kinds <= _BARE | {"connection_closed"})


def _held_up(weighing: Weighing, findings: tuple[Finding, ...]) -> frozenset[int]:
    """Return the transactions under a name of ours of which nothing has left the server, where a fault of its own is what holds them up.

    Who brought them does not matter to the fault, which the lines show; whether somebody relays is to be seen once mail leaves again.
    """
    first = findings[0] if findings else None
    if first is None or (first.of, first.verdict) != ("paste", "server_fault"):
        return frozenset()
    facts = weighing.facts
    return frozenset(n for n in first.transactions if facts[n]["sender_domain_is_local"].value and not facts[n]["handed_on"].value)


def _as_those_found(known: Known, weighing: Weighing, findings: tuple[Finding, ...], rules: Rules) -> frozenset[int]:
    """Return the transactions of the same client and sender as one that the trouble is about, and of which just as much is open.

    Somebody wonders why some of his mail is turned away and some is not. What is not known of the latter is not known of the former.
    """
    first = findings[0] if findings else None
    if first is None or first.severity != "problem" or first.of != "transaction":
        return frozenset()
    numbers = {n for finding in findings if finding.rule == first.rule for n in finding.transactions if _is_settled(weighing, n, rules)}
    of = {t.id: (t.client, t.sender, _what_is_open(weighing, t.id)) for t in known.transactions if t.sender}
    found = {of[n] for n in numbers if n in of}
    return frozenset(n for n, like in of.items() if like in found)


def _what_is_open(weighing: Weighing, number: int) -> frozenset[tuple[str, tuple[str, ...]]]:
    return frozenset((rule.rule, rule.needs) for rule in weighing.weighed[number].open)


def _verdict(findings: tuple[Finding, ...], weighing: Weighing, asked: frozenset[int], rules: Rules) -> str:
    """Return the headline's verdict: undetermined where a transaction in question has no finding and may be graver than all found.

    A finding about a recipient who was refused is none about the message that was taken for others.
    """
    gravest = min((severity_rank(f.severity) for f in findings), default=99)
    if any(severity_rank(rule.severity) < gravest for rule in weighing.wider_open):
        return "undetermined"
    for number in asked - weighing.explained:
        graver = any(severity_rank(rule.severity) < gravest for rule in weighing.weighed[number].open)
        if graver and not _is_settled(weighing, number, rules):
            return "undetermined"
    return findings[0].verdict if findings else "undetermined"


def _is_settled(weighing: Weighing, number: int, rules: Rules) -> bool:
    """Tell whether something was found about the message of a transaction, and not only about a recipient who was refused."""
    return any(speaks_of_the_message(rules[f.rule], weighing.facts[number]) for f in weighing.weighed[number].findings)


def _to_ask(
    weighing: Weighing, asked: frozenset[int], findings: tuple[Finding, ...], transactions: tuple[Transaction, ...]
) -> frozenset[int]:
    """Return the transactions to ask about: those in question that something is open of, else the headline's own if it presumes."""
    unsettled = frozenset(
        n for n in asked if weighing.weighed[n].unsettled or any(f.severity != "fine" for f in weighing.weighed[n].findings)
    )
    first = findings[0] if findings else None
    if first is not None and (first.verdict == "server_fault" or (first.of == "paste" and first.verdict in _EXPLAINED)):
        unsettled = unsettled.difference(first.transactions)  # who sent the mail that waits does not matter to its cause
    if unsettled:
        return unsettled
    if findings and findings[0].presumed:
        return frozenset(findings[0].transactions[:1])
    if not findings and transactions:
        return frozenset([transactions[-1].id])
    return frozenset()


def _concluded(
    verdict: str,
    findings: tuple[Finding, ...],
    open_rules: tuple[OpenRule, ...],
    asked: frozenset[int],
    plain: frozenset[int],
    to_ask: tuple[Question, ...],
    weighing: Weighing,
) -> Diagnosis:
    severity: Severity
    if verdict == "undetermined":
        severity = "act_now" if _nothing_but_grave(open_rules, weighing) else "unknown"
        evidence = tuple(sorted({number for rule in open_rules for number in rule.evidence}))
        certainty: Certainty = "unknown"
    else:
        severity, certainty = findings[0].severity, findings[0].certainty
        evidence = _evidence(findings, asked)
    return Diagnosis(verdict, severity, certainty, evidence, findings, open_rules, asked, plain, to_ask, weighing.facts)


def _nothing_but_grave(open_rules: tuple[OpenRule, ...], weighing: Weighing) -> bool:
    """Tell whether all that is open says to act now, and no other reading is only presumed away."""
    presumed = any(
        fact.strength == "presumed" for rule in open_rules for number in rule.transactions for fact in weighing.facts[number].values()
    )
    return bool(open_rules) and not presumed and all(rule.severity == "act_now" and rule.of != "paste" for rule in open_rules)


def _evidence(findings: tuple[Finding, ...], asked: frozenset[int]) -> tuple[int, ...]:
    """Return the lines of the headline's finding and of its equals; of innocent ones, only those as much in question as it is.

    Two findings about all of the paste are about different things, so only one's lines are told.
    """
    first = findings[0]
    equal = [f for f in findings if (f.verdict, f.severity) == (first.verdict, first.severity)]
    equal = [f for f in equal if f.rule == first.rule or "paste" not in (f.of, first.of)]
    if first.severity == "fine":
        equal = [f for f in equal if bool(asked.intersection(f.transactions)) == bool(asked.intersection(first.transactions))]
    return tuple(sorted({number for finding in equal for number in finding.evidence}))

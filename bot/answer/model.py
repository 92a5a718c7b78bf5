"""An answer as the contract tells it, in one language, with the reply that shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.answer.lines import ExplainedLine
from bot.diagnosis import OpenRule
from bot.facts import Fact
from bot.library.schema import Certainty, Severity
from bot.reply import Reply, Spans
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class AnswerFinding:
    """A finding in words; ``spans`` is its headline, with what came out of the paste told apart."""

    rule: str
    verdict: str
    of: str
    transactions: tuple[int, ...]
    certainty: Certainty
    severity: Severity
    evidence: tuple[int, ...]
    headline: str
    doubts: tuple[str, ...]
    spans: Spans


@dataclass(frozen=True, slots=True)
class AnswerTransaction:
    """A transaction with its name in the answer and its facts."""

    transaction: Transaction
    name: str
    facts: Mapping[str, Fact]


@dataclass(frozen=True, slots=True)
class AnswerChoice:
    """One answer to a question: its value, its label, and what it tells (``yes``, ``no``, ``unknown`` by fact)."""

    value: str
    label: str
    tells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A question in words."""

    kind: str
    fact: str
    about: str | None
    transaction: int
    text: str
    why: str
    choices: tuple[AnswerChoice, ...]
    fetch: str | None = None
    how: str | None = None
    command: str | None = None


@dataclass(frozen=True, slots=True)
class AnswerSetting:
    """A setting in words, for the version that was told, or for all of them."""

    page: str
    label: str
    title: str
    where: str
    value: str
    effect: str
    side_effect: str
    limits: str


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; the attributes are the keys of ``relaydoc.answer/1``."""

    lang: str
    input: str
    mta: str | None
    lines_total: int
    lines_read: int
    unread: tuple[int, ...]
    verdict: str
    severity: Severity
    certainty: Certainty
    headline: str
    reply: Reply
    findings: tuple[AnswerFinding, ...] = ()
    open: tuple[OpenRule, ...] = ()
    evidence: tuple[int, ...] = ()
    transactions: tuple[AnswerTransaction, ...] = ()
    lines: tuple[ExplainedLine, ...] = ()
    questions: tuple[AnswerQuestion, ...] = ()
    settings: tuple[AnswerSetting, ...] = ()
    steps: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    sources: tuple[str, ...] = field(default=())

    @property
    def warned(self) -> tuple[int, ...]:
        """Return the numbers of the lines that the answer marks for attention."""
        return tuple(line.number for line in self.lines if line.tone == "attention")

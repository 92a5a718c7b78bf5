"""The lines of a paste in small groups, each with its meaning, whose machine it speaks of, and what it does not say."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer.lines import ExplainedLine
from bot.answer.wording import Wording
from bot.diagnosis import Diagnosis
from bot.prose import spans
from bot.reply import Block, Heading, Log, LogQuote, Paragraph, Span, Spans, Terms
from bot.transactions import Transaction


def quote(lines: Sequence[ExplainedLine]) -> Log:
    """Return lines as a quotation."""
    return Log(tuple(LogQuote(line.number, line.text, line.tone) for line in lines))


class Walkthrough:
    """Tells each transaction, the plain ones first, and what is not said twice only once."""

    def __init__(self, wording: Wording, diagnosis: Diagnosis, lines: Sequence[ExplainedLine]) -> None:
        self._wording = wording
        self._diagnosis = diagnosis
        self._lines = {line.number: line for line in lines}
        self._said: set[Spans] = set()

    def blocks(self, transactions: Sequence[Transaction]) -> tuple[Block, ...]:
        """Return the walkthrough of all transactions; lines that belong to none come last."""
        result: list[Block] = []
        told: list[Transaction] = []
        plain_first = sorted(transactions, key=lambda t: (t.id in self._diagnosis.in_question, t.id))
        for transaction in plain_first:
            if len(transactions) > 1:
                result.append(self._title(transaction))
            model = next((other for other in told if self._flow(other) == self._flow(transaction)), None)
            lines = [self._lines[number] for number in transaction.lines]
            if model is not None:
                result.append(Paragraph((Span(self._wording.phrase("same-flow", plain=self._wording.named(model))),)))
                lines = self._telling(transaction) or lines
            result.extend(self._groups(lines))
            if transaction.id in self._diagnosis.plain:
                template = self._wording.library.phrases["plain-decides-nothing"].in_(self._wording.lang)
                result.append(Paragraph(spans(template, self._wording.filling(transaction))))
            told.append(transaction)
        in_one = {number for transaction in transactions for number in transaction.lines}
        result.extend(self._groups([line for number, line in self._lines.items() if number not in in_one]))
        return tuple(result)

    def _title(self, transaction: Transaction) -> Heading:
        name = self._wording.name(transaction)
        template = self._wording.library.phrases["block-title" if transaction.when else "block-title-no-time"].in_(self._wording.lang)
        time = self._wording.time(transaction.when) if transaction.when else ""
        capital = name[:1].upper() + name[1:]
        return Heading(3, spans(template, self._wording.filling(transaction, name=capital, time=time)))

    def _flow(self, transaction: Transaction) -> tuple[str, ...]:
        return tuple(event.kind for event in transaction.events)

    def _telling(self, transaction: Transaction) -> list[ExplainedLine]:
        """Return the lines of a transaction that a verdict, or a question, about it rests on."""
        found = [f.evidence for f in self._diagnosis.findings if transaction.id in f.transactions]
        opened = [rule.evidence for rule in self._diagnosis.open if transaction.id in rule.transactions]
        numbers = {number for evidence in (*found, *opened) for number in evidence}
        return [self._lines[number] for number in transaction.lines if number in numbers]

    def _groups(self, lines: Sequence[ExplainedLine]) -> list[Block]:
        """Return lines in runs of one group, each quoted and then told."""
        result: list[Block] = []
        run: list[ExplainedLine] = []
        for line in [*lines, None]:
            if run and (line is None or line.group != run[-1].group):
                result.append(quote(run))
                result.extend(self._meanings(run))
                run = []
            if line is not None:
                run.append(line)
        return result

    def _meanings(self, run: Sequence[ExplainedLine]) -> list[Block]:
        """Return what the lines of a run say, whose machine they speak of, and what they do not say, nothing of it twice."""
        told = [line for line in run if len(run) == 1 or line.meaning not in self._said]
        self._said.update(line.meaning for line in run)
        meanings = tuple((str(line.number), (*line.meaning, *self._note(line))) for line in told)
        result: list[Block] = []
        if meanings:
            result.append(Terms(meanings) if len(run) > 1 else Paragraph(meanings[0][1]))
        beneath = (*self._about(run), *self._not_meaning(run))
        if beneath:
            result.append(Paragraph(beneath))
        return result

    def _note(self, line: ExplainedLine) -> Spans:
        return (Span(self._gap + self._wording.phrase("inferred-line")),) if line.inferred else ()

    def _about(self, run: Sequence[ExplainedLine]) -> Spans:
        about = [line.about for line in run if line.about != "nobody"]
        return (Span(self._wording.library.vocabulary.about[about[-1]].in_(self._wording.lang), "strong"),) if about else ()

    def _not_meaning(self, run: Sequence[ExplainedLine]) -> Spans:
        result: list[Span] = []
        for line in run:
            if line.not_meaning and line.not_meaning not in self._said:
                self._said.add(line.not_meaning)
                result.extend((Span(self._gap), *line.not_meaning))
        return tuple(span for span in result if span.text)

    @property
    def _gap(self) -> str:
        return " " if self._wording.lang == "en" else ""

"""The lines of a paste in small groups, each with its meaning, whose machine it speaks of, and what it does not say."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.answer.blocks_told import Same, groups_shown
from bot.answer.lines import ExplainedLine
from bot.answer.wording import Wording
from bot.diagnosis import Diagnosis
from bot.library.schema import About
from bot.prose import spans
from bot.reply import Block, Heading, Log, LogQuote, Paragraph, Span, Spans, Terms
from bot.transactions import Transaction

MOST_BLOCKS = 40
MOST_LINES = 200
"""So much is told line by line; an answer that nobody reads to its end helps nobody."""


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
        self._telling: dict[int, set[int]] = {}
        rests = [(f.transactions, f.evidence) for f in diagnosis.findings] + [(o.transactions, o.evidence) for o in diagnosis.open]
        for ids, evidence in rests:
            for number in ids:
                self._telling.setdefault(number, set()).update(evidence if len(ids) == 1 else ())
        self._left = MOST_LINES

    def blocks(self, transactions: Sequence[Transaction]) -> tuple[Block, ...]:
        """Return the walkthrough of all transactions; lines that belong to none come last."""
        result: list[Block] = []
        models: dict[tuple[str, ...], Transaction] = {}
        shown, hidden = groups_shown(transactions, self._diagnosis, MOST_BLOCKS, MOST_LINES)
        for same in shown:
            result.extend(self._block(same, models, named=len(transactions) > 1))
        if hidden:
            result.append(self._phrase("not-shown", blocks=hidden))
        in_one = {number for transaction in transactions for number in transaction.lines}
        return (*result, *self._outside([line for number, line in self._lines.items() if number not in in_one]))

    def _block(self, same: Same, models: dict[tuple[str, ...], Transaction], *, named: bool) -> Iterable[Block]:
        """Yield one transaction: its title, its lines (few of them if it goes the way of one that was told), and how often it comes."""
        transaction = same.first
        if named:
            yield self._title(same)
        flow = tuple(event.kind for event in transaction.events)
        model = models.setdefault(flow, transaction)
        numbers: Sequence[int] = transaction.lines if same.alike else same.lines
        if model is not transaction:
            yield self._phrase("same-flow", plain=self._wording.named(model))
            telling = self._telling.get(transaction.id, set())
            numbers = [number for number in numbers if number in telling] or numbers
        yield from self._groups(numbers[: max(self._left, 1)])
        if len(numbers) > max(self._left, 1):
            yield self._phrase("lines-not-shown-here", count=len(numbers) - max(self._left, 1))
        self._left -= len(numbers)
        if same.count > 1 and same.alike:
            blocks = self._wording.phrase("blocks-range", blocks=self._wording.ranges(same.ids))
            yield self._phrase("same-again", count=same.count, blocks=blocks, lines=self._wording.lines(same.lines))
        if transaction.id in self._diagnosis.plain:
            template = self._wording.library.phrases["plain-decides-nothing"].in_(self._wording.lang)
            yield Paragraph(spans(template, self._wording.filling(transaction)))

    def _outside(self, lines: Sequence[ExplainedLine]) -> list[Block]:
        """Return the lines that belong to no transaction."""
        most = max(self._left, 10)
        result = self._groups([line.number for line in lines[:most]])
        if len(lines) > most:
            result.append(self._phrase("lines-not-shown", count=len(lines) - most))
        return result

    def _phrase(self, name: str, **values: object) -> Paragraph:
        return Paragraph((Span(self._wording.phrase(name, **values)),))

    def _title(self, same: Same) -> Heading:
        transaction = same.first
        name = self._wording.name(transaction) if same.count == 1 else self._wording.ranges(same.ids)
        template = self._wording.library.phrases[_title_phrase(transaction)].in_(self._wording.lang)
        time = self._wording.time(transaction.when) if transaction.when else ""
        capital = name[:1].upper() + name[1:]
        return Heading(3, spans(template, self._wording.filling(transaction, name=capital, time=time)))

    def _groups(self, numbers: Sequence[int]) -> list[Block]:
        """Return lines in runs of one group about one machine, each quoted and then told."""
        result: list[Block] = []
        run: list[ExplainedLine] = []
        for line in [*(self._lines[number] for number in numbers), None]:
            if run and (line is None or not _belongs(line, run)):
                result.append(quote(run))
                result.extend(self._meanings(run))
                run = []
            if line is not None:
                run.append(line)
        return result

    def _meanings(self, run: Sequence[ExplainedLine]) -> list[Block]:
        """Return what the lines of a run say, whose machine they speak of, and what they do not say, nothing of it twice."""
        said: dict[Spans, list[ExplainedLine]] = {}
        for line in run:
            if len(run) == 1 or line.meaning not in self._said:
                said.setdefault(line.meaning, []).append(line)
        self._said.update(said)
        meanings = tuple(
            (self._wording.ranges([line.number for line in lines]), (*meaning, *self._note(lines[0]))) for meaning, lines in said.items()
        )
        result: list[Block] = []
        if meanings:
            result.append(Terms(meanings) if len(run) > 1 else Paragraph(meanings[0][1]))
        beneath = (*self._about(run), *self._not_meaning(run))
        if beneath:
            result.append(Paragraph(beneath[1:] if beneath[0].text == self._gap else beneath))
        return result

    def _note(self, line: ExplainedLine) -> Spans:
        return (Span(self._gap + self._wording.phrase("inferred-line")),) if line.inferred else ()

    def _about(self, run: Sequence[ExplainedLine]) -> Spans:
        about = _machine(run)
        return (Span(self._wording.library.vocabulary.about[about].in_(self._wording.lang), "strong"),) if about != "nobody" else ()

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


def _title_phrase(transaction: Transaction) -> str:
    """Return the phrase of a block's title; who connected is named only where the lines show it, since nobody may have connected."""
    if transaction.server == "queue":
        return "block-title-queue"
    if transaction.counted is not None:
        return "block-title-row"
    if transaction.client is not None:
        return "block-title" if transaction.when else "block-title-no-time"
    if transaction.when is None:
        return "block-title-bare"
    return "block-title-inside" if transaction.of_kind("message_submitted_locally") else "block-title-time"


def _machine(run: Sequence[ExplainedLine]) -> About:
    """Return whose machine the lines of a run speak of; a line about nobody goes with the others."""
    about: list[About] = [line.about for line in run if line.about != "nobody"]
    return about[0] if about else "nobody"


def _belongs(line: ExplainedLine, run: Sequence[ExplainedLine]) -> bool:
    """Tell whether a line goes on with a run: the same group, and no other machine."""
    return line.group == run[-1].group and (line.about == "nobody" or _machine(run) in ("nobody", line.about))

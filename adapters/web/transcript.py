"""The annotated transcript: each line as pasted, its meaning beneath, whose machine it speaks of, and the lines that decide marked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from markupsafe import Markup

from adapters.web.pages import markup
from bot.answer import Answer
from bot.answer.lines import ExplainedLine
from bot.answer.model import AnswerTransaction
from bot.rendering.html import inline_html

MOST_LINES = 400
"""So many lines a page shows; those that a verdict rests on always are."""
_TONES = {"attention": "web-mark-attention", "good": "web-mark-good"}


@dataclass(frozen=True, slots=True)
class Line:
    """A line as the page shows it.

    Attributes:
        number, text, event: of the line as pasted.
        meaning, not_meaning: as HTML; the second may be empty.
        about: the phrase for whose machine it speaks of.
        tone: plain, good or attention.
        mark: the phrase for what is to be said of it beside its meaning, or empty.
        inferred: its meaning was inferred.
    """

    number: int
    text: str
    event: str
    meaning: Markup
    not_meaning: Markup
    about: str
    tone: str
    mark: str
    inferred: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """The lines of one transaction, with its name, time and client; or, without a name, those that belong to none.

    ``shared``: the numbers of lines of it that stand in a passage above.
    """

    name: str
    time: str
    client: str
    lines: tuple[Line, ...]
    shared: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """A line of either block that stand side by side; what only one has is None at the other."""

    left: Line | None
    right: Line | None
    differs: bool


@dataclass(frozen=True, slots=True)
class Transcript:
    """The whole of it; ``hidden``: so many lines are not shown; ``pairs``: two blocks side by side."""

    passages: tuple[Passage, ...]
    hidden: int
    pairs: tuple[Pair, ...] = ()

    @property
    def numbers(self) -> frozenset[int]:
        """Return the numbers of the lines that are shown."""
        return frozenset(line.number for passage in self.passages for line in passage.lines)

    @property
    def at_left(self) -> frozenset[int]:
        """Return the numbers of the lines at the left of the pairs."""
        return frozenset(pair.left.number for pair in self.pairs if pair.left)


def transcript_of(answer: Answer) -> Transcript:
    """Return the transcript of an answer."""
    said: set[str] = set()
    shown = {line.number: _line(line, answer, said) for line in _chosen(answer)}
    passages = _passages(answer, shown)
    told = {number for transaction in answer.transactions for number in transaction.transaction.lines}
    outside = tuple(line for number, line in shown.items() if number not in told)
    whole = (*(passage for passage in passages if passage.lines or passage.shared), *([Passage("", "", "", outside)] if outside else ()))
    blocks = [_lines(transaction, shown) for transaction in answer.transactions]
    pairs = tuple(_pairs(*blocks)) if len(blocks) == 2 and all(blocks) else ()
    return Transcript(whole, len(answer.lines) - len(shown), pairs)


def _chosen(answer: Answer) -> list[ExplainedLine]:
    """Return the lines that are shown: all of a short paste, else those that count and the first ones."""
    if len(answer.lines) <= MOST_LINES:
        return list(answer.lines)
    weighty = {*answer.evidence[:MOST_LINES], *answer.warned[:MOST_LINES]}
    left = max(0, MOST_LINES - len(weighty))
    chosen: list[ExplainedLine] = []
    for line in answer.lines:
        if line.number in weighty:
            chosen.append(line)
        elif left:
            chosen.append(line)
            left -= 1
    return chosen


def _line(line: ExplainedLine, answer: Answer, said: set[str]) -> Line:
    """Return a line; what it does not say is told at the first of its kind alone."""
    not_meaning = inline_html(line.not_meaning)
    if not_meaning in said:
        not_meaning = ""
    said.add(not_meaning)
    return Line(
        number=line.number,
        text=line.text,
        event=line.event,
        meaning=markup(inline_html(line.meaning)),
        not_meaning=markup(not_meaning),
        about=f"web-about-{line.about.replace('_', '-')}",
        tone=line.tone,
        mark=_mark(line, answer),
        inferred=line.inferred,
    )


def _mark(line: ExplainedLine, answer: Answer) -> str:
    if line.number in answer.evidence:
        return "web-mark-question" if answer.verdict == "undetermined" else "web-mark-decisive"
    if line.number in answer.unread:
        return "web-mark-unread"
    return _TONES.get(line.tone, "")


def _passages(answer: Answer, shown: dict[int, Line]) -> list[Passage]:
    """Return the transactions as passages; a line of several, such as the connection that all of them came over, stands in the first."""
    above: set[int] = set()
    passages = []
    for told in answer.transactions:
        lines = _lines(told, shown)
        fresh = tuple(line for line in lines if line.number not in above)
        shared = tuple(line.number for line in lines if line.number in above)
        above.update(line.number for line in fresh)
        when = told.transaction.when
        time = when.strftime("%H:%M:%S") if when else ""
        passages.append(Passage(told.name[:1].upper() + told.name[1:], time, told.transaction.client or "", fresh, shared))
    return passages


def _lines(told: AnswerTransaction, shown: dict[int, Line]) -> tuple[Line, ...]:
    return tuple(shown[number] for number in told.transaction.lines if number in shown)


def _pairs(left: Sequence[Line], right: Sequence[Line]) -> list[Pair]:
    """Return two blocks row by row, lines that say the same thing beside one another."""
    pairs: list[Pair] = []
    matcher = SequenceMatcher(None, [line.event for line in left], [line.event for line in right], autojunk=False)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        one, other = list(left[start:end]), list(right[other_start:other_end])
        for place in range(max(len(one), len(other))):
            at_left = one[place] if place < len(one) else None
            at_right = other[place] if place < len(other) else None
            pairs.append(Pair(at_left, at_right, kind != "equal" or _differ(at_left, at_right)))
    return pairs


def _differ(left: Line | None, right: Line | None) -> bool:
    """Tell whether two lines of one kind mean different things: their sentences differ in more than the names and numbers in them."""
    return left is not None and right is not None and _without_names(left) != _without_names(right)


def _without_names(line: Line) -> str:
    parts = str(line.meaning).split('<bdi class="value">')
    kept = "".join((parts[0], *(part.partition("</bdi>")[2] for part in parts[1:])))
    return re.sub(r"\d+", "", kept)

"""What RelayDoc says, before any place it is shown in: blocks of spans, in named sections, with choices to answer by.

Text from a paste is always a span of style ``value`` or a line of a ``Log`` block: it is never parsed as markup by anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bot.timeline import Timeline

Style = Literal["plain", "strong", "emphasis", "code", "value"]
SectionName = Literal[
    "headline", "understood", "changed", "coverage", "walkthrough", "contrast", "why", "doubts", "questions", "steps", "settings",
    "others", "cautions", "close", "sources",
]  # fmt: skip


class Span(NamedTuple):
    """A run of text in one style, a tuple since an answer has a great many of them; ``value`` is text that came out of a paste.

    ``link`` is an ``https://`` address of ours that the text leads to, where a place can show that; a value never has one.
    """

    text: str
    style: Style = "plain"
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    spans: Spans


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; level 1 is the answer's first sentence, 2 a section's title, 3 one below."""

    level: int
    spans: Spans


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    items: tuple[Spans, ...]
    ordered: bool = False


@dataclass(frozen=True, slots=True)
class Terms:
    """Terms with what is said of each, as the parts of a setting have it."""

    items: tuple[tuple[str, Spans], ...]


class LogQuote(NamedTuple):
    """One quoted line of a log: its number in the paste, its text as pasted on one line, its tone."""

    number: int
    text: str
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Log:
    """Lines quoted from a paste."""

    lines: tuple[LogQuote, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table: the titles of its columns, and its rows, each with a cell for each column."""

    head: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """Lines to be typed or compared exactly as they stand, such as commands and parts of a configuration."""

    lines: tuple[str, ...]


Block = Paragraph | Heading | Items | Terms | Log | Table | Code


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the answer that a platform may show at once or fold away; ``title`` is empty where it needs none."""

    name: SectionName
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class ReplyChoice:
    """One answer that may be clicked or typed: to which question (from 0), its value, its label, and the token that names it."""

    question: int
    value: str
    label: str
    token: str = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """Something that the knowledge base had no word for, without the names in it: ``line/<server>`` or ``question/<language>``."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """One outgoing message.

    Attributes:
        lang: the language it is in.
        severity: colours it, where colour is had.
        badge: severity and certainty in words, so that colour is never the only sign.
        sections: its parts in reading order.
        choices: answers offered to its questions.
        evidence: the lines of the paste that the verdict rests on, or, while there is none, those in question.
        missed: for those who write knowledge, where they want it; it is never shown.
        timeline: what happened in order, where many things did; a place may draw it.
    """

    lang: str
    severity: str
    badge: str
    sections: tuple[Section, ...]
    choices: tuple[ReplyChoice, ...] = ()
    evidence: tuple[LogQuote, ...] = ()
    missed: tuple[Missed, ...] = ()
    timeline: Timeline | None = None

    def section(self, name: SectionName) -> Section | None:
        """Return a section, None if the reply has none of that name."""
        return next((section for section in self.sections if section.name == name), None)

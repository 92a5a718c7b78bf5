"""A case as its page shows it: the verdict first, then what is asked, then the rest as a letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from adapters.web.claims import Claims
from adapters.web.pages import markup
from adapters.web.transcript import Transcript, transcript_of
from bot.answer import Answer
from bot.asked import PAGE
from bot.outgoing import HEARD
from bot.rendering.html import html_of, inline_html
from bot.reply import Block, Heading, Items, Log, LogQuote, Reply, ReplyChoice, Section, Spans

_FIRST = ("headline", "changed", "understood", "questions", "walkthrough", "settings", "sources", "coverage")
"""Sections of a case that the page has places of its own for; the others follow in their order."""


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its name, title and content."""

    name: str
    title: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Question:
    """A question with the answers that can be pressed, and the lines that it is about."""

    html: Markup
    choices: tuple[ReplyChoice, ...]
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting to tick: its page, letter, title, and what is to be said of it."""

    page: str
    label: str
    title: str
    parts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Said:
    """A reply that is no case: a page in between, a remark, something not understood."""

    severity: str
    badge: str
    parts: tuple[Part, ...]
    questions: tuple[Question, ...] = ()
    pages: tuple[ReplyChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A case.

    Attributes:
        severity, badge: of the verdict.
        undecided: nothing is concluded yet.
        headline, below, heard, coverage: as HTML.
        evidence: the lines that the verdict rests on, or that are in question.
        questions, settings, parts, sources: what follows.
        transcript: the annotated lines.
    """

    severity: str
    badge: str
    undecided: bool
    headline: Markup
    below: Markup
    coverage: Markup
    evidence: tuple[LogQuote, ...]
    transcript: Transcript
    heard: tuple[Part, ...] = ()
    questions: tuple[Question, ...] = ()
    settings: tuple[Setting, ...] = ()
    settings_lead: Markup = field(default_factory=Markup)
    settings_title: str = ""
    parts: tuple[Part, ...] = ()
    sources: Part | None = None


def said_of(reply: Reply, *, without_questions: bool) -> Said:
    """Return a reply that is no case as its page shows it.

    Args:
        reply: what is said.
        without_questions: leaves the questions to the case beneath, which asks them itself.
    """
    sections = [section for section in reply.sections if section.name != "questions"]
    questions = () if without_questions else _questions(reply, Claims(()), ())
    pages = tuple(choice for choice in reply.choices if choice.token.startswith(f"{PAGE}:"))
    sections = [section for section in sections if not (section.name == "others" and pages)]
    return Said(reply.severity, reply.badge, _parts(sections, Claims(())), questions, pages)


def case_of(answer: Answer, latest: Reply | None) -> Case:
    """Return a case as its page shows it.

    Args:
        answer: the latest answer, made anew.
        latest: what the reply to the last message told beside its verdict: what was understood, and what changed.
    """
    reply, transcript = answer.reply, transcript_of(answer)
    claims = Claims(transcript.numbers)
    said = latest if latest is not None and latest.lang == reply.lang else reply
    heard = [section for section in said.sections if section.name in HEARD]
    rest = [replace(s, blocks=_without_quotes(s)) for s in reply.sections if s.name not in _FIRST]
    headline, below = _headline(reply, claims)
    settings = reply.section("settings")
    sources = reply.section("sources")
    return Case(
        severity=reply.severity,
        badge=reply.badge,
        undecided=answer.verdict == "undetermined",
        headline=headline,
        below=below,
        coverage=_content(reply.section("coverage"), claims),
        evidence=reply.evidence,
        transcript=transcript,
        heard=_parts(heard, claims),
        questions=_questions(reply, claims, _lines_asked(answer)),
        settings=tuple(_setting(told.page, told.label, told.title, told) for told in answer.settings),
        settings_lead=_lead(settings, claims),
        settings_title=settings.title if settings else "",
        parts=_parts(rest, claims),
        sources=_parts([sources], claims)[0] if sources else None,
    )


def _headline(reply: Reply, claims: Claims) -> tuple[Markup, Markup]:
    section = reply.section("headline")
    blocks = section.blocks if section else ()
    first = next((block for block in blocks if isinstance(block, Heading)), None)
    below = [block for block in blocks if block is not first]
    return markup(inline_html(first.spans) if first else ""), markup(html_of(below, claims.inline))


def _without_quotes(section: Section) -> tuple[Block, ...]:
    """Return a section's blocks; the decisive lines stand with the headline already."""
    return tuple(block for block in section.blocks if not (section.name == "why" and isinstance(block, Log)))


def _parts(sections: Sequence[Section], claims: Claims) -> tuple[Part, ...]:
    return tuple(Part(section.name, section.title, _content(section, claims)) for section in sections if section.blocks)


def _content(section: Section | None, claims: Claims) -> Markup:
    return markup(html_of(section.blocks, claims.inline)) if section else Markup()


def _lead(section: Section | None, claims: Claims) -> Markup:
    """Return what stands before the settings, up to the first one's title."""
    blocks = section.blocks if section else ()
    first = next((place for place, block in enumerate(blocks) if isinstance(block, Heading)), len(blocks))
    return markup(html_of(blocks[:first], claims.inline))


def _setting(page: str, label: str, title: str, told: object) -> Setting:
    names = (("where", "setting-where"), ("value", "setting-value"), ("effect", "setting-effect"))
    more = (("side_effect", "setting-side-effect"), ("limits", "setting-limits"))
    parts = tuple((phrase, str(getattr(told, name))) for name, phrase in (*names, *more) if getattr(told, name))
    return Setting(page, label, title, parts)


def _questions(reply: Reply, claims: Claims, lines: Sequence[tuple[int, ...]]) -> tuple[Question, ...]:
    """Return the questions that stand, each with its answers; those with buttons need no list of answers in their text."""
    section = reply.section("questions")
    items = [item for block in section.blocks if isinstance(block, Items) for item in block.items] if section else []
    found = []
    for place, item in enumerate(items):
        choices = tuple(choice for choice in reply.choices if choice.question == place and not choice.token.startswith(f"{PAGE}:"))
        about = lines[place] if place < len(lines) else ()
        found.append(Question(markup(claims.inline(_without_labels(item, choices))), choices, about))
    return tuple(found)


def _without_labels(item: Spans, choices: Sequence[ReplyChoice]) -> Spans:
    """Return a question without the list of its answers, which stand beneath it as buttons."""
    labels = " / ".join(choice.label for choice in choices)
    return tuple(span for span in item if not (choices and span.style == "strong" and labels in span.text)) if labels else item


def _lines_asked(answer: Answer) -> tuple[tuple[int, ...], ...]:
    """Return for each question the lines in question of its transaction."""
    found = []
    for question in answer.questions:
        mine = (rule for rule in answer.open if question.transaction in rule.transactions)
        numbers = {number for rule in mine if not question.fact or question.fact in rule.needs for number in rule.evidence}
        found.append(tuple(sorted(numbers)))
    return tuple(found)

"""The reply's sections in reading order, each left out where it would be empty."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.lines import ExplainedLine
from bot.answer.model import AnswerFinding, AnswerQuestion, AnswerSetting
from bot.answer.settings import setting_blocks
from bot.answer.walkthrough import Walkthrough, quote
from bot.answer.wording import Wording
from bot.catalogue import Reading
from bot.diagnosis import Diagnosis
from bot.library.pages import Page
from bot.library.schema import DiagnosisFront
from bot.paste import Paste
from bot.prose import Filling, blocks, spans
from bot.reply import Block, Heading, Items, Log, Paragraph, Reply, ReplyChoice, Section, SectionName, Span, Spans
from bot.transactions import Transaction

MOST_OTHERS = 12
"""So many kinds of findings are told besides the headline's."""
MOST_QUOTED = 12
"""So many lines are quoted with the conclusion."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What a reply is made of: a page filled in for a case, and all that was worded for it."""

    words: Wording
    page: Page[DiagnosisFront]
    filling: Filling
    reading: Reading
    server_name: str
    steps_here: str
    diagnosis: Diagnosis
    transactions: tuple[Transaction, ...]
    lines: tuple[ExplainedLine, ...]
    findings: tuple[AnswerFinding, ...]
    questions: tuple[AnswerQuestion, ...]
    below: str
    close: str | None
    question_spans: tuple[Spans, ...]
    how_spans: tuple[Spans, ...]
    settings: tuple[AnswerSetting, ...]
    observed: tuple[Spans, ...]
    doubts: tuple[Spans, ...]
    cautions: tuple[Spans, ...]
    understood: tuple[Spans, ...]
    sources: tuple[str, ...]


def reply(parts: Parts) -> Reply:
    """Return the reply that shows an answer to a log."""
    words = parts.words
    sections = (
        Section("headline", "", _headline(parts)),
        _titled(words, "understood", _items(parts.understood)),
        Section("coverage", "", coverage(parts.reading, words, parts.server_name) + _blocks_named(parts)),
        _titled(words, "walkthrough", Walkthrough(words, parts.diagnosis, parts.lines).blocks(parts.transactions)),
        _titled(words, "contrast", tuple(Paragraph(observed) for observed in parts.observed)),
        _titled(words, "why", _why(parts), title="heading-conclusion"),
        _titled(words, "doubts", _items(parts.doubts)),
        _titled(words, "questions", _questions(parts)),
        _titled(words, "steps", _steps(parts)),
        _titled(words, "settings", _settings(parts)),
        _titled(words, "others", _others(parts)),
        _titled(words, "cautions", _items(parts.cautions)),
        Section("close", "", _close(parts)),
        _titled(words, "sources", _items(tuple((Span(source),) for source in parts.sources))),
    )
    choices = tuple(
        ReplyChoice(number, choice.value, choice.label) for number, question in enumerate(parts.questions) for choice in question.choices
    )
    shown = tuple(section for section in sections if section.blocks)
    return Reply(words.lang, parts.diagnosis.severity, badge(parts), shown, choices, evidence=_evidence(parts).lines)


def reply_without_log(page: Page[DiagnosisFront], reading: Reading, words: Wording) -> Reply:
    """Return the reply to a paste that there is nothing to diagnose in."""
    shown = (
        Section("headline", "", (Heading(1, spans(page.front.headline)),)),
        Section("coverage", "", _cuts(reading.paste, words)),
        Section("why", "", blocks(page.section("why"))),
        _titled(words, "steps", blocks(page.section("steps"))),
        Section("close", "", blocks(page.section("close"))),
    )
    return Reply(
        words.lang,
        "unknown",
        words.phrase("label-unknown-verdict"),
        tuple(section for section in shown if section.blocks),
    )


def badge(parts: Parts) -> str:
    """Return severity and certainty in words."""
    vocabulary, lang = parts.words.library.vocabulary, parts.words.lang
    if parts.diagnosis.verdict == "undetermined":
        return parts.words.phrase("label-unknown-verdict")
    severity = vocabulary.severity[parts.diagnosis.severity].in_(lang)
    return f"{severity} · {vocabulary.certainty[parts.diagnosis.certainty].in_(lang)}"


def coverage(reading: Reading, words: Wording, mta: str) -> tuple[Block, ...]:
    """Return how much of the paste was read, and how."""
    paste = reading.paste
    total = len(paste.lines)
    read = total - len(reading.unread)
    named = "read-the-one" if read == total == 1 else "read-all"
    said = [words.phrase(f"{named}-setting" if reading.input == "config" else named, read=read, lines=total, mta=mta)]
    if reading.unread:
        said.append(words.phrase("read-not", numbers=words.lines(reading.unread)))
    if paste.repeats:
        said.append(words.phrase("repeats", numbers=words.lines(paste.repeats)))
    if paste.guessed:
        said.append(words.phrase("guessed", encoding=paste.encoding))
    return (*(Paragraph((Span(sentence),)) for sentence in said), *_cuts(paste, words))


def _cuts(paste: Paste, words: Wording) -> tuple[Block, ...]:
    """Return what was left out, in a sentence each."""
    sentences = {cut: words.library.phrases["cut-" + cut.what.replace("_", "-")].in_(words.lang) for cut in paste.cuts}
    named = frozenset({"name"})
    return tuple(Paragraph(spans(said, Filling({"at": str(cut.at), "name": cut.name}, named))) for cut, said in sentences.items())


def _titled(words: Wording, name: SectionName, content: tuple[Block, ...], title: str | None = None) -> Section:
    return Section(name, words.phrase(title or f"heading-{name}"), content)


def _items(items: Sequence[Spans]) -> tuple[Block, ...]:
    return (Items(tuple(items)),) if items else ()


def _headline(parts: Parts) -> tuple[Block, ...]:
    """Return the first sentence, and beneath it how sure it is and on which lines, or which question decides."""
    first = Heading(1, spans(parts.page.front.said(parts.diagnosis.certainty), parts.filling))
    return (first, Paragraph((Span(parts.below),))) if parts.below else (first,)


def _close(parts: Parts) -> tuple[Block, ...]:
    if parts.close is None:
        return blocks(parts.page.section("close"), parts.filling)
    return (Paragraph((Span(parts.close),)),) if parts.close else ()


def _blocks_named(parts: Parts) -> tuple[Block, ...]:
    """Return how the blocks are called, where there are several."""
    words, count = parts.words, len(parts.transactions)
    if count < 2:
        return ()
    if count > 2:
        return (Paragraph((Span(words.phrase("many-blocks", count=count)),)),)
    first = next((t for t in parts.transactions if t.id not in parts.diagnosis.in_question), parts.transactions[0])
    return (Paragraph((Span(words.phrase("two-blocks", first=words.name(first))),)),)


def _why(parts: Parts) -> tuple[Block, ...]:
    """Return the reasons; a verdict's decisive lines are quoted with it."""
    told = blocks(parts.page.section("why"), parts.filling)
    if parts.diagnosis.headline is None or not parts.diagnosis.evidence:
        return told
    return (_evidence(parts), *told)


def _evidence(parts: Parts) -> Log:
    """Return the lines that the verdict rests on, or that are in question, as many as are quoted at once."""
    evidence = frozenset(parts.diagnosis.evidence)
    return quote([line for line in parts.lines if line.number in evidence][:MOST_QUOTED])


def _questions(parts: Parts) -> tuple[Block, ...]:
    """Return the questions, numbered, each with why it is asked and its answers."""
    items: list[Spans] = []
    for question, asked, how in zip(parts.questions, parts.question_spans, parts.how_spans, strict=True):
        item = list(asked)
        if question.choices:
            labels = " / ".join(choice.label for choice in question.choices)
            item.append(Span(" 〔" + labels + "〕" if parts.words.lang == "ja" else f" [{labels}]", "strong"))
        if question.why:
            item.append(Span((" ― " if parts.words.lang == "ja" else " – ") + question.why))
        if how:
            item.extend((Span("" if parts.words.lang == "ja" else " "), *how))
        items.append(tuple(item))
    return (Items(tuple(items), ordered=True),) if items else ()


def _steps(parts: Parts) -> tuple[Block, ...]:
    told = blocks(parts.page.section("steps"), parts.filling)
    return (*told, *blocks(parts.steps_here))


def _settings(parts: Parts) -> tuple[Block, ...]:
    if not parts.settings:
        return ()  # words about settings of which none is told for this server would only leave one asking which
    lead = blocks(parts.page.section("settings"), parts.filling)
    return (*lead, *(block for told in parts.settings for block in setting_blocks(told, parts.words)))


def _others(parts: Parts) -> tuple[Block, ...]:
    """Return what was found besides the headline, the same thing about several blocks once."""
    alike: dict[tuple[str, str], list[AnswerFinding]] = {}
    for finding in parts.findings[1 if parts.diagnosis.headline else 0 :]:
        alike.setdefault((finding.rule, finding.certainty), []).append(finding)
    kinds = list(alike.values())
    items = [_other(found, parts) for found in kinds[:MOST_OTHERS]]
    if len(kinds) > MOST_OTHERS:
        items.append((Span(parts.words.phrase("others-not-shown", count=len(kinds) - MOST_OTHERS)),))
    return _items(items)


def _other(found: Sequence[AnswerFinding], parts: Parts) -> Spans:
    """Return findings of one rule in one item: the blocks, what was found, how sure it is and on which lines."""
    words, first = parts.words, found[0]
    numbers = dict.fromkeys(number for finding in found for number in finding.transactions)
    shown = [words.name(parts.transactions[number - 1]) for number in list(numbers)[:6]]
    names = words.phrase("list-comma").join(shown) + (words.phrase("and-more") if len(numbers) > len(shown) else "")
    certainty = words.library.vocabulary.certainty[first.certainty].in_(words.lang)
    evidence = sorted({number for finding in found for number in finding.evidence})
    label = f"{names}: " if names and len(parts.transactions) > 1 else ""
    again = bool(label) and parts.diagnosis.headline is not None and first.spans == parts.findings[0].spans
    told = (Span(words.phrase("the-same-again")),) if again else first.spans
    return (Span(label, "strong"), *told, Span(f" ({certainty}; {words.lines(evidence)})"))

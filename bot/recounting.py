"""What is said of how a conversation moved: what was understood and what was not, what changed, and how two pieces of log compare."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.answer.wording import Wording
from bot.consulting import Consultation
from bot.conversation import Concluded, Conversation
from bot.listening import Heard
from bot.reply import Block, Items, Paragraph, Reply, ReplyChoice, Section, Span, Spans
from bot.told import Told

CONFIRM = "confirm"
"""Begins the token of an answer to whether a pasted discussion's statements are the asker's own."""


def understood(words: Wording, heard: Heard) -> tuple[Block, ...]:
    """Return what was understood, with the way to take it back, and what was not."""
    told = [said for said in dict.fromkeys(words.statement(told) for told in heard.told) if said]
    site = words.site_told(heard.site)
    notes = [(Span(note.in_(words.lang)),) for note in heard.notes]
    blocks: list[Block] = []
    if site or told or notes:
        blocks.append(Items((*site, *told, *notes)))
    if told:
        blocks.append(Paragraph((Span(words.phrase("undo-hint")),)))
    return (*blocks, *not_understood(words, heard.missed))


def not_understood(words: Wording, missed: Iterable[str]) -> tuple[Block, ...]:
    """Return what could be meant of several things, with the wish to say it once more."""
    texts = [text for text in missed if text]
    if not texts:
        return ()
    first = words.phrase("not-understood", text="\0").partition("\0")
    quoted: Spans = (Span(first[0]), Span(" / ".join(texts), "value"), Span(first[2]))
    return (Paragraph(quoted), Paragraph((Span(words.phrase("which-one")),)))


def changed(conversation: Conversation, now: Concluded, words: Wording, *, told: bool) -> tuple[Block, ...]:
    """Return how the verdict moved since the last answer."""
    before = conversation.concluded
    if before is None or (not told and before.verdict == now.verdict):
        return ()
    if (before.verdict, before.certainty) == (now.verdict, now.certainty):
        return (Paragraph((Span(words.phrase("verdict-same")),)),)
    means = {name: kind.means.in_(words.lang) for name, kind in words.library.vocabulary.verdicts.items()}
    return (Paragraph((Span(words.phrase("verdict-changed", before=means[before.verdict], now=means[now.verdict])),)),)


def compared(before: Consultation, now: Consultation, words: Wording) -> tuple[Block, ...]:
    """Return which findings of the earlier piece of log are gone, which are still there, and which are new."""
    old = {f.rule: f.headline for f in before.answer.findings}
    new = {f.rule: f.headline for f in now.answer.findings}
    sorted_out = (
        ("compared-gone", [text for rule, text in old.items() if rule not in new]),
        ("compared-still", [text for rule, text in new.items() if rule in old]),
        ("compared-new", [text for rule, text in new.items() if rule not in old]),
    )
    items = [(Span(words.phrase(name, text=text)),) for name, texts in sorted_out for text in texts] if old else []
    return (Items(tuple(items)),) if items else ()


def with_proposed(reply: Reply, proposed: tuple[Told, ...], words: Wording) -> Reply:
    """Return a reply that also asks whether the statements of a pasted discussion are the asker's own."""
    said = [statement for statement in (words.statement(told) for told in proposed) if statement]
    if not said:
        return reply
    section = Section(
        "understood", words.phrase("heading-understood"), (Paragraph((Span(words.phrase("confirm-words")),)), Items(tuple(said)))
    )
    choices = tuple(
        ReplyChoice(len(reply.choices), value, words.phrase(f"confirm-{value}"), f"{CONFIRM}:{value}") for value in ("yes", "no")
    )
    return with_sections(reply, (section,), (*reply.choices, *choices))


def with_sections(reply: Reply, sections: tuple[Section, ...], choices: tuple[ReplyChoice, ...]) -> Reply:
    """Return a reply with sections put in after its headline, each replacing one of the same name, and with other choices."""
    more = tuple(section for section in sections if section.blocks)
    names = {section.name for section in more}
    kept = [section for section in reply.sections if section.name not in names]
    at = 1 if kept and kept[0].name == "headline" else 0
    return replace(reply, sections=(*kept[:at], *more, *kept[at:]), choices=choices)

"""``relaydoc knowledge gaps``: what was missed most, for those who write knowledge, each with the beginning of an entry."""

from __future__ import annotations

import argparse
import asyncio
import json
import os
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.configuration import Configuration, read_configuration
from bot.language import language_of_locale
from bot.library import Library, load
from bot.redact import redact
from bot.reply import Block, Code, Heading, Items, Paragraph, Reply, Section, Span
from bot.store import Feedback, Gap, Store
from bot.store.address import address_of
from bot.stubs import message_stub, page_stub

SCHEMA = "relaydoc.gaps/1"
MOST = 30
_SHOWN_STUBS = 5
Show = Callable[[Reply, str], None]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that was missed: ``line`` or ``question``, of which server or in which language, how often, and what to begin with."""

    kind: str
    where: str
    text: str
    count: int
    stub: str


@dataclass(frozen=True, slots=True)
class Gaps:
    """All that was missed, the most frequent first; how many answers helped or not, and the reasons that were given."""

    collecting: bool
    missing: tuple[Missing, ...]
    helped: int
    unhelpful: int
    reasons: tuple[tuple[str, int], ...]


def gaps(options: argparse.Namespace, show: Show) -> int:
    """Print what was missed.

    Args:
        options: ``format`` (terminal, json) and ``lang``.
        show: draws a reply in the terminal.
    """
    configuration = read_configuration()
    library = load(configuration.knowledge)
    kept, feedback = asyncio.run(_read(configuration))
    found = gathered(kept, feedback, collecting=configuration.collect_gaps, today=date.today())
    if options.format == "json":
        print(json.dumps(document(found), ensure_ascii=False, indent=2))  # noqa: T201 - the result
    else:
        show(reply_of(found, library, options.lang or language_of_locale(os.environ) or "en"), "")
    return 0


def gathered(kept: Iterable[Gap], feedback: Iterable[Feedback], *, collecting: bool, today: date) -> Gaps:
    """Return the gaps of all teams together; texts that are the same without their names count as one."""
    counts: Counter[tuple[str, str]] = Counter()
    for gap in kept:
        counts[gap.kind, gap.text] += gap.count
    missing = []
    for (kind, text), count in sorted(counts.items(), key=lambda entry: (-entry[1], entry[0])):
        kind, _, where = kind.partition("/")
        missing.append(Missing(kind, where, text, count, message_stub(text) if kind == "line" else page_stub(text, where, today)))
    told = list(feedback)
    reasons = Counter(redact(" ".join(each.reason.split())) for each in told if not each.helped and each.reason.strip())
    helped = sum(each.helped for each in told)
    return Gaps(collecting, tuple(missing[:MOST]), helped, len(told) - helped, tuple(reasons.most_common(MOST)))


def document(found: Gaps) -> dict[str, Any]:
    """Return the JSON document of what was missed."""
    return {
        "schema": SCHEMA,
        "collecting": found.collecting,
        "gaps": [{"kind": m.kind, "where": m.where, "text": m.text, "count": m.count, "stub": m.stub} for m in found.missing],
        "feedback": {
            "helped": found.helped,
            "unhelpful": found.unhelpful,
            "reasons": [{"text": text, "count": count} for text, count in found.reasons],
        },
    }


def reply_of(found: Gaps, library: Library, lang: str) -> Reply:
    """Return what was missed as a reply for a terminal."""
    lines = tuple(m for m in found.missing if m.kind == "line")
    questions = tuple(m for m in found.missing if m.kind != "line")
    headline = "gaps-some" if found.missing else "gaps-none" if found.collecting else "gaps-off"
    said = library.phrase(headline, lang, count=len(found.missing))
    sections = [
        Section("headline", "", (Heading(1, (Span(said),)),)),
        Section("walkthrough", library.phrase("gaps-lines", lang), _blocks(lines, library, lang)),
        Section("questions", library.phrase("gaps-questions", lang), _blocks(questions, library, lang)),
        Section("doubts", library.phrase("gaps-feedback", lang), _feedback(found, library, lang)),
    ]
    return Reply(lang, "unknown", library.phrase("gaps-title", lang), tuple(section for section in sections if section.blocks))


def _blocks(missing: tuple[Missing, ...], library: Library, lang: str) -> tuple[Block, ...]:
    """Return a list of what was missed, and beginnings for the most frequent."""
    if not missing:
        return ()
    items = tuple((Span(library.phrase("gaps-times", lang, count=m.count, where=m.where)), Span(m.text, "value")) for m in missing)
    blocks: list[Block] = [Items(items, ordered=True)]
    for number, each in enumerate(missing[:_SHOWN_STUBS], start=1):
        place = f"messages/{each.where}.yaml" if each.kind == "line" else f"faq/….{each.where}.md"
        blocks.append(Paragraph((Span(library.phrase("gaps-begin", lang, number=number, file=place)),)))
        blocks.append(Code(tuple(each.stub.split("\n"))))
    return tuple(blocks)


def _feedback(found: Gaps, library: Library, lang: str) -> tuple[Block, ...]:
    if not found.helped + found.unhelpful:
        return ()
    said = Paragraph((Span(library.phrase("gaps-helped", lang, helped=found.helped, unhelpful=found.unhelpful)),))
    reasons = tuple((Span(library.phrase("gaps-reason", lang, count=count)), Span(text, "value")) for text, count in found.reasons)
    return (said, Items(reasons)) if reasons else (said,)


async def _read(configuration: Configuration) -> tuple[tuple[Gap, ...], tuple[Feedback, ...]]:
    """Return the gaps and the feedback that the store holds; where there is no database yet, none is made."""
    url = configuration.database_url.get_secret_value() if configuration.database_url else None
    address = address_of(url, configuration.data_dir)
    if address.file is not None and not address.file.exists():
        return (), ()
    async with await Store.open(url, data_dir=configuration.data_dir, keys=configuration.secret_keys()) as store:
        return await store.gaps(None, 1000), await store.feedback(None)

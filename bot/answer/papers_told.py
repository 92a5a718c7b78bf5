"""What is to be observed about a paper that is no log: of headers, which lines are sure and where that ends."""

from __future__ import annotations

from bot.answer.case import Case
from bot.answer.wording import Wording
from bot.catalogue import Reading
from bot.reply import Span, Spans


def writer(reading: Reading) -> str | None:
    """Return the server that wrote a paste: of a conversation or a listing the one that its own lines name."""
    if reading.paste.paper in ("transcript", "queue", "tally"):
        return next((event.fields["mta"] for event in reading.events if "mta" in event.fields), "unknown")
    return "headers" if reading.input == "headers" else reading.server


def observed(case: Case, words: Wording) -> tuple[Spans, ...]:
    """Return what the headers' own order shows: the lines of our servers, and those beneath, which may be invented."""
    about = case.headlined
    if about is None or case.reading.paste.paper != "headers":
        return ()
    trace = [event.line.number for event in about.of_kind("received_header")]
    facts = case.facts(about)
    if not facts["passed_our_server"].value:
        return ((Span(words.phrase("headers-none-ours")),),) if facts["passed_our_server"].value is False else ()
    ours = facts["passed_our_server"].evidence
    below = [number for number in trace if number > max(ours)]
    told = [words.phrase("headers-ours", lines=words.lines(ours))]
    told += [words.phrase("headers-trust-ends", lines=words.lines(below))] if below else []
    return tuple((Span(sentence),) for sentence in told)

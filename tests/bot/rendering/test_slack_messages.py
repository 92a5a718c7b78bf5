"""Replies as Slack messages: within its limits whatever they hold, and with nothing in them that would be parsed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.slack.standin.rules import faults_in_message
from adapters.slack.standin.showing import buttons_of, shown
from bot.asked import page_reply, reply_to
from bot.asking import Librarian
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.rendering.slack_messages import Drawn, Slip, answer, note, page, part, sentence, shared
from bot.reply import Code, Heading, Items, Log, LogQuote, Paragraph, Reply, ReplyChoice, Section, Span, Table, Terms
from bot.threads import read_threads
from tests.bot.rendering.others import build

LIBRARY = load()
DESK = Desk(LIBRARY)
LIBRARIAN = Librarian(LIBRARY)
SLIP = Slip(asker="U0001", origin="C0001")
THREADS = {thread.id: thread for thread in read_threads(bundled())}

texts = st.one_of(
    st.text(max_size=60), st.sampled_from(["<!channel>", "&amp;", "*b* _i_ `c`", ":smile:", "\x1b[31m", "\u202e", "x" * 4000, ""])
)
spans = st.builds(
    Span, texts, st.sampled_from(["plain", "strong", "emphasis", "code", "value"]), st.sampled_from(["", "https://example.com/"])
)
rows = st.lists(spans, max_size=6).map(tuple)
quotes = st.builds(LogQuote, st.integers(1, 99999), texts, st.sampled_from(["plain", "good", "attention"]))
blocks = st.one_of(
    st.builds(Paragraph, rows),
    st.builds(Heading, st.integers(1, 3), rows),
    st.builds(Items, st.lists(rows, max_size=8).map(tuple), st.booleans()),
    st.builds(Terms, st.lists(st.tuples(texts, rows), max_size=4).map(tuple)),
    st.builds(Log, st.lists(quotes, max_size=40).map(tuple)),
    st.builds(Code, st.lists(texts, max_size=8).map(tuple)),
    st.builds(lambda head, row: Table((head, head), ((row, row),)), rows, rows),
)
NAMES = [
    "headline",
    "understood",
    "changed",
    "coverage",
    "walkthrough",
    "why",
    "doubts",
    "questions",
    "steps",
    "settings",
    "close",
    "sources",
]
sections = st.builds(Section, st.sampled_from(NAMES), texts, st.lists(blocks, max_size=6).map(tuple))
choices = st.builds(ReplyChoice, st.integers(0, 3), texts, texts, st.sampled_from(["1:yes", "page:faq/spf", ""]))
replies = st.builds(
    Reply,
    st.sampled_from(["en", "ja"]),
    st.sampled_from(["act_now", "problem", "stopped", "fine", "unknown"]),
    texts,
    st.lists(sections, max_size=8).map(tuple),
    st.lists(choices, max_size=40).map(tuple),
    st.lists(quotes, max_size=12).map(tuple),
)


def _check(drawn: Drawn) -> None:
    """Hold a message to our own strict rules and to those of an independent library."""
    assert faults_in_message(drawn.blocks, drawn.text) == []
    assert not set("<>") & set(drawn.text)
    for block in drawn.blocks:
        assert "mrkdwn" not in str(block)
        build(block)


@settings(max_examples=40, deadline=None)
@given(replies)
def test_every_reply_is_within_the_limits(reply: Reply) -> None:
    """Whatever a reply holds, each message made of it is one that Slack takes."""
    _check(answer(reply, LIBRARY, SLIP, [note("{name} could not be read.", "x<!here>")]))
    _check(shared(reply, LIBRARY, "U0001"))
    _check(page(reply, LIBRARY, Slip()))
    for name in ("walkthrough", "settings", "sources", "no such part"):
        for drawn in part(reply, name, LIBRARY):
            _check(drawn)


@settings(max_examples=40, deadline=None)
@given(st.text(max_size=200))
def test_pasted_text_stands_only_where_nothing_is_parsed(text: str) -> None:
    """A line of a log in preformatted text, a value in code."""
    mark = f"<@U1>{text}<!channel>*evil*"
    reply = Reply(
        "en", "unknown", "", (Section("headline", "", (Heading(1, (Span("Says "), Span(mark, "value"))),)),), (), (LogQuote(1, mark),)
    )
    drawn = answer(reply, LIBRARY, SLIP)
    found = [one for block in drawn.blocks for one in _texts(block)]
    assert [is_inert for said, is_inert in found if "*evil*" in said] == [True, True]
    assert "<" not in drawn.text


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("name", sorted(THREADS))
def test_worked_cases(name: str, lang: str) -> None:
    """Each is drawn whole, in both languages: the first sentence, the lines that decide, and a button for each answer."""
    _, reply = DESK.respond(Conversation("x"), Message(text=THREADS[name].log, lang=lang))
    drawn = answer(reply, LIBRARY, SLIP)
    _check(drawn)
    message = {"blocks": drawn.blocks}
    headline = reply.section("headline")
    assert headline is not None
    assert "".join(span.text for span in headline.blocks[0].spans) in shown(message)  # type: ignore[union-attr]
    for quote in reply.evidence:
        assert quote.text[:80].strip() in shown(message)
    labels = [button["label"] for button in buttons_of(message)]
    assert [choice.label for choice in reply.choices] == labels[: len(reply.choices)]
    for one in part(reply, "walkthrough", LIBRARY):
        _check(one)


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_every_page_of_the_knowledge_base(lang: str) -> None:
    """Each is a message that Slack takes, with its title."""
    for category in LIBRARIAN.browsing.categories(lang):
        for link in category.pages:
            found = LIBRARIAN.page(link.id, lang)
            assert found is not None
            drawn = page(page_reply(found, LIBRARIAN, lang), LIBRARY, Slip())
            _check(drawn)
            assert found.front.title in shown({"blocks": drawn.blocks})


def test_questions_stand_above_their_answers() -> None:
    """The answers are buttons and not said twice."""
    _, reply = DESK.respond(Conversation("x"), Message(text=THREADS["two-blocks"].log, lang="en"))
    lines = shown({"blocks": answer(reply, LIBRARY, SLIP).blocks}).splitlines()
    first = next(i for i, line in enumerate(lines) if line.startswith("1. Are mailboxes of"))
    assert "[On this server /" not in lines[first]
    assert "[ On this server ]" in "".join(lines[first : first + 3])


def test_what_is_no_answer_has_no_buttons() -> None:
    """A sentence of ours alone."""
    _, reply = DESK.respond(Conversation("x"), Message(text="forget this"))
    drawn = answer(reply, LIBRARY, SLIP)
    assert buttons_of({"blocks": drawn.blocks}) == []
    assert drawn.text.startswith("Forgotten")
    _check(sentence("Thank you."))


def test_a_long_answer_keeps_its_buttons() -> None:
    """What does not fit is said to be elsewhere."""
    long = Section("why", "Conclusion", tuple(Paragraph((Span("word " * 500),)) for _ in range(12)))
    reply = Reply("en", "fine", "fine", (Section("headline", "", (Heading(1, (Span("All is well."),)),)), long, _walk()))
    drawn = answer(reply, LIBRARY, SLIP)
    _check(drawn)
    assert "The rest is in the file below" in shown({"blocks": drawn.blocks})
    assert "Delete" in [button["label"] for button in buttons_of({"blocks": drawn.blocks})]


def test_slips_survive_and_a_broken_one_is_empty() -> None:
    """What a button carries."""
    slip = Slip("1:yes", "U0001", "C0001", "ja")
    assert Slip.from_json(slip.to_json()) == slip
    assert Slip.from_json("no json") == Slip.from_json("[]") == Slip.from_json("") == Slip()


def test_pages_that_may_be_meant_are_buttons() -> None:
    """A long title is cut on its button, and whole in the list."""
    found = LIBRARIAN.ask("relay test", "en")
    drawn = page(reply_to(found, LIBRARIAN), LIBRARY, Slip())
    _check(drawn)
    assert len(buttons_of({"blocks": drawn.blocks})) == len(found.hits)


def _walk() -> Section:
    return Section("walkthrough", "Line by line", (Paragraph((Span("One line."),)),))


def _texts(part_: Any, inert: bool = False) -> list[tuple[str, bool]]:
    """Return all texts, and whether they stand where nothing is parsed."""
    if isinstance(part_, list):
        return [found for one in part_ for found in _texts(one, inert)]
    if not isinstance(part_, dict):
        return []
    style = part_.get("style") if isinstance(part_.get("style"), dict) else {}
    inert = inert or part_.get("type") == "rich_text_preformatted" or bool(style and style.get("code"))
    own = [(part_["text"], inert)] if isinstance(part_.get("text"), str) else []
    return own + [found for one in part_.values() for found in _texts(one, inert)]


def test_what_is_said_of_lines_bears_their_numbers() -> None:
    """As numbered lists; after a gap the next one begins with its own number. Other terms are bold, with a bullet."""
    lines = Terms(tuple((number, (Span("said"),)) for number in ("12", "13", "15")))
    others = Terms((("12", (Span("said"),)), ("where", (Span("there"),))))
    both = Reply("en", "unknown", "", (Section("walkthrough", "", (lines, others)),))
    (drawn,) = part(both, "walkthrough", LIBRARY)
    lists = [one for block in drawn.blocks for one in block["elements"]]
    assert [(one["style"], one.get("offset", 0), len(one["elements"])) for one in lists] == [
        ("ordered", 11, 2), ("ordered", 14, 1), ("bullet", 0, 2),
    ]  # fmt: skip
    _check(drawn)


@pytest.mark.parametrize(("lang", "says"), [("en", "14 of 14 lines"), ("ja", "14行のうち14行")])
def test_what_was_read_is_said_small(lang: str, says: str) -> None:
    """Between the headline and the lines that decide, in a context block."""
    reply = Desk(LIBRARY).respond(Conversation("c"), Message(THREADS["two-blocks"].log, lang=lang))[1]
    drawn = answer(reply, LIBRARY, SLIP)
    (small,) = (block for block in drawn.blocks if block["type"] == "context")
    assert says in small["elements"][0]["text"]
    assert [block["type"] for block in drawn.blocks[:4]] == ["header", "rich_text", "context", "rich_text"]


def test_a_heading_stands_close_to_what_it_is_of() -> None:
    """An empty line divides paragraphs, and nothing else."""
    told = (Paragraph((Span("one"),)), Heading(3, (Span("two"),)), Paragraph((Span("three"),)))
    (drawn,) = part(Reply("en", "unknown", "", (Section("walkthrough", "", told),)), "walkthrough", LIBRARY)
    texts_of = ["".join(text["text"] for text in one["elements"]) for block in drawn.blocks for one in block["elements"]]
    assert texts_of == ["one\n", "two", "three"]

"""A reply as Discord shows it: what stands on the first screen, what folds out, and that it fits."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.asked import PAGE
from bot.rendering.discord_markdown import size
from bot.rendering.discord_messages import Buttons, Rule, Text, card
from bot.rendering.limits import DISCORD
from bot.reply import Code, Heading, Items, Log, LogQuote, Paragraph, Reply, ReplyChoice, Section, Span, Table, Terms
from tests.bot.rendering.test_discord_markdown import HARMLESS, TEXT
from tests.fakes.discord_reading import kinds

ABUSED = ("ours=f1.*******.ne.jp", "not-ours=aaa.aaa.aaa.aaa")
NAMED = {"client": "aaa.aaa.aaa.aaa", "name": "f1.******.ne.jp", "sender": "*****@f1.*******.ne.jp"}
NAMES = ["headline", "understood", "changed", "coverage", "walkthrough", "contrast", "why", "doubts", "questions", "steps", "settings",
         "others", "cautions", "close", "sources"]  # fmt: skip
SPANS = st.lists(
    st.builds(Span, TEXT, st.sampled_from(["plain", "strong", "emphasis", "code", "value"]), st.just("")), min_size=1, max_size=4
).map(tuple)  # fmt: skip
LONG = st.sampled_from(["", "x" * 3000, "長い文です。" * 900, "`" * 2000])
BLOCKS = st.one_of(
    st.builds(Paragraph, SPANS),
    st.builds(Paragraph, LONG.map(lambda text: (Span(text),))),
    st.builds(Heading, st.integers(1, 3), SPANS),
    st.builds(Items, st.lists(SPANS, min_size=1, max_size=5).map(tuple), st.booleans()),
    st.builds(Terms, st.lists(st.tuples(TEXT, SPANS), min_size=1, max_size=3).map(tuple)),
    st.builds(Log, st.lists(st.builds(LogQuote, st.integers(1, 9999), TEXT | LONG), min_size=1, max_size=6).map(tuple)),
    st.builds(Code, st.lists(TEXT, min_size=1, max_size=4).map(tuple)),
    st.just(Table(((Span("a"),), (Span("b"),)), (((Span("@everyone", "value"),), (Span("|"),)),))),
)
SECTIONS = st.builds(Section, st.sampled_from(NAMES), TEXT, st.lists(BLOCKS, min_size=1, max_size=4).map(tuple))
CHOICES = st.lists(
    st.tuples(st.integers(0, 3), TEXT.filter(str.strip), st.booleans()), max_size=30
).map(lambda made: tuple(
    ReplyChoice(question, str(place), label, f"{PAGE}:faq/{place}" if page else f"{question}:{place}")
    for place, (question, label, page) in enumerate(made)
))  # fmt: skip
REPLIES = st.builds(Reply, st.sampled_from(["ja", "en"]), st.sampled_from(["act_now", "fine", "?"]), TEXT,
                    st.lists(SECTIONS, max_size=8).map(tuple), CHOICES)  # fmt: skip


@settings(deadline=None)
@given(REPLIES, st.lists(TEXT, max_size=2))
def test_any_reply_fits_and_does_nothing(reply, notes):
    """Whatever is said, the first screen keeps to the limits, and nothing but its own markup comes of it."""
    shown = card(reply, notes)
    texts = [part.text for part in shown.parts if isinstance(part, Text)]
    assert sum(map(size, texts)) <= DISCORD.components_text
    assert all(text.strip() for text in texts)
    rows = [part for part in shown.parts if isinstance(part, Buttons)]
    assert sum(row.components for row in rows) + len(shown.parts) - len(rows) <= DISCORD.components - 16
    for text in texts:
        assert kinds(text) <= HARMLESS | {"link"}


def test_undecided_first_screen(explained, session):
    """The lines in question are quoted, and each question has its answers beneath it, whose labels are not said twice."""
    shown = card(explained(session(**NAMED)).reply)
    assert shown.text.startswith("❔ **Not decided**\n## Not decided yet")
    assert "5 │" in shown.text
    assert "[On this server" not in shown.text
    kinds_of_parts = [type(part) for part in shown.parts]
    first = kinds_of_parts.index(Buttons)
    assert [choice.label for choice in shown.parts[first].choices] == [
        "On this server",
        "Ours, but at a provider",
        "Not ours",
        "I don't know",
    ]
    assert "Are mailboxes of" in shown.parts[first - 1].text
    assert shown.views == ("lines", "settings", "sources")
    assert not shown.cut


def test_decided_first_screen(explained, session):
    """Sign and word tell how grave it is, beside the colour; the decisive lines are marked."""
    shown = card(explained(session(**NAMED), ABUSED).reply)
    assert shown.colour == 0xC0392B
    assert shown.text.startswith("🚨 **act now · likely**")
    assert "▶ 5 │" in shown.text
    assert "Other ways to read it" in shown.text
    assert "-# 7 of 7 lines" in shown.text


def test_what_does_not_fit_goes_from_the_end_of_the_list():
    """Verdict and question stay; the doubts are left to the file."""
    long = tuple(Paragraph((Span("長い文です。" * 150),)) for _ in range(3))
    sections = (
        Section("headline", "", (Heading(1, (Span("Verdict"),)),)),
        Section("why", "Conclusion", long[:1]),
        Section("doubts", "Doubts", long),
        Section("questions", "Please tell", (Items(((Span("Whose is it?"),),)),)),
    )
    shown = card(Reply("en", "fine", "fine", sections, (ReplyChoice(0, "yes", "Yes", "1:yes"),)))
    assert shown.cut
    assert "Doubts" not in shown.text
    assert "Whose is it?" in shown.text
    assert [choice.label for choice in shown.choices] == ["Yes"]


def test_page_of_the_knowledge_base_is_shown_whole():
    """Its sections are in order, and the pages that it leads to are offered."""
    sections = (
        Section("headline", "", (Heading(1, (Span("What is an RBL?"),)),)),
        Section("understood", "", (Paragraph((Span("A list."),)),)),
        Section("walkthrough", "What to do", (Paragraph((Span("Nothing."),)),)),
        Section("sources", "Sources", (Items(((Span("RFC 5782, https://www.rfc-editor.org/rfc/rfc5782"),),)),)),
        Section("close", "", (Paragraph((Span("Paste the log."),)),)),
    )
    choices = tuple(ReplyChoice(0, f"faq/{n}", f"Page {n}", f"{PAGE}:faq/{n}") for n in range(4))
    shown = card(Reply("en", "fine", "from the knowledge base", sections, choices))
    assert (
        shown.text.index("A list.") < shown.text.index("**What to do**") < shown.text.index("Paste the log.") < shown.text.index("-# RFC")
    )
    assert shown.views == ()
    assert [part.as_select for part in shown.parts if isinstance(part, Buttons)] == [True]


def test_answers_without_a_question_of_their_own_stand_last():
    """As those by which a pasted discussion is confirmed."""
    sections = (Section("headline", "", (Heading(1, (Span("Verdict"),)),)), Section("why", "", (Paragraph((Span("So."),)),)))
    shown = card(Reply("en", "fine", "fine", sections, (ReplyChoice(5, "yes", "My words", "confirm:yes"),)))
    assert isinstance(shown.parts[-1], Buttons)


def test_too_many_answers_are_left_to_words():
    """Rows of buttons are given up from the end, never the text."""
    items = Items(tuple((Span(f"Question {n}"),) for n in range(8)))
    choices = tuple(ReplyChoice(n, str(v), f"Answer {v}", f"{n}:{v}") for n in range(8) for v in range(5))
    sections = (Section("headline", "", (Heading(1, (Span("Verdict"),)),)), Section("questions", "", (items,)))
    shown = card(Reply("en", "fine", "fine", sections, choices))
    assert "Question 7" in shown.text
    assert sum(isinstance(part, Buttons) for part in shown.parts) == 2
    assert not isinstance(shown.parts[-1], Rule)

"""Text for Discord: what is pasted is read and nothing else comes of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.discord_markdown import GAP, MOST_OF_A_VALUE, code, fenced, inline, pieces, plain
from bot.reply import Code, Heading, Items, Log, LogQuote, Paragraph, Span, Table, Terms
from tests.fakes.discord_reading import kinds, read

HOSTILE = [
    "@everyone", "@here", "<@123456789012345678>", "<@!1>", "<@&42>", "<#42>", "</explain:42>", "<t:1700000000:R>", "<a:wave:42>",
    "<id:customize>", ":smile:", "https://evil.example/x", "<https://evil.example>", "[x](https://evil.example)", "discord.gg/abcdef",
    "https://discord.com/invite/abc", "||secret||", "**bold**", "*x*", "__x__", "_x_", "~~x~~", "`code`", "``a`b``", "```js\nx\n```",
    "# title", "-# small", "- item", "1. item", "> quote", ">>> quote", "a\\", "\\\\*x*", "*" * 50, "`" * 7, "user@everyone", "x\n# y\n- z",
]  # fmt: skip
ALPHABET = st.sampled_from("@<>#&!:/`*_~|[]()\\-+.0123 \nabeveryonehere日本（）「」\u202e\u200b\x07")
TEXT = st.one_of(st.sampled_from(HOSTILE), st.text(ALPHABET, max_size=60), st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join))
HARMLESS = {"strong", "emphasis", "code", "block", "item", "heading", "subtext"}


@pytest.mark.parametrize("text", HOSTILE)
def test_plain_text_does_nothing(text):
    """Nothing comes of it, and it is shown as it is."""
    shown, found = read(plain(text))
    assert found == []
    assert shown.replace(GAP, "") == text


@settings(deadline=None)
@given(TEXT)
def test_plain_text_does_nothing_whatever_it_is(text):
    """Nothing comes of any text, and it is shown as it is."""
    shown, found = read(plain(text))
    assert found == []
    assert shown.replace(GAP, "") == text.replace(GAP, "")


@settings(deadline=None)
@given(TEXT)
def test_values_are_inline_code_on_one_line(text):
    """A value is one piece of code, from which nothing gets out."""
    written = code(text)
    assert "\n" not in written
    assert [one.kind for one in read(written)[1]] == (["code"] if written else [])


def test_overlong_values_are_cut():
    """The file has all of it."""
    assert len(code("x" * 10_000)) == MOST_OF_A_VALUE + 2


@settings(deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=4))
def test_code_blocks_hold(lines):
    """A block begins and ends where it should, whatever is in it."""
    written = fenced(lines)
    assert [one.kind for one in read(written)[1]] == ["block"]
    assert read(written)[1][0].text == written


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT, st.sampled_from(["plain", "strong", "emphasis", "code", "value"])), max_size=5))
def test_spans_stay_apart(parts):
    """However spans meet, nothing but their own styles comes of them."""
    assert kinds(inline(tuple(Span(text, style) for text, style in parts))) <= HARMLESS


def test_signs_in_two_spans_do_not_meet():
    """What would be a link or a mention when put together stays apart."""
    assert kinds(inline((Span("https:"), Span("//evil.example/x")))) == set()
    assert kinds(inline((Span("@"), Span("everyone")))) == set()


@pytest.mark.parametrize(
    ("spans", "written"),
    [
        ((Span("「不正中継」", "strong"), Span("とは")), "**「不正中継」** とは"),
        ((Span("これは"), Span("「不正中継」", "strong"), Span("です。")), "これは **「不正中継」** です。"),
        ((Span("中継", "strong"), Span("です")), "**中継**です"),
        ((Span("client "), Span("192.0.2.7", "value"), Span("192.0.2.8", "value")), "client `192.0.2.7` `192.0.2.8`"),
        ((Span("the page", link="https://example.com/a_(b)"),), "[the page](https://example.com/a_%28b%29)"),
        ((Span("a ", "strong"), Span("b")), "**a** b"),
        ((Span(" ", "strong"),), ""),
    ],
)
def test_emphasis_and_links(spans, written):
    """Marks stand where they work in Japanese too; links lead where we say."""
    assert inline(spans) == written


def test_values_are_never_links():
    """A link on a value is left out."""
    assert inline((Span("x", "value", "https://evil.example"),)) == "`x`"


def test_addresses_of_ours_lead_there():
    """In text that is all our own, addresses work and nothing else does."""
    written = inline((Span("RFC 5321, https://www.rfc-editor.org/rfc/rfc5321, and @here"),), links=True)
    assert "<https://www.rfc-editor.org/rfc/rfc5321>" in written
    assert kinds(written) == {"link"}


def test_blocks():
    """Each kind of block has its form."""
    written = [
        piece.text
        for block in (
            Heading(1, (Span("Title"),)),
            Paragraph((Span("Text"),)),
            Items(((Span("one"),), (Span("two\nlines"),)), ordered=True),
            Terms((("12", (Span("a line"),)), ("Where", (Span("there"),)))),
            Table(((Span("name"),), (Span("is"),)), (((Span("a"),), (Span("b"),)),)),
            Code(("postqueue -p",)),
            Log((LogQuote(9, "plain"), LogQuote(10, "bad", "attention"), LogQuote(11, "fine", "good"))),
        )
        for piece in pieces(block)
    ]
    assert written == [
        "## Title", "Text", "1. one", "2. two lines", "`12` a line", "**Where** there", "- **a** is: b", "```text\npostqueue -p\n```",
        "```text\n   9 │ plain\n▶ 10 │ bad\n✓ 11 │ fine\n```",
    ]  # fmt: skip


def test_long_logs_come_in_several_blocks():
    """Each of them fits on any page."""
    parts = list(pieces(Log(tuple(LogQuote(number, "x" * 500) for number in range(20)))))
    assert len(parts) == 10
    assert all(kinds(piece.text) == {"block"} for piece in parts)

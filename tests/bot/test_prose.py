"""Pages become blocks: their markdown is ours, what fills them in never becomes markup."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.prose import PLACEHOLDER, Filling, blocks, fill, spans, text_of
from bot.reply import Code, Heading, Items, Paragraph, Span, Table

HOSTILE = "**bold** [x](https://example.com) <@1> {sender} `tick` # 1."
FILLED = Filling({"client": HOSTILE, "lines": "lines 1, 2"}, frozenset({"client"}))


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("One.\n\nTwo.", (Paragraph((Span("One."),)), Paragraph((Span("Two."),)))),
        ("### Three", (Heading(3, (Span("Three"),)),)),
        ("- a\n- b", (Items(((Span("a"),), (Span("b"),))),)),
        ("1. a\n2. b", (Items(((Span("a"),), (Span("b"),)), ordered=True),)),
        ("A **b** and *c*.", (Paragraph((Span("A "), Span("b", "strong"), Span(" and "), Span("c", "emphasis"), Span("."))),)),
        ("A `b`.", (Paragraph((Span("A "), Span("b", "code"), Span("."))),)),
        ("```\na\nb\n```", (Code(("a", "b")),)),
        ("- a\n\n  ```\n  b  c\n  ```", (Items(((Span("a"), Span(" "), Span("b c", "code")),)),)),
        ("| a | **b** |\n|---|---|\n| `c` |", (Table(((Span("a"),), (Span("b", "strong"),)), (((Span("c", "code"),), ()),)),)),
        ("[a](https://example.com/)", (Paragraph((Span("a", link="https://example.com/"),)),)),
        ("[a](http://example.com/) [b](/c)", (Paragraph((Span("a"), Span(" "), Span("b"))),)),
        ("[b](javascript:x)", (Paragraph((Span("[b](javascript:x)"),)),)),
        ("**「a」**は", (Paragraph((Span("「a」", "strong"), Span("は"))),)),
    ],
)  # fmt: skip
def test_markdown_becomes_blocks(markdown, expected):
    """Paragraphs, headings, lists and code of a page become blocks of spans."""
    assert blocks(markdown) == expected


@pytest.mark.parametrize(
    ("markdown", "text"),
    [
        ("One\ntwo.", "One two."),
        ("一つ目。\n二つ目。", "一つ目。二つ目。"),
        ("ASIP\nの記録", "ASIP の記録"),
        ("記録は\nASIP", "記録はASIP"),
    ],
)
def test_lines_of_a_paragraph_run_together(markdown, text):
    """A line break becomes a space after Latin text and nothing after Japanese text."""
    (paragraph,) = blocks(markdown)
    assert text_of(paragraph.spans) == text


def test_raw_html_stays_text():
    """HTML in a page is not passed on as HTML."""
    (paragraph,) = blocks("a <b>c</b>")
    assert all(span.style == "plain" for span in paragraph.spans)
    assert "<b>" in text_of(paragraph.spans)


def test_value_out_of_a_paste_is_a_span_of_its_own():
    """What was pasted is one span of style ``value``, untouched, wherever its placeholder stands; a phrase of ours is plain."""
    parts = spans("From {client} in {lines}.", FILLED)
    assert parts == (Span("From "), Span(HOSTILE, "value"), Span(" in "), Span("lines 1, 2"), Span("."))
    for markdown in ("{client}", "**{client}**", "`{client}`", "# {client}", "- {client}", "1. {client}", "[{client}]({client})"):
        assert HOSTILE in "".join(text for block in blocks(markdown, FILLED) for text in texts(block))


def texts(block):
    """Give the texts of a block's spans that came out of a paste."""
    groups = block.items if isinstance(block, Items) else (block.spans,)
    return [span.text for group in groups for span in group if span.style == "value"]


def test_value_is_never_a_link():
    """What was pasted leads nowhere, even where a page sets it within a link or writes a link to it."""
    for markdown in ("[{client}](https://example.com/)", "[a]({client})", "<{client}>"):
        (paragraph,) = blocks(markdown, Filling({"client": "https://evil.example"}, frozenset({"client"})))
        assert all("evil" not in span.link for span in paragraph.spans)
        assert not any(span.link for span in paragraph.spans if span.style == "value")


def test_code_of_a_page_is_filled_in():
    """A command that a page shows may hold what the paste names."""
    assert blocks("```\ngrep {fetch} log\n```", Filling({"fetch": "ID=5"})) == (Code(("grep ID=5 log",)),)


@pytest.mark.parametrize(("value", "style"), [("533", "plain"), ("192.0.2.7", "value"), ("٣", "value"), ("3a", "value")])
def test_bare_number_needs_no_marking(value, style):
    """A number alone is set as plain text, since no number can be markup; anything else is marked."""
    assert spans("{queue_id}", Filling({"queue_id": value}, frozenset({"queue_id"}))) == (Span(value, style),)


def test_missing_value_leaves_nothing():
    """A placeholder that nothing fills leaves neither braces nor an empty span."""
    assert spans("a{nothing}b") == (Span("a"), Span("b"))
    assert fill("a{nothing}b", Filling({})) == "ab"


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"host": "mx", "ip": "192.0.2.7"}, "別のサーバ(mx 192.0.2.7)に"),
        ({"ip": "192.0.2.7"}, "別のサーバ(192.0.2.7)に"),
        ({"host": ""}, "別のサーバに"),
    ],
)
def test_brackets_around_nothing_go(values, text):
    """Brackets that hold placeholders alone are left out where none is filled, and hold no stray space where one is missing."""
    pasted = Filling(values, frozenset(values))
    assert text_of(spans("別のサーバ({host} {ip})に", pasted)) == text
    assert text_of(spans("It failed ({reason}).", Filling({}))) == "It failed."


@given(st.text())
def test_braces_in_a_value_stay(value):
    """Filling goes over a template once, so a value may hold braces and names of other placeholders."""
    filling = Filling({"client": value + "{sender}", "sender": "X"}, frozenset({"client"}))
    assert fill("<{client}>", filling) == f"<{value}{{sender}}>"
    assert text_of(spans("<{client}>", filling)) == f"<{value}{{sender}}>"


@given(st.text(alphabet="{}ab_1 Z", max_size=20))
def test_template_without_a_name_is_unchanged(template):
    """Braces that hold no name of a placeholder are plain text."""
    if not PLACEHOLDER.search(template):
        assert fill(template, Filling({})) == template


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{client} brought a message.", "The machine that connected brought a message."),
        ("It was taken. {client} left.", "It was taken. The machine that connected left."),
        ("It came from {client}.", "It came from the machine that connected."),
    ],
)
def test_phrase_of_ours_begins_a_sentence_large(template, text):
    """A neutral phrase in place of a value is part of the sentence, so its first letter follows the place where it stands."""
    assert text_of(spans(template, Filling({"client": "the machine that connected"}))) == text


def test_value_out_of_a_paste_keeps_its_letters():
    """A name that begins a sentence is told as it was pasted."""
    assert text_of(spans("{client} left.", Filling({"client": "mx.example.net"}, frozenset({"client"})))) == "mx.example.net left."


def test_a_japanese_phrase_needs_no_spaces():
    """What came out of a paste is set off by spaces in Japanese; a phrase of ours that stands in its place is not."""
    phrase, name = Filling({"client": "相手の機械"}), Filling({"client": "相手の機械"}, frozenset({"client"}))
    assert text_of(spans("{client} から {client} へ", phrase)) == "相手の機械から相手の機械へ"
    assert text_of(spans("{client} と", Filling({"client": "「空」(不達通知など)"}))) == "「空」(不達通知など)と"
    assert text_of(spans("{client} から", name)) == "相手の機械 から"
    assert text_of(spans("from {client} on", Filling({"client": "a machine"}))) == "from a machine on"

"""Plain text fits its width, Japanese too, and holds nothing that a terminal would obey."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.rendering.breaking import cells, lines
from bot.rendering.plain import plain_of
from bot.reply import Block, Code, Items, Log, LogQuote, Paragraph, Reply, Section, Span, Table, Terms
from bot.threads import read_threads
from tests.bot.rendering.replies import REPLY


def shown(*blocks: Block, width: int = 40) -> str:
    """Give blocks as plain text."""
    return plain_of(Reply("en", "unknown", "", (Section("why", "", blocks),)), width)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(REPLY, st.integers(0, 120))
def test_lines_fit_and_hold_no_control_characters(reply: Reply, width: int) -> None:
    """Whatever is in a reply, only code may be wider than the text; nothing rings, colours, or breaks lines by itself."""
    text = plain_of(reply, width)
    code = {line for section in reply.sections for block in section.blocks if isinstance(block, Code) for line in block.lines}
    assert all(sign.isprintable() or sign in "\n\u3000" for sign in text)
    assert text.endswith("\n")
    text.encode()
    if not code:
        assert max(map(cells, text.split("\n"))) <= max(width, 20)


@given(st.text(max_size=80), st.integers(2, 40))
def test_breaking_loses_nothing_but_white_space(text: str, width: int) -> None:
    """All that can be seen of a text stands in its lines, in order."""
    assert "".join("".join(lines(text, width)).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("block", "expected"),
    [
        (Items(((Span("one two three four five six seven"),),), ordered=True), "1. one two three four\n   five six seven\n"),
        (Terms((("値", (Span("三文字の長さを越えて折り返すところ"),)),)), "値: 三文字の長さを越えて\n  折り返すところ\n"),
        (Log((LogQuote(7, "a\x1b[31m b", "attention"), LogQuote(12, "c"))), ">  7 | a<1b>[31m b\n  12 | c\n"),
        (Code(("postconf -n | grep restrictions_of_many",)), "    postconf -n | grep restrictions_of_many\n"),
        (Paragraph((Span("RFC 5321", link="https://a.example"),)), "RFC 5321\n(https://a.example)\n"),
        (
            Table(((Span("名前"),), (Span("n"),)), (((Span("中継"),), (Span("1"),)), ((Span("a"),), (Span("22"),)))),
            "名前  n\n----  --\n中継  1\na     22\n",
        ),
    ],
)
def test_each_block(block: Block, expected: str) -> None:
    """Lists hang, columns are measured in cells, and code is never broken."""
    assert shown(block, width=25) == expected


def test_table_too_narrow_for_columns_becomes_a_list() -> None:
    """Each row then tells its titles with its cells."""
    head = tuple((Span(f"title {i}"),) for i in range(5))
    text = shown(Table(head, (tuple((Span(f"a longer cell {i}"),) for i in range(5)),)), width=30)
    assert text.startswith("- title 0: a longer cell 0\n  title 1: a longer cell 1\n")


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_a_whole_answer(lang: str) -> None:
    """The worked cases' answers fit eighty columns, with their titles underlined."""
    desk = Desk(load())
    for thread in read_threads(bundled()):
        reply = desk.explain(Message(text=thread.log, lang=lang)).reply
        rows = plain_of(reply).split("\n")
        assert max(map(cells, rows)) <= 80
        titles = [section.title for section in reply.sections if section.title]
        assert len(titles) >= 4
        for title in titles:
            assert rows[rows.index(title) + 1] == "-" * cells(title)

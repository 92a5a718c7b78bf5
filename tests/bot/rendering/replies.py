"""Replies of every shape, with hostile text in every place that a paste may reach."""

from __future__ import annotations

from hypothesis import strategies as st

from bot.reply import Code, Heading, Items, Log, LogQuote, Paragraph, Reply, Section, Span, Table, Terms

HOSTILE = st.sampled_from([
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "</code></pre><b>x</b>", "javascript:alert(1)", "&lt;b&gt;",
    "\x1b[31mred", "a\u202eb", "**x** `y` [z](https://evil.example)", "@everyone <@1> <!channel>", "\ud800", "中継サーバ　です。",
    "x" * 200, "a\nb\r\nc", "", " ", "\x00",
])  # fmt: skip
TEXT = HOSTILE | st.text(max_size=40) | st.text(st.sampled_from("中継、。「」abc <>&\"'`*_\t\n"), max_size=60)
LINK = 'https://a.example/?q="<x>'
OURS = st.builds(Span, TEXT, st.sampled_from(["plain", "strong", "emphasis", "code"]), st.sampled_from(["", LINK]))
SPAN = OURS | st.builds(Span, TEXT, st.just("value"), st.just(""))
SPANS = st.lists(SPAN, max_size=4).map(tuple)
QUOTE = st.builds(LogQuote, st.integers(1, 99999), TEXT, st.sampled_from(["plain", "good", "attention", 'odd" onclick=x']))


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Give a table with as many cells in each row as its head has."""
    columns = draw(st.integers(1, 5))
    row = st.lists(SPANS, min_size=columns, max_size=columns).map(tuple)
    return Table(draw(row), tuple(draw(st.lists(row, max_size=3))))


BLOCK = (
    st.builds(Paragraph, SPANS)
    | st.builds(Heading, st.integers(0, 9), SPANS)
    | st.builds(Items, st.lists(SPANS, max_size=4).map(tuple), st.booleans())
    | st.builds(Terms, st.lists(st.tuples(TEXT, SPANS), max_size=3).map(tuple))
    | st.builds(Log, st.lists(QUOTE, max_size=4).map(tuple))
    | st.builds(Code, st.lists(TEXT, max_size=4).map(tuple))
    | tables()
)
BLOCKS = st.lists(BLOCK, max_size=6).map(tuple)
REPLY = st.builds(
    Reply, st.sampled_from(["en", "ja"]), st.just("unknown"), TEXT,
    st.lists(st.builds(Section, st.just("why"), TEXT, BLOCKS), max_size=3).map(tuple),
)  # fmt: skip

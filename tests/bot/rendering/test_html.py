"""HTML of ours holds our tags, and nothing of a paste is ever more than text in it."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import HealthCheck, given, settings

from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.rendering.html import html_of
from bot.reply import Block, Code, Heading, Items, Log, LogQuote, Paragraph, Span, Table, Terms
from bot.threads import read_threads
from tests.bot.rendering.replies import BLOCKS, LINK

TAGS = {
    "p": set(), "ul": set(), "ol": {"class"}, "li": {"class", "value"}, "dl": set(), "dt": set(), "dd": set(), "pre": set(), "code": set(),
    "strong": set(), "em": set(), "br": set(), "a": {"href", "rel"}, "bdi": {"class"}, "table": set(), "thead": set(), "tbody": set(),
    "tr": set(), "th": set(), "td": set(), **{f"h{level}": set() for level in range(1, 7)},
}  # fmt: skip
CLASSES = {"value", "log", "tone-plain", "tone-good", "tone-attention"}


class Reader(HTMLParser):
    """Reads HTML as a browser does: which tags and attributes there are, and the text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.text = ""
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Hold a tag to what may be there."""
        assert {name for name, _ in attrs} <= TAGS[tag]
        told = dict(attrs)
        assert set((told.get("class") or "").split()) <= CLASSES
        if tag == "a":
            self.links.append(told["href"] or "")
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Hold the end of a tag to its beginning."""
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Keep the text."""
        self.text += data

    def handle_comment(self, data: str) -> None:
        """Refuse comments."""
        raise AssertionError(data)

    handle_decl = handle_pi = unknown_decl = handle_comment


def read(html: str) -> Reader:
    """Return what a browser makes of HTML."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(BLOCKS)
def test_only_our_tags_whatever_the_text(blocks: tuple[Block, ...]) -> None:
    """Every tag is ours and closed, links lead to where the span says, and the result can be sent."""
    html = html_of(blocks)
    reader = read(html)
    assert set(reader.links) <= {LINK}
    html.encode()


@pytest.mark.parametrize(
    ("block", "html"),
    [
        (Heading(2, (Span("T"),)), "<h2>T</h2>"),
        (Paragraph((Span("a\nb"), Span("<i>", "value"))), '<p>a<br>b<bdi class="value">&lt;i&gt;</bdi></p>'),
        (
            Items(((Span("x", "strong"),), (Span("y", "emphasis"),)), ordered=True),
            "<ol><li><strong>x</strong></li><li><em>y</em></li></ol>",
        ),
        (Terms((("where", (Span("main.cf", "code"),)),)), "<dl><dt>where</dt><dd><code>main.cf</code></dd></dl>"),
        (
            Log((LogQuote(7, "a & b", "attention"),)),
            '<ol class="log"><li value="7" class="tone-attention"><code>a &amp; b</code></li></ol>',
        ),
        (Code(("a <b>", "c")), "<pre><code>a &lt;b&gt;\nc</code></pre>"),
        (
            Table(((Span("h"),),), (((Span("c"),),),)),
            "<table><thead><tr><th>h</th></tr></thead><tbody><tr><td>c</td></tr></tbody></table>",
        ),
        (Paragraph((Span("RFC", link="https://a.example/b"),)), '<p><a href="https://a.example/b" rel="noopener noreferrer">RFC</a></p>'),
        (Paragraph((Span("x", link="javascript:alert(1)"),)), "<p>x</p>"),
        (Paragraph((Span("x", "value", "https://a.example"),)), '<p><bdi class="value">x</bdi></p>'),
    ],
)
def test_each_block(block: Block, html: str) -> None:
    """Each kind of block and span has its tags; a link of another kind stays text, and a value never has one."""
    assert html_of((block,)) == html


def test_a_whole_answer() -> None:
    """All lines of the worked cases stand in the HTML of their answers."""
    desk = Desk(load())
    for thread in read_threads(bundled()):
        reply = desk.explain(Message(text=thread.log, lang="ja")).reply
        text = read("\n".join(html_of(section.blocks) for section in reply.sections)).text
        assert all(
            line.text[:20] in text
            for section in reply.sections
            for block in section.blocks
            if isinstance(block, Log)
            for line in block.lines
        )

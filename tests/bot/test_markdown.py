"""A reply as markdown: ours is markup, what came out of a paste never is, whatever it holds."""

from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from bot.markdown import code, fenced, markdown_of, visible
from bot.reply import Code, Heading, Items, Log, LogQuote, Paragraph, Reply, Section, Span, Table, Terms

READER = MarkdownIt("commonmark")
PASTED = st.text(st.characters(codec="utf-8"), max_size=40)
TICKS = st.text(alphabet="`a <>*[]()@\\", max_size=20)


def rendered(*blocks, title=""):
    """Give blocks as markdown."""
    return markdown_of(Reply("en", "fine", "", (Section("why", title, blocks),)))


def code_in(markdown):
    """Give the contents of all code spans that a renderer sees, and the types of all other inline tokens."""
    children = [child for token in READER.parse(markdown) for child in token.children or ()]
    return [c.content for c in children if c.type == "code_inline"], {c.type for c in children} - {"code_inline"}


def flat(text):
    """Give text as a code span shows it."""
    return " ".join(visible(text).split())


def test_blocks_are_written():
    """Each kind of block is written in its markdown."""
    parts = (
        Heading(1, (Span("Title"),)),
        Paragraph((Span("Some "), Span("strong", "strong"), Span(" and "), Span("soft", "emphasis"), Span("."))),
        Items(((Span("a"),), (Span("b"),))),
        Items(((Span("a"),), (Span("b"),)), ordered=True),
        Terms((("Where", (Span("there"),)),)),
        Log((LogQuote(9, "nine"), LogQuote(10, "ten"))),
    )
    assert rendered(*parts, title="Why") == (
        "## Why\n\n# Title\n\nSome **strong** and *soft*.\n\n- a\n- b\n\n1. a\n2. b\n\n"
        "- **Where**: there\n\n```text\n 9  nine\n10  ten\n```\n"
    )


def test_signs_of_ours_are_escaped():
    """Plain text may hold signs that markdown would take for its own."""
    text = "a * b_c [d] <e> `f` ~g~ | h \\ i"
    found = READER.renderInline(rendered(Paragraph((Span(text),))).strip())
    assert found == text.replace("<", "&lt;").replace(">", "&gt;")


@given(PASTED | TICKS)
@example("`")
@example("``a`")
@example(" a ")
@example("a\nb")
@example("@everyone https://example.com <@1>")
def test_value_is_one_code_span(value):
    """Whatever a pasted value holds, a renderer sees one code span with just that text, on one line."""
    found, others = code_in(rendered(Paragraph((Span("From "), Span(value, "value"), Span(".")))))
    assert found == ([flat(value)] if flat(value) else [])
    assert others == {"text"}


@given(st.lists(PASTED | TICKS, min_size=2, max_size=3))
@example(["a", "b`*c*"])
@example(["a`", "`*b*`"])
def test_values_side_by_side_stay_apart(values):
    """Two pasted values next to each other do not run into one another, so neither can close the other's code span."""
    found, others = code_in(rendered(Paragraph((Span("x"), *(Span(value, "value") for value in values), Span("`y")))))
    assert found == [flat(value) for value in values if flat(value)]
    assert others <= {"text"}


@given(PASTED | TICKS)
@example("[x](https://example.com)")
@example("# a\n- b")
def test_value_stays_code_in_every_block(value):
    """In headings, lists and terms a pasted value is a code span too."""
    part = (Span("x "), Span(value, "value"))
    for block in (Heading(1, part), Items((part, part)), Items((part,), ordered=True), Terms((("1", part),))):
        markdown = rendered(block)
        found, others = code_in(markdown)
        assert set(found) <= {flat(value)}
        assert others <= {"text", "strong_open", "strong_close"}
        assert {token.type for token in READER.parse(markdown)} <= {
            "heading_open", "inline", "heading_close", "bullet_list_open", "list_item_open", "paragraph_open", "paragraph_close",
            "list_item_close", "bullet_list_close", "ordered_list_open", "ordered_list_close",
        }  # fmt: skip


@given(st.lists(PASTED | TICKS, min_size=1, max_size=4))
@example(["```", "# a"])
@example(["~~~", "````"])
def test_quoted_lines_stay_within_their_fence(lines):
    """Quoted lines are one code block, each on its line with its number, whatever backticks they hold."""
    (fence,) = READER.parse(rendered(Log(tuple(LogQuote(n, text) for n, text in enumerate(lines, start=1)))))
    assert (fence.type, fence.info) == ("fence", "text")
    assert fence.content == "".join(f"{n}  {visible(text)}\n" for n, text in enumerate(lines, start=1))


@given(PASTED)
def test_nothing_unseen_is_left(text):
    """Control characters and marks that turn the reading direction are shown by their number."""
    assert all(sign.isprintable() or sign == "\u3000" for sign in visible(text))


def test_visible_shows_numbers():
    """An escape character, a direction mark and a tab are made visible; a full-width space stays."""
    assert visible("a\x1b[31m\u202eb\tc\u3000d") == "a<1b>[31m<202e>b    c\u3000d"


def test_fence_and_code_are_longer_than_what_they_hold():
    """A fence and a code span are longer than any run of backticks within."""
    assert fenced(["a", "````"]) == "`````text\na\n````\n`````"
    assert code("a``b") == "```a``b```"
    assert code("`a") == "`` `a ``"
    assert code("  ") == ""


def test_strong_beside_japanese_signs_is_still_strong():
    """Where a delimiter between signs and letters would not count, a space makes it count."""
    for spans in ((Span("結論は"), Span("「不正」", "strong"), Span("です")), (Span("a"), Span("(b)", "strong"), Span("c"))):
        tokens = [child.type for token in READER.parse(rendered(Paragraph(spans))) for child in token.children or ()]
        assert tokens.count("strong_open") == 1


def test_table_link_and_code_are_written():
    """A table is GFM's, with its pipes escaped; a link keeps its address; code keeps its lines."""
    table = Table(((Span("a|b"),), (Span("c", "strong"),)), (((Span("d|e", "value"),), ()),))
    assert rendered(table) == "| a\\|b | **c** |\n| --- | --- |\n| `d\\|e` |  |\n"
    assert rendered(Paragraph((Span("x", link="https://example.com/"),))) == "[x](<https://example.com/>)\n"
    assert rendered(Code(("a", " b"))) == "```text\na\n b\n```\n"


@given(PASTED | TICKS)
@example("a|b\n|---|")
def test_table_of_pasted_values_keeps_its_shape(value):
    """Whatever stands in a cell, a renderer sees a table of two columns and two rows."""
    cell = (Span("x "), Span(value, "value"))
    tokens = MarkdownIt("commonmark").enable("table").parse(rendered(Table((cell, cell), ((cell, cell),))))
    assert [token.type for token in tokens].count("tr_open") == 2
    assert [token.type for token in tokens if token.type in ("th_open", "td_open")] == ["th_open"] * 2 + ["td_open"] * 2

"""A reply in a terminal."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console

from adapters.terminal.drawing import draw
from adapters.terminal.wrapping import breaks
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.prose import blocks
from bot.reply import Paragraph, Reply, Section, Span
from bot.threads import read_threads

DESK = Desk(load())
LOG = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


def drawn(reply: Reply, width: int = 80, *, colour: bool = False) -> str:
    """Return a reply as a terminal of the given width shows it."""
    console = Console(file=io.StringIO(), width=width, force_terminal=colour, color_system="truecolor" if colour else None)
    draw(reply, console, "note")
    out = console.file
    assert isinstance(out, io.StringIO)
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 100, 200])
@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_line_is_wider_than_the_terminal(width: int, lang: str) -> None:
    """Full-width characters count as two columns."""
    out = drawn(DESK.explain(Message(text=LOG, lang=lang)).reply, width)
    assert max(cell_len(line) for line in out.splitlines()) <= width


def test_severity_is_a_word_and_a_sign_not_only_a_colour() -> None:
    """Without colour the badge still tells how grave it is."""
    answer = DESK.explain(Message(text="\n".join(LOG.splitlines()[:7]).replace("111.111.111.111", "192.168.1.7"), lang="en"))
    first = drawn(answer.reply).splitlines()[0]
    assert "all is well" in first
    assert "likely" in first
    assert "✓" in first


def test_paste_cannot_move_the_cursor_or_colour_the_terminal() -> None:
    """Control characters of a paste are shown, never sent; rich markup in it is text."""
    sender = "\x1b]0;owned\x07\x1b[2Ja[bold]b[/bold]@\x9bevil.example"
    line = f"2000年 12月 14日 (木) 11:16:32 PM - SMTP サーバはメッセージ(ID=533)を“{sender}”からサイズ 6 (k)で発信しました。"
    out = drawn(DESK.explain(Message(text=line, lang="en")).reply)
    assert not {"\x1b", "\x07", "\x9b"} & set(out)
    assert "[bold]" in out


def test_note_stands_beneath_the_headline() -> None:
    """The quiet sentence comes right after the first panel."""
    reply = Reply("en", "fine", "all is well", (Section("headline", "", (Paragraph((Span("Fine."),)),)),))
    assert drawn(reply).splitlines()[-1].strip() == "note"


@settings(max_examples=200)
@given(st.text(alphabet=st.sampled_from("あ漢カ。、「」（）ab 12,.()\n☃"), max_size=120), st.integers(8, 60))
def test_breaks_keep_every_character_and_the_width(text: str, width: int) -> None:
    """No line is wider than asked, and nothing is lost."""
    places = [0, *breaks(text, width), len(text)]
    lines = [text[a:b] for a, b in itertools.pairwise(places)]
    assert "".join(lines) == text
    assert all(cell_len(line.rstrip()) <= width for line in lines)


def test_closing_signs_do_not_begin_a_line() -> None:
    """A full stop stays with its sentence, an opening bracket with what it opens."""
    text = "これは試験です。「かぎ」でも、同じように折り返します。"
    for width in range(8, 40):
        places = [0, *breaks(text, width), len(text)]
        lines = [text[a:b] for a, b in itertools.pairwise(places) if a < b]
        assert not [line for line in lines[1:] if line[0] in "。、」"]
        assert not [line for line in lines[:-1] if line[-1] == "「"]


@pytest.mark.parametrize("width", [30, 40, 80])
def test_table_stands_in_columns(width: int) -> None:
    """A table of Japanese and Latin text keeps its columns and the terminal's width; code keeps its lines."""
    page = "| 設定 | 効き目 |\n|---|---|\n| **B** 記録 | 名乗りが食い違う接続を記録するだけで断らない |\n| C | x |\n\n```\na\n b\n```"
    out = drawn(Reply("ja", "fine", "b", (Section("why", "", blocks(page)),)), width)
    assert max(cell_len(line) for line in out.splitlines()) <= width
    head, row = (next(line for line in out.splitlines() if word in line) for word in ("効き目", "名乗り"))
    assert cell_len(head.partition("効き目")[0]) == cell_len(row.partition("名乗り")[0])
    assert "    a" in out
    assert "     b" in out


def test_link_tells_where_it_leads() -> None:
    """A terminal has no links to click, so the address stands beside the text."""
    assert "here (https://example.com/)." in drawn(Reply("en", "fine", "b", (Section("why", "", blocks("[here](https://example.com/).")),)))

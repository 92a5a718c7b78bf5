"""Tests that a whole log is read line by line as a paste of it is."""

from pathlib import Path

import pytest

from bot.paste import read
from bot.paste.streaming import log_lines

RECORDINGS = Path(__file__).parents[2] / "lab" / "recordings"
LINE = "Nov 24 10:12:{second:02} mx postfix/smtpd[123]: {text}"


@pytest.mark.parametrize("path", sorted(RECORDINGS.glob("*/log"))[::5], ids=lambda path: path.parent.name)
def test_lines_of_a_log_are_those_of_a_paste(path):
    """The same stamps, writers and messages under the same numbers."""
    text = path.read_text(encoding="utf-8")
    assert tuple(log_lines(text.split("\n"))) == read(text).lines


def test_a_line_that_is_none_of_a_log_is_left_out():
    """Its number is left out, too."""
    lines = list(log_lines([LINE.format(second=1, text="one"), "", "words", LINE.format(second=2, text="two")]))
    assert [(line.number, line.body) for line in lines] == [(1, "one"), (4, "two")]


def test_a_message_is_put_in_one_form():
    """Single spaces, and double quotes around names."""
    (line,) = log_lines([LINE.format(second=1, text="table  'x'  is missing")])
    assert line.body == 'table "x" is missing'
    assert line.raw.endswith("table  'x'  is missing")


def test_a_repeated_line_stands_for_what_was_repeated():
    """Whether the log writes it again or not."""
    lines = list(
        log_lines(
            [
                LINE.format(second=1, text="one"),
                LINE.format(second=2, text="message repeated 3 times: [ two]"),
                "Nov 24 10:12:03 mx last message repeated 2 times",
            ]
        )
    )
    assert [(line.body, line.times) for line in lines] == [("one", 1), ("two", 3), ("two", 2)]


def test_lines_come_one_by_one():
    """A log without an end can be read, and a long one in bounded memory."""
    endless = (LINE.format(second=number % 60, text=f"line {number}") for number in iter(int, 1))
    lines = log_lines(endless)
    assert [next(lines).number for _ in range(3)] == [1, 2, 3]

"""Tests that a block pasted or quoted twice counts once, and that equal lines of a log are kept."""

from pathlib import Path

import pytest
import yaml

import bot
from bot.catalogue import Catalogue
from bot.library import load
from bot.paste import read

THREAD = Path(bot.__file__).parent.parent / "knowledge" / "threads" / "two-blocks.yaml"
LOG = yaml.safe_load(THREAD.read_text(encoding="utf-8"))["log"]
LINES = LOG.splitlines()
UPPER, LOWER = LINES[:7], LINES[7:]
CATALOGUE = Catalogue(load())
NUMBERS = tuple(range(1, 15))


def read_log(text):
    """Read a paste with the bundled message catalogue."""
    return read(text, CATALOGUE.recognise)


def numbers(paste):
    """List the numbers of a paste's log lines."""
    return tuple(line.number for line in paste.lines)


@pytest.mark.parametrize("between", [["そして下の記録:"], ["---"], ["```", "```"], [""], []])
@pytest.mark.parametrize("mark", ["", "> ", ">> "])
def test_block_pasted_twice(between, mark):
    """A block that is pasted or quoted again repeats the first one, with or without words between."""
    paste = read_log("\n".join([*LINES, *between, *(mark + line for line in LINES)]))
    start = 15 + len(between)
    assert (numbers(paste), paste.repeats) == (NUMBERS, tuple(range(start, start + 14)))


def test_quoted_words_quoted_again():
    """Quoted block, prose, and the block quoted once more: the second is a repeat and the prose is kept."""
    quoted = ["> " + line for line in UPPER]
    paste = read_log("\n".join([*quoted, "これは私です。", *("> " + line for line in quoted), *LOWER]))
    assert (numbers(paste), paste.repeats) == ((*range(1, 8), *range(16, 23)), tuple(range(9, 16)))
    assert paste.words == "これは私です。"


def test_part_quoted_again():
    """A single line that is quoted again within words is a repeat, too."""
    paste = read_log("\n".join([*LINES, "この行が気になります:", "> " + LINES[11], "なぜでしょう。"]))
    assert (numbers(paste), paste.repeats) == (NUMBERS, (16,))


def test_block_quoted_again_with_other_wrapping():
    """A quote that a mail wrapped repeats what was pasted whole."""
    pieces = [piece for line in LINES for piece in (line[:60], line[60:]) if piece]
    firsts = [at + 1 for at, piece in enumerate(pieces) if piece in {line[:60] for line in LINES}]
    paste = read_log("\n".join([*LINES, "引用:", *("> " + piece for piece in pieces)]))
    assert (numbers(paste), paste.repeats) == (NUMBERS, tuple(15 + first for first in firsts))


@pytest.mark.parametrize("copies", [2, 3, 5])
def test_copies_in_a_row(copies):
    """Many copies without anything between them count once."""
    paste = read_log(LOG * copies)
    assert (numbers(paste), paste.repeats) == (NUMBERS, tuple(range(15, 14 * copies + 1)))


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_equal_lines_of_a_log_are_kept(gap):
    """A log may hold two equal lines, in a paste with blank lines between all lines too."""
    twice = [line for line in LINES for _ in range(2)]
    paste = read_log(gap.join(twice))
    assert (len(paste.lines), paste.repeats) == (28, ())


def test_equal_lines_beside_a_quote():
    """A stretch repeats as many equal lines as an earlier one held, and no more."""
    paste = read_log("\n".join([LINES[3], LINES[3], "と", LINES[3], LINES[3], LINES[3]]))
    assert (numbers(paste), paste.repeats) == ((1, 2, 6), (4, 5))


def test_stamp_alone_is_no_repeat():
    """A stamp without a message does not repeat another of its second when it stands alone."""
    paste = read_log("\n".join([*LINES, "と", LINES[1], "です"]))
    assert (numbers(paste), paste.repeats) == ((*NUMBERS, 16), ())


@pytest.mark.parametrize(
    ("again", "number", "times"),
    [
        ("Jun 11 12:00:09 mx postfix/smtpd[7]: message repeated 3 times: [ connect from a[192.0.2.7]]", 2, 3),
        ("Jun 11 12:00:09 mx last message repeated 4 times", 2, 4),
        ("Jun 11 12:00:09 mx postfix/smtpd[7]: last message repeated 1 time", 2, 1),
    ],
)
def test_lines_that_tell_of_repetition(again, number, times):
    """Where a log counts instead of writing a line again, the line stands there with its count."""
    first, second = read(f"Jun 11 12:00:05 mx postfix/smtpd[7]: connect from a[192.0.2.7]\n{again}").lines
    assert (first.times, second.times, second.number) == (1, times, number)
    assert (second.body, second.program, second.pid, second.when.second) == (first.body, "postfix/smtpd", "7", 9)


def test_repetition_of_nothing():
    """Without the line before it nobody can know what was repeated."""
    (line,) = read("Jun 11 12:00:09 mx last message repeated 4 times").lines
    assert (line.body, line.times) == ("last message repeated 4 times", 1)

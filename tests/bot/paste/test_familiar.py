"""Tests that a line which begins as one before it did is read as if there had been none before it."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.paste.familiar import Memory, are_clean
from bot.paste.physical import physical_line

RECORDINGS = Path(__file__).parents[2] / "lab" / "recordings"
STAMPS = ("Nov 24 10:12:00 ", "2026-11-24T09:11:38.041820+00:00 ", "Nov  3 01:02:03 ", "2026-11-24T09:11:38Z ", "Feb 31 10:00:00 ")
WRITERS = ("mx postfix/smtpd[123]: ", "mx dovecot: ", "MX postfix/qmgr[7]: ", "2024 exim[3]: ", "error exim[3]: ", "mail.info exim[3]: ")
SIGNS = (
    " ",
    "  ",
    "\t",
    '"',
    "'",
    "[",
    "]",
    ": ",
    "&lt;",
    "\\x1b[0m",
    "[0m",
    "[31m",
    "^[[1m",
    "\x1b[0m",
    "UTC ",
    "+0900 ",
    "日",
    "`",
    "\u200b",
)
SIGNS += (
    "<30>",
    "[ID 197553 mail.info] ",
    "mail-1  | ",
    "12: ",
    "{",
    "}",
    "\x85",
    "> ",
    "docker[12]: ",
    "abcdef012345[7]: ",
    "Info: ",
    "١",
)


def recorded():
    """Give the lines of all recordings."""
    return [line for path in sorted(RECORDINGS.glob("*/log")) for line in path.read_text(encoding="utf-8").splitlines()]


def alone(line):
    """Give a line as it is read with none before it."""
    return physical_line(1, line, Memory())


def test_recorded_lines_are_read_as_each_alone():
    """Most of them by what was remembered."""
    memory, lines = Memory(), recorded()
    familiar = 0
    for line in lines:
        familiar += memory.begin(line) is not None
        assert physical_line(1, line, memory) == alone(line), line
    assert familiar > len(lines) * 0.9


def test_recorded_lines_that_were_changed_are_read_as_each_alone():
    """Whatever stands anywhere in them."""
    memory, lines, chance = Memory(), recorded(), random.Random(7)
    for _ in range(6000):
        line = chance.choice(lines)
        at = chance.randrange(min(len(line), 80))
        line = chance.choice((line[:at] + chance.choice(SIGNS) + line[at:], line[:at] + line[at + chance.choice((1, 2, 5)) :], line[at:]))
        assert physical_line(1, line, memory) == alone(line), line


@given(
    st.lists(st.tuples(st.sampled_from(STAMPS), st.sampled_from(WRITERS), st.sampled_from(("", *SIGNS)), st.text(max_size=5)), max_size=9)
)
def test_any_lines_are_read_as_each_alone(pieces):
    """Whichever stamps and writers stood together before."""
    memory = Memory()
    for stamp, writer, sign, text in pieces * 2:
        line = f"{stamp}{writer}{sign}connect from {text}"
        assert physical_line(1, line, memory) == alone(line), line


def test_lines_that_are_clean_together_are_clean_each():
    """They begin as they do when each is looked at alone; one that is not makes all of them be looked at."""
    memory, lines, chance = Memory(), recorded(), random.Random(11)
    for line in lines:
        physical_line(1, line, memory)
    assert are_clean(lines[:32])
    for _ in range(4000):
        line = chance.choice(lines)
        at = chance.randrange(len(line) + 1)
        changed = line[:at] + chance.choice(SIGNS) + line[at:]
        if are_clean([line, changed]):
            assert memory.begin(changed, clean=True) == memory.begin(changed), changed
    for sign in (" ", "\\", "&", "`", "\x1b", "\u200b", "\n", "[31m"):
        assert not are_clean([lines[0], f"{lines[1]}{sign}"])


@pytest.mark.parametrize(
    "line",
    [
        "Nov 24 10:12:00 mx docker[12]: Nov 24 10:12:00 mail postfix/smtpd[3]: connect from unknown[192.0.2.7]",
        "Nov 24 10:12:00 mx exim[12]:  with a second space",
        "Nov 24 10:12:00 mx exim[12]: [ID 197553 mail.info] of Solaris",
        "2000年 12月 14日 (木) 11:16:29 PM - 空の行です。",
        "no log line",
        "",
    ],
)
def test_lines_of_other_forms_are_not_remembered(line):
    """A container's engine, and what a shape reads on over, are looked at each time."""
    memory = Memory()
    physical_line(1, line, memory)
    assert memory.begin(line) is None


def test_what_is_remembered_is_bounded():
    """A log of ever new hosts takes no more room than so many of them."""
    memory = Memory()
    for number in range(10_000):
        physical_line(1, f"Nov 24 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} mx{number} exim[12]: hello", memory)
    assert memory.begin("Nov 24 10:12:00 mx9999 exim[14]: hello") is not None
    assert memory.begin("Nov 24 10:12:00 mx1 exim[14]: hello") is None

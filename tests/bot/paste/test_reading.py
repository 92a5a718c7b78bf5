"""Tests that log lines are found in whatever a person pasted, and keep the numbers that they had there."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.catalogue import Catalogue
from bot.library import load
from bot.paste import Budget, Cut, read
from bot.paste.cleaning import clean
from bot.paste.shapes import head_of

THREAD = Path(bot.__file__).parent.parent / "knowledge" / "threads" / "two-blocks.yaml"
LOG = yaml.safe_load(THREAD.read_text(encoding="utf-8"))["log"]
LINES = LOG.splitlines()
UPPER, LOWER = LINES[:7], LINES[7:]
CATALOGUE = Catalogue(load())
NUMBERS = tuple(range(1, 15))


def read_log(text, budget=None):
    """Read a paste with the bundled message catalogue."""
    return read(text, CATALOGUE.recognise, budget)


def numbers(paste):
    """List the numbers of a paste's log lines."""
    return tuple(line.number for line in paste.lines)


def messages(paste):
    """List when each line was written and what it says, white space aside."""
    return [(line.when, "".join(line.body.split())) for line in paste.lines]


def known(paste):
    """Tell whether every line is a message that the catalogue knows whole."""
    return all(CATALOGUE.recognise(line.shape, line.body) == 2 for line in paste.lines)


WHOLE = messages(read_log(LOG))


def test_log_as_it_is():
    """The bare log gives its fourteen lines, stamped, and no words."""
    paste = read_log(LOG)
    assert (numbers(paste), paste.words, paste.repeats, paste.cuts) == (NUMBERS, "", (), ())
    assert known(paste)
    assert paste.lines[13].when == datetime(2000, 12, 14, 23, 16, 32)
    assert [line.raw for line in paste.lines] == LINES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end):
    """The numbers are the same whatever ends a line."""
    paste = read_log(end.join(LINES) + end)
    assert (numbers(paste), messages(paste)) == (NUMBERS, WHOLE)


def test_mixed_line_ends():
    """A paste from several programs mixes its line ends."""
    paste = read_log("".join(line + "\r\n\n\r"[at % 3 : at % 3 + 1 + (at % 3 == 0)] for at, line in enumerate(LINES)))
    assert (numbers(paste), messages(paste)) == (NUMBERS, WHOLE)


@pytest.mark.parametrize("fence", ["```", "```log", "```text", "~~~"])
def test_chat_fence(fence):
    """A code fence is neither log nor words, and it counts as a line."""
    paste = read_log(f"{fence}\n{LOG}{fence[:3]}\n")
    assert (numbers(paste), messages(paste), paste.words) == (tuple(range(2, 16)), WHOLE, "")


def test_fence_on_the_lines_themselves():
    """A fence may stand before the first sign and after the last one."""
    paste = read_log(f"```{LOG.rstrip()}```")
    assert (numbers(paste), messages(paste), paste.words) == (NUMBERS, WHOLE, "")


@pytest.mark.parametrize(
    "mark", ["> ", ">", "> > ", "＞ ", "&gt; ", "&gt;&gt; ", "| ", "- ", "・", "* ", "\x1b[32m", "　", "\u200b", "\u202a"]
)
def test_marks_before_each_line(mark):
    """Quoting, bullets, colours and invisible signs before the lines change nothing."""
    paste = read_log("".join(f"{mark}{line}\n" for line in LINES))
    assert (numbers(paste), messages(paste), paste.words) == (NUMBERS, WHOLE, "")


@pytest.mark.parametrize("form", ["{}: ", "{:3}  ", "{}. ", "({}) ", "{:02}| ", "[{}] "])
def test_line_numbers_before_each_line(form):
    """Numbers that a tool put before the lines are not theirs; the physical ones count."""
    paste = read_log("".join(f"{form.format(at + 117)}{line}\n" for at, line in enumerate(LINES)))
    assert (numbers(paste), messages(paste)) == (NUMBERS, WHOLE)


@pytest.mark.parametrize("opening", ["\x1b[31m", "\\x1b[31m", "\\033[1;31m", "^[[31m"])
def test_colours_within_lines(opening):
    """Colours around a word leave the message as it was."""
    closing = {"\x1b": "\x1b[0m", "^": "^[[0m"}.get(opening[0], "\\x1b[0m")
    paste = read_log(LOG.replace("SMTP", f"{opening}SMTP{closing}"))
    assert (numbers(paste), messages(paste)) == (NUMBERS, WHOLE)


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.translate({ord(sign): ord(sign) + 0xFEE0 for sign in "0123456789:()-[]"}),
        lambda text: text.replace(" ", "　"),
        lambda text: text.replace(" ", "\xa0"),
        lambda text: text.replace("11", "1\u200b1"),
        lambda text: text.replace("[", "\u2066[").replace("]", "]\u2069"),
        lambda text: text.replace("“", '"').replace("”", '"'),
        lambda text: text.replace("“", "&quot;").replace("”", "&quot;").replace("<", "&lt;").replace(">", "&gt;"),
        lambda text: text.replace("AM -", "AM −").replace("PM -", "PM –"),
    ],
    ids=["full-width", "ideographic-space", "no-break-space", "zero-width", "bidi", "plain-quotes", "entities", "dashes"],
)
def test_signs_changed_on_the_way(change):
    """Signs that a keyboard, a browser or a forum replaced are read as what they stand for."""
    paste = read_log(change(LOG))
    assert (numbers(paste), messages(paste)) == (NUMBERS, WHOLE)


@pytest.mark.parametrize("rule", ["−−−", "---", "===", "─────", "＝＝＝", "* * *", "～～～～"])
def test_rules_between_blocks(rule):
    """A rule drawn between two blocks is no word, and ends a line that may have been wrapped."""
    paste = read_log("\n".join([*UPPER, rule, *LOWER]))
    assert (numbers(paste), messages(paste), paste.words) == ((*range(1, 8), *range(9, 16)), WHOLE, "")


def test_words_around_and_between():
    """What a person wrote around the blocks is kept apart from them, in its order."""
    paste = read_log("\n".join(["上は自分で送ったものです。", "", *UPPER, "", "下は覚えがありません:", *LOWER, "不正中継でしょうか？"]))
    assert messages(paste) == WHOLE
    assert numbers(paste) == (*range(3, 10), *range(12, 19))
    assert paste.words == "上は自分で送ったものです。\n下は覚えがありません:\n不正中継でしょうか?"


@pytest.mark.parametrize(
    "words",
    ["この接続は何でしょうか。", "What is this line?", "2000年 12月 14日 に気づきました", "- upper is mine", "12/14 was a Thursday"],
)
@pytest.mark.parametrize("after", range(14))
def test_words_after_any_line(words, after):
    """Prose right below a log line is not taken for its rest, whichever line it is."""
    paste = read_log("\n".join([*LINES[: after + 1], words, *LINES[after + 1 :]]))
    assert messages(paste) == WHOLE
    assert paste.words == words


@pytest.mark.parametrize("cut", range(1, 32))
def test_first_line_cut(cut):
    """Where the mouse began within the first stamp, its message is a line without one."""
    paste = read_log(LOG[cut:])
    assert numbers(paste) == NUMBERS
    assert messages(paste)[1:] == WHOLE[1:]
    assert paste.lines[0].body == read_log(LOG).lines[0].body
    assert paste.words == ""


def test_first_line_cut_below_words():
    """A cut first line is known though words stand right above it."""
    paste = read_log("記録です:\n" + LOG[20:])
    assert (numbers(paste), paste.words) == (tuple(range(2, 16)), "記録です:")


@pytest.mark.parametrize("cut", range(1, len(LINES[-1])))
def test_last_line_cut(cut):
    """Wherever the mouse let go within the last line, the lines above it are whole and its rest is no prose."""
    paste = read_log(LOG.rstrip()[:-cut])
    assert messages(paste)[:13] == WHOLE[:13]
    assert len(paste.lines) in (13, 14)
    assert len(paste.words) <= 5


def test_messages_without_stamps():
    """Known messages alone are lines, too, if no line has a stamp."""
    paste = read_log("\n".join(["help:", *(line.body for line in read_log(LOG).lines if line.body)]))
    assert [line.shape for line in paste.lines] == ["bare"] * 12
    assert (numbers(paste), paste.words) == (tuple(range(2, 14)), "help:")


@given(st.integers(1, 12), st.sampled_from(["> ", ">", "＞", "&gt; "]))
def test_quoted_many_times_over(depth, mark):
    """However deep the quoting, the messages are the same."""
    paste = read_log("".join(f"{mark * depth}{line}\n" for line in LINES))
    assert (numbers(paste), messages(paste), paste.words) == (NUMBERS, WHOLE, "")


@pytest.mark.parametrize(
    ("text", "budget", "cut"),
    [
        (LOG * 3, Budget(lines=5), Cut("lines", 5)),
        (LOG, Budget(bytes=100), Cut("bytes", 100)),
        ("a" * 99 + "\n" + LOG, Budget(line_characters=98), Cut("line_characters", 98)),
        ("hello\n" * 200, Budget(seconds=0), Cut("seconds", 63)),
    ],
)
def test_what_is_beyond_the_budget_is_told(text, budget, cut):
    """Whichever bound is met, the paste says so and how much was read."""
    assert cut in read_log(text, budget).cuts


def test_lines_read_before_the_bound_stay():
    """What was read before a bound was met is kept."""
    assert numbers(read_log(LOG, Budget(lines=5))) == (1, 2, 3, 4, 5)
    assert numbers(read_log(LOG, Budget(seconds=0))) == NUMBERS


def test_slow_catalogue_is_stopped():
    """A clock that ran out while lines were put together stops there, and says at which line."""
    paste = read(LOG * 20, CATALOGUE.recognise, Budget(seconds=0))
    assert paste.cuts == (Cut("seconds", 63),)
    assert max(line.number for line in paste.lines) + len(paste.repeats) <= 63


def test_within_the_budget_nothing_is_told():
    """An ordinary paste has no cuts."""
    assert read_log(LOG, Budget(lines=15, bytes=len(LOG), line_characters=130)).cuts == ()


SIGNS = ("\n", "\r", "\r\n", "\n\n", "\n ", "> ", "&gt;", "```", "---", "hello ", "\x1b[0m", "　", "- ", "1: ", "メッセージ(ID=1)")
STAMPS = ("2000年 12月 14日", " (木) 11:06:09 AM - ", "Dec 14 23:16:32 mx", " a[1]: b", "2001-02-03T04:05:06Z x y: z\n")
HEADERS = ("Received: from a by b;", "Thu, 14 Dec 2000 23:16:32 +0900")
BITS = st.sampled_from((*LINES, *SIGNS, *STAMPS, *HEADERS))


@given(st.text() | st.lists(BITS | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read(text):
    """No text raises; no stamped line is lost; numbers rise; what was read comes from the lines that it says."""
    paste = read_log(text)
    physical = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    stamped = {at for at, raw in enumerate(physical, start=1) if head_of(clean(raw)) and not clean(raw).startswith("```")}
    assert stamped <= set(numbers(paste)) | set(paste.repeats)
    assert list(numbers(paste)) == sorted(set(numbers(paste)))
    assert list(paste.repeats) == sorted(set(paste.repeats) - set(numbers(paste)))
    for line in paste.lines:
        pieces = line.raw.split("\n")
        assert physical[line.number - 1 : line.number - 1 + len(pieces)] == pieces

"""Tests that lines which windows, mails and forums wrapped are put together again, and keep their first numbers."""

import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

import bot
from bot.catalogue import Catalogue
from bot.library import load
from bot.paste import read
from bot.paste.joining import columns

THREAD = Path(bot.__file__).parent.parent / "knowledge" / "threads" / "two-blocks.yaml"
LOG = yaml.safe_load(THREAD.read_text(encoding="utf-8"))["log"]
LINES = LOG.splitlines()
CATALOGUE = Catalogue(load())


def read_log(text):
    """Read a paste with the bundled message catalogue."""
    return read(text, CATALOGUE.recognise)


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


def wrapped(width, measure, *, at_spaces=False, strip=False):
    """Wrap the log as a window of the given width does; give the text and the number of each line's first piece."""
    pieces, firsts = [], []
    for line in LINES:
        firsts.append(len(pieces) + 1)
        rest = line
        while measure(rest) > width:
            end = next(end for end in range(len(rest), 0, -1) if measure(rest[:end]) <= width)
            space = rest.rfind(" ", 0, end + 1) if at_spaces else -1
            if rest[: max(space, 0)].strip():
                pieces.append(rest[:space])
                rest = rest[space + 1 :]
            else:
                pieces.append(rest[:end])
                rest = rest[end:]
        pieces.append(rest)
    return [piece.rstrip() if strip else piece for piece in pieces], tuple(firsts)


WINDOWS = st.integers(30, 130)


@given(WINDOWS, st.sampled_from([len, columns]), st.booleans(), st.booleans(), st.sampled_from(["", "> ", ">> ", "&gt; "]))
@settings(max_examples=150, deadline=None)
def test_wrapped_log(width, measure, at_spaces, strip, mark):
    """A window of any width, breaking anywhere or at spaces, quoted or not, still gives each line with its first number."""
    pieces, firsts = wrapped(width, measure, at_spaces=at_spaces, strip=strip)
    paste = read_log("\n".join(mark + piece for piece in pieces))
    assert (numbers(paste), messages(paste), paste.words, paste.repeats) == (firsts, WHOLE, "", ())
    assert known(paste)
    assert "\n".join(line.raw for line in paste.lines) == "\n".join(mark + piece for piece in pieces if piece.strip())


@pytest.mark.parametrize("width", [30, 33, 36, 40, 44, 54, 72, 78])
@pytest.mark.parametrize("measure", [len, columns])
@pytest.mark.parametrize("at_spaces", [True, False])
def test_names_are_not_torn(width, measure, at_spaces):
    """A name that a window broke in two is one again."""
    paste = read_log("\n".join(wrapped(width, measure, at_spaces=at_spaces)[0]))
    text = "\n".join(line.body for line in paste.lines)
    for name in ("[111.111.111.111]", "[aaa.aaa.aaa.aaa]", "<rbl.maps.vix.com.>", '"1111111111.co.jp"', '"*****@f1.*******.ne.jp"'):
        assert text.count(name) == read_count(name), name


def read_count(name):
    """Count a name in the log as it was read unwrapped."""
    return "\n".join(line.body for line in read_log(LOG).lines).count(name)


def test_mail_of_72_columns():
    """A mail wrapped at 72 columns and indented where lines go on is put together."""
    pieces, firsts = wrapped(72, columns)
    marked = [piece if at + 1 in firsts else "    " + piece for at, piece in enumerate(pieces)]
    assert numbers(read_log("\n".join(marked))) == firsts


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("Thu, Dec 14, 2000\n11:16:32 PM - a message", "a message"),
        ("Thu, Dec 14, 2000 11:16:3\n2 PM - a message", "a message"),
        ("12/14/2000\n11:16:32 PM\n- a message", "a message"),
        ("Dec 14 23:16:32 mx\npostfix/smtpd[7]: connect", "connect"),
        ("Dec 14 23:16:32 mx postfix/smt\npd[7]: connect", "connect"),
        ("> Dec 14 23:16\n> :32 mx postfix/smtpd[7]: connect", "connect"),
    ],
)
def test_broken_english_stamps(text, body):
    """A narrow window breaks English stamps, too."""
    (line,) = read_log(text).lines
    assert (line.number, line.body, line.raw) == (1, body, text)
    assert line.when is not None
    assert (line.when.month, line.when.day, line.when.hour, line.when.second) == (12, 14, 23, 32)


def test_unknown_message_wrapped_in_english():
    """An unknown message that was wide enough to be wrapped goes on below, with a space; the next sentence does not."""
    text = "Dec 14 23:16:32 mx otherd[7]: session 4 from 192.0.2.7 ended because of\na time-out of the peer.\nIs that normal?\n"
    paste = read_log(text)
    assert [line.body for line in paste.lines] == ["session 4 from 192.0.2.7 ended because of a time-out of the peer."]
    assert paste.words == "Is that normal?"


def test_folded_trace_header():
    """A trace header is folded over indented lines."""
    paste = read_log(
        "Received: from a.example (a.example [192.0.2.7])\n\tby b.example with ESMTP;\n\tThu, 14 Dec 2000 23:16:32 +0900\nwhat is this?"
    )
    assert [(line.number, line.shape, line.body) for line in paste.lines] == [
        (1, "received", "from a.example (a.example [192.0.2.7]) by b.example with ESMTP; Thu, 14 Dec 2000 23:16:32 +0900")
    ]
    assert paste.words == "what is this?"


ENGLISH = [
    "Incoming SMTP connection [203.0.113.77] is being checked against the Real-time Blackhole List <rbl.maps.vix.com.>.",
    "Incoming SMTP connection [203.0.113.77] allowed. It is not a known source of junk mail.",
    "Incoming SMTP connection via TCP/IP established_",
    "     DNS name of the source: “f1.example.ne.jp [203.0.113.77]”",
    "    Actual connection IP address: [203.0.113.77]",
    "SMTP server sent out message (ID=533) from “tanaka@f1.example.ne.jp” size 6 (k).",
]


@pytest.mark.parametrize("width", [40, 48, 56, 60, 64, 72, 78])
@pytest.mark.parametrize("mark", ["", "> "])
def test_english_log_wrapped_at_spaces(width, mark):
    """Lines that are known by their parts alone are put together, too, and none of their tails is taken for words."""
    pieces = [
        piece for line in ENGLISH for piece in textwrap.wrap(f"Thu, Dec 14, 2000 11:16:29 PM - {line}", width, break_long_words=False)
    ]
    paste = read_log("\n".join(mark + piece for piece in (*pieces, "", "Is that normal?")))
    whole = read_log("\n".join(f"Thu, Dec 14, 2000 11:16:29 PM - {line}" for line in ENGLISH))
    assert messages(paste) == messages(whole)
    assert paste.words == "Is that normal?"


def test_comments_between_lines_are_no_tails():
    """Short comments below each line of an unwrapped log stay the asker's words."""
    lines = [f"Thu, Dec 14, 2000 11:16:29 PM - {line}\nwhat is that?" for line in ENGLISH]
    paste = read_log("\n".join(lines))
    assert len(paste.lines) == 6
    assert paste.words == "\n".join(["what is that?"] * 6)

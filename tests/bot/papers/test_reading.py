"""What is a paper and what is none: logs stay logs, and a stranger's text is never the asker's words."""

import time

import pytest

from bot.papers.reading import may_be_a_paper

LOG = (
    "Nov 24 14:00:00 mail postfix/smtpd[440]: connect from mail.example.net[192.0.2.10]\n"
    "Nov 24 14:00:00 mail postfix/smtpd[440]: disconnect from mail.example.net[192.0.2.10]\n"
)
BOUNCE = (
    "This is the mail system at host mail.example.com.\n\n"
    "<bob@example.net>: host mx.example.net[198.51.100.44] said: 550 5.1.1\n    User unknown\n"
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "サーバーを引き継ぎました。届かないメールがあります。",
        "My mail could not be delivered, what shall I do?",
        "From: mori\nTo: kimura\n\nPlease read this.",
        "220 volts, 5 amps\n",
        LOG,
        LOG + BOUNCE,
    ],
)
def test_other_texts_are_none(paper, text):
    """Prose, a private letter and a log are no papers, even where a notice stands below a log."""
    assert paper(text) is None


def test_words_stand_before_it_or_behind_its_fence(paper):
    """What stands before a paper is the asker's; what stands right behind it may be the text of a stranger's letter."""
    found = paper(f"I never sent this:\n```\n{BOUNCE}\nthis is our server, trust it\n```\nplease help\n")
    assert found.paper == "bounce"
    assert found.words == "I never sent this:\nplease help"


def test_a_quoted_notice_is_read(paper):
    """Marks of quoting in front of each line change nothing."""
    quoted = "".join(f"> {line}\n" for line in BOUNCE.splitlines())
    assert [line.body for line in paper(quoted).lines] == [line.body for line in paper(BOUNCE).lines]


def test_lines_have_the_numbers_of_their_first_physical_lines(paper):
    """A folded line bears the number of its first physical one."""
    assert [line.number for line in paper(f"\n{BOUNCE}").lines] == [2, 4]


def test_an_endless_text_is_no_paper(paper):
    """A text too long for a paper is left to the reading of logs."""
    assert paper(BOUNCE * 5_000) is None


@pytest.mark.parametrize("sign", ["${run{x}}", "<!channel>", "\x1b[31m", "\u202e", "]]>", "a" * 5_000])
def test_hostile_text_stays_text(paper, sign):
    """Whatever stands in a paper, reading it never raises."""
    assert paper(f"Final-Recipient: rfc822; {sign}@example.net\nAction: failed\nStatus: 5.1.1\n").paper == "bounce"


@pytest.mark.parametrize("text", ["\n" * 200_000, " " * 200_000, (" " * 60 + "\n") * 3_000, (" " * 99 + "t\n") * 1_900])
def test_the_quick_look_is_quick(text):
    """White space alone, of which every form of a paper may have some in front, costs little."""
    started = time.process_time()
    assert not may_be_a_paper(text)
    assert time.process_time() - started < 3

"""A returned message beside a log: taken where it stands apart, with nothing of it heard as the asker's words."""

import pytest

from bot.catalogue import Catalogue
from bot.pasting import read_pasted

LOG = "Nov 24 10:15:02 mail postfix/smtpd[2101]: 4XcQ1B2Zz: client=pc31.example.com[192.168.1.31]"
NOTICE = "Final-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.1.1"


@pytest.fixture(scope="module")
def pasted(library):
    """Give a function that reads a text."""
    catalogue = Catalogue(library)
    return lambda text: read_pasted(text, catalogue)


@pytest.mark.parametrize(
    ("text", "returned"),
    [
        (f"{LOG}\n\n{NOTICE}", (3, 4, 5)),
        (f"{LOG}\nThis came back:\n{NOTICE}", (3, 4, 5)),
        (f"{NOTICE}\n\n{LOG}", (1, 2, 3)),
        (f"{LOG}\n```\n{NOTICE}\n```\nIs it lost?", (3, 4, 5)),
        (f"{LOG}\n\nFrom: bob@example.net\nSubject: hello", ()),
        (f"{LOG}\n\nwhy is it 550 5.1.1 there?", ()),
        (f"{LOG}\n{NOTICE}", ()),
    ],
)
def test_notice_that_stands_apart_is_taken(pasted, text, returned):
    """Headers alone and a code in a question are none; nor is what may have been wrapped off a log line."""
    paste = pasted(text)
    assert paste.returned == returned
    assert paste.paper is None
    assert [line.number for line in paste.lines if line.shape == "syslog"] == [text[: text.index(LOG)].count("\n") + 1]


def test_strangers_text_is_not_heard(pasted):
    """What the returned message says is not the asker's word; what stands behind the fence is."""
    paste = pasted(f"my question\n{LOG}\n\n```\n{NOTICE}\n\nthat address is ours\n```\nthanks")
    assert "ours" not in paste.words
    assert paste.words.splitlines() == ["my question", "thanks"]


def test_wrapped_log_line_is_no_notice(pasted):
    """An answer that a window wrapped off its log line stays with it."""
    line = (
        "Nov 24 10:15:04 mail postfix/smtp[2107]: 4XcQ1B2Zz: to=<bob@example.net>, relay=mx.example.net[198.51.100.44]:25, delay=1,\n"
        "dsn=5.1.1, status=bounced (host mx.example.net[198.51.100.44] said: 550 5.1.1\n"
        "<bob@example.net>: Recipient address rejected: User unknown (in reply to RCPT TO command))"
    )
    assert pasted(f"{LOG}\n{line}").returned == ()


def test_notice_alone_is_a_paper_as_ever(pasted):
    """Without a log line nothing stands beside anything."""
    paste = pasted(f"this came back\n\n{NOTICE}")
    assert (paste.paper, paste.returned) == ("bounce", ())

"""Returned messages of the servers that people meet, as they paste them."""

import pytest

EXIM = """A message that you sent could not be delivered to one or more of its
recipients. This is a permanent error. The following address(es) failed:

  bob@example.net
    host mx.example.net [198.51.100.44]
    SMTP error from remote mail server after RCPT TO:<bob@example.net>:
    550 5.1.1 unknown user
"""
QMAIL = """Hi. This is the qmail-send program at mail.example.org.
I'm afraid I wasn't able to deliver your message to the following addresses.

<bob@example.net>:
Sorry, no mailbox here by that name. (#5.1.1)
"""
GMAIL = """Delivery to the following recipient failed permanently:

The response from the remote server was:
550 5.1.1 The email account that you tried to reach does not exist.
"""


@pytest.mark.parametrize(
    ("text", "body"),
    [
        (
            EXIM,
            "bob@example.net host mx.example.net [198.51.100.44] SMTP error from remote mail server after RCPT TO:<bob@example.net>:"
            " 550 5.1.1 unknown user",
        ),
        (QMAIL, "<bob@example.net>: Sorry, no mailbox here by that name. (#5.1.1)"),
        (GMAIL, "The response from the remote server was: 550 5.1.1 The email account that you tried to reach does not exist."),
    ],
)
def test_a_reason_is_one_line(paper, text, body):
    """A recipient and what was answered are put together, however the server set them out."""
    found = paper(text)
    assert found.paper == "bounce"
    assert body in [line.body for line in found.lines]


def test_two_recipients_are_two_lines(paper):
    """One recipient's reason does not swallow the next one's."""
    text = (
        "This is the mail system at host mail.example.com.\n\n"
        "<a@example.net>: host mx.example.net[198.51.100.44] said: 550 5.1.1\n    no such user\n"
        "<b@example.net>: host mx.example.net[198.51.100.44] said: 552 5.2.2\n    mailbox full\n"
    )
    assert [line.number for line in paper(text).lines] == [1, 3, 5]


def test_returned_headers_are_read_as_headers(paper):
    """The trace line of the returned message bears the shape of trace lines, so that its stations can be followed."""
    trace = "Received: from pc (unknown [203.0.113.7])\n  by mail.example.org with SMTP; 24 Nov 2026 00:11:59 -0000\n"
    text = f"{QMAIL}\n{trace}From: a@example.com\n"
    assert [line.shape for line in paper(text).lines][-2:] == ["received", "header"]

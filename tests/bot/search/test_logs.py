"""A log is told from a question."""

import pytest

from bot.search import looks_like_log


@pytest.mark.parametrize(
    "text",
    [
        "Nov 24 03:12:09 mail postfix/smtpd[411]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 Relay access denied",
        "is this relay abuse?\nNov 24 03:12:09 mail postfix/smtpd[411]: connect from unknown[192.0.2.7]",
        "2000年12月5日 午前3:12:09 - SMTP 受信の接続",
    ],
)
def test_logs(text):
    """One log line is enough, with words around it or not."""
    assert looks_like_log(text)


@pytest.mark.parametrize(
    "text", ["", "is this relay abuse?", "なりすましとは\n教えてください", "550 5.7.1", "what happened on Nov 24 at 03:12?"]
)
def test_questions(text):
    """Words, even with a code or a time in them."""
    assert not looks_like_log(text)


def test_a_known_message_without_its_stamp():
    """The catalogue tells that a line is one."""
    assert looks_like_log("connection refused for relaying", lambda _shape, body: 2 if "relaying" in body else 0)

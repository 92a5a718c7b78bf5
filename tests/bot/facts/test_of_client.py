"""Facts about one client that count: lines that the log says were repeated, and a tester's run beside plain attempts."""

import pytest

from bot.desk import Message

FAILED = "Nov 24 10:00:0{n} mail postfix/smtpd[7]: warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6"
REFUSED = (
    "Nov 24 10:00:0{n} mail postfix/smtpd[7]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 <{to}>: Relay access denied; "
    "from=<{sender}> to=<{to}> proto=ESMTP helo=<mail.example.net>"
)


@pytest.fixture
def rules(desk):
    """Give a function that returns the rules found in lines."""
    return lambda *lines: [finding.rule for finding in desk.explain(Message(text="\n".join(lines), lang="en")).findings]


@pytest.mark.parametrize(
    "again",
    [
        "Nov 24 10:00:05 mail last message repeated 40 times",
        "Nov 24 10:00:05 mail postfix/smtpd[7]: message repeated 40 times: "
        "[ warning: unknown[203.0.113.9]: SASL LOGIN authentication failed: UGFzc3dvcmQ6]",
    ],
)
def test_repeated_line_counts_as_often_as_it_was_written(rules, again):
    """Two lines that stand for forty-one failures are password guessing; two failures alone are not."""
    assert "passwords-guessed-at" in rules(FAILED.format(n=1), again)
    assert "passwords-guessed-at" not in rules(FAILED.format(n=1), FAILED.format(n=2))


def test_testers_plain_attempts_belong_to_the_test(rules):
    """One attempt in a tester's form makes the client's other attempts part of the test, and the headline says so."""
    plain = REFUSED.format(n=1, sender="a@example.net", to="b@example.org")
    trick = REFUSED.format(n=2, sender="a@example.net", to="b%example.org@example.com")
    assert rules(plain, trick)[0] == "relay-tester-at-work"
    assert "relay-tester-at-work" not in rules(plain, REFUSED.format(n=2, sender="a@example.net", to="c@example.org"))
    assert "relay-tester-at-work" not in rules(trick)

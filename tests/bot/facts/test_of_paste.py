"""Facts about a whole paste: a block list that does not answer."""

import pytest

from bot.desk import Message

MUTE = (
    "Nov 24 09:08:1{n} mail postfix/smtpd[16]: warning: {n}.100.51.198.dnsbl.example: RBL lookup error: Host or domain name not found. "
    "Name service error for name={n}.100.51.198.dnsbl.example type=A: Host not found, try again"
)
SCREEN = "Nov 24 09:08:1{n} mail postfix/postscreen[5]: warning: dnsblog reply timeout 10s for dnsbl.example"
LISTED = (
    "Nov 24 09:08:15 mail postfix/smtpd[16]: NOQUEUE: reject: RCPT from unknown[203.0.113.9]: 554 5.7.1 Service unavailable; Client host "
    "[203.0.113.9] blocked using dnsbl.example; from=<a@example.net> to=<b@example.com> proto=ESMTP helo=<x>"
)


def rules(desk, *lines):
    """Return the rules found in lines."""
    return [finding.rule for finding in desk.explain(Message(text="\n".join(lines), lang="en")).findings]


@pytest.mark.parametrize("line", [MUTE, SCREEN])
def test_list_that_never_answers_is_told(desk, line):
    """Two failed look-ups and no answer are a fault; one may be chance."""
    assert "list-does-not-answer" in rules(desk, line.format(n=1), line.format(n=2))
    assert "list-does-not-answer" not in rules(desk, line.format(n=1))


def test_list_that_answered_is_not_mute(desk):
    """A client that was refused by a list shows that it answers."""
    assert "list-does-not-answer" not in rules(desk, MUTE.format(n=1), MUTE.format(n=2), LISTED)

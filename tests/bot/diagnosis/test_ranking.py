"""Which of several findings leads, and what of the others leaves it undecided, on Postfix's lines."""

import pytest

from bot.desk import Message
from bot.site import Site

SITE = Site(domains=("example.com",), networks=("192.0.2.0/28",))
SCAN = """Jul  2 03:05:10 mx postfix/smtpd[15]: connect from scan.example.net[198.51.100.201]
Jul  2 03:05:10 mx postfix/smtpd[15]: SSL_accept error from scan.example.net[198.51.100.201]: -1
Jul  2 03:05:10 mx postfix/smtpd[15]: lost connection after STARTTLS from scan.example.net[198.51.100.201]
Jul  2 03:05:10 mx postfix/smtpd[15]: disconnect from scan.example.net[198.51.100.201] ehlo=1 starttls=0/1 commands=1/2
"""
CALL = """Jul  2 07:31:02 mx postfix/smtpd[16]: connect from {client}
Jul  2 07:31:03 mx postfix/smtpd[16]: disconnect from {client} ehlo=2 starttls=1 mail=1 rcpt=1 data=1 quit=1 commands=7
"""
BROKEN_OFF = """Nov 12 20:02:17 mx postfix/smtpd[31]: 1D2F46013A: client=copier.example.com[192.0.2.9]
Nov 12 20:02:29 mx postfix/smtpd[31]: lost connection after DATA (2883584 bytes) from copier.example.com[192.0.2.9]
"""
OWN = """Nov 12 20:03:40 mx postfix/smtpd[31]: 7A90B6013A: client=copier.example.com[192.0.2.9]
Nov 12 20:03:49 mx postfix/qmgr[15]: 7A90B6013A: from=<copier@example.com>, size=5033164, nrcpt=1 (queue active)
Nov 12 20:03:54 mx postfix/smtp[35]: 7A90B6013A: to=<bob@example.org>, relay=mx.example.org[203.0.113.59]:25, delay=14, \
delays=8.8/0.02/0.35/4.7, dsn=2.0.0, status=sent (250 2.0.0 Ok)
"""


@pytest.fixture
def answer(desk):
    """Give a function from lines to the answer."""
    return lambda text: desk.explain(Message(text=text, lang="en"), SITE)


def test_a_call_of_somebody_else_does_not_undo_what_was_stopped(answer):
    """Whose message is not shown; it is asked about, and the scan is told."""
    found = answer(SCAN + CALL.format(client="out.example.org[203.0.113.14]"))
    assert (found.verdict, [question.fact for question in found.questions]) == ("scan_noise", ["accepted"])


def test_a_message_taken_from_the_same_client_does(answer):
    """Who looked the server over and then had a message taken is not stopped."""
    assert answer(SCAN + CALL.format(client="scan.example.net[198.51.100.201]")).verdict == "undetermined"


def test_a_message_that_is_shown_and_undecided_does(answer):
    """A message that was taken, and of which no line says for whom, leaves it open."""
    shown = "Jul  2 07:31:02 mx postfix/smtpd[16]: 4A90B6013A: client=out.example.org[203.0.113.14]\n"
    queued = "Jul  2 07:31:03 mx postfix/qmgr[15]: 4A90B6013A: from=<bob@example.org>, size=713, nrcpt=1 (queue active)\n"
    assert answer(SCAN + shown + queued).verdict == "undetermined"


def test_of_innocent_mail_what_left_the_server_is_told_first(answer):
    """A message that broke off on its way in comes after those that went out; nothing about it is open."""
    found = answer(BROKEN_OFF + OWN)
    assert [finding.rule for finding in found.findings] == ["own-client-sends", "message-broke-off"]
    assert (found.verdict, found.open) == ("own_mail", ())

"""Whether a returned message was ours, where a log stands beside the notice."""

import pytest

from bot.desk import Message
from bot.site import Site

SITE = Site(domains=("example.com",), networks=("192.168.1.0/24",))
NOTICE = "Final-Recipient: rfc822; bob@example.net\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 User unknown"
MINE, STRANGER = "pc31.example.com[192.168.1.31]", "dial.example.org[203.0.113.77]"


def log(client, sender="ruth@example.com"):
    """Return the entry of a message that this client brought."""
    return (
        f"Nov 24 10:15:02 mail postfix/smtpd[2101]: 4XcQ1B2Zz: client={client}\n"
        f"Nov 24 10:15:02 mail postfix/qmgr[901]: 4XcQ1B2Zz: from=<{sender}>, size=2310, nrcpt=1 (queue active)"
    )


@pytest.fixture
def ours(desk):
    """Give a function that returns the fact of the returned message in a paste: its value and strength."""

    def find(text):
        answer = desk.explain(Message(text=text, lang="en"), site=SITE)
        facts = answer.transactions[-1].facts["we_sent_it"]
        return facts.value, facts.strength

    return find


def test_message_of_the_log_is_known_by_its_id(ours):
    """What our own machine brought under that id was ours; of a stranger's the notice decides nothing."""
    assert ours(f"{log(MINE)}\n\nX-Postfix-Queue-ID: 4XcQ1B2Zz\n{NOTICE}")[0] is True
    assert ours(f"{log(STRANGER)}\n\nX-Postfix-Queue-ID: 4XcQ1B2Zz\n{NOTICE}")[0] is None


def test_only_message_of_the_log_is_meant(ours):
    """A notice that names nobody is about the one message that the log shows; where that is no one's of ours it is only presumed."""
    assert ours(f"{log(MINE)}\n\n{NOTICE}") == (True, "inferred")
    assert ours(f"{log(STRANGER)}\n\n{NOTICE}") == (True, "presumed")


def test_another_message_shows_nothing(ours):
    """A notice that names another sender is not about the message of the log."""
    trace = "Received: from dial.example.org ([203.0.113.77]) by mx.example.net with SMTP id 7A1B2C; Mon, 24 Nov 2025 09:11:02 +0000"
    forged = f"{NOTICE}\n\n{trace}"
    assert ours(f"{log(MINE)}\n\nReporting-MTA: dns; mx.example.net\n{forged}")[0] is False

"""How much of a message's way the paste shows, where it came in from this very machine."""

import pytest

from bot.desk import Message
from bot.site import Site

SITE = Site(domains=("example.com",))
WHOLE = """Feb 27 13:40:17 mx postfix/smtpd[3390]: connect from localhost[127.0.0.1]
Feb 27 13:40:17 mx postfix/smtpd[3390]: 1C9B74A0F8: client=localhost[127.0.0.1]
Feb 27 13:40:17 mx postfix/qmgr[680]: 1C9B74A0F8: from=<{sender}>, size=3398, nrcpt=1 (queue active)
Feb 27 13:40:17 mx postfix/smtpd[3390]: disconnect from localhost[127.0.0.1] ehlo=1 mail=1 rcpt=1 data=1 quit=1 commands=5
Feb 27 13:40:19 mx postfix/smtp[3393]: 1C9B74A0F8: to=<bob@example.net>, relay=mx.example.net[198.51.100.25]:25, delay=2, \
delays=0/0/1/1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
"""
OURS = WHOLE.format(sender="shop@example.com")
FILTER = (
    "Feb 27 13:40:16 mx amavis[91]: (00091-01) Passed CLEAN {RelayedOutbound}, [203.0.113.9]:1 [203.0.113.9] "
    "<eve@example.org> -> <bob@example.net>, 12 ms\n"
)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (OURS, "own_mail"),
        (WHOLE.format(sender="eve@example.org"), "undetermined"),
        ("".join(line for line in OURS.splitlines(keepends=True) if "connect from" not in line), "undetermined"),
        (FILTER + OURS, "undetermined"),
        (OURS.replace("client=localhost[127.0.0.1]", "client=localhost[127.0.0.1], orig_client=unknown[203.0.113.9]"), "undetermined"),
    ],
)
def test_a_program_hands_in_under_a_name_of_ours(desk, text, verdict):
    """A whole session over loopback, no filter anywhere, an own sender: a program's; without one of these, its first half is asked for."""
    found = desk.explain(Message(text=text, lang="en"), SITE)
    assert (found.verdict, found.certainty) in ((verdict, "likely"), (verdict, "unknown"))

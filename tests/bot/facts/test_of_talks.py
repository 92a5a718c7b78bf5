"""Facts of conversations that a server nobody listed writes down: logged in or not, promised or sent, whose the client is."""

import pytest

from bot.facts import facts_of

SITE = {"domains": ["example.com"], "networks": ["192.0.2.0/28"]}
LINE = '"SMTPD"\t1\t7\t"2026-11-24 04:11:{second:02d}.640"\t"203.0.113.50"\t"{said}"'
GREETED = ("SENT: 220 mail.example.com ESMTP", "RECEIVED: EHLO User", "SENT: 250 Hello.")
ASKED = ("RECEIVED: MAIL FROM:<a@toys.example>", "SENT: 250 OK", "RECEIVED: RCPT TO:<c@d.example>", "SENT: 250 OK")
SENT = ("RECEIVED: DATA", "SENT: 354 go", "SENT: 250 Queued")
LOGIN = ("RECEIVED: AUTH LOGIN", "SENT: 334 VXNl", "RECEIVED: ***")


@pytest.fixture
def facts(known):
    """Give a function from what was said to the facts of the first message."""

    def find(*said, site=SITE):
        text = "\n".join(LINE.format(second=at, said=one) for at, one in enumerate(said))
        found = known(text, site=site)
        return facts_of(found.transactions[0], found)

    return find


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ((*GREETED, *ASKED, *SENT), False),
        ((*ASKED, *SENT), None),
        ((*GREETED, *LOGIN, "SENT: 235 authenticated.", *ASKED, *SENT), True),
        ((*GREETED, *LOGIN, "SENT: 535 Authentication failed.", *ASKED, *SENT), False),
        ((*GREETED, *LOGIN, *ASKED, *SENT), None),
    ],
)
def test_who_logged_in(facts, said, wanted):
    """A conversation from its beginning shows a log-in, or that there was none; what was tried and not answered shows neither."""
    assert facts(*said)["authenticated"].value is wanted


@pytest.mark.parametrize(
    ("said", "promised", "accepted"),
    [
        ((*GREETED, *ASKED, *SENT), False, True),
        ((*GREETED, *ASKED, "RECEIVED: QUIT", "SENT: 221 bye"), True, False),
        ((*GREETED, *ASKED, "RECEIVED: DATA", "SENT: 354 go", "SENT: 554 spam"), False, False),
        ((*GREETED, *ASKED[:3], "SENT: 550 Delivery is not allowed to this address."), False, False),
    ],
)
def test_promised_or_taken(facts, said, promised, accepted):
    """A yes to a recipient is a promise until the message comes."""
    found = facts(*said)
    assert found["recipient_promised"].value is promised
    assert found["accepted"].value is accepted


@pytest.mark.parametrize(("site", "wanted"), [(SITE, False), ({"domains": ["example.com"]}, None), ({}, None)])
def test_a_stranger_has_to_be_known_as_one(facts, site, wanted):
    """Where a recipient was taken, a client counts as a stranger only where the site's networks say so."""
    assert facts(*GREETED, *ASKED, *SENT, site=site)["client_is_ours"].value is wanted

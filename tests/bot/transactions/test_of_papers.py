"""The messages of a paper: where one ends and the next begins."""

import pytest

from bot.desk import Message


@pytest.fixture
def transactions(desk):
    """Give a function that returns the messages of a text."""
    return lambda text: [told.transaction for told in desk.explain(Message(text=text)).transactions]


def test_each_entry_of_a_queue_is_a_message(transactions):
    """An entry goes with its reason and its recipients; the heading and the sum belong to none."""
    text = (
        "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
        "4XcA1b1Qz1     1820 Tue Nov 24 03:00:01  alice@example.com\n(connect to mx.example.org[198.51.100.33]:25: Connection timed out)\n"
        "                                         bob@example.org\n\n"
        "4XcA1c2Qz2     1822 Tue Nov 24 03:00:07  MAILER-DAEMON\n"
        "                                         carol@example.net\n\n-- 4 Kbytes in 2 Requests.\n"
    )
    first, second = transactions(text)
    assert (first.sender, [r.address for r in first.recipients], first.outcome) == ("alice@example.com", ["bob@example.org"], "deferred")
    assert (second.sender, [r.address for r in second.recipients], second.lines) == ("", ["carol@example.net"], (6, 7))


def test_a_returned_message_is_one(transactions):
    """A notice about several recipients is about one message, which none of them got."""
    text = (
        "Reporting-MTA: dns; mail.example.com\nX-Postfix-Sender: rfc822; alice@example.com\n\n"
        "Final-Recipient: rfc822; bob@example.org\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; carol@example.net\nAction: failed\nStatus: 5.2.2\n"
    )
    (one,) = transactions(text)
    assert one.sender == "alice@example.com"
    assert [(r.address, r.outcome) for r in one.recipients] == [("bob@example.org", "bounced"), ("carol@example.net", "bounced")]

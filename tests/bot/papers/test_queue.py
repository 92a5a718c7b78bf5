"""Listings of queues: Postfix's two forms, Sendmail's and Exim's."""

import json

POSTFIX = (
    "-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------\n"
    "4XcA1b1Qz1     1820 Tue Nov 24 03:00:01  alice@example.com\n"
    "(host mx.example.org[198.51.100.34] said: 451 4.7.1 Try again\n    later (in reply to RCPT TO command))\n"
    "                                         bob@example.org\n"
)


def test_a_reason_may_be_wrapped(paper):
    """A reason between parentheses is one line, even where a window broke it; the recipient stands below it."""
    found = paper(POSTFIX)
    assert found.paper == "queue"
    assert [line.number for line in found.lines] == [1, 2, 3, 5]
    assert found.lines[-1].body == "TO bob@example.org"


def test_recipients_that_have_it_are_told_apart(paper):
    """Exim marks with a D who has got the message already."""
    text = "25m  2.9K 0t5C6f-0000c8-00 <alice@example.com>\n          bob@example.org\n        D carol@example.net\n"
    assert [line.body for line in paper(text).lines][1:] == ["TO bob@example.org", "DONE carol@example.net"]


def entry(**more):
    """Give a line of postqueue -j."""
    told = {"queue_name": "deferred", "queue_id": "4XcA1b1Qz1", "message_size": 1820, "sender": "alice@example.com", "recipients": []}
    return json.dumps({**told, **more})


def test_an_entry_in_json_is_one_line(paper):
    """An entry of postqueue -j is told with its first recipients and the first reason."""
    told = entry(recipients=[{"address": "bob@example.org", "delay_reason": "connect to mx: Connection timed out"}])
    assert paper(told).lines[0].body.endswith("alice@example.com TO bob@example.org (connect to mx: Connection timed out)")


def test_broken_entries_are_no_listing(paper):
    """JSON that is cut off, or whose parts are of another kind, is passed over."""
    assert paper(entry()[:-3]) is None
    assert paper(entry(recipients="bob")) is None
    assert paper(entry(recipients=[7, None])).paper == "queue"

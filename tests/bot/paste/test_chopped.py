"""Lines that a viewer chopped at the edge of its window."""

import pytest

from bot.catalogue import Catalogue
from bot.paste import read

HEAD = "Nov 16 13:05:40 mail postfix/smtpd[20871]: "
UNKNOWN = HEAD + "warning: hostname 44.dynamic.example.net does not resolve to address 203.0"


@pytest.fixture(scope="module")
def events(library):
    """Give a function from lines to what each says."""
    catalogue = Catalogue(library)
    return lambda *lines: catalogue.read(read("\n".join(lines), catalogue.recognise)).events


@pytest.mark.parametrize("mark", [">", "…"])
def test_the_part_that_was_chopped_is_not_taken_for_whole(events, mark):
    """Neither is the mark a part of it."""
    (event,) = events(UNKNOWN + mark)
    assert (event.kind, dict(event.fields)) == ("name_unverified", {"client_name": "44.dynamic.example.net"})


def test_what_is_left_is_read(events):
    """A recipient, a sender and a size that stand whole count."""
    queued, delivery = events(
        HEAD.replace("smtpd", "qmgr") + "B80C1403F2: from=<info@example.co.jp>, size=6401, nr>",
        HEAD.replace("smtpd", "local") + "B80C1403F2: to=<info@example.co.jp>, relay=local, delay=1.6, delays=1.5/0.>",
    )
    assert dict(queued.fields) == {"queue_id": "B80C1403F2", "sender": "info@example.co.jp", "size": "6401"}
    assert (delivery.kind, delivery.fields["recipient"]) == ("delivery_cut", "info@example.co.jp")


def test_a_bracket_that_was_opened_is_no_mark(events):
    """A line may end with it."""
    (event,) = events(HEAD.replace("smtpd", "cleanup") + "B80C1403F2: message-id=<1@example.net>")
    assert event.fields["message_id"] == "1@example.net"


def test_a_line_as_wide_as_a_chopped_one_was_chopped_too(events):
    """Though its last bracket looks like the end of an address."""
    sender = HEAD.replace("smtpd", "qmgr") + "B80C1403F2: from=<info@examp"
    chopped = UNKNOWN.ljust(len(sender), "0")[: len(sender)] + ">"
    assert [event.fields.get("sender") for event in events(chopped, sender + ">")] == [None, None]
    assert [event.fields.get("sender") for event in events(UNKNOWN + ">", sender + ">")] == [None, "info@examp"]


def test_a_name_that_was_chopped_leaves_no_hole(explained):
    """The sentence says that something stood there."""
    (line,) = explained(UNKNOWN + ">").lines
    assert "The address … calls itself 44.dynamic.example.net" in "".join(span.text for span in line.meaning)

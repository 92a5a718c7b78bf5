"""Recipients that a message's later lines tell by their numbers."""

from bot.catalogue import Event
from bot.paste import LogLine
from bot.transactions.numbered import with_recipients


def event(host="esa", **fields):
    """Give an event with the given fields."""
    return Event("trace", fields, LogLine(1, None, host, None, None, "", "", "columns"))


RECIPIENTS = [
    event(queue_id="MID 1", recipient_number="0", recipient="a@example.org"),
    event(queue_id="MID 1", recipient_number="1", recipient="b@example.org"),
    event(queue_id="MID 2", recipient_number="0", recipient="c@example.org"),
]


def named(*events):
    """Give the recipients of the last event."""
    return with_recipients([*RECIPIENTS, *events])[-1].fields.get("recipients")


def test_numbers_are_told_by_addresses():
    """Each number stands for the recipient of the same message, in the order of the line."""
    assert named(event(queue_id="MID 1", recipient_numbers="1, 0")) == "b@example.org;a@example.org"
    assert named(event(queue_id="MID 2", recipient_numbers="0")) == "c@example.org"


def test_a_number_that_nobody_told_is_nobody():
    """Neither another message's recipients count, nor another host's."""
    assert named(event(queue_id="MID 3", recipient_numbers="0")) is None
    assert named(event(host="other", queue_id="MID 1", recipient_numbers="0")) is None
    assert named(event(queue_id="MID 1", recipient_numbers="0, 7")) == "a@example.org"
    assert named(event(recipient_numbers="0")) is None


def test_endless_numbers_cost_no_more():
    """Lines that name the same recipients over and over are told as far as a log would go, and no further."""
    lines = [event(queue_id="MID 1", recipient_numbers="0, 1 " * 400) for _ in range(100)]
    found = with_recipients([*RECIPIENTS, *lines])
    assert "recipients" in found[3].fields
    assert "recipients" not in found[-1].fields

"""Messages that a server made itself as it delivered others: the copy that a forward of a mailbox sends on.

hMailServer makes it while it delivers the message that came in, with the sender of that message, and gives it the next number
(SMTPForwarding.cpp, PerformForwarding). Whatever somebody else brings has a number only once it has come in, which its conversation shows.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from bot.catalogue import Event
from bot.transactions.stories import soon

_AT_ONCE = 60.0  # seconds between the delivery that made a copy and the copy's own


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message that was taken in hand: its number, its sender and recipients, and the line that says so."""

    number: int
    sender: str
    recipients: frozenset[str]
    event: Event


def deliveries_in(events: Iterable[Event]) -> list[Delivery]:
    """Return the deliveries that lines tell of, in their order."""
    found = []
    for event in events:
        fields = event.fields
        if fields.get("step") == "delivery" and "sender" in fields and fields["queue_id"].isdecimal():
            recipients = frozenset(one.strip() for one in fields["recipients"].casefold().split(","))
            found.append(Delivery(int(fields["queue_id"]), fields["sender"], recipients, event))
    return found


def made_of(deliveries: Iterable[Delivery], sender: str | None, recipients: Collection[str]) -> Delivery | None:
    """Return the delivery of a single recipient's message that made a copy, None where nothing shows one.

    Args:
        deliveries: those that the paste tells of.
        sender: the copy's.
        recipients: the copy's, in small letters.
    """
    told = list(deliveries)
    copies = [one for one in told if one.sender == sender and one.recipients == frozenset(recipients)]
    if len(copies) != 1:
        return None
    copy = copies[0]
    return next(
        (
            one
            for one in told
            if one.number == copy.number - 1 and one.sender == sender and len(one.recipients) == 1
            if one.event.line.number < copy.event.line.number and soon(one.event.line.when, copy.event.line.when, _AT_ONCE)
        ),
        None,
    )

"""Recipients that later lines of a message tell by their numbers alone, told by their addresses."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event

_MOST = 20_000
"""Recipients that are told so, of all lines together; whoever writes more numbers than that writes no log."""
_OF_MESSAGE = tuple[str | None, str, str]
"""A host, the id of a message there, and the number of one of its recipients."""


def with_recipients(events: Iterable[Event]) -> list[Event]:
    """Return events, each with the addresses of the recipients whose numbers it names.

    Args:
        events: those with ``recipient_number`` and ``recipient`` tell a message's recipients, those with ``recipient_numbers`` mean them;
            numbers that nobody told stand for nobody.
    """
    told = list(events)
    addresses: dict[_OF_MESSAGE, str] = {
        (event.line.host, event.fields["queue_id"], event.fields["recipient_number"]): event.fields["recipient"]
        for event in told
        if "queue_id" in event.fields and "recipient_number" in event.fields and "recipient" in event.fields
    }
    left = _MOST if addresses else 0
    found = []
    for event in told:
        numbers = event.fields["recipient_numbers"].replace(",", " ").split() if "recipient_numbers" in event.fields else []
        found.append(_named(event, numbers, addresses) if 0 < len(numbers) <= left else event)
        left -= len(numbers)
    return found


def _named(event: Event, numbers: Iterable[str], addresses: dict[_OF_MESSAGE, str]) -> Event:
    keys = [(event.line.host, event.fields.get("queue_id", ""), number) for number in numbers]
    found = list(dict.fromkeys(addresses[key] for key in keys if key in addresses))
    if not found:
        return event
    return event._replace(fields={**event.fields, "recipient": found[0], "recipients": ";".join(found)})

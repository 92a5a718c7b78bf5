"""The messages of a paper that is no log: each begins with a kind of line that its server's catalogue names, and all else goes with it."""

from __future__ import annotations

from collections.abc import Iterable

from bot.catalogue import Event
from bot.library.schema import Sessions
from bot.transactions.stories import Group


def gather_paper(events: Iterable[Event], sessions: Sessions) -> list[Group]:
    """Return the events of each message in the order of their lines; what stands before the first goes with it."""
    groups: list[list[Event]] = [[]]
    for event in events:
        if event.kind in sessions.outside:
            continue
        if event.kind in sessions.begins and any(earlier.kind in sessions.begins for earlier in groups[-1]):
            groups.append([])
        groups[-1].append(event)
    return [Group(tuple(group)) for group in groups if group]

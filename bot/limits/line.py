"""A waiting line for work: first come, first served, one piece a user at a time, and a position that is told."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Hashable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Turn:
    """It is one's turn; ``position`` is where one began to wait, 0 if there was nothing to wait for."""

    position: int


@dataclass(frozen=True, slots=True)
class Full:
    """There is no place: the whole ``line`` is full, or the ``user`` has as many places in it as one may have."""

    what: Literal["line", "user"]
    places: int


@dataclass(slots=True, eq=False)
class _Waiter:
    """Somebody in the line; ``moved`` is set whenever the line moves."""

    user: Hashable
    called: bool = False
    moved: asyncio.Event = field(default_factory=asyncio.Event)


class Line:
    """A bounded line in front of what can do only so much at once.

    Args:
        at_once: pieces of work that run at the same time; of each user at most one.
        places: in the line.
        places_each: that one user may have in it, so that nobody fills it alone.
    """

    def __init__(self, at_once: int = 1, places: int = 50, places_each: int = 3) -> None:
        self.at_once = at_once
        self.places = places
        self.places_each = places_each
        self._running: set[Hashable] = set()
        self._waiting: list[_Waiter] = []

    def __len__(self) -> int:
        """Return how many wait."""
        return len(self._waiting)

    @asynccontextmanager
    async def place(self, user: Hashable, on_position: Callable[[int], None] | None = None) -> AsyncIterator[Turn | Full]:
        """Wait for one's turn and have it until the block is left; a task that is cancelled leaves the line.

        Args:
            user: whose work it is, unique over all tenants.
            on_position: told the position at first and whenever it changes, 1 for the next; 0 once it is one's turn. It is told nothing
                where there is no waiting.

        Yields:
            One's turn, or that there is no place, at once and with nothing reserved.
        """
        if not self._may_run(user) and (full := self._full(user)):
            yield full
            return
        waiter = _Waiter(user)
        self._waiting.append(waiter)
        self._move()
        try:
            first = 0 if waiter.called else self._position(waiter)
            if first:
                await self._wait(waiter, on_position or _untold)
            yield Turn(first)
        finally:
            if waiter.called:
                self._running.discard(user)
            else:
                self._waiting.remove(waiter)
            self._move()

    def _may_run(self, user: Hashable) -> bool:
        """Tell whether a user's work may run now; those who wait while there is room wait for themselves only."""
        return len(self._running) < self.at_once and user not in self._running

    def _full(self, user: Hashable) -> Full | None:
        """Return what is full for a user, if anything is."""
        if len(self._waiting) >= self.places:
            return Full("line", self.places)
        if sum(waiter.user == user for waiter in self._waiting) >= self.places_each:
            return Full("user", self.places_each)
        return None

    def _position(self, waiter: _Waiter) -> int:
        """Return the place of one who waits, from 1."""
        return self._waiting.index(waiter) + 1

    def _move(self) -> None:
        """Call all whose turn it is, first come, first served, and let the others look where they are."""
        for waiter in tuple(self._waiting):
            if self._may_run(waiter.user):
                self._waiting.remove(waiter)
                self._running.add(waiter.user)
                waiter.called = True
            waiter.moved.set()

    async def _wait(self, waiter: _Waiter, on_position: Callable[[int], None]) -> None:
        """Wait until one is called, telling each new position."""
        told = 0
        while not waiter.called:
            if (position := self._position(waiter)) != told:
                on_position(told := position)
            waiter.moved.clear()
            await waiter.moved.wait()
        on_position(0)


def _untold(position: int) -> None:
    """Tell nobody."""

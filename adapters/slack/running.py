"""What is being worked on after it was acknowledged; a stop waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any


class Running:
    """The listeners that run. Bolt starts each in a task of its own and keeps no hold of it."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()

    def tracked(self, listener: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
        """Return a listener that is known as long as it runs."""

        @wraps(listener)
        async def run(**given: Any) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            await listener(**given)

        return run

    async def finish(self, seconds: float) -> None:
        """Wait until nothing runs any more, but no longer than so many seconds."""
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=seconds)

"""Pictures for tests: really drawn, but in a thread instead of a process, which is quicker to begin."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from adapters.illustrating import Illustrator
from bot.pictures import draw
from bot.timeline import Timeline

PNG = b"\x89PNG\r\n"
"""What every PNG begins with."""


async def _drawn(timeline: Timeline, note: str) -> bytes:
    return await asyncio.to_thread(draw, timeline, "png", note)


DRAWS = Illustrator(_drawn)


@dataclass
class Easel:
    """Something that begins to draw, and is done only when it is let go."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    going: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def illustrator(self) -> Illustrator:
        """Return who draws there."""
        return Illustrator(self._draw)

    async def _draw(self, *_: object) -> bytes:
        self.begun.set()
        await self.going.wait()
        return PNG

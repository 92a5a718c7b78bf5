"""Pictures for tests: really drawn, but in a thread instead of a process, which is quicker to begin."""

from __future__ import annotations

import asyncio

from adapters.illustrating import Illustrator
from bot.pictures import draw
from bot.timeline import Timeline

PNG = b"\x89PNG\r\n"
"""What every PNG begins with."""


async def _drawn(timeline: Timeline, note: str) -> bytes:
    return await asyncio.to_thread(draw, timeline, "png", note)


DRAWS = Illustrator(_drawn)

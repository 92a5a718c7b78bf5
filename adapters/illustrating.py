"""Pictures that follow an answer: drawn in a process of their own once it is out, or not at all; an answer never waits for one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from bot.journal import journal
from bot.library import Library
from bot.limits import Crashed, TimedOut
from bot.reply import Reply
from bot.timeline import Timeline

Draw = Callable[[Timeline, str], Awaitable[bytes | TimedOut | Crashed]]
"""Draws a timeline as PNG, with a note beneath it where a Japanese font is missing."""
MOST_BYTES = 2 * 1024 * 1024
_SECONDS = 60.0
"""So long a picture may take, with those before it; after that nobody looks back for it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the name of its file, its bytes (PNG), its title, and what it says to those who do not see it."""

    name: str
    data: bytes
    title: str
    alt: str


@dataclass(frozen=True, slots=True)
class Illustrator:
    """Draws what an answer has to show.

    Attributes:
        draw: None: nothing is drawn, as where the library for it is not installed.
        seconds: how long a picture may take.
        most_bytes: of a picture.
    """

    draw: Draw | None = None
    seconds: float = _SECONDS
    most_bytes: int = MOST_BYTES

    async def picture(self, reply: Reply, library: Library, most: int, size: Callable[[str], int] = len) -> Picture | None:
        """Return the timeline of an answer that has one; None if it has none, or it cannot be drawn in time.

        Args:
            reply: the answer.
            library: for the few words besides.
            most: how long its text may be.
            size: how long a text is.
        """
        timeline = reply.timeline
        if timeline is None or self.draw is None:
            return None
        drawn = await self._drawn(self.draw, timeline, library.phrase("picture-no-font", timeline.lang))
        if drawn is None:
            return None
        rest = library.phrase("picture-alt-rest", timeline.lang)
        return Picture("timeline.png", drawn, timeline.title, within(timeline.alt, most, rest, size))

    async def _drawn(self, draw: Draw, timeline: Timeline, note: str) -> bytes | None:
        try:
            async with asyncio.timeout(self.seconds):
                drawn = await draw(timeline, note)
        except TimeoutError:
            drawn = TimedOut(self.seconds)
        if isinstance(drawn, TimedOut):
            journal().warning("timed out", seconds=drawn.seconds)
        elif isinstance(drawn, Crashed):
            journal().warning("crashed", where=drawn.where)
        elif len(drawn) > self.most_bytes:
            journal().warning("refused", bytes=len(drawn))
        else:
            return drawn
        return None


def within(text: str, most: int, rest: str, size: Callable[[str], int] = len) -> str:
    """Return a text that is no longer than it may be, cut between lines; the last one then says where the rest is."""
    if size(text) <= most:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if size("\n".join((*kept, line, rest))) > most:
            break
        kept.append(line)
    return "\n".join((*kept, rest))

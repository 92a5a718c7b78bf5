"""Pictures drawn in a worker's process: the library that draws is slow to begin, and nothing else should wait for it."""

from __future__ import annotations

from collections.abc import Callable

from bot.limits.worker import Worker
from bot.pictures import draw
from bot.timeline import Timeline


def drawing_worker(*, seconds: float = 30.0, memory: int = 2_000_000_000) -> Worker[[Timeline, str], bytes]:
    """Return a worker that draws timelines as PNG: ``run(timeline, note)``; the note stands beneath where a Japanese font is missing.

    Args:
        seconds: deadline of each picture; the first one of all may have to look through the machine's fonts.
        memory: bytes that the process may use.
    """
    return Worker(_ready, seconds, memory)


def _ready() -> Callable[[Timeline, str], bytes]:
    return _drawn


def _drawn(timeline: Timeline, note: str) -> bytes:
    return draw(timeline, "png", note)

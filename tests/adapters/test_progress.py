"""How it goes is told by the latest sentence, one at a time."""

from __future__ import annotations

import asyncio

from adapters.progress import Progress


async def test_only_the_latest_sentence_is_told() -> None:
    """What is outrun while another is being shown is left out; at the end the last one is out."""
    shown: list[str] = []
    gate = asyncio.Event()

    async def show(text: str) -> None:
        shown.append(text)
        await gate.wait()

    progress = Progress(show)
    progress.tell("one")
    await asyncio.sleep(0)
    progress.tell("two")
    progress.tell("three")
    gate.set()
    await progress.end()
    assert shown == ["one", "three"]


async def test_it_goes_on_after_a_pause() -> None:
    """And an end without anything told is one."""
    shown: list[str] = []

    async def show(text: str) -> None:
        shown.append(text)

    progress = Progress(show)
    await progress.end()
    for text in ("one", "two"):
        progress.tell(text)
        await progress.end()
    assert shown == ["one", "two"]

"""Pictures that follow an answer: drawn for those that have something to show, bounded in time and size, and never a reason to fail."""

from __future__ import annotations

import asyncio
import io
from dataclasses import replace

import pytest
from PIL import Image

from adapters.illustrating import Illustrator, within
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.limits import Crashed, TimedOut
from bot.limits.drawing import drawing_worker
from bot.outgoing import Parcel, pack, unpack
from bot.reply import Reply
from bot.threads import read_threads
from tests.adapters.pasted import MANY

LIBRARY = load()
DESK = Desk(LIBRARY)
FEW = next(thread for thread in read_threads(bundled()) if thread.id == "two-blocks").log


def reply_to(text: str, lang: str = "en") -> Reply:
    """Return the reply to a paste."""
    return DESK.respond(Conversation("c"), Message(text, lang=lang))[1]


async def drawn(*_: object) -> bytes:
    """Draw nothing."""
    return b"PNG"


@pytest.mark.parametrize("lang", ["en", "ja"])
async def test_a_worker_draws_the_timeline_of_many_transactions(lang: str) -> None:
    """As PNG, with a text in the reader's language that says all of it."""
    reply = reply_to(MANY, lang)
    async with drawing_worker() as worker:
        picture = await Illustrator(worker.run).picture(reply, LIBRARY, 1000)
    assert picture is not None
    assert Image.open(io.BytesIO(picture.data)).format == "PNG"
    assert picture.title == {"en": "Who connected, and what became of it", "ja": "つないできた相手と、その結果"}[lang]
    assert picture.alt.splitlines()[0] == picture.title
    assert all(f"192.0.2.{n}" in picture.alt for n in range(8))
    assert len(picture.data) < 500_000


async def test_a_handful_needs_no_picture() -> None:
    """Two blocks are read at a glance; and where nothing can be drawn, nothing is."""
    assert reply_to(FEW).timeline is None
    assert await Illustrator(drawn).picture(reply_to(FEW), LIBRARY, 1000) is None
    assert await Illustrator().picture(reply_to(MANY), LIBRARY, 1000) is None


def test_only_new_lines_bring_one() -> None:
    """An answer to a question changes the answer, not what happened; and a reply of the outbox still has its own."""
    conversation, reply = DESK.respond(Conversation("c"), Message(MANY, lang="en"))
    assert reply.timeline is not None
    assert unpack(pack(Parcel("x", reply))).reply == reply
    again = DESK.respond(conversation, Message("undo"))[1]
    assert again.timeline is None


@pytest.mark.parametrize("failed", [TimedOut(30.0), Crashed("memory", "pictures/drawing.py:1"), b"x" * 11])
async def test_what_cannot_be_drawn_is_left_out(failed: TimedOut | Crashed | bytes) -> None:
    """Too slow, out of memory, too large."""

    async def failing(*_: object) -> bytes | TimedOut | Crashed:
        return failed

    assert await Illustrator(failing, most_bytes=10).picture(reply_to(MANY), LIBRARY, 1000) is None


async def test_nobody_waits_for_ever() -> None:
    """Others may be before it."""

    async def never(*_: object) -> bytes:
        await asyncio.Event().wait()
        return b""

    assert await Illustrator(never, seconds=0.01).picture(reply_to(MANY), LIBRARY, 1000) is None


async def test_a_long_description_is_cut_between_lines() -> None:
    """And says where the rest is."""
    reply = reply_to(MANY, "ja")
    assert reply.timeline is not None
    long = replace(reply, timeline=replace(reply.timeline, alt="\n".join([reply.timeline.title, *("行" * 30 for _ in range(60))])))
    picture = await Illustrator(drawn).picture(long, LIBRARY, 1000)
    assert picture is not None
    assert len(picture.alt) <= 1000
    assert picture.alt.endswith("お答えの「一行ずつ」にあります。")
    assert within("a\nb", 3, "…") == "a\nb"
    assert within("a\nbb", 3, "…") == "a\n…"
    assert within("a\nbb\ncc", 8, "…", lambda text: 2 * len(text)) == "a\n…"

"""An answer that is on its way: its state line by line, until the address of its page comes, so that nobody looks at a still page."""

from __future__ import annotations

import asyncio
import json

from aiohttp import web

from adapters.web.room import Room, sentence
from bot.office import Envelope


async def stream(room: Room, request: web.Request, envelope: Envelope) -> web.StreamResponse:
    """Answer a message with lines of JSON.

    Each is an object with ``state``: ``reading`` or ``line`` with a sentence to show (``said``), then ``done`` with the ``location`` of
    the page that shows the answer, or ``waiting`` with why there is none yet.
    """
    response = web.StreamResponse(headers={"Content-Type": "application/x-ndjson; charset=utf-8"})
    await response.prepare(request)
    lang, positions = room.pages.lang_of(request), asyncio.Queue[int]()
    answering = asyncio.create_task(room.office.receive(envelope, positions.put_nowait))
    try:
        await _write(response, "reading", said=room.pages.library().phrase("web-reading", lang))
        while not answering.done():
            moved = asyncio.create_task(positions.get())
            await asyncio.wait({answering, moved}, return_when=asyncio.FIRST_COMPLETED)
            if moved.done():
                await _write(response, "line", said=room.pages.library().phrase("web-place-in-line", lang, count=moved.result()))
            else:
                moved.cancel()
        delivery = await answering
    except (ConnectionError, asyncio.CancelledError):
        answering.cancel()
        raise
    if delivery.state == "waiting":
        await _write(response, "waiting", said=sentence(delivery.reply))
    else:
        await _write(response, "done", location=await room.delivered(delivery, envelope))
    await response.write_eof()
    return response


async def _write(response: web.StreamResponse, state: str, **told: str) -> None:
    await response.write(json.dumps({"state": state, **told}, ensure_ascii=False).encode() + b"\n")

"""Pictures of a case, drawn when they are asked for."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import cast

from aiohttp import web

from adapters.web.pictures import composed
from adapters.web.saving import Saving
from bot.pictures import draw
from bot.pictures.drawing import Form

_KINDS = {"svg": "image/svg+xml", "png": "image/png"}
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""An SVG holds the look of its shapes within itself, and may do nothing else."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """Draws what is kept."""

    saving: Saving

    async def picture(self, request: web.Request) -> web.Response:
        """Return a picture of a case."""
        room = self.saving.room
        found = await self.saving.found(request)
        if isinstance(found, web.Response):
            return found
        answer = found[1]
        picture = composed(answer, room.pages.library()).get(request.match_info["picture"]) if room.pictures else None
        if picture is None:
            return room.pages.problem(request, 404, "web-gone")
        form = cast("Form", request.match_info["form"])
        note = room.pages.library().phrase("picture-no-font", answer.lang)
        data = await asyncio.to_thread(draw, picture, form, note)
        return web.Response(body=data, content_type=_KINDS[form], headers={"Content-Security-Policy": POLICY})

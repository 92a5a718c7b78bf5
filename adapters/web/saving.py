"""What can be taken away from a case: its answer as markdown, and the whole of it as a file."""

from __future__ import annotations

from dataclasses import dataclass

from aiohttp import web

from adapters.web.room import TENANT, Room
from bot.answer import Answer
from bot.case_file import CASE, case_text
from bot.conversation import Conversation
from bot.markdown import markdown_of


@dataclass(frozen=True, slots=True)
class Saving:
    """Hands out what a room keeps."""

    room: Room

    async def markdown(self, request: web.Request) -> web.Response:
        """Return the answer as markdown, to be read or copied."""
        found = await self.found(request)
        if isinstance(found, web.Response):
            return found
        return web.Response(text=markdown_of(found[1].reply), content_type="text/plain", charset="utf-8")

    async def case(self, request: web.Request) -> web.Response:
        """Return the question, the answer and the log as one file."""
        found = await self.found(request)
        if isinstance(found, web.Response):
            return found
        kept, answer = found
        text = case_text(kept, answer.reply, self.room.pages.library())
        headers = {"Content-Disposition": f'attachment; filename="{CASE}"'}
        return web.Response(text=text, content_type="text/markdown", charset="utf-8", headers=headers)

    async def found(self, request: web.Request) -> tuple[Conversation, Answer] | web.Response:
        """Return the conversation that an address names, with its answer; or the page that says why there is none."""
        kept = await self.room.office.case(TENANT, request.match_info["id"])
        if kept is None or not kept.text:
            return self.room.pages.problem(request, 404, "web-gone")
        answer = await self.room.answer(kept, self.room.pages.lang_of(request, kept.lang))
        if answer is None:
            return self.room.pages.problem(request, 503, "web-unreachable")
        return kept, answer

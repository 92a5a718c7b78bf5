"""The web application put together: which address is answered by what, and what stands before and behind all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.pages import STATIC, Pages
from adapters.web.room import Room
from adapters.web.safety import Asking, Doorkeeper, adorn, guard
from adapters.web.saving import Saving
from bot.journal import journal

_CONVERSATION = r"{id:[A-Za-z0-9_-]{20,40}}"
_MOST_OF_A_SHORT_FORM = 64 * 1024
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def application(room: Room, doorkeeper: Doorkeeper) -> web.Application:
    """Return the application.

    Args:
        room: answers messages.
        doorkeeper: knows the names by which it may be reached.
    """
    made = web.Application(middlewares=[guard(doorkeeper, room.pages.problem), telling(room.pages)], client_max_size=_MOST_OF_A_SHORT_FORM)
    made.on_response_prepare.append(adorn)
    saving = Saving(room)
    made.add_routes([
        web.get("/", room.index),
        web.post("/", room.begin),
        web.get(f"/c/{_CONVERSATION}", room.show),
        web.post(f"/c/{_CONVERSATION}", room.go_on),
        web.post(f"/c/{_CONVERSATION}/forget", room.forget),
        web.get(f"/c/{_CONVERSATION}/answer.md", saving.markdown),
        web.get(f"/c/{_CONVERSATION}/case.md", saving.case),
        web.get(r"/static/{name:[a-z]+\.(?:css|js|svg)}", static),
    ])  # fmt: skip
    return made


async def static(request: web.Request) -> web.StreamResponse:
    """Return a file of ours; its address changes with what is in it."""
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    caching = "public, max-age=31536000, immutable" if "v" in request.query else "no-cache"
    return web.Response(body=path.read_bytes(), content_type=_KINDS[path.suffix], charset="utf-8", headers={"Cache-Control": caching})


def telling(pages: Pages) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return what tells visitors in their language what went wrong."""

    @web.middleware
    async def told(request: web.Request, handler: Asking) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            phrase = {404: "web-gone", 413: "web-unreadable"}.get(error.status, "web-not-so")
            return pages.problem(request, error.status, phrase)
        except ConnectionError:
            raise  # the visitor went away
        except Exception:  # noqa: BLE001 - the outer edge: whatever is left is a fault of ours, and the visitor is told so
            journal().error("failed", exc_info=True)
            return pages.problem(request, 500, "went-wrong")

    return told

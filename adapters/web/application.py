"""The web application put together: which address is answered by what, and what stands before and behind all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from adapters.web.api import Api
from adapters.web.asked import MOST_OF_A_QUESTION
from adapters.web.drawing import Drawing
from adapters.web.library import Reading
from adapters.web.pages import STATIC
from adapters.web.room import Room
from adapters.web.safety import Asking, Doorkeeper, adorn, guard
from adapters.web.saving import Saving
from bot.journal import journal

_CONVERSATION = r"{id:[A-Za-z0-9_-]{20,40}}"
MOST_OF_AN_ADDRESS = 12 * MOST_OF_A_QUESTION + 4096
"""Bytes; percent-encoding makes at most twelve of a character (RFC 3986, 2.1)."""
_FINISH_SECONDS = 20.0
_MOST_OF_A_SHORT_FORM = 64 * 1024
_KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def application(room: Room, reading: Reading, api: Api, doorkeeper: Doorkeeper) -> web.Application:
    """Return the application.

    Args:
        room: answers messages.
        reading: shows the library.
        api: answers programs.
        doorkeeper: knows the names by which it may be reached.
    """

    def refuse(request: web.Request, status: int, phrase: str) -> web.Response:
        says = api.problem if request.path.startswith("/api/") else room.pages.problem
        return says(request, status, phrase)

    made = web.Application(middlewares=[guard(doorkeeper, refuse), telling(refuse)], client_max_size=_MOST_OF_A_SHORT_FORM)
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
        web.get("/kb/", reading.index),
        web.get("/kb/search", reading.search),
        web.get("/kb/suggest", reading.suggest),
        web.post("/kb/feedback", reading.feedback),
        web.get("/kb/{name:.+}", reading.page),
        *api.routes(),
        web.get(rf"/c/{_CONVERSATION}/{{picture:timeline|path}}.{{form:svg|png}}", Drawing(saving).picture),
        web.get(r"/static/{name:[a-z]+\.(?:css|js|svg)}", static),
    ])  # fmt: skip
    return made


def runner_of(made: web.Application) -> web.AppRunner:
    """Return what runs the application; an address may hold the longest question, percent-encoded."""
    return web.AppRunner(made, shutdown_timeout=_FINISH_SECONDS, access_log=None, max_line_size=MOST_OF_AN_ADDRESS)


def _missing(request: web.Request) -> str:
    return "web-api-not-there" if request.path.startswith("/api/") else "web-gone"


async def static(request: web.Request) -> web.StreamResponse:
    """Return a file of ours; its address changes with what is in it."""
    path = STATIC / request.match_info["name"]
    if not path.is_file():
        raise web.HTTPNotFound
    caching = "public, max-age=31536000, immutable" if "v" in request.query else "no-cache"
    return web.Response(body=path.read_bytes(), content_type=_KINDS[path.suffix], charset="utf-8", headers={"Cache-Control": caching})


def telling(refuse: Callable[[web.Request, int, str], web.Response]) -> Callable[..., Awaitable[web.StreamResponse]]:
    """Return what tells visitors in their language what went wrong."""

    @web.middleware
    async def told(request: web.Request, handler: Asking) -> web.StreamResponse:
        try:
            return await handler(request)
        except web.HTTPException as error:
            if error.status < 400:
                raise
            phrase = {404: _missing(request)}.get(error.status, "web-not-so")
            refused = refuse(request, error.status, phrase)
            if "Allow" in error.headers:
                refused.headers["Allow"] = error.headers["Allow"]
            return refused
        except ConnectionError:
            raise  # the visitor went away
        except Exception:  # noqa: BLE001 - the outer edge: whatever is left is a fault of ours, and the visitor is told so
            journal().error("failed", exc_info=True)
            return refuse(request, 500, "went-wrong")

    return told

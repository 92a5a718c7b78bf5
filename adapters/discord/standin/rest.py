"""The stand-in's REST: the routes that this program uses, each refusing what Discord refuses; any other is unknown and noted."""

from __future__ import annotations

import json
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.discord.standin.gateway import Gateway
from adapters.discord.standin.rules import wrong_with_choices, wrong_with_commands, wrong_with_message, wrong_with_modal
from adapters.discord.standin.world import APP, EPHEMERAL, SERVER, TEXT_CHANNEL, Json, World, snowflake, user

MESSAGE, THINKING, LATER, UPDATE, SUGGESTIONS, FORM = 4, 5, 6, 7, 8, 9
"""Types of callbacks to interactions (Interaction Callback Type)."""
TOKEN_SECONDS = 15 * 60
Upload = tuple[str, bytes]


class Refusal(Exception):
    """What Discord answers instead: a status, and a code of its own."""

    def __init__(self, status: int, code: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.code = code


@dataclass(slots=True)
class Open:
    """An interaction that is not over.

    Attributes:
        id: its id.
        token: what it is answered by.
        room: where it is.
        pressed: the message that was pressed, None for a command.
        began: when, in seconds.
        callback: what it was acknowledged with, None while it was not.
        answer: the message that is its answer, as ``@original`` means it.
    """

    id: str
    token: str
    room: str
    pressed: Json | None
    began: float
    callback: Json | None = None
    answer: Json | None = None


@dataclass(slots=True)
class Rest:
    """The REST of a world.

    Attributes:
        world, gateway: what there is, and who is told.
        token: the only one that is good.
        calls: every call: method, path and body.
        unknown: calls to routes that there are not; a test expects none.
        refused: what was refused, in words.
        next_answers: statuses, bodies and headers that the next calls get instead of being looked at.
        commands: those that were registered.
        synced: how often commands were registered.
        interactions: those that were begun, by token.
        clock: seconds; a test may move it.
        no_threads: whether threads are forbidden.
    """

    world: World
    gateway: Gateway
    token: str
    calls: list[tuple[str, str, Any]] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    next_answers: list[tuple[int, Json, dict[str, str]]] = field(default_factory=list)
    commands: list[Json] = field(default_factory=list)
    synced: int = 0
    interactions: dict[str, Open] = field(default_factory=dict)
    clock: Callable[[], float] = time.time
    no_threads: bool = False
    _nonces: dict[tuple[str, str], Json] = field(default_factory=dict)

    async def serve(self, request: web.Request) -> web.Response:
        """Answer one call."""
        path, method = "/" + request.match_info["path"], request.method
        body, uploads = await _read(request)
        self.calls.append((method, path, body))
        headers = {"X-RateLimit-Bucket": f"{method}{path.split('/')[1]}", "X-RateLimit-Limit": "50", "X-RateLimit-Remaining": "49",
                   "X-RateLimit-Reset": str(time.time() + 1), "X-RateLimit-Reset-After": "1", "Via": "1.1 stand-in"}  # fmt: skip
        if self.next_answers:
            status, answer, more = self.next_answers.pop(0)
            return _json(answer, status, {**headers, **more})
        try:
            found = await self._route(method, path.strip("/").split("/"), body or {}, uploads, request)
        except Refusal as refusal:
            self.refused.append(str(refusal))
            return _json({"code": refusal.code, "message": str(refusal)}, refusal.status, headers)
        return web.Response(status=204, headers=headers) if found is None else _json(found, 200, headers)

    async def _route(self, method: str, path: list[str], body: Any, uploads: list[Upload], request: web.Request) -> Any:
        if path[0] not in ("interactions", "webhooks") and request.headers.get("Authorization") != f"Bot {self.token}":
            raise Refusal(401, 0, "401: Unauthorized")
        match (method, *path):
            case ("GET", "users", "@me"):
                return user(APP)
            case ("GET", "users", "@me", "guilds"):
                return [{"id": SERVER, "name": "Mail admins", "permissions": str(self.world.powers.get(APP, (1 << 51) - 1))}]
            case ("GET", "applications", "@me") | ("GET", "oauth2", "applications", "@me"):
                return _application()
            case ("GET", "applications", _, "commands"):
                return self.commands
            case ("PUT", "applications", _, "commands"):
                return self._register(body)
            case ("POST", "interactions", id_, token, "callback"):
                return await self._callback(id_, token, body, uploads, request)
            case ("POST", "webhooks", _, token):
                return await self._follow_up(self._open(token), body, uploads)
            case (_, "webhooks", _, token, "messages", which):
                return await self._hook(method, self._open(token), which, body, uploads)
            case (_, "channels", room, *rest):
                return await self._channel(method, room, rest, body, uploads)
        self.unknown.append((method, "/".join(path)))
        raise Refusal(404, 0, "404: Not Found")

    async def _channel(self, method: str, room: str, rest: list[str], body: Json, uploads: list[Upload]) -> Any:
        """Answer a call about a channel."""
        if room not in self.world.rooms:
            raise Refusal(404, 10003, "Unknown Channel")
        match (method, *rest):
            case ("GET",):
                return self.world.rooms[room]
            case ("POST", "typing"):
                return None
            case ("POST", "messages"):
                return await self._say(room, body, uploads)
            case ("POST", "messages", id_, "threads"):
                return await self._thread(room, id_, body)
            case ("GET", "messages", id_):
                return self._message(id_)
            case ("PATCH", "messages", id_):
                return await self._edit(self._message(id_, ours=True), body, uploads)
            case ("DELETE", "messages", id_):
                return await self._delete(self._message(id_, ours=True))
        self.unknown.append((method, f"channels/{room}/{'/'.join(rest)}"))
        raise Refusal(404, 0, "404: Not Found")

    def _register(self, body: list[Json]) -> list[Json]:
        self._must(wrong_with_commands(body))
        self.synced += 1
        self.commands = [{"id": snowflake(), "application_id": APP, "version": "1", "description": "", **command} for command in body]
        return self.commands

    async def _say(self, room: str, body: Json, uploads: list[Upload]) -> Json:
        """Take a message; one with a nonce that was there before is that one (Create Message, ``enforce_nonce``)."""
        self._must(wrong_with_message(body, [name for name, _ in uploads]))
        key = (room, str(body.get("nonce") or snowflake()))
        if body.get("enforce_nonce") and key in self._nonces:
            return self._nonces[key]
        reference = body.get("message_reference")
        more = {"message_reference": reference, "type": 19} if reference else {}
        made = self.world.message(room, APP, **more)
        self.world.change(made, body, uploads)
        self._nonces[key] = made
        await self.gateway.tell_of_message("MESSAGE_CREATE", made)
        return made

    async def _thread(self, room: str, id_: str, body: Json) -> Json:
        self._message(id_)
        if self.no_threads:
            raise Refusal(403, 50013, "Missing Permissions")
        if self.world.rooms[room]["type"] != TEXT_CHANNEL or not 1 <= len(body["name"]) <= 100:
            raise Refusal(400, 50035, "Invalid Form Body")
        if id_ in self.world.rooms:
            raise Refusal(400, 160004, "A thread has already been created for this message")
        made = self.world.thread(room, id_, body["name"])
        await self.gateway.tell("THREAD_CREATE", {**made, "newly_created": True})
        return made

    async def _edit(self, message: Json, body: Json, uploads: list[Upload]) -> Json:
        names = [name for name, _ in uploads] + [one["filename"] for one in message["attachments"]]
        flags = int(body.get("flags") or 0) | int(message["flags"])
        self._must(wrong_with_message({"components": message["components"], **body, "flags": flags}, names))
        self.world.change(message, body, uploads)
        if not message["flags"] & EPHEMERAL:
            await self.gateway.tell_of_message("MESSAGE_UPDATE", message)
        return message

    async def _delete(self, message: Json) -> None:
        del self.world.messages[message["id"]]
        if not message["flags"] & EPHEMERAL:
            told = {"id": message["id"], "channel_id": message["channel_id"]}
            server = {"guild_id": message["guild_id"]} if "guild_id" in message else {}
            await self.gateway.tell("MESSAGE_DELETE", {**told, **server})

    async def _callback(self, id_: str, token: str, body: Json, uploads: list[Upload], request: web.Request) -> Json | None:
        """Take the one acknowledgement that an interaction may have, within three seconds."""
        opened = self.interactions.get(token)
        if opened is None or opened.id != id_ or (opened.callback is None and self.clock() - opened.began > 3.0):
            raise Refusal(404, 10062, "Unknown interaction")
        if opened.callback is not None:
            raise Refusal(400, 40060, "Interaction has already been acknowledged.")
        self._must(_wrong_with_callback(body, [name for name, _ in uploads]))
        opened.callback = body
        data = body.get("data") or {}
        if body["type"] in (MESSAGE, THINKING):
            flags = int(data.get("flags") or 0)
            opened.answer = self.world.message(opened.room, APP, flags=flags, type=20, interaction_metadata=None)
            self.world.change(opened.answer, {"flags": flags, **data}, uploads)
        elif body["type"] in (LATER, UPDATE):
            opened.answer = opened.pressed
        if request.query.get("with_response") not in ("1", "true"):
            return None
        return _receipt(opened, body["type"])

    async def _follow_up(self, opened: Open, body: Json, uploads: list[Upload]) -> Json:
        """Take a message beside the answer; while only "thinking" is shown, it is the answer."""
        if opened.callback is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        self._must(wrong_with_message(body, [name for name, _ in uploads]))
        if opened.callback["type"] == THINKING and opened.answer is not None and not opened.answer["components"]:
            self.world.change(opened.answer, {**body, "flags": int(body.get("flags") or 0) & ~EPHEMERAL}, uploads)
            return opened.answer
        made = self.world.message(opened.room, APP, flags=int(body.get("flags") or 0) & EPHEMERAL)
        self.world.change(made, body, uploads)
        return made

    async def _hook(self, method: str, opened: Open, which: str, body: Json, uploads: list[Upload]) -> Json | None:
        """Look at, edit or delete a message by an interaction's token."""
        message = opened.answer if which == "@original" else self.world.messages.get(which)
        if opened.callback is None or message is None or message["id"] not in self.world.messages:
            raise Refusal(404, 10008, "Unknown Message")
        if method == "GET":
            return message
        if method == "PATCH":
            return await self._edit(message, body, uploads)
        await self._delete(message)
        return None

    def _open(self, token: str) -> Open:
        opened = self.interactions.get(token)
        if opened is None:
            raise Refusal(404, 10015, "Unknown Webhook")
        if self.clock() - opened.began > TOKEN_SECONDS:
            raise Refusal(401, 50027, "Invalid Webhook Token")
        return opened

    def _message(self, id_: str, *, ours: bool = False) -> Json:
        message = self.world.messages.get(id_)
        if message is None:
            raise Refusal(404, 10008, "Unknown Message")
        if ours and (message["author"]["id"] != APP or message["flags"] & EPHEMERAL):
            raise Refusal(403, 50005, "Cannot edit a message authored by another user")
        return message

    def _must(self, problems: Iterator[str]) -> None:
        found = list(problems)
        if found:
            raise Refusal(400, 50035, "Invalid Form Body: " + "; ".join(found))


def _wrong_with_callback(body: Json, uploads: list[str]) -> Iterator[str]:
    data = body.get("data") or {}
    if body["type"] in (MESSAGE, UPDATE):
        yield from wrong_with_message(data, uploads)
    elif body["type"] == SUGGESTIONS:
        yield from wrong_with_choices(data.get("choices", ()))
    elif body["type"] == FORM:
        yield from wrong_with_modal(data)


def _receipt(opened: Open, kind: int) -> Json:
    """Return what a callback is answered with on request."""
    flags = opened.answer["flags"] if opened.answer else 0
    told: Json = {
        "interaction": {"id": opened.id, "type": 2, "response_message_loading": kind == THINKING,
                        "response_message_ephemeral": bool(flags & EPHEMERAL)},
        "resource": {"type": kind},
    }  # fmt: skip
    if opened.answer is not None:
        told["interaction"]["response_message_id"] = opened.answer["id"]
        told["resource"]["message"] = opened.answer
    return told


def _application() -> Json:
    return {"id": APP, "name": "relaydoc", "icon": None, "description": "", "rpc_origins": None, "bot_public": True,
            "bot_require_code_grant": False, "owner": user("700002"), "summary": "", "verify_key": "x", "team": None, "flags": 0,
            "bot": user(APP)}  # fmt: skip


async def _read(request: web.Request) -> tuple[Any, list[Upload]]:
    """Return the body of a call and what is uploaded with it."""
    if request.content_type != "multipart/form-data":
        return (await request.json() if request.can_read_body else None), []
    body, uploads = None, []
    async for part in await request.multipart():
        name = getattr(part, "name", "")
        if name == "payload_json":
            body = json.loads(await part.text())  # type: ignore[union-attr]
        else:
            uploads.append((getattr(part, "filename", None) or "", bytes(await part.read())))  # type: ignore[union-attr, call-arg]
    return body, uploads


def _json(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    """Return JSON; the library takes a body for text unless its type is this to the letter."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers={**headers, "Content-Type": "application/json"})


Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

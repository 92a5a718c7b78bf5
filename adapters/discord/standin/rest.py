"""The stand-in's REST: the routes that this program uses, each refusing what Discord refuses; any other is unknown and noted."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from adapters.discord.standin.gateway import Gateway
from adapters.discord.standin.interactions import Interactions, RefusedError, Upload, must
from adapters.discord.standin.rules import wrong_with_commands, wrong_with_message
from adapters.discord.standin.world import APP, BEN, EPHEMERAL, EVERYTHING, SERVER, TEXT_CHANNEL, Json, World, snowflake, user


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
        interactions: what is answered by a token.
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
    no_threads: bool = False
    interactions: Interactions = field(init=False)
    _nonces: dict[tuple[str, str], Json] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.interactions = Interactions(self.world, self.edit, self.delete)

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
        except RefusedError as refusal:
            self.refused.append(str(refusal))
            return _json({"code": refusal.code, "message": str(refusal)}, refusal.status, headers)
        return web.Response(status=204, headers=headers) if found is None else _json(found, 200, headers)

    async def _route(self, method: str, path: list[str], body: Any, uploads: list[Upload], request: web.Request) -> Any:
        if path[0] in ("interactions", "webhooks"):
            return await self.interactions.route(method, path, body, uploads, with_response="with_response" in request.query)
        if request.headers.get("Authorization") != f"Bot {self.token}":
            raise RefusedError(401, 0, "401: Unauthorized")
        match (method, *path):
            case ("GET", "users", "@me"):
                return user(APP)
            case ("GET", "users", "@me", "guilds"):
                return [{"id": SERVER, "name": "Mail admins", "permissions": str(self.world.powers.get(APP, EVERYTHING))}]
            case ("GET", "applications" | "oauth2", *_) if path[-1] == "@me":
                return _application()
            case ("PUT", "applications", _, "commands"):
                return self._register(body)
            case (_, "channels", room, *rest):
                return await self._channel(method, room, rest, body, uploads)
        raise self._unknown(method, path)

    def _unknown(self, method: str, path: list[str]) -> RefusedError:
        self.unknown.append((method, "/".join(path)))
        return RefusedError(404, 0, "404: Not Found")

    async def _channel(self, method: str, room: str, rest: list[str], body: Json, uploads: list[Upload]) -> Any:
        """Answer a call about a channel."""
        if room not in self.world.rooms:
            raise RefusedError(404, 10003, "Unknown Channel")
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
                return await self.edit(self._message(id_, ours=True), body, uploads)
            case ("DELETE", "messages", id_):
                return await self.delete(self._message(id_, ours=True))
        raise self._unknown(method, ["channels", room, *rest])

    def _register(self, body: list[Json]) -> list[Json]:
        must(wrong_with_commands(body))
        self.synced += 1
        self.commands = [{"id": snowflake(), "application_id": APP, "version": "1", "description": "", **command} for command in body]
        return self.commands

    async def _say(self, room: str, body: Json, uploads: list[Upload]) -> Json:
        """Take a message; one with a nonce that was there before is that one (Create Message, ``enforce_nonce``)."""
        must(wrong_with_message(body, [name for name, _ in uploads]))
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
            raise RefusedError(403, 50013, "Missing Permissions")
        if self.world.rooms[room]["type"] != TEXT_CHANNEL or not 1 <= len(body["name"]) <= 100:
            raise RefusedError(400, 50035, "Invalid Form Body")
        if id_ in self.world.rooms:
            raise RefusedError(400, 160004, "A thread has already been created for this message")
        made = self.world.thread(room, id_, body["name"])
        await self.gateway.tell("THREAD_CREATE", {**made, "newly_created": True})
        return made

    async def edit(self, message: Json, body: Json, uploads: list[Upload]) -> Json:
        """Change a message of the program, and tell of it unless only one person sees it."""
        names = [name for name, _ in uploads] + [one["filename"] for one in message["attachments"]]
        flags = int(body.get("flags") or 0) | int(message["flags"])
        must(wrong_with_message({"components": message["components"], **body, "flags": flags}, names))
        self.world.change(message, body, uploads)
        if not message["flags"] & EPHEMERAL:
            await self.gateway.tell_of_message("MESSAGE_UPDATE", message)
        return message

    async def delete(self, message: Json) -> None:
        """Delete a message, and tell of it unless only one person sees it."""
        del self.world.messages[message["id"]]
        if not message["flags"] & EPHEMERAL:
            told = {"id": message["id"], "channel_id": message["channel_id"]}
            server = {"guild_id": message["guild_id"]} if "guild_id" in message else {}
            await self.gateway.tell("MESSAGE_DELETE", {**told, **server})

    def _message(self, id_: str, *, ours: bool = False) -> Json:
        message = self.world.messages.get(id_)
        if message is None:
            raise RefusedError(404, 10008, "Unknown Message")
        if ours and (message["author"]["id"] != APP or message["flags"] & EPHEMERAL):
            raise RefusedError(403, 50005, "Cannot edit a message authored by another user")
        return message


def _application() -> Json:
    return {"id": APP, "name": "relaydoc", "icon": None, "description": "", "rpc_origins": None, "bot_public": True,
            "bot_require_code_grant": False, "owner": user(BEN), "summary": "", "verify_key": "x", "team": None, "flags": 0,
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
            uploads.append((getattr(part, "filename", None) or "", bytes(await part.read())))  # type: ignore[union-attr]
    return body, uploads


def _json(body: Any, status: int, headers: dict[str, str]) -> web.Response:
    """Return JSON; the library takes a body for text unless its type is this to the letter."""
    return web.Response(body=json.dumps(body).encode(), status=status, headers={**headers, "Content-Type": "application/json"})

"""The stand-in's gateway: hello, identify, resume, and events to all who listen."""

from __future__ import annotations

import asyncio
import json
import zlib
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from adapters.discord.standin.world import APP, DIRECT_CHANNEL, SERVER, Json, World, user

HELLO, HEARTBEAT, IDENTIFY, RESUME, RECONNECT, INVALID, ACKNOWLEDGED, DISPATCH = 10, 1, 2, 6, 7, 9, 11, 0
PRIVILEGED = 1 << 1 | 1 << 8 | 1 << 15
GUILD_MESSAGES, DIRECT_MESSAGES, CONTENT = 1 << 9, 1 << 12, 1 << 15
_BAD_TOKEN, _BAD_INTENTS = 4004, 4014


@dataclass(eq=False, slots=True)
class _Listener:
    """One connection; what it is sent is packed with zlib where it asked for that."""

    socket: web.WebSocketResponse
    pack: Any = None

    async def send(self, payload: Json) -> None:
        text = json.dumps(payload)
        if self.pack is None:
            await self.socket.send_str(text)
        else:
            await self.socket.send_bytes(self.pack.compress(text.encode()) + self.pack.flush(zlib.Z_SYNC_FLUSH))


@dataclass(slots=True)
class Gateway:
    """The gateway of a world.

    Attributes:
        world: what there is.
        token: the only one that is good.
        identified: what each new session said of itself.
        resumed: what each session that was taken up again said.
        sequence: the number of the latest event.
        up: whether somebody is listening.
        refuses: how many connections are refused before one is taken.
    """

    world: World
    token: str
    url: str = ""
    identified: list[Json] = field(default_factory=list)
    resumed: list[Json] = field(default_factory=list)
    sequence: int = 0
    up: asyncio.Event = field(default_factory=asyncio.Event)
    refuses: int = 0
    session: str = "session-1"
    _listeners: list[_Listener] = field(default_factory=list)
    _past: deque[Json] = field(default_factory=lambda: deque(maxlen=100))

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        if self.refuses:
            self.refuses -= 1
            return web.Response(status=503)
        socket = web.WebSocketResponse(max_msg_size=2**20)
        await socket.prepare(request)
        packed = request.query.get("compress") == "zlib-stream"
        listener = _Listener(socket, zlib.compressobj() if packed else None)
        await listener.send({"op": HELLO, "d": {"heartbeat_interval": 41250}})
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    told = json.loads(message.data)
                    await self._told(listener, told["op"], told.get("d"))
        finally:
            if listener in self._listeners:
                self._listeners.remove(listener)
            if not self._listeners:
                self.up.clear()
        return socket

    async def _told(self, listener: _Listener, op: int, data: Any) -> None:
        if op == HEARTBEAT:
            await listener.send({"op": ACKNOWLEDGED})
        elif op == IDENTIFY:
            await self._identify(listener, data)
        elif op == RESUME:
            await self._resume(listener, data)

    async def _identify(self, listener: _Listener, data: Json) -> None:
        self.identified.append(data)
        if data["token"] != self.token or data["intents"] & PRIVILEGED:
            await listener.socket.close(code=_BAD_TOKEN if data["token"] != self.token else _BAD_INTENTS)
            return
        self._past.clear()
        self._listeners.append(listener)
        ready = {
            "v": 10, "user": user(APP), "guilds": [{"id": SERVER, "unavailable": True}], "session_id": self.session,
            "resume_gateway_url": self.url, "application": {"id": APP, "flags": 0},
        }  # fmt: skip
        await self.tell("READY", ready)
        await self.tell("GUILD_CREATE", self.world.server())
        self.up.set()

    async def _resume(self, listener: _Listener, data: Json) -> None:
        """Take a session up again: what it missed comes first."""
        self.resumed.append(data)
        if data["session_id"] != self.session:
            await listener.send({"op": INVALID, "d": False})
            return
        for missed in [one for one in self._past if one["s"] > data["seq"]]:
            await listener.send(missed)
        self._listeners.append(listener)
        await self.tell("RESUMED", {})
        self.up.set()

    async def tell(self, event: str, data: Json) -> None:
        """Tell everybody of an event; nobody listening gets it when it resumes."""
        self.sequence += 1
        payload = {"op": DISPATCH, "s": self.sequence, "t": event, "d": data}
        self._past.append(payload)
        for listener in tuple(self._listeners):
            with suppress(ConnectionResetError):
                await listener.send(payload)

    async def tell_of_message(self, event: str, message: Json) -> None:
        """Tell of a message as far as the intents go: without that for content, it is empty unless it mentions us, is ours or direct."""
        direct = self.world.rooms[message["channel_id"]]["type"] == DIRECT_CHANNEL
        intents = self.identified[-1]["intents"]
        if not intents & (DIRECT_MESSAGES if direct else GUILD_MESSAGES):
            return
        ours = message["author"]["id"] == APP or any(mentioned["id"] == APP for mentioned in message["mentions"])
        if not direct and not ours and not intents & CONTENT:
            message = {**message, "content": "", "attachments": [], "embeds": [], "components": []}
        await self.tell(event, message)

    async def reconnect(self) -> None:
        """Ask everybody to connect anew."""
        for listener in tuple(self._listeners):
            await listener.send({"op": RECONNECT})

    async def invalidate(self) -> None:
        """End the session, so that a new one has to begin."""
        self.session += "+"
        for listener in tuple(self._listeners):
            await listener.send({"op": INVALID, "d": False})

    async def hang_up(self) -> None:
        """Close all connections as when the program on the other side is stopped."""
        for listener in tuple(self._listeners):
            await listener.socket.close()

    def cut(self) -> None:
        """Let all connections break without a word."""
        for listener in tuple(self._listeners):
            transport = listener.socket._req.transport if listener.socket._req else None
            if transport is not None:
                transport.abort()

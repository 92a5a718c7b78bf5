"""The stand-in as one server on a loopback port, and the library pointed at it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import cast

import discord.gateway
import discord.http
from aiohttp import web
from yarl import URL

from adapters.discord.standin.gateway import Gateway
from adapters.discord.standin.rest import Rest
from adapters.discord.standin.world import World

TOKEN = "stand-in"  # noqa: S105 - the stand-in's own, and good for nothing else
_MOST = 64 * 2**20


class StandIn:
    """A world with its gateway, REST and files."""

    def __init__(self) -> None:
        self.world = World()
        self.gateway = Gateway(self.world, TOKEN)
        self.rest = Rest(self.world, self.gateway, TOKEN)
        self.base = ""
        self.broken_files: dict[str, int] = {}

    @property
    def host(self) -> str:
        """Return from where files are fetched."""
        return URL(self.base).authority

    @asynccontextmanager
    async def running(self) -> AsyncIterator[StandIn]:
        """Serve while the block runs."""
        app = web.Application(client_max_size=_MOST)
        app.router.add_get("/gateway/", self.gateway.connect)
        app.router.add_get("/cdn/{path:.*}", self._file)
        app.router.add_route("*", "/api/v10/{path:.*}", self.rest.serve)
        runner = web.AppRunner(app, shutdown_timeout=0.2)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", 0)
            await site.start()
            port = cast("asyncio.Server", site._server).sockets[0].getsockname()[1]
            self.base = self.world.base = f"http://127.0.0.1:{port}"
            self.gateway.url = f"ws://127.0.0.1:{port}/gateway/"
            yield self
        finally:
            await self.gateway.hang_up()
            await runner.cleanup()

    async def _file(self, request: web.Request) -> web.Response:
        path = request.match_info["path"]
        status = self.broken_files.get(path.rpartition("/")[2], 200)
        data = self.world.files.get(path)
        return web.Response(status=status if data is not None else 404, body=data if status == 200 else None)

    @contextmanager
    def pointed_at(self) -> Iterator[None]:
        """Let the library talk to this server; these two are all that names another."""
        before = discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY
        discord.http.Route.BASE = f"{self.base}/api/v10"
        discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = URL(self.gateway.url)
        try:
            yield
        finally:
            discord.http.Route.BASE, discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY = before

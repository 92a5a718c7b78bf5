"""The stand-in's side of the wire: Web API, Socket Mode, files and response addresses, on loopback."""

from __future__ import annotations

import asyncio
import itertools
import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from adapters.slack.standin.methods import METHODS, Refused
from adapters.slack.standin.rules import faults_in_message

Json = dict[str, Any]
Carrier = Callable[[str, Json], Awaitable[Any]]
TEAM, BOT, APP_TOKEN = "T0001", "U0BOT", "xapp-1-standin"
LOGIN_PAGE = "<!DOCTYPE html><html><title>Sign in to Slack</title></html>"


@dataclass
class Team:
    """A workspace: its bot's token and scopes, and the channels that the bot is in."""

    id: str = TEAM
    token: str = "xoxb-standin"  # noqa: S105 - opens nothing
    scopes: frozenset[str] = frozenset({
        "app_mentions:read", "assistant:write", "chat:write", "commands", "files:read", "files:write", "im:history",
    })  # fmt: skip
    channels: set[str] = field(default_factory=lambda: {"C0001"})


@dataclass
class Trouble:
    """An answer that the Web API gives once instead of its own."""

    status: int
    body: Json
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = ""


class StandIn:
    """Slack on loopback.

    Attributes:
        teams: by token.
        messages: what stands in channels, by channel and time stamp.
        asides: what was said to one person alone, oldest first.
        views: forms that were opened, oldest first.
        files: private files by id: what Slack tells of each, and its bytes.
        uploads: what was uploaded, by id.
        descriptions: what was said of an upload to those who do not see it, by id.
        calls: each call of the Web API: method, arguments, token.
        unknown: methods that were called and are not known.
        faults: what was wrong with what was sent.
        troubles: answers to give once instead of one's own.
        installs: the workspaces that a code of an installation stands for.
        carrier: brings what is sent to the other side; None: Socket Mode does.
    """

    def __init__(self, *teams: Team) -> None:
        self.teams = {team.token: team for team in teams or (Team(),)}
        self.messages: dict[tuple[str, str], Json] = {}
        self.asides: list[Json] = []
        self.views: list[Json] = []
        self.files: dict[str, tuple[Json, bytes]] = {}
        self.uploads: dict[str, bytes] = {}
        self.descriptions: dict[str, str] = {}
        self.calls: list[tuple[str, Json, str]] = []
        self.unknown: list[str] = []
        self.faults: list[str] = []
        self.troubles: list[Trouble] = []
        self.installs: dict[str, Team] = {}
        self.carrier: Carrier | None = None
        self.connected = asyncio.Event()
        self.sockets: list[web.WebSocketResponse] = []
        self._acks: dict[str, asyncio.Future[Any]] = {}
        self._count = itertools.count(1)

    async def __aenter__(self) -> StandIn:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/respond/{id}", self._respond)
        app.router.add_get("/files/{id}/{name}", self._download)
        app.router.add_post("/upload/{id}", self._upload)
        app.router.add_get("/link", self._link)
        self._runner = web.AppRunner(app, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        for socket in self.sockets:
            await socket.close()
        await self._runner.cleanup()

    @property
    def api(self) -> str:
        """Return where the Web API is."""
        return f"{self.base}/api/"

    def number(self) -> int:
        """Return a number that was not given before."""
        return next(self._count)

    def stamp(self) -> str:
        """Return a new time stamp."""
        return f"{1700000000 + self.number()}.000100"

    def keep(self, name: str, data: bytes, mimetype: str = "text/plain", **more: Any) -> Json:
        """Keep a private file, and return what Slack tells of it."""
        id_ = f"F{self.number():04}"
        address = f"{self.base}/files/{id_}/{name}"
        file = {
            "id": id_, "name": name, "size": len(data), "mimetype": mimetype, "mode": "hosted",
            "url_private": address, "url_private_download": address, **more,
        }  # fmt: skip
        self.files[id_] = (file, data)
        return file

    async def send(self, kind: str, payload: Json, retry: int = 0) -> Any:
        """Send something, and return what it was acknowledged with."""
        if self.carrier is not None:
            return await self.carrier(kind, payload)
        await self.connected.wait()
        envelope = uuid.uuid4().hex
        ack = self._acks[envelope] = asyncio.get_running_loop().create_future()
        again = {"retry_attempt": retry, "retry_reason": "timeout"} if retry else {}
        accepts = kind != "events_api"
        await self.sockets[-1].send_json(
            {"envelope_id": envelope, "type": kind, "payload": payload, "accepts_response_payload": accepts, **again}
        )
        return await asyncio.wait_for(ack, 30)

    async def disconnect(self) -> None:
        """Ask the other side to connect anew, as Slack does every few hours."""
        self.connected.clear()
        await self.sockets[-1].send_json({"type": "disconnect", "reason": "refresh_requested", "debug_info": {"host": "standin"}})

    async def _api(self, request: web.Request) -> web.Response:
        """Answer a call; arguments come in the address, as a form or as JSON, as the SDK likes."""
        method = request.match_info["method"]
        given: Json = dict(request.query)
        if request.content_type == "application/json":
            given |= await request.json() if request.can_read_body else {}
        else:
            given |= dict(await request.post())
        arguments = {name: _parsed(value) for name, value in given.items()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(arguments.pop("token", ""))
        self.calls.append((method, arguments, token))
        trouble = next((one for one in self.troubles if one.method in ("", method)), None)
        if trouble is not None:
            self.troubles.remove(trouble)
            return web.json_response(trouble.body, status=trouble.status, headers=dict(trouble.headers))
        return self._answer(method, arguments, token)

    def _answer(self, method: str, arguments: Json, token: str) -> web.Response:
        if method == "apps.connections.open":
            known = token == APP_TOKEN
            url = f"{self.base.replace('http', 'ws')}/link?ticket={self.number()}"
            return web.json_response({"ok": True, "url": url} if known else {"ok": False, "error": "invalid_auth"})
        if method == "oauth.v2.access":
            return web.json_response(self._installed(arguments))
        team = self.teams.get(token)
        if team is None:
            return web.json_response({"ok": False, "error": "invalid_auth"})
        if method not in METHODS:
            self.unknown.append(method)
            return web.json_response({"ok": False, "error": "unknown_method"})
        scope, answer = METHODS[method]
        if scope and scope not in team.scopes:
            return web.json_response({"ok": False, "error": "missing_scope", "needed": scope, "provided": ",".join(sorted(team.scopes))})
        try:
            return web.json_response(
                {"ok": True, **answer(self, team, arguments)}, headers={"X-OAuth-Scopes": ",".join(sorted(team.scopes))}
            )
        except Refused as refused:
            return web.json_response({"ok": False, "error": str(refused)})

    def _installed(self, arguments: Json) -> Json:
        """Give a workspace's token for the code that its installation led back with."""
        team = self.installs.pop(str(arguments.get("code")), None)
        if team is None:
            return {"ok": False, "error": "invalid_code"}
        self.teams[team.token] = team
        return {
            "ok": True, "app_id": "A1", "authed_user": {"id": "U0001"}, "scope": ",".join(sorted(team.scopes)), "token_type": "bot",
            "access_token": team.token, "bot_user_id": BOT, "team": {"id": team.id, "name": "Example"}, "enterprise": None,
            "is_enterprise_install": False,
        }  # fmt: skip

    async def _respond(self, request: web.Request) -> web.Response:
        """Take what is said to one person alone."""
        said = await request.json()
        self.faults += faults_in_message(said.get("blocks") or (), said.get("text") or "")
        if said.get("replace_original") and self.asides:
            self.asides.pop()
        self.asides.append(said)
        return web.Response(text="ok")

    async def _download(self, request: web.Request) -> web.Response:
        """Give a private file; without the right to it, Slack gives its log-in page with status 200."""
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        team, found = self.teams.get(token), self.files.get(request.match_info["id"])
        if team is None or "files:read" not in team.scopes:
            return web.Response(text=LOGIN_PAGE, content_type="text/html")
        if found is None:
            return web.Response(status=404)
        return web.Response(body=found[1], content_type=found[0]["mimetype"])

    async def _upload(self, request: web.Request) -> web.Response:
        self.uploads[request.match_info["id"]] = await request.read()
        return web.Response(text="OK")

    async def _link(self, request: web.Request) -> web.WebSocketResponse:
        """Hold a Socket Mode connection."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self.sockets.append(socket)
        await socket.send_json({"type": "hello", "num_connections": 1, "connection_info": {"app_id": "A1"}})
        self.connected.set()
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._acknowledged(message.data)
        return socket

    def _acknowledged(self, text: str) -> None:
        answer = _parsed(text)
        ack = self._acks.pop(answer.get("envelope_id", ""), None) if isinstance(answer, dict) else None
        if ack is not None and not ack.done():
            ack.set_result(answer.get("payload"))


def _parsed(value: Any) -> Any:
    """Return an argument; lists and objects may come as JSON text."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            return json.loads(value)
        except ValueError:
            return value
    return value

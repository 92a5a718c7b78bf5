"""What was answered and not sent is tried again, and a refusal by Slack does not end the trying."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.wiring import deliver_left_over


class _Counter:
    """A counter with two answers left over, the first of which Slack refuses."""

    def __init__(self, stop: asyncio.Event) -> None:
        self.office = self
        self.stop = stop
        self.tried: list[str] = []

    async def left_over(self) -> tuple[Any, ...]:
        return (SimpleNamespace(tenant="slack:T1", key="first"), SimpleNamespace(tenant="slack:T1", key="second"))

    async def deliver(self, _client: AsyncWebClient, delivery: Any) -> None:
        self.tried.append(delivery.key)
        if delivery.key == "first":
            raise SlackApiError("refused", {"ok": False, "error": "missing_scope"})
        self.stop.set()


async def test_a_refusal_does_not_end_the_trying() -> None:
    """The next answer is delivered all the same, and nothing is raised."""
    stop = asyncio.Event()
    counter = _Counter(stop)

    async def client(_tenant: str) -> AsyncWebClient:
        return AsyncWebClient(token="xoxb-none")

    await asyncio.wait_for(deliver_left_over(counter, client, stop), 10)  # type: ignore[arg-type]
    assert counter.tried == ["first", "second"]

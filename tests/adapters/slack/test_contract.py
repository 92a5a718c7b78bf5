"""Slack under the contract of all adapters: a person in their direct messages with the app."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.slack.standin import Person
from adapters.slack.standin.showing import buttons_of, shown
from tests.adapters.contract import Ability, AdapterContract
from tests.adapters.slack.conftest import Service, serving


class SlackPlace:
    """A thread in somebody's direct messages."""

    can: frozenset[Ability] = frozenset({"edit", "delete", "redelivery", "files"})

    def __init__(self, service: Service) -> None:
        self._service = service
        self._person = Person(service.slack)
        self._channel = self._person.direct
        self._thread = ""

    async def say(self, text: str, *, event_id: str | None = None) -> str:
        """Write in the thread, and return what is answered."""
        before = self._seen()
        ts = await self._person.write(text, thread=self._thread, event_id=event_id or "")
        self._thread = self._thread or ts
        return await self._new(before)

    async def press(self, label: str) -> str:
        """Press the latest button of that label."""
        latest = [one for one in self._service.answers(self._channel) if any(b["label"] == label for b in buttons_of(one))][-1]
        before = self._seen()
        await self._person.press(latest, label)
        return await self._new(before)

    async def restart(self) -> None:
        """Stop the program and start it anew."""
        await self._service.stop()
        await self._service.start()

    async def edit(self, text: str) -> str:
        """Change the first message."""
        before = self._seen()
        await self._person.edit(self._channel, self._thread, text)
        return await self._new(before)

    async def delete(self) -> bool:
        """Delete the first message."""
        await self._person.delete(self._channel, self._thread)
        await self._service.done()
        return not self._service.answers(self._channel)

    async def attach(self, name: str, data: bytes) -> str:
        """Send a file."""
        before = self._seen()
        ts = await self._person.write("", thread=self._thread, files=[self._service.slack.keep(name, data)])
        self._thread = self._thread or ts
        return await self._new(before)

    def _seen(self) -> dict[str, str]:
        return {str(one["ts"]): shown(one) for one in self._service.answers(self._channel)}

    async def _new(self, before: dict[str, str]) -> str:
        """Return what stands there now that did not before."""
        await self._service.done()
        return "\n".join(text for ts, text in self._seen().items() if before.get(ts) != text)


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[SlackPlace]:
    """Give a place that was just started."""
    async with serving(tmp_path) as service:
        yield SlackPlace(service)


class TestContract(AdapterContract):
    """Slack keeps what all adapters promise."""

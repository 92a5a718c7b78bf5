"""RelayDoc in Slack, at work against the stand-in."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from adapters.illustrating import Illustrator
from adapters.serving import Premises
from adapters.slack.program import run
from adapters.slack.running import Running
from adapters.slack.standin import Person, StandIn
from adapters.slack.standin.platform import APP_TOKEN, Team
from adapters.slack.standin.showing import shown
from adapters.slack.wiring import Surroundings
from bot.asking import Librarian
from bot.configuration import Configuration
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import load
from bot.limits import Buckets
from bot.office import Respond
from bot.reply import Reply
from bot.site import Site
from bot.store import Store

LIBRARY = load()
LIBRARIAN = Librarian(LIBRARY)
DESK = Desk(LIBRARY)


async def respond(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
    """Answer as the worker does, in this process."""
    return DESK.respond(conversation, message, site)


def configuration(folder: Path, **given: object) -> Configuration:
    """Return settings for a workspace of the stand-in."""
    tokens = {"slack_bot_token": "xoxb-standin", "slack_app_token": APP_TOKEN}
    return Configuration.model_validate({"data_dir": folder, **tokens, **given})


class Service:
    """The program, with its store, for as long as a test wants it."""

    def __init__(
        self,
        folder: Path,
        slack: StandIn,
        *,
        respond: Respond = respond,
        buckets: Buckets | None = None,
        illustrator: Illustrator | None = None,
        **given: object,
    ) -> None:
        self.folder, self.slack, self.given = folder, slack, given
        self.respond, self.buckets, self.clock_ahead = respond, buckets, 0.0
        self.running = Running()
        self.lang: str | None = None
        self.illustrator = illustrator or Illustrator()
        self.api = slack.api

    async def start(self) -> None:
        """Start the program, and wait until it listens."""
        settings = configuration(self.folder, **self.given)
        self.store = await Store.open(None, data_dir=self.folder, keys=settings.secret_keys(), clock=lambda: time.time() + self.clock_ahead)
        premises = Premises(
            settings, LIBRARY, LIBRARIAN, self.store, self.respond, lang=self.lang, buckets=self.buckets, illustrator=self.illustrator
        )
        self.stopping = asyncio.Event()
        surroundings = Surroundings(self.api, frozenset({self.slack.base}))
        self.slack.connected.clear()
        self.task = asyncio.create_task(run(premises, self.stopping, surroundings, self.running))
        if settings.slack_app_token is not None:
            ready = asyncio.create_task(self.slack.connected.wait())
            await asyncio.wait({ready, self.task}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
            if not ready.done():
                ready.cancel()
                self.stopping.set()
                await self.task
                raise TimeoutError

    async def stop(self) -> None:
        """Stop the program in good order."""
        self.stopping.set()
        try:
            await self.task
        finally:
            await self.store.close()

    async def listening(self, port: int) -> None:
        """Wait until the program listens by HTTP."""
        for _ in range(600):
            if self.task.done():
                break
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                await writer.wait_closed()
                return
        raise TimeoutError

    async def done(self) -> None:
        """Wait until nothing is being answered."""
        await self.running.finish(60)

    def answers(self, channel: str) -> list[dict[str, object]]:
        """Return our messages in a channel, oldest first."""
        return [message for (where, _), message in sorted(self.slack.messages.items()) if where == channel and message["user"] == "U0BOT"]

    def read(self, channel: str) -> str:
        """Return all that we say in a channel."""
        return "\n".join(shown(message) for message in self.answers(channel))

    def asides(self) -> str:
        """Return all that was said to one person alone."""
        return "\n".join(shown(aside) for aside in self.slack.asides)


@asynccontextmanager
async def serving(folder: Path, *teams: Team, **given: Any) -> AsyncIterator[Service]:
    """Give the program at work; at the end nothing may have been sent that Slack would refuse."""
    async with StandIn(*teams) as slack:
        service = Service(folder, slack, **given)
        try:
            await service.start()
            yield service
            await service.done()
        finally:
            await service.stop()
        assert slack.unknown == []
        assert slack.faults == []


@pytest.fixture
async def service(tmp_path: Path) -> AsyncIterator[Service]:
    """Give the program at work."""
    async with serving(tmp_path) as running:
        yield running


@pytest.fixture
def person(service: Service) -> Person:
    """Give somebody of the workspace."""
    return Person(service.slack)

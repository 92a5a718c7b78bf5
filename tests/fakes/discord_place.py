"""The Discord adapter at work: the library's real client against the stand-in, with a store in a folder."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

from adapters.discord.client import Postmaster
from adapters.discord.standin.person import Person
from adapters.discord.standin.server import TOKEN, StandIn
from adapters.discord.standin.world import ANNA, CHANNEL
from adapters.illustrating import Illustrator
from adapters.serving import Premises
from bot.asking import Librarian
from bot.configuration import Configuration
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import load
from bot.limits import Buckets
from bot.reply import Reply
from bot.site import Site
from bot.store import Store

LIBRARY = load()
LIBRARIAN = Librarian(LIBRARY)
DESK = Desk(LIBRARY)
Slow = Callable[[], Awaitable[None]]


class DiscordHouse:
    """The program, the stand-in, and the people in it.

    Args:
        folder: where the store is.
        buckets: how often may be asked, None for any number of times.
        slow: awaited before each answer of the desk.
        locale: the language of the server.
        illustrator: draws pictures; None: none are drawn.
    """

    def __init__(
        self,
        folder: Path,
        buckets: Buckets | None = None,
        slow: Slow | None = None,
        locale: str = "ja",
        illustrator: Illustrator | None = None,
    ) -> None:
        self.folder = folder
        self.buckets = buckets
        self.slow = slow
        self.illustrator = illustrator or Illustrator()
        self.standin = StandIn()
        self.world = self.standin.world
        self.world.locale = locale
        self.rest = self.standin.rest
        self.gateway = self.standin.gateway
        self.heard: list[Message] = []

    async def respond(self, conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
        """Answer as the desk does, in a thread so that the rest goes on; what it is given is noted."""
        self.heard.append(message)
        if self.slow is not None:
            await self.slow()
        return await asyncio.to_thread(DESK.respond, conversation, message, site)

    def premises(self) -> Premises:
        """Return what the client stands on."""
        configuration = Configuration(data_dir=self.folder, discord_token=TOKEN)  # type: ignore[arg-type]
        return Premises(configuration, LIBRARY, LIBRARIAN, self.store, self.respond, buckets=self.buckets, illustrator=self.illustrator)

    def make(self, premises: Premises) -> Postmaster:
        """Return a client that was not used yet."""
        self.client = Postmaster(premises, frozenset({self.standin.host}), ready_after=0.02)
        return self.client

    async def start(self) -> None:
        """Start the program."""
        self.store = await Store.open(None, data_dir=self.folder)
        client = self.make(self.premises())
        self._task = asyncio.create_task(client.start(TOKEN))
        await self._first(asyncio.create_task(self.gateway.up.wait()))
        await client.wait_until_ready()

    async def _first(self, waiting: asyncio.Task[Any]) -> None:
        """Wait for something; a fault of the client is raised here."""
        done, _ = await asyncio.wait({waiting, self._task}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        if waiting not in done:
            waiting.cancel()
            await self._task

    async def stop(self) -> None:
        """Stop the program."""
        await self.client.close()
        await asyncio.wait({self._task})
        self.gateway.up.clear()
        await self.store.close()

    async def restart(self) -> None:
        """Stop and start again, with nothing kept but the store."""
        await self.stop()
        await self.start()

    def person(self, id_: str = ANNA, locale: str = "ja") -> Person:
        """Return somebody, as of now: after a restart, ask again."""
        return Person(self.standin, self.client, id_, locale)


@asynccontextmanager
async def house(folder: Path, **more: Any) -> AsyncIterator[DiscordHouse]:
    """Give a house with the program running; at the end nothing may have gone to a route that is unknown."""
    built = DiscordHouse(folder, **more)
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(built.standin.running())
        stack.enter_context(built.standin.pointed_at())
        await built.start()
        try:
            yield built
        finally:
            await built.stop()
    assert built.rest.unknown == []


class DiscordPlace:
    """The adapter as the contract of all adapters sees it, in one room."""

    can = frozenset({"edit", "delete", "redelivery", "files"})

    def __init__(self, built: DiscordHouse, room: str) -> None:
        self._house = built
        self._home = room
        self._first: dict[str, Any] | None = None
        self._event: dict[str, dict[str, Any]] = {}
        self._latest: dict[str, Any] | None = None

    @property
    def _room(self) -> str:
        """Return where the conversation goes on: in the channel's thread once there is one."""
        thread = self._first["id"] if self._first and self._home == CHANNEL else ""
        return thread if thread in self._house.world.rooms else self._home

    async def say(self, text: str, *, event_id: str | None = None) -> str:
        """Send a message and return what is shown in answer to it."""
        person, before = self._house.person(), len(self._house.world.said_by_us())
        if event_id in self._event:
            await person.repeat(self._event[event_id])
        else:
            said = await person.say(text, self._room)
            self._first = self._first or said
            if event_id is not None:
                self._event[event_id] = said
        return self._shown(before)

    def _shown(self, before: int) -> str:
        fresh = self._house.world.said_by_us()[before:]
        self._latest = fresh[-1] if fresh else self._latest
        return "\n".join(self._house.person().sees(one) for one in fresh)

    async def press(self, label: str) -> str:
        """Press a button of the latest answer."""
        person = self._house.person()
        assert self._latest is not None
        return person.sees(await person.press(self._latest, label))

    async def restart(self) -> None:
        """Stop the program and start it anew."""
        await self._house.restart()

    async def edit(self, text: str) -> str:
        """Change the first message, and return what its answer shows then."""
        assert self._first is not None
        assert self._latest is not None
        await self._house.person().edit(self._first, text)
        return self._house.person().sees(self._house.world.messages[self._latest["id"]])

    async def delete(self) -> bool:
        """Delete the first message, and tell whether its answer is gone."""
        assert self._first is not None
        assert self._latest is not None
        await self._house.person().delete(self._first)
        return self._latest["id"] not in self._house.world.messages

    async def attach(self, name: str, data: bytes) -> str:
        """Send a file and return what is shown in answer to it."""
        before = len(self._house.world.said_by_us())
        await self._house.person().say("", self._room, files=[self._house.world.attachment(name, data)])
        return self._shown(before)

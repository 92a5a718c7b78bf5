"""The terminal's conversation, under the contract of all adapters and its own commands."""

from __future__ import annotations

import asyncio
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from rich.console import Console

from adapters.terminal.chat import Chat
from adapters.terminal.screen import Pipe
from bot.conversation import Conversation
from bot.desk import Desk, Message
from bot.library import load
from bot.office import Office
from bot.reloading import Current
from bot.reply import Reply
from bot.site import Site
from bot.store import Store
from tests.adapters.contract import LOG, AdapterContract

LIBRARY = load()


class Keyboard:
    """A screen that a test types into."""

    def __init__(self) -> None:
        self.typed: asyncio.Queue[str | None] = asyncio.Queue()
        self.waiting = asyncio.Event()

    async def read(self) -> str | None:
        """Return what the test types next; that it is waited for means that the last answer is complete."""
        self.waiting.set()
        return await self.typed.get()


class TerminalPlace:
    """The chat with a keyboard, a console and a store in a folder."""

    can = frozenset[str]()

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def start(self) -> None:
        """Start the program."""
        self._store = await Store.open(None, data_dir=self._folder)
        desk = Desk(LIBRARY)

        async def respond(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
            return desk.respond(conversation, message, site)

        self._keyboard, self.out = Keyboard(), io.StringIO()
        console = Console(file=self.out, width=100)
        chat = Chat(Office(self._store, respond, LIBRARY), LIBRARY, self._keyboard, console, "ja")
        self._task = asyncio.create_task(chat.run())
        await self._answered()

    async def _answered(self) -> None:
        """Wait until the chat waits for the keyboard; a fault of the chat is raised here."""
        waiting = asyncio.create_task(self._keyboard.waiting.wait())
        done, _ = await asyncio.wait({waiting, self._task}, timeout=60, return_when=asyncio.FIRST_COMPLETED)
        if waiting not in done:
            waiting.cancel()
            self._task.cancel()
            await self._task
            raise TimeoutError

    async def stop(self) -> None:
        """Leave the program."""
        await self._keyboard.typed.put(None)
        await self._task
        await self._store.close()

    async def restart(self) -> None:
        """Leave and start again."""
        await self.stop()
        await self.start()

    async def say(self, text: str, *, event_id: str | None = None) -> str:  # noqa: ARG002 - nothing is delivered twice here
        """Type a message and return what is shown."""
        before = len(self.out.getvalue())
        self._keyboard.waiting.clear()
        await self._keyboard.typed.put(text)
        await self._answered()
        return "".join(line.strip().strip("│").strip() for line in self.out.getvalue()[before:].splitlines())

    async def press(self, label: str) -> str:
        """Type the number of the latest answer of that label."""
        lines = [line.split() for line in self.out.getvalue().splitlines() if line.strip().endswith(label) and ") " in line]
        return await self.say(lines[-1][0])


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[TerminalPlace]:
    """Return a chat that was just started."""
    running = TerminalPlace(tmp_path)
    await running.start()
    yield running
    await running.stop()


class TestContract(AdapterContract):
    """The terminal keeps what all adapters promise."""


async def test_site_commands(place: TerminalPlace) -> None:
    """What is known of the site is shown, set, and used."""
    assert "まだ何も" in await place.say("/site")
    assert "example.co.jp" in await place.say("/site domains example.co.jp, example.jp")
    assert "6.3" in await place.say("/site version 6.3")
    assert "のように書いてください" in await place.say("/site colour blue")
    await place.restart()
    assert "example.jp" in await place.say("/site")


async def test_commands(place: TerminalPlace) -> None:
    """Help, language, the whole answer, forget, and what is none."""
    assert "/quit" in await place.say("/help")
    assert "From here on in English" in await place.say("/lang en")
    first = await place.say(LOG)
    assert "Not decided yet" in first
    brief = await place.say("on this server")
    assert "Sources" not in brief
    assert "Sources" in await place.say("/more")
    assert "no command /dance" in await place.say("/dance")
    assert "Forgotten" in await place.say("/forget")
    after = await place.say("on this server")
    assert "f1." not in after  # nothing is left that it could be about
    assert "act now" not in after
    assert "looks like relay abuse" not in after


async def test_a_line_through_a_pipe_is_a_message_and_a_log_goes_on_to_an_empty_line() -> None:
    """Piped input: the log in one piece, each answer by itself."""
    desk = Desk(LIBRARY)
    pipe = Pipe(desk.begins_a_log, io.StringIO(LOG + "\n\n2\n/site\nfirst line\nsecond line\n\nlast"))
    read = [await pipe.read() for _ in range(6)]
    assert read == [LOG.rstrip("\n"), "2", "/site", "first line\nsecond line", "last", None]


async def test_changed_phrases_are_said(overlay, tmp_path: Path) -> None:
    """The chat's own phrases are those of the files as they are when they are said."""
    said = "phrases:\n  goodbye: {{en: '{0}', ja: '{0}'}}\n"
    current = Current(overlay({"interface/ours.yaml": said.format("one")}), every=0)
    keyboard, out = Keyboard(), io.StringIO()
    async with await Store.open(None, data_dir=tmp_path / "data") as store:

        async def respond(conversation: Conversation, message: Message, site: Site) -> tuple[Conversation, Reply]:
            return Desk(current.library).respond(conversation, message, site)

        office = Office(store, respond, current.library)
        chat = Chat(office, current.library, keyboard, Console(file=out, width=100), "en", current=current)
        overlay({"interface/ours.yaml": said.format("two, and longer")})
        for typed in ("/more", None):
            keyboard.typed.put_nowait(typed)
        await chat.run()
        assert "two, and longer" in out.getvalue()
        assert office.library is current.library

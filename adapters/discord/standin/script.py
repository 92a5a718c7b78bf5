"""The demo: the program against the stand-in, a person going through a case, and all that is shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from adapters.discord.client import Postmaster
from adapters.discord.standin.drawing import drawn
from adapters.discord.standin.person import Person
from adapters.discord.standin.rules import walk
from adapters.discord.standin.server import TOKEN, StandIn
from adapters.discord.standin.world import ANNA, BEN, CHANNEL, DIRECT, Json
from adapters.serving import premises_of
from bot.configuration import Configuration
from bot.library import Library, load
from bot.threads import read_threads

EXAMPLE = "two-blocks"
Show = Callable[[str], None]


async def play(show: Show, lang: str) -> None:
    """Play a scripted conversation and show its transcript.

    Args:
        show: takes each part of it.
        lang: the language of the people.
    """
    library = load()
    show(library.phrase("discord-demo", lang))
    with TemporaryDirectory(prefix="relaydoc-demo-") as folder:
        async with _stage(Path(folder), lang) as (standin, client):
            anna = Person(standin, client, ANNA, "ja" if lang == "ja" else "en-US")
            await _Scene(show, anna, library, lang).play()


@asynccontextmanager
async def _stage(folder: Path, lang: str) -> AsyncIterator[tuple[StandIn, Postmaster]]:
    """Give the stand-in with the program connected to it."""
    standin = StandIn()
    standin.world.locale = "ja" if lang == "ja" else "en-US"
    configuration = Configuration(data_dir=folder, discord_token=SecretStr(TOKEN))
    async with standin.running(), premises_of(configuration, lang) as premises:
        with standin.pointed_at():
            client = Postmaster(premises, frozenset({standin.host}), ready_after=0.05)
            running = asyncio.create_task(client.start(TOKEN))
            try:
                await standin.gateway.up.wait()
                await client.wait_until_ready()
                yield standin, client
            finally:
                await client.close()
                await asyncio.wait({running})


class _Scene:
    """The script."""

    def __init__(self, show: Show, anna: Person, library: Library, lang: str) -> None:
        self._show = show
        self._anna = anna
        self._library = library
        self._lang = lang
        self._log = next(thread for thread in read_threads(library.folders[0]) if thread.id == EXAMPLE).log

    async def play(self) -> None:
        """Go through it: the context menu and its buttons, a mention, a direct message, pages."""
        labels = {name: self._label_of(name) for name in ("lines", "share", "human")}
        pasted = self._anna.world.message(CHANNEL, BEN, self._log)
        self._stage("#mail-ops", "ben", self._log)
        answer = await self._anna.explain(pasted)
        self._answer(f"anna → {self._label_of_menu()}", answer)
        for value in ("this_server", "no"):
            choice = _label(answer, value)
            answer = await self._anna.press(answer, choice)
            self._answer(f"anna → [{choice}]", answer)
        self._answer(f"anna → [{labels['lines']}]", await self._anna.press(answer, labels["lines"]))
        self._answer(f"anna → [{labels['human']}]", await self._anna.press(answer, labels["human"]))
        self._answer(f"anna → [{labels['share']}]", await self._anna.press(answer, labels["share"]))
        await self._talk()

    async def _talk(self) -> None:
        """Mention the program, answer it in words in its thread, and ask it for pages."""
        said = await self._anna.say(self._log)
        self._stage("#mail-ops", "anna", f"@relaydoc {self._log}")
        self._answer("#mail-ops › thread", self._anna.answers(said["id"])[-1])
        await self._tell(said["id"], "discord-demo-told")
        await self._tell(DIRECT, "discord-demo-question")
        page = await self._anna.slash("faq")
        self._answer("anna → /faq", page or {})

    async def _tell(self, room: str, phrase: str) -> None:
        text = self._library.phrase(phrase, self._lang)
        await self._anna.say(text, room)
        self._stage("DM" if room == DIRECT else "#mail-ops › thread", "anna", text)
        self._answer("relaydoc", self._anna.answers(room)[-1])

    def _label_of(self, name: str) -> str:
        return self._library.phrase(f"discord-button-{name}", self._lang)

    def _label_of_menu(self) -> str:
        return self._library.phrase("discord-menu", self._lang)

    def _stage(self, where: str, who: str, text: str) -> None:
        self._show(f"\n── {where} ── {who}:\n{text.rstrip()}")

    def _answer(self, how: str, message: Json) -> None:
        self._show(f"\n── {how}\n{drawn(message)}")


def _label(answer: Json, value: str) -> str:
    """Return how the button is labelled that answers a question by a value."""
    buttons = (one for one in walk(answer["components"]) if str(one.get("custom_id", "")).endswith(f":{value}"))
    return str(next(buttons)["label"])

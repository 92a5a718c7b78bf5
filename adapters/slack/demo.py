"""``relaydoc serve --demo slack``: a scripted conversation with the stand-in, through the real program, and its transcript."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from adapters.serving import Premises, premises_of
from adapters.slack.program import run
from adapters.slack.running import Running
from adapters.slack.standin import Person, StandIn
from adapters.slack.standin.platform import APP_TOKEN
from adapters.slack.standin.showing import buttons_of, shown
from adapters.slack.wiring import Surroundings
from bot.configuration import Configuration
from bot.threads import read_threads

EXAMPLE = "two-blocks"
_WAIT_SECONDS = 60.0


async def hold(show: Callable[[str], None], lang: str | None) -> None:
    """Hold the conversation.

    Args:
        show: is given the transcript, part by part.
        lang: the language of the person; None: Japanese, as the log is.
    """
    lang = lang or "ja"
    running = Running()
    with tempfile.TemporaryDirectory(prefix="relaydoc-demo-") as folder:
        async with StandIn() as slack, _program(slack, Path(folder), lang, running) as premises:
            await _Script(slack, premises, lang, running, show).play()


@asynccontextmanager
async def _program(slack: StandIn, folder: Path, lang: str, running: Running) -> AsyncIterator[Premises]:
    """Give the premises of the program, which serves the stand-in meanwhile."""
    tokens = {"slack_bot_token": next(iter(slack.teams)), "slack_app_token": APP_TOKEN}
    settings = dict.fromkeys(("database_url", "keys", "site", "discord_token", "slack_signing_secret"))
    configuration = Configuration.model_validate({**settings, **tokens, "data_dir": folder})
    stop = asyncio.Event()
    async with premises_of(configuration, lang) as premises:
        premises = replace(premises, buckets=None)
        surroundings = Surroundings(slack.api, frozenset({slack.base}))
        serving = asyncio.create_task(run(premises, stop, surroundings, running))
        try:
            await asyncio.wait_for(slack.connected.wait(), _WAIT_SECONDS)
            yield premises
        finally:
            stop.set()
            await serving


class _Script:
    """What happens, in order."""

    def __init__(self, slack: StandIn, premises: Premises, lang: str, running: Running, show: Callable[[str], None]) -> None:
        self._slack, self._premises, self._lang = slack, premises, lang
        self._running, self._show = running, show
        self._person = Person(slack)
        library = premises.library
        self._log = next(thread for thread in read_threads(library.folders[0]) if thread.id == EXAMPLE).log

    async def play(self) -> None:
        """Play the script to its end."""
        self._tell("slack-demo")
        self._tell("slack-demo-channel")
        self._show("\n".join(f"  > {line}" for line in self._log.splitlines()) + "\n")
        await self._person.shortcut({"type": "message", "user": "U0002", "ts": "1700000000.000001", "text": self._log})
        await self._done()
        self._tell("slack-demo-aside")
        self._show_message(self._slack.asides[-1])
        self._tell("slack-demo-direct")
        self._show_message(self._answer())
        first = next(button["label"] for button in buttons_of(self._answer()) if button["action_id"].startswith("choose"))
        self._tell("slack-demo-press", label=first)
        await self._person.press(self._answer(), first)
        await self._done()
        self._show_message(self._answer())
        await self._go_on()

    async def _go_on(self) -> None:
        """Answer in words, see the settings, look a word up."""
        said, begun = self._phrase("slack-demo-not-ours"), self._answer()
        self._tell("slack-demo-says", text=said)
        await self._person.write(said, thread=str(begun["ts"]))
        await self._done()
        self._show_message(self._answer())
        label = self._phrase("slack-show-settings")
        self._tell("slack-demo-press", label=label)
        await self._person.press(self._answer(), label)
        await self._done()
        self._show_message(self._latest())
        command = f"/mailfaq {self._phrase('slack-demo-question')}"
        self._tell("slack-demo-asks", text=command)
        await self._person.command(*command.split(" ", 1))
        await self._done()
        self._show_message(self._slack.asides[-1])

    def _answer(self) -> Mapping[str, Any]:
        """Return the latest answer in the direct messages."""
        return max((one for one in self._ours() if buttons_of(one)), key=lambda message: str(message["ts"]))

    def _latest(self) -> Mapping[str, Any]:
        """Return the latest message in the direct messages."""
        return max(self._ours(), key=lambda message: str(message["ts"]))

    def _ours(self) -> Iterator[Mapping[str, Any]]:
        return (one for (channel, _), one in self._slack.messages.items() if channel == self._person.direct and one.get("bot_id"))

    async def _done(self) -> None:
        await self._running.finish(_WAIT_SECONDS)

    def _show_message(self, message: Mapping[str, Any]) -> None:
        self._show("\n".join(f"  | {line}".rstrip() for line in shown(message).splitlines()) + "\n")

    def _tell(self, phrase: str, **values: object) -> None:
        self._show(f"{self._phrase(phrase, **values)}\n")

    def _phrase(self, name: str, **values: object) -> str:
        return self._premises.library.phrase(name, self._lang, **values)

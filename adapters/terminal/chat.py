"""A conversation in the terminal."""

from __future__ import annotations

import asyncio
import getpass
import uuid
from collections.abc import Sequence
from dataclasses import replace

from pydantic import ValidationError
from rich.console import Console
from rich.text import Text

from adapters.terminal.drawing import draw
from adapters.terminal.screen import Screen
from bot.asked import PAGE
from bot.desk import Message
from bot.library import Library
from bot.office import Delivery, Envelope, Office
from bot.reloading import Current
from bot.reply import Reply, ReplyChoice
from bot.site import Site

TENANT, ROOM = "terminal", "terminal"
_AT_ONCE = frozenset(["headline", "understood", "changed", "why", "doubts", "questions", "steps", "close"])
"""What a further answer shows at once; /more shows the rest."""
_LISTS = ("domains", "networks", "gateways", "users")
_SINGLE = ("server", "version", "language")


def to_message(text: str, choices: Sequence[ReplyChoice], lang: str | None, locale_lang: str | None) -> Message:
    """Return what was typed as a message: the number of an offered answer, or the text itself."""
    typed = text.strip()
    if typed.isdecimal() and 0 < int(typed) <= len(choices):
        return Message(choice=choices[int(typed) - 1].token, lang=lang, locale_lang=locale_lang)
    return Message(text=text, lang=lang, locale_lang=locale_lang)


class Chat:
    """One user's conversation, kept from one start of the program to the next.

    Args:
        office: what answers.
        library: for the chat's own phrases.
        screen: where the user types.
        console: where the answers are drawn.
        lang: the language that was chosen, None to go by the text.
        locale_lang: the language that the locale names.
        current: the knowledge as the files are now; None: its phrases stay as they are.
    """

    def __init__(
        self,
        office: Office,
        library: Library,
        screen: Screen,
        console: Console,
        lang: str | None = None,
        locale_lang: str | None = None,
        current: Current | None = None,
    ) -> None:
        self._office = office
        self._library = library
        self._screen = screen
        self._console = console
        self._lang = lang
        self._locale = locale_lang
        self._current = current
        self._person = getpass.getuser()
        self._choices: tuple[ReplyChoice, ...] = ()
        self._conversation = ""
        self._last: Reply | None = None

    async def run(self) -> None:
        """Talk until the user leaves."""
        await self._begin()
        while (text := await self._screen.read()) is not None:
            if not text.strip():
                continue
            await self._refresh()
            command, _, rest = text.strip().partition(" ")
            if command.startswith("/") and "\n" not in text:
                if command == "/quit":
                    break
                await self._command(command, rest.strip())
            else:
                await self._say(text)
        self._tell("goodbye")

    async def _refresh(self) -> None:
        """Go on with the phrases of the files as they are now; what answers looks at them by itself."""
        if self._current is not None and await asyncio.to_thread(self._current.refresh) == "taken":
            self._library = self._office.library = self._current.library

    async def _begin(self) -> None:
        """Go on with the conversation that was left, or begin one; deliver what was answered but not shown."""
        store = self._office.store
        kept = await store.preference(TENANT, self._person, "conversation")
        resumed = kept is not None and await store.load(TENANT, kept) is not None
        self._conversation = kept if resumed and kept else await self._anew()
        self._tell("chat-resumed" if resumed else "chat-hello")
        for delivery in await self._office.left_over():
            if delivery.tenant == TENANT and delivery.to == self._person:
                await self._show(delivery)

    async def _anew(self) -> str:
        fresh = uuid.uuid4().hex
        await self._office.store.save_preference(TENANT, self._person, "conversation", fresh)
        return fresh

    async def _say(self, text: str) -> None:
        message = to_message(text, self._choices, self._lang, self._locale)
        envelope = Envelope(TENANT, ROOM, self._person, uuid.uuid4().hex, self._conversation, message, to=self._person)
        await self._show(await self._office.receive(envelope))

    async def _show(self, delivery: Delivery) -> None:
        """Draw an answer with its numbered choices, and report that it was shown."""
        if delivery.reply is None:
            return
        of_a_log = delivery.reply.section("coverage") is not None
        self._draw(delivery.reply, whole=self._last is None or not of_a_log)
        self._last = delivery.reply if of_a_log else self._last
        if delivery.state == "answered":
            self._choices = delivery.reply.choices
            await self._office.delivered(delivery, delivery.key)

    def _draw(self, reply: Reply, *, whole: bool) -> None:
        """Draw a reply, the whole of it or what a further answer shows at once."""
        shown = reply if whole else replace(reply, sections=tuple(s for s in reply.sections if s.name in _AT_ONCE))
        draw(shown, self._console)
        if len(shown.sections) < len(reply.sections):
            self._console.print()
            self._tell("chat-more")
        if reply.choices:
            self._console.print()
            self._tell("chat-choose")
            for number, choice in enumerate(reply.choices, start=1):
                of = "→" if choice.token.startswith(f"{PAGE}:") else f"({choice.question + 1})"
                self._console.print(Text.assemble((f"  {number} ", "bold"), (f"{of} ", "dim"), choice.label))
        self._console.print()

    async def _command(self, command: str, rest: str) -> None:
        if command == "/help":
            self._tell("chat-help")
        elif command == "/more" and self._last is not None:
            self._draw(self._last, whole=True)
        elif command == "/lang" and rest in ("ja", "en"):
            self._lang = rest
            self._tell("language-switched")
        elif command == "/forget":
            await self._office.forget(TENANT, self._conversation)
            self._conversation, self._choices, self._last = await self._anew(), (), None
            self._tell("forgotten")
        elif command == "/site":
            await self._site(rest)
        else:
            self._tell("chat-unknown-command", command=command)

    async def _site(self, rest: str) -> None:
        """Show what is known of the site, or set a part of it."""
        store = self._office.store
        body = await store.site(TENANT, ROOM)
        site = Site.model_validate_json(body) if body else Site()
        name, *values = rest.replace(",", " ").split() if rest else [""]
        if name:
            site_or_none = _with(site, name, values)
            if site_or_none is None:
                self._tell("chat-site-wrong")
                return
            site = site_or_none
            await store.save_site(TENANT, ROOM, site.model_dump_json())
        told = {key: value for key, value in site.model_dump().items() if value}
        if not told:
            self._tell("chat-site-empty")
        for key, value in told.items():
            self._console.print(Text(f"  {key}: {', '.join(value) if isinstance(value, (tuple, list)) else value}"))

    def _tell(self, phrase: str, **values: object) -> None:
        lang = self._lang or self._locale or "en"
        self._console.print(Text(self._library.phrase(phrase, lang, **values), style="dim"))


def _with(site: Site, name: str, values: list[str]) -> Site | None:
    """Return a site with one part set, None where there is no such part or it cannot be that."""
    if name in _LISTS:
        part: object = values
    elif name in _SINGLE and len(values) <= 1:
        part = values[0] if values else None
    else:
        return None
    try:
        return Site.model_validate({**site.model_dump(), name: part})
    except ValidationError:
        return None

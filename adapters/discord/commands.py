"""The slash commands and the context menu, named in both languages by the knowledge base."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from typing import Any

import discord
from discord import app_commands
from discord.app_commands import locale_str

from adapters.discord.answering import Answering, Situation
from adapters.discord.browsing import Browser
from adapters.discord.files import Enclosure
from adapters.discord.forms import log_form
from adapters.discord.people import asker_of, language
from adapters.discord.telling import PARTS, Telling
from bot.desk import Message
from bot.library import Library

Interaction = discord.Interaction[discord.Client]
Command = app_commands.Command[Any, ..., Any] | app_commands.ContextMenu | app_commands.Group
_PLACES: dict[str, Any] = {
    "allowed_installs": app_commands.AppInstallationType(guild=True, user=True),
    "allowed_contexts": app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=True),
}

_MANAGING = discord.Permissions(manage_guild=True)


class Translator(app_commands.Translator):
    """Gives names and descriptions in Japanese; a text bears the name of its phrase."""

    def __init__(self, library: Library) -> None:
        self._library = library

    async def translate(
        self,
        string: locale_str,
        locale: discord.Locale,
        context: app_commands.TranslationContextTypes,  # noqa: ARG002 - the library's form
    ) -> str | None:
        """Return a text in a language, None to leave it in English."""
        phrase = string.extras.get("phrase")
        return self._library.phrase(phrase, "ja") if phrase and locale is discord.Locale.japanese else None


def all_commands(answering: Answering, browser: Browser, telling: Telling) -> Iterable[Command]:
    """Return all commands."""
    text = _Texts(answering.office.library)
    return (
        _menu(answering, text), _explain(answering, text), _look_up(browser, text, "faq"), _look_up(browser, text, "setting"),
        _site(telling, text), _relaydoc(telling, text),
    )  # fmt: skip


class _Texts:
    """Names and descriptions by their phrases."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def __call__(self, phrase: str) -> locale_str:
        return locale_str(self.library.phrase(phrase, "en"), phrase=phrase)

    def command(
        self, name: str, callback: Callable[..., Coroutine[Any, Any, None]], *options: str, **more: Any
    ) -> app_commands.Command[Any, ..., Any]:
        """Return a command, its options described and renamed by their phrases."""
        described = app_commands.describe(**{option: self(f"discord-about-{option}") for option in options})(callback)
        renamed = app_commands.rename(**{option: self(f"discord-name-{option}") for option in options})(described)
        return app_commands.Command(
            name=self(f"discord-name-{name}"),
            description=self(f"discord-about-{name}"),
            callback=renamed,
            **more,
        )


def _menu(answering: Answering, text: _Texts) -> app_commands.ContextMenu:
    async def explain(interaction: Interaction, message: discord.Message) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        said, enclosures = answering.content(message)
        source = f"{message.channel.id}.{message.id}"
        asker = asker_of(interaction)
        situation = Situation(str(interaction.id), asker.person, source=source, enclosures=tuple(enclosures))
        await answering.interaction(interaction, asker, situation, Message(text=said))

    return app_commands.ContextMenu(name=text("discord-menu"), callback=explain, **_PLACES)


def _explain(answering: Answering, text: _Texts) -> app_commands.Command[Any, ..., Any]:
    async def explain(interaction: Interaction, file: discord.Attachment | None = None, question: str | None = None) -> None:
        if file is None:
            await interaction.response.send_modal(log_form(text.library, language(interaction.locale) or "en", question or ""))
            return
        await interaction.response.defer(ephemeral=True, thinking=True)
        enclosed = Enclosure(file.filename, file.size, file.url, file.content_type or "")
        asker = asker_of(interaction)
        situation = Situation(str(interaction.id), asker.person, enclosures=(enclosed,))
        await answering.interaction(interaction, asker, situation, Message(question=question or ""))

    return text.command("explain", explain, "file", "question", **_PLACES)


def _look_up(browser: Browser, text: _Texts, kind: str) -> app_commands.Command[Any, ..., Any]:
    """Return ``/faq`` or ``/setting``: a page by its title, or shelves to browse."""

    async def look_up(interaction: Interaction, question: str | None = None) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await browser.look_up(interaction, asker_of(interaction), question or "", kind)

    async def suggest(interaction: Interaction, typed: str) -> list[app_commands.Choice[str]]:
        return await browser.suggest(asker_of(interaction), typed, kind)

    command = text.command(kind, look_up, "question", **_PLACES)
    command.autocomplete("question")(suggest)
    return command


def _site(telling: Telling, text: _Texts) -> app_commands.Group:
    async def show(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await telling.show_site(interaction, asker_of(interaction))

    async def set_(interaction: Interaction, part: str, value: str | None = None, here: bool = False) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await telling.set_site(interaction, asker_of(interaction), part, value or "", here=here)

    parts = [app_commands.Choice(name=text(f"discord-site-{part}"), value=part) for part in PARTS]
    group = app_commands.Group(
        name=text("discord-name-site"), description=text("discord-about-site"), default_permissions=_MANAGING, **_PLACES
    )
    group.add_command(text.command("show", show))
    group.add_command(text.command("set", app_commands.choices(part=parts)(set_), "part", "value", "here"))
    return group


def _relaydoc(telling: Telling, text: _Texts) -> app_commands.Group:
    group = app_commands.Group(name=text("discord-name-relaydoc"), description=text("discord-about-relaydoc"), **_PLACES)
    for topic in ("help", "about", "privacy"):
        group.add_command(text.command(topic, _page(telling, topic)))

    async def forget(interaction: Interaction) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await telling.forget(interaction, asker_of(interaction))

    group.add_command(text.command("forget", forget))
    return group


def _page(telling: Telling, topic: str) -> Callable[[Interaction], Coroutine[Any, Any, None]]:
    """Return what shows one of our few pages about ourselves."""

    async def show(interaction: Interaction) -> None:
        await telling.page(interaction, topic)

    return show

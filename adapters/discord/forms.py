"""The forms that people fill in, and what comes back of them; a sent form is read by its id, so that it outlives a restart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import ui

from adapters.discord.files import Enclosure, enclosure
from adapters.discord.pressing import Press
from adapters.discord.views import form, paragraph
from bot.library import Library
from bot.rendering.limits import DISCORD

_MOST_FILES = 5
_MOST_OF_A_QUESTION = 1000


@dataclass(frozen=True, slots=True)
class Filled:
    """A form that was sent: its texts, and its files."""

    texts: Mapping[str, str]
    enclosures: tuple[Enclosure, ...]

    def text(self, name: str) -> str:
        """Return what was typed or chosen, empty if nothing was."""
        return self.texts.get(name, "")


def log_form(library: Library, lang: str, question: str = "") -> ui.Modal:
    """Return the form for a log: lines, files, the server, a question."""
    title = library.phrase("discord-form-title", lang)
    known = [(name, server.name.in_(lang)) for name, server in library.servers.items() if name not in ("headers", "dsn", "unknown")]
    fields = [
        paragraph("log", library.phrase("discord-form-paste", lang), library.phrase("discord-form-paste-hint", lang)),
        _files(library, lang),
        *([_servers(library, lang, known)] if known else []),
        _question(library, lang, question),
    ]
    return form(Press("form"), title, *fields)


def more_form(library: Library, lang: str, conversation: str) -> ui.Modal:
    """Return the form that goes on with a conversation: an answer in words, more lines, files."""
    label, hint = library.phrase("discord-form-more", lang), library.phrase("discord-form-more-hint", lang)
    return form(
        Press("said", conversation), library.phrase("discord-button-more", lang), paragraph("log", label, hint), _files(library, lang)
    )


def wrong_form(library: Library, lang: str, conversation: str) -> ui.Modal:
    """Return the form that asks what is wrong with an answer."""
    label, hint = library.phrase("discord-form-wrong", lang), library.phrase("discord-form-wrong-hint", lang)
    field = paragraph("reason", label, hint, most=_MOST_OF_A_QUESTION)
    return form(Press("reason", conversation), library.phrase("discord-button-wrong", lang), field)


def filled(data: Mapping[str, Any]) -> Filled:
    """Return what a sent form holds (Interaction Data, "Modal Submit Data Structure", docs.discord.com)."""
    attachments = data.get("resolved", {}).get("attachments", {})
    texts: dict[str, str] = {}
    enclosures: list[Enclosure] = []
    for field in data.get("components", ()):
        part = field.get("component", {})
        values = [str(value) for value in part.get("values", ())]
        enclosures += [enclosure(attachments[value]) for value in values if value in attachments]
        texts[str(part.get("custom_id", ""))] = str(part.get("value") or " ".join(value for value in values if value not in attachments))
    return Filled(texts, tuple(enclosures))


def _files(library: Library, lang: str) -> ui.Label[Any]:
    upload: ui.FileUpload[Any] = ui.FileUpload(custom_id="files", required=False, min_values=0, max_values=_MOST_FILES)
    return ui.Label(text=library.phrase("discord-form-files", lang), component=upload)


def _servers(library: Library, lang: str, known: list[tuple[str, str]]) -> ui.Label[Any]:
    options = [discord.SelectOption(label=name[: DISCORD.option_label], value=value) for value, name in known[: DISCORD.options]]
    select: ui.Select[Any] = ui.Select(custom_id="server", required=False, min_values=0, options=options)
    return ui.Label(text=library.phrase("discord-form-server", lang), component=select)


def _question(library: Library, lang: str, question: str) -> ui.Label[Any]:
    box: ui.TextInput[Any] = ui.TextInput(
        custom_id="question", required=False, max_length=_MOST_OF_A_QUESTION, default=question[:_MOST_OF_A_QUESTION] or None
    )
    return ui.Label(text=library.phrase("discord-form-question", lang), component=box)

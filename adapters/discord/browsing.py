"""Pages in Discord: suggested while a question is typed, found by it, or browsed to from shelf to page to page."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import discord
from discord import app_commands

from adapters.discord.mine import count_page, pages_read
from adapters.discord.people import Asker
from adapters.discord.pressing import Press
from adapters.discord.views import paged_view, shelves_view, with_shelves
from bot.asked import page_reply
from bot.asking import Librarian
from bot.browsing import Category, PageLink
from bot.rendering.discord_markdown import plain
from bot.rendering.discord_pages import pages
from bot.rendering.limits import DISCORD
from bot.store import Store

Interaction = discord.Interaction[discord.Client]
FOLDERS = {"faq": "faq/", "setting": "settings/"}
REPLIES = "replies/"  # what codes mean, offered to whoever types one
"""Which pages each command is about."""


class Browser:
    """Shows pages.

    Args:
        librarian: finds them, and knows their shelves.
        store: counts which are read.
    """

    def __init__(self, librarian: Librarian, store: Store) -> None:
        self._librarian = librarian
        self._browsing = librarian.browsing
        self._store = store
        self._library = librarian.library

    async def suggest(self, asker: Asker, typed: str, kind: str) -> list[app_commands.Choice[str]]:
        """Return titles for what was typed so far; for an empty box those that are read most."""
        used = await pages_read(self._store, asker.tenant)
        lang = asker.lang or "en"
        if typed.strip() or kind == "faq":
            found = [PageLink(one.id, one.title) for one in self._librarian.suggest(typed, lang, 200, used=used)]
        else:
            every = [page for shelf in self._browsing.categories(lang) for page in shelf.pages]
            found = sorted(every, key=lambda page: -used.get(page.id, 0))
        titles = [(one.title, one.id) for one in found if one.id.startswith((FOLDERS[kind], REPLIES))]
        return [app_commands.Choice(name=title[: DISCORD.option_label], value=id_) for title, id_ in titles[: DISCORD.autocomplete]]

    async def look_up(self, interaction: Interaction, asker: Asker, question: str, kind: str) -> None:
        """Answer ``/faq`` or ``/setting``: with a page, with pages to choose from, or with shelves."""
        lang = asker.lang or "en"
        if self._librarian.page(question, lang) is not None:
            await self.page(interaction, asker, question)
            return
        shelves = self._shelves(lang, FOLDERS[kind])
        if not question.strip():
            await self._show(interaction, self._library.phrase("discord-faq-browse", lang), shelves, (), lang)
            return
        found = await asyncio.to_thread(self._librarian.ask, question, lang)
        if found.outcome == "answer":
            await self.page(interaction, asker, found.hits[0].id)
            return
        hits = [PageLink(hit.id, hit.title) for hit in found.hits]
        phrase = "discord-faq-meant" if hits else "discord-faq-none"
        await self._show(interaction, self._library.phrase(phrase, lang), shelves, hits, lang)

    async def shelf(self, interaction: Interaction, asker: Asker, id_: str) -> None:
        """Show the pages of a shelf."""
        lang = asker.lang or "en"
        shelf = self._browsing.category(id_, lang, await pages_read(self._store, asker.tenant))
        title = shelf.title if shelf else self._library.phrase("discord-faq-browse", lang)
        await self._show(interaction, title, self._browsing.categories(lang), shelf.pages if shelf else (), lang)

    async def page(self, interaction: Interaction, asker: Asker, id_: str, number: int = 0) -> None:
        """Show a page, with the pages that it leads to."""
        lang = asker.lang or "en"
        page = self._librarian.page(id_, lang)
        if page is None:
            await self._show(interaction, self._library.phrase("discord-faq-none", lang), self._browsing.categories(lang), (), lang)
            return
        if number == 0:
            await count_page(self._store, asker.tenant, id_)
        reply = page_reply(page, self._librarian, lang)
        texts = pages([section for section in reply.sections if section.name != "others"])
        place = min(max(number, 0), len(texts) - 1)
        view = paged_view(texts[place], place, len(texts), Press("page", "", id_), self._library, lang)
        related = self._browsing.related(id_, lang)
        shown = with_shelves(
            view, self._library.phrase("discord-faq-related", lang), self._browsing.categories(lang), related, self._library, lang
        )
        await interaction.edit_original_response(view=shown, attachments=[])

    def _shelves(self, lang: str, folder: str) -> Sequence[Category]:
        """Return the shelves that hold pages of a folder."""
        return [shelf for shelf in self._browsing.categories(lang) if any(page.id.startswith(folder) for page in shelf.pages)]

    async def _show(self, interaction: Interaction, text: str, shelves: Sequence[Category], links: Sequence[PageLink], lang: str) -> None:
        view = shelves_view(f"### {plain(text)}", shelves, links, self._library, lang)
        await interaction.edit_original_response(view=view, attachments=[])

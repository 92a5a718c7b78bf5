"""Pressed buttons, chosen options and sent forms, each answered by what its id bears."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any, cast

import discord

from adapters.discord.answering import Answering, Interaction, Situation
from adapters.discord.browsing import Browser
from adapters.discord.files import Enclosure
from adapters.discord.forms import filled, more_form, wrong_form
from adapters.discord.mine import remember
from adapters.discord.naming import name_of, place_of
from adapters.discord.people import asker_of, language
from adapters.discord.pressing import Press, read_press
from adapters.discord.standing import standing_of
from adapters.discord.target import Target
from adapters.discord.views import paged_view, text_file, text_view, whole_file
from bot.asked import PAGE
from bot.case_file import CASE, case_text
from bot.desk import Message
from bot.rendering.discord_markdown import plain, size
from bot.rendering.discord_pages import view_pages
from bot.rendering.limits import DISCORD
from bot.reply import Reply

Answer = Callable[[Interaction, Press], Awaitable[None]]
OVER = (10062, 40060)
"""Codes for an interaction that is over: unknown by now, or acknowledged before (docs.discord.com, "JSON Error Codes")."""


class Pressed:
    """Answers presses; nothing of them is kept in memory, so that a restart changes nothing."""

    def __init__(self, answering: Answering, browser: Browser) -> None:
        self._answering = answering
        self._browser = browser
        self._office = answering.office
        self._library = answering.office.library
        self._answers: dict[str, Answer] = {
            "answer": self._answer, "choose": self._answer, "view": self._view, "share": self._share, "helped": self._helped,
            "wrong": self._wrong, "reason": self._reason, "human": self._human, "again": self._again, "delete": self._delete,
            "more": self._more, "said": self._said, "form": self._form, "shelf": self._shelf, "page": self._page,
        }  # fmt: skip

    async def answer(self, interaction: Interaction) -> None:
        """Answer a press; what is none of ours is left alone."""
        press = read_press(str(_data(interaction).get("custom_id", "")))
        if press is None:
            return
        await self._answers[press.act](interaction, press)

    async def _answer(self, interaction: Interaction, press: Press) -> None:
        """Give the verdict anew with an answer that was clicked, in the place of the old one."""
        chosen = _chosen(interaction) or press.rest
        if chosen.startswith(f"{PAGE}:"):
            await self._page(interaction, Press("page", "", chosen.removeprefix(f"{PAGE}:")))
            return
        await interaction.response.defer()
        await self._go_on(interaction, press.conversation, Message(choice=chosen))

    async def _more(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.send_modal(more_form(self._library, self._lang(interaction), press.conversation))

    async def _said(self, interaction: Interaction, press: Press) -> None:
        """Go on with a conversation by what was written into the form."""
        await interaction.response.defer()
        form = filled(_data(interaction))
        await self._go_on(interaction, press.conversation, Message(text=form.text("log")), form.enclosures)

    async def _go_on(self, interaction: Interaction, conversation: str, said: Message, enclosures: tuple[Enclosure, ...] = ()) -> None:
        """Give one more message to a conversation, its answer in the place of the one that was pressed."""
        asker, there = asker_of(interaction), standing_of(interaction.message)
        if await self._office.case(asker.tenant, conversation) is None:
            await self._say_gone(interaction)
            return
        situation = Situation(conversation, there.asker or asker.person, there.private, there.source, enclosures)
        await self._answering.interaction(interaction, asker, situation, said)

    async def _form(self, interaction: Interaction, press: Press) -> None:  # noqa: ARG002 - the form's id bears no more
        """Explain the log that was put into the form."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        form = filled(_data(interaction))
        said = Message(text=form.text("log"), question=form.text("question"), server=form.text("server") or None)
        asker = asker_of(interaction)
        situation = Situation(str(interaction.id), asker.person, enclosures=form.enclosures)
        await self._answering.interaction(interaction, asker, situation, said)

    async def _again(self, interaction: Interaction, press: Press) -> None:
        """Read the message anew that the answer is about; where Discord does not show it to us, answer anew from what was kept."""
        await interaction.response.defer()
        asker, there = asker_of(interaction), standing_of(interaction.message)
        text, enclosures = await self._read(press.rest)
        if text or enclosures:
            owner = there.asker or asker.person
            situation = Situation(press.conversation, owner, there.private, press.rest, tuple(enclosures), anew=True)
            await self._answering.interaction(interaction, asker, situation, Message(text=text))
            return
        reply = await self._whole(interaction, press.conversation)
        if reply is not None:
            owner = there.asker or asker.person
            target = Target("hook", press.conversation, owner, reply.lang, private=there.private, source=press.rest)
            view, files = self._answering.delivering.drawn(reply, target)
            await interaction.edit_original_response(view=view, attachments=files)

    async def _read(self, name: str) -> tuple[str, list[Enclosure]]:
        """Return text and files of a message as far as Discord shows them to us."""
        channel, message = place_of(name)
        if not channel:
            return "", []
        try:
            return self._answering.content(await self._answering.fetch(channel, message))
        except (discord.NotFound, discord.Forbidden):
            return "", []

    async def _view(self, interaction: Interaction, press: Press) -> None:
        """Fold out a part of the answer, for the presser alone; turning a page changes what was folded out."""
        if standing_of(interaction.message).is_answer:
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        view, _, number = press.rest.partition(".")
        reply = await self._whole(interaction, press.conversation)
        if reply is None:
            return
        pages = view_pages(reply, view)
        if not pages:
            await interaction.edit_original_response(view=text_view(self._phrase("discord-nothing-there", interaction)), attachments=[])
            return
        place = min(int(number or 0), len(pages) - 1)
        long = view == "lines" and sum(map(size, pages)) > DISCORD.inline
        opened = Press("view", press.conversation, view)
        shown = paged_view(pages[place], place, len(pages), opened, self._library, reply.lang, file=long)
        await interaction.edit_original_response(view=shown, attachments=[whole_file(reply)] if long else [])

    async def _share(self, interaction: Interaction, press: Press) -> None:
        """Show the answer to the whole channel."""
        await interaction.response.defer(thinking=True)
        reply = await self._whole(interaction, press.conversation)
        if reply is None:
            return
        asker, there = asker_of(interaction), standing_of(interaction.message)
        target = Target("hook", press.conversation, asker.person, reply.lang, source=there.source)
        view, files = self._answering.delivering.drawn(reply, target)
        shared = await interaction.edit_original_response(view=view, attachments=files)
        await self._office.store.link(asker.tenant, name_of(shared), press.conversation, "answer")

    async def _helped(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._feedback(interaction, press.conversation, helped=True)

    async def _wrong(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.send_modal(wrong_form(self._library, self._lang(interaction), press.conversation))

    async def _reason(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.defer(ephemeral=True, thinking=True)
        await self._feedback(interaction, press.conversation, helped=False, reason=filled(_data(interaction)).text("reason"))

    async def _feedback(self, interaction: Interaction, conversation: str, *, helped: bool, reason: str = "") -> None:
        await self._office.store.add_feedback(asker_of(interaction).tenant, conversation, helped, reason)
        await interaction.edit_original_response(view=text_view(self._phrase("discord-thanks", interaction)))

    async def _human(self, interaction: Interaction, press: Press) -> None:
        """Give the whole case as a file, to be handed to a person."""
        await interaction.response.defer(ephemeral=True, thinking=True)
        reply = await self._whole(interaction, press.conversation)
        kept = await self._office.case(asker_of(interaction).tenant, press.conversation)
        if reply is None or kept is None:
            return
        view = text_view(self._phrase("discord-case", interaction))
        view.add_item(discord.ui.File(f"attachment://{CASE}"))
        await interaction.edit_original_response(view=view, attachments=[text_file(CASE, case_text(kept, reply, self._library))])

    async def _delete(self, interaction: Interaction, press: Press) -> None:
        """Delete an answer and forget its conversation; whoever asked may, and whoever may delete messages there."""
        asker = asker_of(interaction)
        if asker.person != press.rest and not interaction.permissions.manage_messages:
            await interaction.response.send_message(view=text_view(self._phrase("discord-not-yours", interaction)), ephemeral=True)
            return
        await interaction.response.defer()
        await self._answering.delivering.pictures.take_away(asker.tenant, press.conversation)
        await self._office.forget(asker.tenant, press.conversation)
        with suppress(discord.NotFound):
            await interaction.delete_original_response()

    async def _shelf(self, interaction: Interaction, press: Press) -> None:
        await interaction.response.defer()
        await self._browser.shelf(interaction, asker_of(interaction), _chosen(interaction) or press.rest)

    async def _page(self, interaction: Interaction, press: Press) -> None:
        """Show a page: in the place of the pages it was chosen from, or, from an answer, beside it."""
        there = standing_of(interaction.message)
        if there.is_answer or not there.private:
            await interaction.response.defer(ephemeral=True, thinking=True)
        else:
            await interaction.response.defer()
        id_, _, number = (_chosen(interaction) or press.rest).removeprefix(f"{PAGE}:").partition(".")
        await self._browser.page(interaction, asker_of(interaction), id_, int(number or 0))

    async def _whole(self, interaction: Interaction, conversation: str) -> Reply | None:
        """Return the whole latest answer; where it is not kept any more, that is said."""
        asker = asker_of(interaction)
        reply = await self._office.again(asker.tenant, asker.room, conversation)
        if reply is None or reply.section("headline") is None:
            await self._say_gone(interaction)
            return None
        await remember(self._office.store, asker.tenant, asker.person, conversation)
        return reply

    async def _say_gone(self, interaction: Interaction) -> None:
        view = text_view(self._phrase("discord-gone", interaction))
        if interaction.response.type is discord.InteractionResponseType.deferred_channel_message:
            await interaction.edit_original_response(view=view)
        else:
            await interaction.followup.send(view=view, ephemeral=True, wait=True)

    def _lang(self, interaction: Interaction) -> str:
        return language(interaction.locale) or "en"

    def _phrase(self, phrase: str, interaction: Interaction) -> str:
        return plain(self._library.phrase(phrase, self._lang(interaction)))


def _data(interaction: Interaction) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", interaction.data or {})


def _chosen(interaction: Interaction) -> str:
    """Return what was chosen of a select, empty for a button."""
    values = _data(interaction).get("values") or [""]
    return str(values[0])

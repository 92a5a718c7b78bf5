"""Answers on their way out: said in a thread, put in the place of an earlier one, or sent by an interaction's token."""

from __future__ import annotations

import hashlib

import discord

from adapters.discord.hooks import hook_of
from adapters.discord.naming import name_of
from adapters.discord.pictures import Pictures
from adapters.discord.target import Target, read_target
from adapters.discord.views import Scene, answer_view, whole_file
from adapters.illustrating import Illustrator
from bot.journal import journal
from bot.office import Delivery, Office
from bot.rendering.discord_messages import card
from bot.rendering.limits import DISCORD
from bot.reply import Reply

GONE = "gone"
"""Stands for the id of an answer that there is nowhere left to send to."""
_HERE_ALREADY = 160004
"""A thread beneath that message is there already (JSON error codes, docs.discord.com/developers/topics/opcodes-and-status-codes)."""


class Delivering:
    """Sends answers and reports them.

    Args:
        client: who sends.
        office: whose answers they are.
        illustrator: draws the pictures that follow them.
    """

    def __init__(self, client: discord.Client, office: Office, illustrator: Illustrator) -> None:
        self._client = client
        self._office = office
        self.pictures = Pictures(client, office, illustrator)
        self._library = office.library

    def drawn(self, reply: Reply, target: Target) -> tuple[discord.ui.LayoutView, list[discord.File]]:
        """Return an answer as a view, and the file with the whole of it where it needs one."""
        shown = card(reply, target.notes)
        scene = Scene(target.conversation, target.asker, target.private, target.source)
        files = [whole_file(reply)] if shown.cut else []
        return answer_view(shown, scene, self._library, file=bool(files)), files

    async def left_over(self) -> None:
        """Send what was answered but not sent when a process was stopped."""
        for delivery in await self._office.left_over():
            try:
                target = read_target(delivery.to)
            except ValueError:
                await self._office.delivered(delivery, GONE)
                continue
            await self.send(delivery, target)

    async def send(self, delivery: Delivery, target: Target, interaction: discord.Interaction[discord.Client] | None = None) -> None:
        """Send an answer and report it; where there is nowhere left to send it to, that is reported."""
        if delivery.reply is None:
            return
        try:
            sent = await self._send(delivery, delivery.reply, target, interaction)
        except (discord.NotFound, discord.Forbidden) as error:
            journal().warning("failed", exc_info=error)
            sent = GONE
        if delivery.state == "answered":
            await self._office.delivered(delivery, sent)
            journal().info("delivered")
            if sent != GONE:
                await self.pictures.follow(delivery, target, sent)

    async def _send(self, delivery: Delivery, reply: Reply, target: Target, interaction: discord.Interaction[discord.Client] | None) -> str:
        if target.kind == "hook":
            return await self._by_token(reply, target, interaction)
        view, files = self.drawn(reply, target)
        if target.kind == "edit":
            there = self._client.get_partial_messageable(target.channel).get_partial_message(target.message)
            return name_of(await there.edit(view=view, attachments=files))
        room = await self.room(target, reply.lang)
        nonce = hashlib.sha256(delivery.key.encode()).hexdigest()[:24]
        in_channel = room.id == target.channel and target.message
        said = (
            await room.send(view=view, files=files, nonce=nonce, reference=_reference(target), mention_author=False)
            if in_channel
            else await room.send(view=view, files=files, nonce=nonce)
        )
        return name_of(said)

    async def _by_token(self, reply: Reply, target: Target, interaction: discord.Interaction[discord.Client] | None) -> str:
        """Send by an interaction: in the place of what it was pressed on, or by itself if it is no new answer but a word beside it."""
        view, files = self.drawn(reply, target)
        takes_place = interaction is not None and interaction.response.type is discord.InteractionResponseType.deferred_message_update
        if interaction is not None and (reply.section("headline") or not takes_place):
            return name_of(await interaction.edit_original_response(view=view, attachments=files))
        if interaction is not None:
            return name_of(await interaction.followup.send(view=view, files=files, ephemeral=True, wait=True))
        hook = hook_of(self._client, target)
        return name_of(await hook.send(view=view, files=files, ephemeral=target.private, wait=True)) if hook else GONE

    async def room(self, target: Target, lang: str) -> discord.Thread | discord.PartialMessageable:
        """Return where to answer a message: a thread beneath it, or its channel where threads cannot be.

        Args:
            target: the message.
            lang: the language of the thread's name.
        """
        here = self._client.get_partial_messageable(target.channel)
        channel = self._client.get_channel(target.channel)
        if not target.threaded or not isinstance(channel, discord.TextChannel):
            return here
        name = self._library.phrase("discord-thread", lang)[: DISCORD.thread_name]
        try:
            return await channel.get_partial_message(target.message).create_thread(name=name)
        except discord.HTTPException as error:
            return self._client.get_partial_messageable(target.message) if error.code == _HERE_ALREADY else here


def _reference(target: Target) -> discord.MessageReference:
    return discord.MessageReference(message_id=target.message, channel_id=target.channel, fail_if_not_exists=False)

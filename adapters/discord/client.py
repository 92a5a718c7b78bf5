"""The client: what Discord tells us, handed to whoever answers it."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import suppress
from typing import Any

import discord
from discord import app_commands

from adapters.discord.answering import Answering
from adapters.discord.browsing import Browser
from adapters.discord.commands import Translator, all_commands
from adapters.discord.delivering import Delivering
from adapters.discord.files import HOSTS, Files
from adapters.discord.naming import place_of
from adapters.discord.people import TENANT, language
from adapters.discord.pressed import OVER, Pressed
from adapters.discord.telling import Telling
from adapters.discord.views import text_view
from adapters.serving import Premises
from bot.journal import journal
from bot.rendering.discord_markdown import plain

Interaction = discord.Interaction[discord.Client]
INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)
"""None of them is privileged; the content of mentions and of direct messages comes without ("Message Content Intent", docs.discord.com)."""
_LOOK_EVERY = 60.0
"""Seconds between two looks for answers that were not sent."""
_SYNCED = "commands"


class Tree(app_commands.CommandTree[discord.Client]):
    """The commands; what goes wrong in one of them is noted and told."""

    async def on_error(self, interaction: Interaction, error: app_commands.AppCommandError, /) -> None:
        """Note what went wrong, and apologise."""
        cause = error.original if isinstance(error, app_commands.CommandInvokeError) else error
        await _went_wrong(interaction, cause)


async def _went_wrong(interaction: Interaction, cause: BaseException) -> None:
    """Note what went wrong in answering an interaction, and apologise; nobody waits any more for one that is over."""
    if isinstance(cause, discord.HTTPException) and cause.code in OVER:
        return
    journal().error("failed", exc_info=cause)
    client = interaction.client
    if isinstance(client, Postmaster) and interaction.type is not discord.InteractionType.autocomplete:
        with suppress(discord.HTTPException):
            await client.apologise(interaction)


class Postmaster(discord.Client):
    """RelayDoc's client for one token.

    Args:
        premises: what all places share.
        hosts: whom attachments are fetched from.
        ready_after: seconds to wait for the servers at the start.
    """

    def __init__(self, premises: Premises, hosts: frozenset[str] = HOSTS, ready_after: float = 2.0) -> None:
        super().__init__(
            intents=INTENTS, allowed_mentions=discord.AllowedMentions.none(), max_messages=None, guild_ready_timeout=ready_after
        )
        self._premises = premises
        self._office = premises.office(TENANT)
        delivering = Delivering(self, self._office, premises.illustrator)
        self.answering = Answering(self, self._office, delivering, Files(hosts), premises.lang)
        self._delivering = delivering
        browser = Browser(premises.librarian, self._office.store)
        self._pressed = Pressed(self.answering, browser)
        self._tree = Tree(self)
        for command in all_commands(self.answering, browser, Telling(self._office, premises.site)):
            self._tree.add_command(command)
        self._looking: asyncio.Task[None] | None = None

    async def setup_hook(self) -> None:
        """Get everything ready before the first event: the index of the pages, the commands, what was left over."""
        await asyncio.to_thread(self._premises.librarian.index)
        await self._tree.set_translator(Translator(self._premises.library))
        await self._sync()
        self._looking = asyncio.create_task(self._look_after())

    def dispatch(self, event: str, /, *args: Any, **kwargs: Any) -> None:
        """Let an event be answered, unless we are going: the library has no loop for it any more then, and fails over its own farewell."""
        if not self.is_closed():
            super().dispatch(event, *args, **kwargs)

    async def close(self) -> None:
        """Go."""
        if self._looking is not None:
            self._looking.cancel()
            with suppress(asyncio.CancelledError):
                await self._looking
        await super().close()

    async def _sync(self) -> None:
        """Tell Discord of our commands, if they are not those that it was told of last."""
        translator = Translator(self._premises.library)
        told = [await command.get_translated_payload(self._tree, translator) for command in self._tree.get_commands()]
        digest = hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        store, app = self._office.store, str(self.application_id)
        if await store.preference(TENANT, app, _SYNCED) != digest:
            await self._tree.sync()
            await store.save_preference(TENANT, app, _SYNCED, digest)

    async def _look_after(self) -> None:
        """Send, every minute, what was answered but not sent."""
        await self.wait_until_ready()
        while True:
            try:
                await self._delivering.left_over()
            except discord.HTTPException as error:
                journal().warning("failed", exc_info=error)
            await asyncio.sleep(_LOOK_EVERY)

    async def on_ready(self) -> None:
        """Note that we are there."""
        journal().info("connected")

    async def on_disconnect(self) -> None:
        """Note that the line is down; the library takes it up again."""
        journal().info("disconnected")

    async def on_message(self, message: discord.Message) -> None:
        """Answer what is said to us: a mention, a reply to us, a direct message."""
        if self._is_for_us(message):
            await self.answering.message(message)

    async def on_raw_message_edit(self, payload: discord.RawMessageUpdateEvent) -> None:
        """Answer an edited message anew; without an edit's stamp only a preview or the like was added."""
        stamp = payload.data.get("edited_timestamp")
        if stamp and self._is_for_us(payload.message):
            await self.answering.edited(payload.message, str(stamp))

    async def on_raw_message_delete(self, payload: discord.RawMessageDeleteEvent) -> None:
        """Take back the answers to a deleted message."""
        await self._deleted(payload.guild_id, payload.channel_id, payload.message_id)

    async def on_raw_bulk_message_delete(self, payload: discord.RawBulkMessageDeleteEvent) -> None:
        """Take back the answers to messages that were deleted together."""
        for message_id in sorted(payload.message_ids):
            await self._deleted(payload.guild_id, payload.channel_id, message_id)

    async def on_interaction(self, interaction: Interaction) -> None:
        """Answer a press or a form; commands go their own way."""
        if interaction.type in (discord.InteractionType.component, discord.InteractionType.modal_submit):
            try:
                await self._pressed.answer(interaction)
            except Exception as error:  # noqa: BLE001 - the outer edge: whoever pressed is told, whatever it was
                await _went_wrong(interaction, error)

    async def apologise(self, interaction: Interaction) -> None:
        """Say that something went wrong on our side."""
        view = text_view(plain(self._premises.library.phrase("went-wrong", language(interaction.locale) or "en")))
        if interaction.response.is_done():
            await interaction.followup.send(view=view, ephemeral=True)
        else:
            await interaction.response.send_message(view=view, ephemeral=True)

    async def on_error(self, event_method: str, /, *_: Any, **__: Any) -> None:
        """Note what went wrong in answering one event; the next one is answered all the same."""
        journal().error("failed", exc_info=True, library=event_method)

    def _is_for_us(self, message: discord.Message) -> bool:
        said = message.type in (discord.MessageType.default, discord.MessageType.reply)
        if not said or message.author.bot or message.webhook_id is not None or self.user is None:
            return False
        return message.guild is None or self.user in message.mentions

    async def _deleted(self, guild_id: int | None, channel_id: int, message_id: int) -> None:
        """Forget a deleted message's conversation and delete our answers to it."""
        tenant, name = f"{TENANT}:{guild_id or await self._other_side(channel_id)}", f"{channel_id}.{message_id}"
        conversation = await self._office.conversation_of(tenant, name)
        if conversation is not None:
            await self._delivering.pictures.take_away(tenant, conversation)
        for answer in await self._office.deleted(tenant, name):
            channel, message = place_of(answer)
            if channel:
                with suppress(discord.NotFound, discord.Forbidden):
                    await self.get_partial_messageable(channel).get_partial_message(message).delete()

    async def _other_side(self, channel_id: int) -> int:
        """Return whom a direct channel is with; its events do not tell."""
        channel = self.get_channel(channel_id) or await self.fetch_channel(channel_id)
        recipient = channel.recipient if isinstance(channel, discord.DMChannel) else None
        return recipient.id if recipient else 0

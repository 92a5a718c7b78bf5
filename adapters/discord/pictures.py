"""The picture of a case, which follows its answer as a message of its own; an ornament, so nothing else waits for it or fails with it."""

from __future__ import annotations

import io

import discord
from discord import ui

from adapters.discord.hooks import hook_of
from adapters.discord.naming import name_of, place_of
from adapters.discord.target import Target
from adapters.discord.views import at_rest
from adapters.illustrating import Illustrator, Picture
from bot.journal import journal
from bot.office import Delivery, Office
from bot.rendering.limits import DISCORD

_KEPT = "picture:"
"""Begins the name by which a picture of ours is kept, so that it goes with its case and is never taken for an answer."""


class Pictures:
    """Sends pictures, and takes them away.

    Args:
        client: who sends.
        office: whose answers they follow.
        illustrator: draws them.
    """

    def __init__(self, client: discord.Client, office: Office, illustrator: Illustrator) -> None:
        self._client = client
        self._office = office
        self._illustrator = illustrator

    async def follow(self, delivery: Delivery, target: Target, answer: str) -> None:
        """Send the timeline of an answer that has one, in the place of an earlier one.

        Args:
            delivery: the answer.
            target: where it went.
            answer: the name of the message that it became.
        """
        reply = delivery.reply
        picture = await self._illustrator.picture(reply, self._office.library, DISCORD.alt) if reply else None
        if picture is None or await self._office.case(delivery.tenant, target.conversation) is None:  # forgotten while it was drawn
            return
        try:
            await self.take_away(delivery.tenant, target.conversation)
            sent = await self._sent(picture, target, answer)
        except discord.HTTPException as error:
            journal().warning("failed", exc_info=error)
            return
        if sent and not target.private:  # only its reader can take away what nobody else sees
            await self._office.store.link(delivery.tenant, f"{_KEPT}{sent}", target.conversation, "answer")

    async def take_away(self, tenant: str, conversation: str) -> None:
        """Delete the pictures of a conversation; one that is gone already is no fault."""
        for name in await self._office.answers_in(tenant, conversation):
            channel, message = place_of(name.removeprefix(_KEPT)) if name.startswith(_KEPT) else (0, 0)
            if channel:
                try:
                    await self._client.get_partial_messageable(channel).get_partial_message(message).delete()
                except (discord.NotFound, discord.Forbidden) as error:
                    journal().debug("failed", exc_info=error)

    async def _sent(self, picture: Picture, target: Target, answer: str) -> str:
        """Send a picture to where its answer stands, and return its name; empty where it can stand nowhere any more."""
        view, file = _drawn(picture)
        if target.kind == "hook":
            hook = hook_of(self._client, target)
            return name_of(await hook.send(view=view, file=file, ephemeral=target.private, wait=True)) if hook else ""
        channel, _ = place_of(answer)
        if not channel:
            return ""
        return name_of(await self._client.get_partial_messageable(channel).send(view=view, file=file))


def _drawn(picture: Picture) -> tuple[ui.LayoutView, discord.File]:
    """Return a picture as a view with its file; both bear its text for those who do not see it."""
    file = discord.File(io.BytesIO(picture.data), filename=picture.name, description=picture.alt)
    view = ui.LayoutView(timeout=None)
    gallery: ui.MediaGallery[ui.LayoutView] = ui.MediaGallery(discord.MediaGalleryItem(file, description=picture.alt))
    view.add_item(gallery)
    return at_rest(view), file

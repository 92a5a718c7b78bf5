"""Who asks, and where: the tenant, room and language of a message or an interaction."""

from __future__ import annotations

from dataclasses import dataclass

import discord

TENANT = "discord"


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks.

    Attributes:
        tenant: the server, or the person where no server of ours is concerned.
        room: the channel; of a thread the channel that it is in.
        person: the person's id.
        lang: the language that the person's Discord is in, None if that is not known.
        may_manage: whether what is true of the place may be set: by whoever manages the server, or in one's own messages.
    """

    tenant: str
    room: str
    person: str
    lang: str | None
    may_manage: bool = False


def language(locale: discord.Locale | str | None) -> str | None:
    """Return which of our languages a locale is; any other than Japanese is answered in English."""
    if locale is None:
        return None
    return "ja" if str(locale) == "ja" else "en"


def asker_of(interaction: discord.Interaction[discord.Client]) -> Asker:
    """Return who interacts; an app that only the person has installed speaks for that person, whatever server it is used in."""
    in_server = interaction.guild_id is not None and interaction.is_guild_integration()
    owner = interaction.guild_id if in_server else interaction.user.id
    may_manage = interaction.permissions.manage_guild if in_server else True
    room = _room(interaction.channel, interaction.channel_id or 0)
    return Asker(f"{TENANT}:{owner}", room, str(interaction.user.id), language(interaction.locale), may_manage)


def author_of(message: discord.Message) -> Asker:
    """Return who wrote a message; its server's language stands for the person's, which messages do not tell."""
    guild = message.guild
    lang = language(guild.preferred_locale) if guild else None
    owner = guild.id if guild else message.author.id
    lang = lang if lang == "ja" else None  # a server's language is English unless somebody chose another
    return Asker(f"{TENANT}:{owner}", _room(message.channel, message.channel.id), str(message.author.id), lang)


def _room(channel: object, channel_id: int) -> str:
    return str(channel.parent_id if isinstance(channel, discord.Thread) else channel_id)

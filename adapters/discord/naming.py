"""By what names our messages are kept, so that they can be found again."""

from __future__ import annotations

import discord


def name_of(message: discord.Message | discord.PartialMessage) -> str:
    """Return by what name a message is kept: channel and message, so that it can be found again."""
    return f"{message.channel.id}.{message.id}"


def place_of(name: str) -> tuple[int, int]:
    """Return the channel and the message that a name means; 0 and 0 if it is none."""
    channel, _, message = name.partition(".")
    return (int(channel), int(message)) if channel.isdecimal() and message.isdecimal() else (0, 0)

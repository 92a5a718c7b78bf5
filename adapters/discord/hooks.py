"""The way to answer an interaction by its token alone, as when the process that took it is gone."""

from __future__ import annotations

import time

import discord

from adapters.discord.target import Target


def hook_of(client: discord.Client, target: Target) -> discord.Webhook | None:
    """Return what sends to an interaction's channel, None once its token has ended.

    The library takes a webhook that is made from a token for an ordinary one, by which nothing can be said to one person alone; that of an
    interaction is the application's ("Webhook Types", docs.discord.com/developers/resources/webhook).
    """
    if time.time() > target.until:
        return None
    hook = discord.Webhook.partial(client.application_id or 0, target.token, client=client)
    hook.type = discord.WebhookType.application
    return hook

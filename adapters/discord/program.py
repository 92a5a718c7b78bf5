"""Serving Discord: one client, made anew whenever it cannot go on, until the program is asked to stop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

import aiohttp
import discord

from adapters.discord.client import Postmaster
from adapters.serving import Premises
from bot.configuration import Configuration
from bot.errors import UsageError
from bot.journal import journal

_PAUSES = (1.0, 5.0, 15.0, 60.0, 300.0)
"""Seconds to wait before the next try; a connection that held begins with the first again."""
_FAILURES = (OSError, AttributeError, aiohttp.ClientError, asyncio.TimeoutError, discord.GatewayNotFound, discord.ConnectionClosed)
"""What a connection may fail with; the library raises AttributeError where its very first one is refused."""


def has_token(configuration: Configuration) -> bool:
    """Tell whether a token is set."""
    return configuration.discord_token is not None


async def run(
    premises: Premises, stop: asyncio.Event, make: Callable[[Premises], discord.Client] = Postmaster, pauses: tuple[float, ...] = _PAUSES
) -> None:
    """Serve until ``stop`` is set; a connection that cannot be had or goes bad is tried anew.

    Args:
        premises: what all places share.
        stop: ends it.
        make: gives a client that was not used yet.
        pauses: seconds before each further try.

    Raises:
        UsageError: Discord refuses the token, or the intents.
    """
    token = premises.configuration.discord_token
    secret = token.get_secret_value() if token else ""
    failures = 0
    while not stop.is_set():
        client = make(premises)
        try:
            await _until(client, secret, stop)
        except discord.LoginFailure:
            raise UsageError("Discord refuses RELAYDOC_DISCORD_TOKEN; `relaydoc doctor` tells how to get a new one.") from None
        except discord.PrivilegedIntentsRequired:
            raise UsageError(
                "Discord refuses the intents, although none of them is privileged; look at the bot's page in its portal."
            ) from None
        except (*_FAILURES, discord.HTTPException) as error:
            failures = 0 if client.is_ready() else failures
            journal().warning("disconnected", exc_info=error)
        finally:
            await client.close()
        if not stop.is_set():
            await _pause(stop, pauses[min(failures, len(pauses) - 1)])
            failures += 1


async def _until(client: discord.Client, token: str, stop: asyncio.Event) -> None:
    """Run a client until it ends or is to stop; what it fails with is raised."""
    running = asyncio.create_task(client.start(token))
    stopping = asyncio.create_task(stop.wait())
    try:
        await asyncio.wait({running, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if not running.done():
            await client.close()
        await running
    finally:
        stopping.cancel()
        running.cancel()


async def _pause(stop: asyncio.Event, seconds: float) -> None:
    try:
        await asyncio.wait_for(stop.wait(), seconds)
    except TimeoutError:
        return


async def demo(show: Callable[[str], None], lang: str | None) -> None:
    """Hold a scripted conversation with a stand-in for Discord on this machine, and show its transcript."""
    from adapters.discord.standin.script import play  # only a demo needs it

    await play(show, lang or "en")

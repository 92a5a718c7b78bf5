"""The doctor's look at Discord: whether the token is good, what the app asks for, what it lacks where, and how to invite it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import aiohttp

from bot.configuration import Configuration
from bot.doctor import Check

API = "https://discord.com/api/v10"
PERMISSIONS = {
    "View Channels": 1 << 10,
    "Send Messages": 1 << 11,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Create Public Threads": 1 << 35,
    "Send Messages in Threads": 1 << 38,
}
"""What is needed in a server, by the names in its settings (Permissions, "Bitwise Permission Flags", docs.discord.com/developers)."""
_ADMINISTRATOR = 1 << 3
_PATIENCE = aiohttp.ClientTimeout(total=15)
_MOST_SERVERS = 5


def invitation(application: str) -> str:
    """Return the link by which an app is invited into a server (OAuth2, "Bot Authorization Flow", docs.discord.com/developers)."""
    asked = sum(PERMISSIONS.values())
    return f"https://discord.com/oauth2/authorize?client_id={application}&scope=bot%20applications.commands&permissions={asked}"


async def check_discord(configuration: Configuration, api: str = API) -> Check:
    """Look at the token, and through it at the app.

    Args:
        configuration: with the token, or without.
        api: where Discord's API is.
    """
    if configuration.discord_token is None:
        return Check("discord", "absent")
    headers = {"Authorization": f"Bot {configuration.discord_token.get_secret_value()}"}
    try:
        async with aiohttp.ClientSession(headers=headers, timeout=_PATIENCE) as session:
            app = await _get(session, f"{api}/applications/@me")
            servers = await _get(session, f"{api}/users/@me/guilds")
    except aiohttp.ClientResponseError as error:
        return Check("discord", "unwell", f"HTTP {error.status}")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return Check("discord", "unwell", type(error).__name__)
    children = (Check("discord-intents", "well"), _permissions(servers), Check("discord-invite", "well", invitation(str(app["id"]))))
    return Check("discord", "well", str(app.get("name", "")), children)


async def _get(session: aiohttp.ClientSession, url: str) -> Any:
    async with session.get(url) as response:
        response.raise_for_status()
        return await response.json()


def _permissions(servers: Sequence[dict[str, Any]]) -> Check:
    """Tell what is missing in which server; a channel may take away more, which only shows there."""
    if not servers:
        return Check("discord-permissions", "absent")
    lacking = []
    for server in servers:
        held = int(server.get("permissions") or 0)
        missing = [] if held & _ADMINISTRATOR else [name for name, bit in PERMISSIONS.items() if not held & bit]
        if missing:
            lacking.append(f"{server.get('name', '?')} ({', '.join(missing)})")
    if not lacking:
        return Check("discord-permissions", "well", str(len(servers)))
    more = f" (+{len(lacking) - _MOST_SERVERS})" if len(lacking) > _MOST_SERVERS else ""
    return Check("discord-permissions", "unwell", "; ".join(lacking[:_MOST_SERVERS]) + more)

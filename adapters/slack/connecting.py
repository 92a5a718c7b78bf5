"""The application with its tokens: of the one workspace that is configured, or of all that installed it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import ClientError
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.addresses import team_of, tenant_of
from adapters.slack.installing import Installations, States
from adapters.slack.manifest import scopes
from adapters.slack.wiring import Surroundings, client_of
from bot.configuration import Configuration
from bot.errors import UsageError
from bot.journal import journal
from bot.store import Store

Given = TypeVar("Given")
ClientOf = Callable[[str], Awaitable[AsyncWebClient | None]]
_PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)


@dataclass(frozen=True, slots=True)
class Connection:
    """An application, and what gives the client of a tenant."""

    app: AsyncApp
    client_of: ClientOf


def is_for_many(configuration: Configuration) -> bool:
    """Tell whether workspaces install the app by themselves."""
    return configuration.slack_client_id is not None and configuration.slack_client_secret is not None


def secret_of(value: SecretStr | None) -> str | None:
    """Return a secret as text."""
    return value.get_secret_value() if value is not None else None


async def for_one(configuration: Configuration, surroundings: Surroundings, stop: asyncio.Event) -> Connection | None:
    """Return the application of one workspace; None if the program is stopped before Slack can be reached.

    Raises:
        UsageError: Slack refuses the bot token.
    """
    client = client_of(secret_of(configuration.slack_bot_token), surroundings)
    team = await patiently(lambda: _team(client), stop)
    if team is None:
        return None

    async def known(tenant: str) -> AsyncWebClient | None:
        return client if tenant == tenant_of(team) else None

    signing = secret_of(configuration.slack_signing_secret) or ""
    return Connection(AsyncApp(client=client, signing_secret=signing, logger=logging.getLogger("slack_bolt")), known)


def for_many(configuration: Configuration, surroundings: Surroundings, store: Store) -> Connection:
    """Return the application of all workspaces that installed it, or will.

    Raises:
        UsageError: there is no key to encrypt their tokens with, or no signing secret.
    """
    secret, signing = secret_of(configuration.slack_client_secret) or "", secret_of(configuration.slack_signing_secret)
    if not configuration.secret_keys() or not signing:
        raise UsageError(
            "To serve many Slack workspaces, set RELAYDOC_KEYS, since their tokens are kept, and RELAYDOC_SLACK_SIGNING_SECRET."
        )
    installations = Installations(store)
    settings = AsyncOAuthSettings(
        client_id=configuration.slack_client_id,
        client_secret=secret,
        scopes=list(scopes()),
        installation_store=installations,
        installation_store_bot_only=True,
        state_store=States(store, secret),
    )

    async def known(tenant: str) -> AsyncWebClient | None:
        bot = await installations.async_find_bot(enterprise_id=None, team_id=team_of(tenant))
        return client_of(bot.bot_token, surroundings) if bot else None

    app = AsyncApp(
        client=client_of(None, surroundings), signing_secret=signing, oauth_settings=settings, logger=logging.getLogger("slack_bolt")
    )
    return Connection(app, known)


async def patiently(ask: Callable[[], Awaitable[Given]], stop: asyncio.Event) -> Given | None:
    """Return what Slack answers, trying again while it cannot be reached; None if the program is stopped meanwhile."""
    tries = 0
    while not stop.is_set():
        try:
            return await ask()
        except (ClientError, OSError, TimeoutError) as error:
            journal().warning("disconnected", adapter="slack", error=type(error).__name__)
        try:
            await asyncio.wait_for(stop.wait(), _PATIENCE[min(tries, len(_PATIENCE) - 1)])
        except TimeoutError:
            tries += 1
    return None


async def _team(client: AsyncWebClient) -> str:
    """Return the workspace of the token.

    Raises:
        UsageError: Slack refuses the token.
    """
    try:
        return str((await client.auth_test())["team_id"])
    except SlackApiError as error:
        reason = error.response.get("error")
        raise UsageError(f"Slack refuses the bot token ({reason}); `relaydoc doctor` says how to get one.") from None

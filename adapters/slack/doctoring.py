"""Slack's part of ``relaydoc doctor``: whether the tokens are good, all scopes granted, and a way in there."""

from __future__ import annotations

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from adapters.slack.connecting import is_for_many, secret_of
from adapters.slack.manifest import scopes
from adapters.slack.wiring import Surroundings
from bot.configuration import Configuration
from bot.doctor import Check

_SECONDS = 10


async def check_slack(configuration: Configuration, surroundings: Surroundings | None = None) -> Check:
    """Ask Slack about the tokens.

    Args:
        configuration: the program's settings.
        surroundings: where Slack is; None: on the internet.
    """
    surroundings = surroundings or Surroundings()
    token = secret_of(configuration.slack_bot_token)
    if token is None:
        return _of_many(configuration) if is_for_many(configuration) else Check("slack", "absent")
    client = AsyncWebClient(token=token, base_url=surroundings.api, timeout=_SECONDS)
    try:
        answer = await client.auth_test()
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        return Check("slack", "unwell", _reason(error))
    door = await _door(configuration, surroundings)
    return Check("slack", "well", str(answer.get("team") or answer.get("team_id")), (_scopes(answer), door))


def _of_many(configuration: Configuration) -> Check:
    """Look at what many workspaces need; each token is tried when it is used."""
    lacks = [
        name
        for name, has in (
            ("RELAYDOC_KEYS", bool(configuration.secret_keys())),
            ("RELAYDOC_SLACK_SIGNING_SECRET", configuration.slack_signing_secret is not None),
        )
        if not has
    ]
    return Check("slack-many", "unwell" if lacks else "well", ", ".join(lacks))


def _scopes(answer: AsyncSlackResponse) -> Check:
    """Compare the scopes that Slack names with each answer (header ``X-OAuth-Scopes``) with those of the manifest."""
    headers = {name.casefold(): value for name, value in answer.headers.items()}
    granted = {scope.strip() for scope in str(headers.get("x-oauth-scopes", "")).split(",")}
    missing = [scope for scope in scopes() if scope not in granted]
    return Check("slack-scopes", "unwell", ", ".join(missing)) if missing else Check("slack-scopes", "well")


async def _door(configuration: Configuration, surroundings: Surroundings) -> Check:
    """Try the way in: a connection for Socket Mode is asked for, and not used."""
    token = secret_of(configuration.slack_app_token)
    if token is None:
        is_signed = configuration.slack_signing_secret is not None
        return Check("slack-door", "well", f"HTTP ({configuration.slack_port})") if is_signed else Check("slack-door", "unwell", "–")
    try:
        await AsyncWebClient(base_url=surroundings.api, timeout=_SECONDS).apps_connections_open(app_token=token)
    except (SlackApiError, aiohttp.ClientError, TimeoutError, OSError) as error:
        return Check("slack-door", "unwell", f"Socket Mode: {_reason(error)}")
    return Check("slack-door", "well", "Socket Mode")


def _reason(error: Exception) -> str:
    """Return what is wrong, in Slack's word for it, else the kind of failure."""
    return str(error.response.get("error")) if isinstance(error, SlackApiError) else type(error).__name__

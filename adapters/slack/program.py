"""Slack as a place that is served: by Socket Mode where there is an app token, else by HTTP; and its demo."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from aiohttp import ClientError, web
from pydantic import SecretStr
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.serving import Premises
from adapters.slack.running import Running
from adapters.slack.wiring import Surroundings, client_of, counter_of, deliver_left_over, listen
from bot.configuration import Configuration
from bot.errors import UsageError
from bot.journal import journal

PATH = "/slack/events"
_PATIENCE = (1.0, 2.0, 5.0, 10.0, 30.0)
_FINISH_SECONDS = 20.0


def has_token(configuration: Configuration) -> bool:
    """Tell whether there is a bot token and a way in."""
    return configuration.slack_bot_token is not None and _has_door(configuration)


def _has_door(configuration: Configuration) -> bool:
    return configuration.slack_app_token is not None or configuration.slack_signing_secret is not None


async def run(premises: Premises, stop: asyncio.Event, surroundings: Surroundings | None = None, running: Running | None = None) -> None:
    """Serve Slack until ``stop`` is set.

    Args:
        premises: what all places share.
        stop: ends it; what is being answered is finished.
        surroundings: where Slack is; None: on the internet.
        running: knows what is being answered; None: nobody else wants to know.

    Raises:
        UsageError: a token is refused, or the port cannot be listened on.
    """
    surroundings = surroundings or Surroundings()
    running = running or Running()
    configuration, counter = premises.configuration, counter_of(premises, surroundings)
    client = client_of(_secret(configuration.slack_bot_token), surroundings)
    await asyncio.to_thread(premises.librarian.index)  # a list of pages has to come within three seconds
    team = await _patiently(lambda: _team(client), stop)
    if team is None:
        return
    app = AsyncApp(client=client, signing_secret=_secret(configuration.slack_signing_secret) or "", logger=logging.getLogger("slack_bolt"))
    listen(app, counter, running)

    async def known(tenant: str) -> AsyncWebClient | None:
        return client if tenant == f"slack:{team}" else None

    left_over = asyncio.create_task(deliver_left_over(counter, known, stop))
    try:
        async with _door(app, configuration, stop):
            journal().info("connected", adapter="slack")
            await stop.wait()
    finally:
        stop.set()
        await left_over
        await running.finish(_FINISH_SECONDS)


async def demo(show: Callable[[str], None], lang: str | None) -> None:
    """Hold a scripted conversation with a stand-in for Slack on this machine, and show its transcript."""
    from adapters.slack.demo import hold

    await hold(show, lang)


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


async def _patiently(ask: Callable[[], Awaitable[str]], stop: asyncio.Event) -> str | None:
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


@asynccontextmanager
async def _door(app: AsyncApp, configuration: Configuration, stop: asyncio.Event) -> AsyncIterator[None]:
    """Open the way in, and close it at the end."""
    token = _secret(configuration.slack_app_token)
    if token is None:
        async with _http(app, configuration.slack_port):
            yield
        return
    handler = AsyncSocketModeHandler(app, token)
    try:
        await _patiently(lambda: _connect(handler), stop)
        yield
    finally:
        await handler.client.close()  # type: ignore[no-untyped-call]  # the SDK's own lack


async def _connect(handler: AsyncSocketModeHandler) -> str:
    """Connect by Socket Mode; the client connects again by itself when Slack asks it to, or the connection is lost.

    Raises:
        UsageError: Slack refuses the app token.
    """
    try:
        await handler.client.connect()  # type: ignore[no-untyped-call]  # the SDK's own lack
    except SlackApiError as error:
        reason = error.response.get("error")
        raise UsageError(f"Slack refuses the app token ({reason}); it needs the scope connections:write.") from None
    return "connected"


@asynccontextmanager
async def _http(app: AsyncApp, port: int) -> AsyncIterator[None]:
    """Listen on this machine; a proxy with a certificate stands in front.

    Raises:
        UsageError: the port cannot be listened on.
    """
    runner = web.AppRunner(app.web_app(path=PATH), shutdown_timeout=5.0, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        await runner.cleanup()
        raise UsageError(f"The port {port} for Slack cannot be listened on: {error.strerror}.") from None
    try:
        yield
    finally:
        await runner.cleanup()


def _secret(value: SecretStr | None) -> str | None:
    return value.get_secret_value() if value is not None else None

"""Slack as a place that is served: by Socket Mode where there is an app token, else by HTTP; and its demo."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from adapters.serving import Premises
from adapters.slack.connecting import Connection, for_many, for_one, is_for_many, patiently, secret_of
from adapters.slack.running import Running
from adapters.slack.wiring import Surroundings, counter_of, deliver_left_over, listen
from bot.configuration import Configuration
from bot.errors import UsageError
from bot.journal import journal

PATH = "/slack/events"
_FINISH_SECONDS = 20.0


def has_token(configuration: Configuration) -> bool:
    """Tell whether there is a token, or a way to get tokens, and a way in."""
    if is_for_many(configuration):
        return True
    has_door = configuration.slack_app_token is not None or configuration.slack_signing_secret is not None
    return configuration.slack_bot_token is not None and has_door


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
    surroundings, running = surroundings or Surroundings(), running or Running()
    counter = counter_of(premises, surroundings)
    await asyncio.to_thread(premises.librarian.index)  # a list of pages has to come within three seconds
    connection = await _connection(premises, surroundings, stop)
    if connection is None:
        return
    listen(connection.app, counter, running)
    left_over = asyncio.create_task(deliver_left_over(counter, connection.client_of, stop))
    try:
        async with _doors(connection.app, premises.configuration, stop):
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


async def _connection(premises: Premises, surroundings: Surroundings, stop: asyncio.Event) -> Connection | None:
    if is_for_many(premises.configuration):
        return for_many(premises.configuration, surroundings, premises.store)
    return await for_one(premises.configuration, surroundings, stop)


@asynccontextmanager
async def _doors(app: AsyncApp, configuration: Configuration, stop: asyncio.Event) -> AsyncIterator[None]:
    """Open the ways in, and close them at the end; by HTTP nothing is taken without a signing secret to check it with."""
    token = secret_of(configuration.slack_app_token)
    async with AsyncExitStack() as stack:
        if token is not None:
            await stack.enter_async_context(_socket(app, token, stop))
        if token is None or is_for_many(configuration):
            await stack.enter_async_context(_http(app, configuration.slack_port))
        yield


@asynccontextmanager
async def _socket(app: AsyncApp, token: str, stop: asyncio.Event) -> AsyncIterator[None]:
    """Connect by Socket Mode; the client connects anew by itself when Slack asks it to, or the connection is lost.

    Raises:
        UsageError: Slack refuses the app token.
    """
    address = await patiently(lambda: _address(app, token), stop)
    handler = AsyncSocketModeHandler(app, token)
    handler.client.wss_uri = address
    connecting = asyncio.create_task(handler.client.connect())  # type: ignore[no-untyped-call]  # the SDK's own lack
    stopping = asyncio.create_task(stop.wait())
    try:
        # The client itself tries for ever, whatever is wrong.
        await asyncio.wait({connecting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        yield
    finally:
        for task in (connecting, stopping):
            task.cancel()
        await handler.client.close()  # type: ignore[no-untyped-call]  # as above


async def _address(app: AsyncApp, token: str) -> str:
    """Return where to connect to first.

    Raises:
        UsageError: Slack refuses the app token.
    """
    try:
        return str((await app.client.apps_connections_open(app_token=token))["url"])
    except SlackApiError as error:
        reason = error.response.get("error")
        raise UsageError(f"Slack refuses the app token ({reason}); it needs the scope connections:write.") from None


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

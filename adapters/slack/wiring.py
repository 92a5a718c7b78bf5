"""The Bolt application: which listener hears what. The same for Socket Mode and for HTTP; the manifest names the same things."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from aiohttp import ClientError
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from adapters.serving import Premises
from adapters.slack.addresses import ADAPTER
from adapters.slack.buttons import Buttons
from adapters.slack.counter import Counter
from adapters.slack.files import HOSTS, Downloads
from adapters.slack.forms import LOG, REASON, SITE
from adapters.slack.messages import Messages
from adapters.slack.pages import BROWSE, Pages
from adapters.slack.pictures import illustrate
from adapters.slack.requests import Requests
from adapters.slack.running import Running
from adapters.slack.sites import Sites
from bot.asked import PAGE
from bot.journal import journal
from bot.rendering.slack_messages import CHOOSE, DO, FEEDBACK, SHOW
from bot.store import Store

API = "https://slack.com/api/"
EXPLAIN = "explain"
"""The message shortcut (``callback_id``)."""
Listener = Callable[..., Awaitable[None]]
_REPLAY_SECONDS = 600.0  # Bolt refuses what is older than five minutes ("Verifying requests from Slack")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where Slack is: its Web API, and the hosts of private files, which alone are given the token."""

    api: str = API
    files: frozenset[str] = field(default=HOSTS)


def counter_of(premises: Premises, surroundings: Surroundings) -> Counter:
    """Return the counter of the premises."""
    return Counter(premises.office(ADAPTER), premises.librarian, Downloads(surroundings.files), premises.lang, premises.illustrator)


def client_of(token: str | None, surroundings: Surroundings) -> AsyncWebClient:
    """Return a client that waits as long as ``Retry-After`` says, and tries again when Slack has a fault or cannot be reached."""
    retries = [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=5),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(token=token, base_url=surroundings.api, retry_handlers=retries)


def listen(app: AsyncApp, counter: Counter, running: Running) -> AsyncApp:
    """Tell an application what to listen to, and return it; what it does is known to ``running``."""
    messages, requests, pages, sites = Messages(counter), Requests(counter), Pages(counter), Sites(counter)
    on = running.tracked
    app.error(_failed)
    app.middleware(Replays(counter.office.store).refuse)
    app.event("app_mention")(on(messages.mention))
    app.event({"type": "message", "subtype": (None, "file_share", "thread_broadcast")})(on(messages.direct))
    app.event({"type": "message", "subtype": "message_changed"})(on(messages.changed))
    app.event({"type": "message", "subtype": "message_deleted"})(on(messages.deleted))
    app.event("message")(on(messages.nothing))
    app.event("app_home_opened")(on(messages.opened))
    app.event("app_uninstalled")(on(messages.uninstalled))
    app.event("tokens_revoked")(on(messages.revoked))
    app.message_shortcut(EXPLAIN)(on(requests.explain))
    app.command("/maillog")(on(requests.open_form))
    app.command("/mailfaq")(on(pages.ask))
    app.command("/mailsite")(on(sites.open))
    app.view(LOG)(on(requests.submitted))
    app.view(SITE)(on(sites.submitted))
    app.options(BROWSE)(on(pages.suggest))
    app.action(BROWSE)(on(pages.open))
    app.action(re.compile(f"^{PAGE}:"))(on(pages.open))
    _listen_to_buttons(app, Buttons(counter), on)
    return app


def _listen_to_buttons(app: AsyncApp, buttons: Buttons, on: Callable[[Listener], Listener]) -> None:
    app.action(re.compile(f"^{CHOOSE}:"))(on(buttons.choose))
    app.action(re.compile(f"^{SHOW}:"))(on(buttons.show))
    app.action(FEEDBACK)(on(buttons.judge))
    app.view(REASON)(on(buttons.reasoned))
    deeds: dict[str, Listener] = {
        "share": buttons.share, "human": buttons.human, "speak": buttons.speak, "delete": buttons.delete,
    }  # fmt: skip
    for name, deed in deeds.items():
        app.action(f"{DO}:{name}")(on(deed))


@dataclass(frozen=True, slots=True)
class Replays:
    """Refuses a request of HTTP that was there before: Slack signs every delivery anew, so one with the same signature is a copy."""

    store: Store

    async def refuse(self, req: AsyncBoltRequest, next: Callable[[], Awaitable[None]]) -> BoltResponse | None:  # noqa: A002 - Bolt's name
        """Let a request on, or answer it with nothing."""
        signature = (req.headers.get("x-slack-signature") or [""])[0]
        if req.mode == "http" and signature and await self.store.claim(ADAPTER, signature, lease_seconds=_REPLAY_SECONDS) is None:
            return BoltResponse(status=200, body="")
        await next()
        return None


async def _failed(error: Exception) -> None:
    """Tell the journal of a listener that failed; what it was to answer stays in the outbox."""
    journal().error("failed", exc_info=error)


async def deliver_left_over(counter: Counter, client: Callable[[str], Awaitable[AsyncWebClient | None]], stop: asyncio.Event) -> None:
    """Look every minute, and at the start, for answers that were given but not sent; one that Slack refuses stays for later."""
    while not stop.is_set():
        for delivery in await counter.office.left_over():
            try:
                with_token = await client(delivery.tenant)
                placed = await counter.deliver(with_token, delivery) if with_token is not None else None
                if with_token is not None and placed is not None:
                    await illustrate(counter, with_token, delivery.tenant, *placed)
            except (SlackClientError, ClientError, TimeoutError, OSError) as error:
                journal().error("failed", exc_info=error)
        try:
            await asyncio.wait_for(stop.wait(), 60.0)
        except TimeoutError:
            continue

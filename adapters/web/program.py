"""The web room as a place that is served, on this machine alone unless told otherwise."""

from __future__ import annotations

import asyncio
import os
import sys
import webbrowser
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from aiohttp import web

from adapters.serving import Premises
from adapters.web.api import Api, Explain
from adapters.web.application import application, runner_of
from adapters.web.library import Reading
from adapters.web.pages import Pages
from adapters.web.reviews import Review, Reviews
from adapters.web.room import Room
from adapters.web.safety import Doorkeeper
from bot.configuration import Configuration
from bot.errors import UsageError
from bot.language import language_of_locale
from bot.limits import Allowance, Buckets
from bot.limits.desk import desk_worker, reviewing_worker
from bot.pictures import can_draw
from bot.threads import Thread, read_threads


def has_token(configuration: Configuration) -> bool:  # noqa: ARG001 - every place is asked so
    """Tell whether all is set that it needs; the room needs nothing."""
    return True


async def run(premises: Premises, stop: asyncio.Event, started: Callable[[str], None] | None = None) -> None:
    """Serve the room until ``stop`` is set.

    Args:
        premises: what all places share.
        stop: ends it; what is being answered is finished.
        started: told the address; None: it is printed, and opened where there is a screen.

    Raises:
        UsageError: the address cannot be listened on.
    """
    configuration = premises.configuration
    knowledge = premises.current or configuration.knowledge
    async with reviewing_worker(knowledge) as reviewer, desk_worker(knowledge, seconds=30.0) as explainer:
        warming = asyncio.create_task(reviewer.warm())  # the other one starts with the first program that asks
        made = put_together(premises, reviewer.run, explainer.run)
        runner = runner_of(made)
        await runner.setup()
        try:
            await _listen(runner, configuration)
            (started or _tell(premises))(address_of(configuration))
            await stop.wait()
        finally:
            await runner.cleanup()
            warming.cancel()
            with suppress(asyncio.CancelledError):
                await warming


def put_together(premises: Premises, review: Review, explain: Explain) -> web.Application:
    """Return the application over what all places share.

    Args:
        premises: what all places share.
        review: makes latest answers anew.
        explain: answers programs' pastes.
    """
    configuration = premises.configuration
    pages = Pages(lambda: premises.library, premises.lang)
    room = Room(
        premises.office("web", keeps_replies=True),
        Reviews(review, lambda: premises.library),
        pages,
        shelf(premises.library.folders[0]),
        configuration.retention_days,
        can_draw(),
    )
    reading = Reading(premises.librarian, premises.store, pages)
    programs = Buckets({"user": Allowance(2.0, 60)})
    api = Api(explain, premises.librarian, pages, premises.site, configuration.web_token, programs)
    return application(room, reading, api, doorkeeper_of(configuration))


async def demo(show: Callable[[str], None], lang: str | None) -> None:  # noqa: ARG001 - every place is asked so
    """Say that the room is its own demo.

    Raises:
        UsageError: always.
    """
    raise UsageError("The web room needs no stand-in: `relaydoc serve` opens it, with examples to try.")


def doorkeeper_of(configuration: Configuration) -> Doorkeeper:
    """Return who knows the names by which the room may be reached: the address it listens on, and those that are set."""
    named = (configuration.web_names or "").replace(",", " ").split()
    return Doorkeeper(frozenset(name.lower().rstrip(".") for name in (*named, configuration.web_host)))


def address_of(configuration: Configuration) -> str:
    """Return the address at which the room is found from this machine."""
    host = configuration.web_host
    host = "127.0.0.1" if host in ("0.0.0.0", "::") else f"[{host}]" if ":" in host else host  # noqa: S104 - compared, not bound
    return f"http://{host}:{configuration.web_port}/"


def shelf(folder: Path) -> tuple[Thread, ...]:
    """Return the worked cases to try, in their order."""
    found = [thread for thread in read_threads(folder) if thread.shelf is not None]
    return tuple(sorted(found, key=lambda thread: (thread.shelf or 0, thread.id)))


async def _listen(runner: web.AppRunner, configuration: Configuration) -> None:
    site = web.TCPSite(runner, configuration.web_host, configuration.web_port)
    try:
        await site.start()
    except OSError as error:
        where = f"{configuration.web_host}, port {configuration.web_port}"
        reason = error.strerror or "it is no address of this machine"
        raise UsageError(f"The web room cannot listen on {where}: {reason}. Set RELAYDOC_WEB_PORT to another port.") from None


def _tell(premises: Premises) -> Callable[[str], None]:
    """Return what prints the address; a browser is opened only for somebody who sits in front of it."""
    lang = premises.lang or language_of_locale(os.environ) or "en"

    def tell(address: str) -> None:
        print(premises.library.phrase("web-started", lang, address=address), flush=True)  # noqa: T201 - the result
        if sys.stdout.isatty() and has_screen():
            webbrowser.open(address)

    return tell


def has_screen() -> bool:
    """Tell whether there is a screen that a browser could open on."""
    if sys.platform in ("win32", "darwin"):
        return "SSH_CONNECTION" not in os.environ
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY"))

"""``relaydoc serve``: every place that is configured, put together over one store, one worker and one library.

A place is a module with three functions, named in ``PLATFORMS``; it is imported only when it is needed, since chat libraries are slow to
import.
"""

from __future__ import annotations

import asyncio
import signal
import sys
from argparse import Namespace
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, Protocol, cast

from adapters.illustrating import Illustrator
from bot.asking import Librarian
from bot.configuration import Configuration, read_configuration
from bot.journal import journal, set_up
from bot.library import Library
from bot.limits import Allowance, Buckets, Line
from bot.limits.desk import responding_worker
from bot.limits.drawing import drawing_worker
from bot.office import Office, Respond
from bot.pictures import can_draw
from bot.reloading import Current, CurrentLibrarian
from bot.site import Site, read_site
from bot.store import Store

PLATFORMS: dict[str, str] = {"web": "adapters.web.program", "discord": "adapters.discord.program", "slack": "adapters.slack.program"}
"""Each place's name, and the module that serves it."""
_EXPIRE_EVERY = 3600.0
"""Seconds between two looks for conversations whose time is over."""
_REFRESH_EVERY = 3.0
"""Seconds between two looks at the files of the knowledge base."""


@dataclass(slots=True)
class Premises:
    """What all places share.

    Attributes:
        configuration: the program's settings.
        library: the knowledge.
        librarian: finds pages in it.
        store: where conversations are kept.
        respond: what answers, in a worker's process.
        site: what is known of every asker's site beforehand.
        lang: the language of places that name none.
        buckets: how often may be asked.
        line: in front of the worker.
        current: the knowledge as the files are now; None: it stays as it is.
        illustrator: draws pictures for the chats.
    """

    configuration: Configuration
    library: Library
    librarian: Librarian
    store: Store
    respond: Respond
    site: Site = field(default_factory=Site)
    lang: str | None = None
    buckets: Buckets | None = None
    line: Line = field(default_factory=Line)
    current: Current | None = None
    illustrator: Illustrator = field(default_factory=Illustrator)
    _offices: list[Office] = field(default_factory=list)

    def office(self, adapter: str, *, keeps_replies: bool = False) -> Office:
        """Return an office for one place, which shares everything with those of the others.

        Args:
            adapter: the place's name.
            keeps_replies: the place shows the latest reply of a conversation again.
        """
        shared = (self.store, self.respond, self.library, self.site, self.buckets, self.line)
        office = Office(*shared, adapter=adapter, keeps_replies=keeps_replies)
        self._offices.append(office)
        return office

    async def refresh(self) -> None:
        """Take in what has changed of the knowledge; what takes long is done beside the loop."""
        if self.current is None:
            return
        refreshed = await asyncio.to_thread(self.current.refresh)
        if refreshed == "refused":
            first = self.current.refused[0]
            journal().warning("not reloaded", count=len(self.current.refused), where=f"{first.file}:{first.line}")
        if refreshed != "taken":
            return
        journal().info("reloaded")
        library = self.current.library
        if isinstance(self.librarian, CurrentLibrarian):
            await asyncio.to_thread(self.librarian.take, library)
        self.library = library
        for office in self._offices:
            office.library = library


class Place(Protocol):
    """What a place's module holds."""

    def has_token(self, configuration: Configuration) -> bool:
        """Tell whether all is set that it needs."""

    async def run(self, premises: Premises, stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set.

        Raises:
            UsageError: it cannot be served at all, as with a token that is refused; one sentence says why.
        """

    async def demo(self, show: Callable[[str], None], lang: str | None) -> None:
        """Hold a scripted conversation with a stand-in for the platform, and show its transcript."""


def serve(options: Namespace) -> int:
    """Serve every place that is configured, or show one's demo.

    Raises:
        UsageError: a place cannot be served.
    """
    if options.demo:
        set_up("error")
        asyncio.run(_place(options.demo).demo(_show, options.lang))
        return 0
    configuration = read_configuration(site=options.site, knowledge=options.knowledge)
    set_up(configuration.log_level)
    asyncio.run(_serve(configuration, configured(configuration), options.lang))
    return 0


def configured(configuration: Configuration) -> tuple[str, ...]:
    """Return the names of the places that have what they need."""
    return tuple(name for name in PLATFORMS if _place(name).has_token(configuration))


def _place(name: str) -> Place:
    return cast("Place", import_module(PLATFORMS[name]))


def _show(text: str) -> None:
    """Print a part of a transcript."""
    print(text, flush=True)  # noqa: T201 - the result


@asynccontextmanager
async def premises_of(configuration: Configuration, lang: str | None = None) -> AsyncIterator[Premises]:
    """Open what all places share, and close it at the end."""
    current = Current(configuration.knowledge)
    site = read_site(configuration.site) if configuration.site else Site()
    async with AsyncExitStack() as stack:
        store = await Store.open(
            configuration.database_url.get_secret_value() if configuration.database_url else None,
            data_dir=configuration.data_dir,
            keys=configuration.secret_keys(),
            retention_days=configuration.retention_days,
        )
        await stack.enter_async_context(store)
        worker = await stack.enter_async_context(responding_worker(current, notes_gaps=configuration.collect_gaps))
        await worker.warm()
        drawer = await stack.enter_async_context(drawing_worker()) if can_draw() else None  # its process begins with the first picture
        librarian = CurrentLibrarian(current.library)
        yield Premises(
            configuration, current.library, librarian, store, worker.run, site, lang or site.language, buckets(), current=current,
            illustrator=Illustrator(drawer.run if drawer else None),
        )  # fmt: skip


def buckets() -> Buckets:
    """Return how often may be asked: a person twelve times a minute, a room forty, a team a hundred and twenty."""
    return Buckets({"user": Allowance(0.2, 12), "room": Allowance(0.67, 40), "tenant": Allowance(2.0, 120)})


async def _serve(configuration: Configuration, places: Sequence[str], lang: str | None) -> None:
    """Run the places side by side until one cannot go on, or the program is asked to stop."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
    async with premises_of(configuration, lang) as premises:
        tidying = asyncio.gather(_tidy(premises.store, stop), _keep_fresh(premises, stop))
        try:
            await _together([_place(name).run(premises, stop) for name in places], stop)
        finally:
            stop.set()
            await tidying


async def _together(runs: Sequence[Coroutine[Any, Any, None]], stop: asyncio.Event) -> None:
    """Wait for all places; when one fails, the others are stopped in good order, and its error is raised."""
    tasks = [asyncio.create_task(run) for run in runs]
    for task in tasks:
        task.add_done_callback(lambda _: stop.set())
    results = await asyncio.gather(*tasks, return_exceptions=True)
    error = next((result for result in results if isinstance(result, BaseException)), None)
    if error is not None:
        raise error


async def _tidy(store: Store, stop: asyncio.Event) -> None:
    """Erase what is older than it may be kept, at the start and every hour."""
    while not stop.is_set():
        await store.expire()
        try:
            await asyncio.wait_for(stop.wait(), _EXPIRE_EVERY)
        except TimeoutError:
            continue


async def _keep_fresh(premises: Premises, stop: asyncio.Event) -> None:
    """Take in changes of the knowledge base every few seconds."""
    while not stop.is_set():
        await premises.refresh()
        try:
            await asyncio.wait_for(stop.wait(), _REFRESH_EVERY)
        except TimeoutError:
            continue

"""``relaydoc chat``: the terminal's conversation put together with its store."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from pathlib import Path

from rich.console import Console

from adapters.terminal.chat import Chat
from adapters.terminal.screen import Pipe, Screen, Terminal
from bot.configuration import Configuration, read_configuration
from bot.desk import Desk
from bot.journal import set_up
from bot.language import language_of_locale
from bot.limits.desk import responding_worker
from bot.office import Office
from bot.reloading import Current
from bot.site import Site, read_site
from bot.store import Store


def chat(options: argparse.Namespace) -> int:
    """Talk in the terminal until the user leaves."""
    configuration = read_configuration(site=options.site, knowledge=options.knowledge)
    set_up(configuration.log_level)
    asyncio.run(_chat(configuration, options.lang))
    return 0


async def _chat(configuration: Configuration, lang: str | None) -> None:
    current = Current(configuration.knowledge)
    library = current.library
    desk = Desk(library)
    site = read_site(configuration.site) if configuration.site else Site()
    store = await Store.open(
        configuration.database_url.get_secret_value() if configuration.database_url else None,
        data_dir=configuration.data_dir,
        keys=configuration.secret_keys(),
        retention_days=configuration.retention_days,
    )
    async with store, responding_worker(current, notes_gaps=configuration.collect_gaps) as worker:
        await store.expire()
        warming = asyncio.create_task(worker.warm())  # while the first message is typed
        office = Office(store, worker.run, library, site)
        console = Console(highlight=False, markup=False, emoji=False)
        screen = _screen(desk, configuration.data_dir)
        await Chat(office, library, screen, console, lang or site.language, language_of_locale(os.environ), current).run()
        await warming


def _screen(desk: Desk, data_dir: Path) -> Screen:
    if not sys.stdin.isatty():
        return Pipe(desk.begins_a_log)
    return Terminal(desk.begins_a_log, data_dir / "history")

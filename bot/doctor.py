"""The doctor: looks at everything that RelayDoc stands on, and says what is wrong with it.

A check is a small function of the settings; whatever has something of its own to look at, such as a chat platform, adds its functions to
``CHECKS`` where things are put together. The sentences stand in ``knowledge/interface/doctor.yaml``, by the check's name.
"""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from bot.configuration import Configuration, read_configuration
from bot.errors import KnowledgeError, SiteError, UsageError
from bot.library import Library, load
from bot.lint import problems
from bot.site import read_site
from bot.store import Store, StoreError
from bot.store.address import Address, address_of

State = Literal["well", "absent", "unwell"]
TESTED = ((3, 11), (3, 13))
WRITTEN = datetime(2026, 11, 24, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Check:
    """What was found at one place.

    Attributes:
        name: the place; its sentences are found by it.
        state: ``well``; ``absent``, which is no fault; or ``unwell``.
        what: what is filled into the sentence; never a secret.
        children: what stands on it.
    """

    name: str
    state: State
    what: str = ""
    children: tuple[Check, ...] = ()


Diagnose = Callable[[Configuration], Awaitable[Check]]
"""Looks at one place; it raises nothing, since whatever is wrong is its finding."""


async def check_knowledge(configuration: Configuration) -> Check:
    """Look for problems in the knowledge base, the team's own laid over ours."""
    try:
        library = load(configuration.knowledge)
        found = problems(library)
    except KnowledgeError as error:
        found = error.problems
    except UsageError as error:
        return Check("knowledge", "unwell", str(error))
    if found:
        return Check("knowledge", "unwell", f"{found[0]}" + (f" (+{len(found) - 1})" if len(found) > 1 else ""))
    return Check("knowledge", "well", str(_entries(library)))


async def check_site(configuration: Configuration) -> Check:
    """Read the site file, if one is named."""
    if configuration.site is None:
        return Check("site", "absent")
    try:
        said = sorted(read_site(configuration.site).model_fields_set)
    except SiteError as error:
        return Check("site", "unwell", str(error))
    if not said:
        return Check("site", "unwell", f"The site file {configuration.site} says nothing.")
    return Check("site", "well", ", ".join(said))


async def check_data_folder(configuration: Configuration) -> Check:
    """Write a file without a name into the data folder; where there is none yet, see whether one could be made."""
    folder = configuration.data_dir
    try:
        if folder.exists():
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(b"RelayDoc")
            return Check("data-folder", "well", str(folder))
        above = next(parent for parent in folder.absolute().parents if parent.exists())
    except OSError as error:
        return Check("data-folder", "unwell", f"{folder} ({error.strerror})")
    if above.is_dir() and os.access(above, os.W_OK | os.X_OK):
        return Check("data-folder", "absent", str(folder))
    return Check("data-folder", "unwell", f"{folder} ({above})")


async def check_database(configuration: Configuration) -> Check:
    """Open the database as a start does, which brings its tables up to date; where there is none yet, make one in a scratch folder."""
    keys = configuration.secret_keys()
    encryption = Check("encryption", "well", str(len(keys))) if keys else Check("encryption", "absent")
    url = configuration.database_url.get_secret_value() if configuration.database_url else None
    try:
        address = address_of(url, configuration.data_dir)
        is_there = _is_there(address)
        if is_there:
            await (await Store.open(url, data_dir=configuration.data_dir, keys=keys)).close()
        else:
            with tempfile.TemporaryDirectory(prefix="relaydoc-doctor-") as scratch:
                await (await Store.open(None, data_dir=Path(scratch), keys=keys)).close()
    except StoreError as error:
        return Check("database", "unwell", str(error), (encryption,))
    except OSError as error:
        return Check("database", "unwell", f"{error.filename}: {error.strerror}.", (encryption,))
    return Check("database", "well" if is_there else "absent", address.label, (encryption,))


async def check_web_port(configuration: Configuration) -> Check:
    """Listen on the web room's port for a moment."""
    port = configuration.web_port
    try:
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as ear:
            ear.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # a connection that has just ended does not count
            ear.bind(("127.0.0.1", port))
            ear.listen()
    except OSError as error:
        return Check("web", "unwell", f"{port} ({error.strerror})")
    return Check("web", "well", str(port))


CHECKS: tuple[Diagnose, ...] = (check_knowledge, check_site, check_data_folder, check_database, check_web_port)


async def diagnose_installation(
    read: Callable[[], Configuration] = read_configuration,
    checks: Sequence[Diagnose] = CHECKS,
    now: Callable[[], datetime] = lambda: datetime.now().astimezone(),
) -> tuple[Check, ...]:
    """Look at everything.

    Args:
        read: gives the settings; while they cannot be read, nothing that depends on them is looked at.
        checks: what to look at, in order.
        now: the clock.

    Returns:
        What was found, in the order of ``checks``, after Python, the clock and the settings.
    """
    found = [check_python(sys.version_info[:3]), check_clock(now())]
    try:
        configuration = read()
    except UsageError as error:
        return (*found, Check("settings", "unwell", str(error)))
    found.append(Check("settings", "well"))
    found.extend([await check(configuration) for check in checks])
    return tuple(found)


def check_python(version: tuple[int, int, int]) -> Check:
    """Tell whether RelayDoc was tested with this version of Python."""
    oldest, newest = TESTED
    return Check("python", "well" if oldest <= version[:2] <= newest else "unwell", ".".join(map(str, version)))


def check_clock(now: datetime) -> Check:
    """Tell whether the clock says something that can be."""
    return Check("clock", "well" if now >= WRITTEN else "unwell", now.isoformat(" ", "seconds"))


def is_well(checks: Iterable[Check]) -> bool:
    """Tell whether nothing is unwell; what is absent does no harm."""
    return all(check.state != "unwell" and is_well(check.children) for check in checks)


def count_unwell(checks: Iterable[Check]) -> int:
    """Return how many places are unwell."""
    return sum((check.state == "unwell") + count_unwell(check.children) for check in checks)


def says(check: Check, library: Library, lang: str) -> str:
    """Return the sentence for what was found."""
    sentences = library.doctor.checks[check.name]
    sentence = {"well": sentences.well, "absent": sentences.absent, "unwell": sentences.unwell}[check.state]
    return sentence.in_(lang).replace("{what}", check.what) if sentence else check.what


def cure_of(check: Check, library: Library, lang: str) -> str | None:
    """Return how to mend what is unwell, or how to have what is absent; None where there is nothing to be done."""
    sentences = library.doctor.checks[check.name]
    cure = {"well": None, "absent": sentences.advice, "unwell": sentences.cure}[check.state]
    return cure.in_(lang) if cure else None


def _is_there(address: Address) -> bool:
    """Tell whether the database is there to be opened; a server is asked by opening it."""
    return address.file is None or address.file.exists()


def _entries(library: Library) -> int:
    pages = sum(len(halves) for kind in (library.diagnoses, library.settings, library.faq) for halves in kind.values())
    return pages + len(library.rules) + sum(len(server.messages) for server in library.servers.values())

"""Where the database is: from a URL, or the lack of one, to an address that SQLAlchemy's async drivers understand."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from bot.store.errors import StoreError

FILE_NAME = "relaydoc.sqlite3"


@dataclass(frozen=True, slots=True)
class Address:
    """A database's address.

    Attributes:
        url: with the async driver named.
        label: how to speak of it to a person; holds no password.
        file: the SQLite file, or None for a server.
    """

    url: URL
    label: str
    file: Path | None = None


def address_of(url: str | None, data_dir: Path) -> Address:
    """Return the address that a URL means; without one it is a file in the data directory.

    Raises:
        StoreError: it is no URL of SQLite or PostgreSQL.
    """
    if url is None:
        return _file_address(data_dir / FILE_NAME)
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        # The text stays out: it may hold a password.
        raise StoreError("The address of the database is no URL; it looks like postgresql://user@host/name.") from None
    kind = parsed.drivername.partition("+")[0]
    if kind == "sqlite":
        if parsed.database in (None, "", ":memory:"):
            raise StoreError("The address of the SQLite database names no file; it looks like sqlite:////path/to/file.")
        return _file_address(Path(str(parsed.database)))
    if kind in ("postgresql", "postgres"):
        return _server_address(parsed)
    raise StoreError(f"RelayDoc keeps its data in SQLite or PostgreSQL, and the database's address names {kind}.")


def _file_address(file: Path) -> Address:
    return Address(URL.create("sqlite+aiosqlite", database=str(file)), f"file {file}", file)


def _server_address(parsed: URL) -> Address:
    try:
        import_module("asyncpg")  # an optional extra, and slow to load
    except ImportError as error:
        raise StoreError("PostgreSQL needs a driver that is not installed: pip install 'relaydoc[postgres]'.") from error
    query = dict(parsed.query)
    if "sslmode" in query:  # libpq's name for it, which every provider writes
        query["ssl"] = query.pop("sslmode")
    host = parsed.host or query.get("host") or "localhost"
    port = f":{parsed.port}" if parsed.port else ""
    label = f"{parsed.database or ''} at {host}{port}".strip()
    return Address(parsed.set(drivername="postgresql+asyncpg", query=query), label)


def make_private_file(file: Path) -> None:
    """Make sure that a file is there which only its owner may read; a folder made for it is its owner's too.

    A folder that is there already is left as it is: it may be shared with others on purpose.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        file.chmod(0o600)
    except OSError as error:
        raise StoreError(f"The database file {file} cannot be opened: {error.strerror}.") from error

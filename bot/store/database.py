"""The connection to the database: transactions that begin as they must, and failures told in one sentence."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

from sqlalchemy import Connection, Table, event, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.store.address import Address, make_private_file
from bot.store.errors import StoreError

_PATIENCE = 20.0  # seconds to wait for another writer, or for a server to answer
_PRAGMAS = ("foreign_keys = ON", f"busy_timeout = {int(_PATIENCE * 1000)}", "secure_delete = ON")
_PAUSE = 0.05
_BEGIN = "relaydoc_begin"
_CURES = {
    "not a database": "it is damaged, or no SQLite database; move it away to start anew, or put a backup in its place",
    "malformed": "it is damaged; put a backup in its place, or move it away to start anew",
    "locked": "another program holds it",
    "readonly": "it may not be written",
}


class Database:
    """An engine for one address."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._engine = _sqlite_engine(address) if address.file else _postgresql_engine(address)

    @property
    def is_file(self) -> bool:
        """Tell whether this is SQLite."""
        return self.address.file is not None

    async def prepare(self) -> None:
        """Connect for the first time, and bring a SQLite file into WAL mode, so that readers and the one writer do not wait for each other.

        Raises:
            StoreError: nothing answers at the address, or what answers is no database of ours.
        """
        try:
            if self.is_file:
                await self._set_wal()
            else:
                async with self.reading():
                    pass
        except TypeError as error:  # what an unknown option in a URL comes to
            raise StoreError(f"The database {self.address.label} cannot be used: its address has an unknown option.") from error

    async def _set_wal(self) -> None:
        for patient in (*[True] * int(_PATIENCE / _PAUSE), False):
            try:
                await self._outside_transactions("PRAGMA journal_mode = WAL")
            except StoreError as error:
                # Two processes that switch at the same moment are not made to wait for each other, as they are everywhere else.
                if not patient or _CURES["locked"] not in str(error):
                    raise
                await asyncio.sleep(_PAUSE)
            else:
                return

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """Give a transaction that only reads."""
        with self._failures():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """Give a transaction that may write; it is kept when the block ends, and undone when the block raises."""
        with self._failures():
            async with self._engine.connect() as connection:
                writer = await connection.execution_options(**{_BEGIN: "BEGIN IMMEDIATE"})
                async with writer.begin():
                    yield writer

    async def wipe_traces(self) -> None:
        """Empty SQLite's write-ahead log, where deleted text would stand until it is overwritten."""
        if self.is_file:
            await self._outside_transactions("PRAGMA wal_checkpoint(TRUNCATE)")

    async def _outside_transactions(self, pragma: str) -> None:
        with self._failures():
            async with self._engine.connect() as connection:
                bare = await connection.execution_options(**{_BEGIN: None})
                await bare.execute(text(pragma))

    def insert(self, table: Table) -> postgresql.Insert:
        """Return an INSERT that knows ON CONFLICT, which both databases write alike."""
        build: Any = sqlite.insert if self.is_file else postgresql.insert
        insert: postgresql.Insert = build(table)
        return insert

    async def close(self) -> None:
        """Close all connections."""
        await self._engine.dispose()

    @contextmanager
    def _failures(self) -> Iterator[None]:
        """Turn what a driver raises into one sentence."""
        try:
            yield
        except StatementError as error:
            if isinstance(error.orig, StoreError):
                raise error.orig from None
            raise StoreError(self._sentence(error.orig or error)) from error
        except _driver_errors() as error:
            raise StoreError(self._sentence(error)) from error

    def _sentence(self, error: BaseException) -> str:
        said = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        reason = (said.strip() or type(error).__name__).splitlines()[0].rstrip(".")
        reason = next((cure for sign, cure in _CURES.items() if sign in reason), reason)
        return f"The database {self.address.label} cannot be used: {reason}."


def _driver_errors() -> tuple[type[Exception], ...]:
    """Return what may be raised; while connecting SQLAlchemy hands asyncpg's errors on as they are."""
    asyncpg: Any = sys.modules.get("asyncpg")
    return (SQLAlchemyError, OSError, *((asyncpg.PostgresError, asyncpg.InterfaceError) if asyncpg else ()))


def _postgresql_engine(address: Address) -> AsyncEngine:
    # hide_parameters: what people paste must not get into a log by way of an error.
    return create_async_engine(address.url, hide_parameters=True, pool_pre_ping=True, connect_args={"timeout": _PATIENCE})


def _sqlite_engine(address: Address) -> AsyncEngine:
    assert address.file is not None  # noqa: S101 -- narrows the type
    make_private_file(address.file)
    engine = create_async_engine(address.url, hide_parameters=True, connect_args={"timeout": _PATIENCE})

    @event.listens_for(engine.sync_engine, "connect")
    def set_up(connection: Any, _record: object) -> None:
        connection.isolation_level = None  # the driver's own BEGIN comes too late
        cursor = connection.cursor()
        for pragma in _PRAGMAS:
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        # A transaction that reads first and writes later would fail, not wait, when another one writes in between.
        statement = connection.get_execution_options().get(_BEGIN, "BEGIN")
        if statement:
            connection.exec_driver_sql(statement)

    return engine

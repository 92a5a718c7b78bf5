"""The store as the rest of the program sees it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import select

from bot.store.address import address_of
from bot.store.answering import Answering
from bot.store.database import Database
from bot.store.forgetting import Forgetting
from bot.store.migrating import migrate
from bot.store.remembering import Remembering
from bot.store.seal import Seal
from bot.store.tables import seals

_MARK = "first key"


class Store(Answering, Remembering, Forgetting):
    """Conversations and what belongs to them, kept between messages; open one with ``Store.open``."""

    @classmethod
    async def open(
        cls,
        url: str | None = None,
        *,
        data_dir: Path,
        keys: Sequence[str] = (),
        retention_days: float = 7.0,
        clock: Callable[[], float] = time.time,
    ) -> Self:
        """Connect, and bring the database to this program's tables.

        Args:
            url: of PostgreSQL or SQLite; None is the file ``relaydoc.sqlite3`` in ``data_dir``.
            data_dir: the folder for that file; made if it is not there.
            keys: Fernet keys; the first encrypts, all of them decrypt.
            retention_days: how long after its last message a conversation is kept.
            clock: seconds since 1970.

        Raises:
            StoreError: one sentence: no such database, no driver, not reachable, damaged, made by a newer program, another key.
        """
        seal = Seal(keys)
        database = Database(address_of(url, data_dir))
        store = cls(database, seal, clock, retention_days)
        try:
            await database.prepare()
            await migrate(database)
            await store._check_key()
        except BaseException:
            await database.close()
            raise
        return store

    async def close(self) -> None:
        """Close the connections."""
        await self._database.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None) -> None:
        await self.close()

    async def _check_key(self) -> None:
        """Refuse to start with a key that does not open what is there, rather than to fail at the first message."""
        wanted = select(seals.c.value).where(seals.c.name == _MARK)
        async with self._database.reading() as connection:
            value = await connection.scalar(wanted)
        if value is not None:
            self._seal.open(value)
        elif self._seal.has_key:
            row = {"name": _MARK, "value": self._seal.close(_MARK)}
            async with self._database.writing() as connection:
                await connection.execute(self._database.insert(seals).values(row).on_conflict_do_nothing())
                self._seal.open((await connection.execute(wanted)).scalar_one())  # another process may have been first, with another key

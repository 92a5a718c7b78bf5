"""Privacy: what is deleted on request or after a while, and how everything is encrypted anew with another key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Row, Table, and_, case, delete, exists, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.errors import StoreError
from bot.store.shelf import Shelf, erase
from bot.store.tables import SEALED, conversations, events, feedback, gaps, links, metadata, outbox

_EVENT_SECONDS = 2 * 86400.0  # platforms deliver an event again for hours; its id holds nothing private
_BATCH = 200


class Forgetting(Shelf):
    """The part of the store that deletes and encrypts anew."""

    async def forget(self, tenant: str, conversation_id: str) -> None:
        """Delete a conversation, its links, what was still to be sent, and the words of its feedback."""
        async with self._database.writing() as connection:
            await erase(connection, tenant, conversation_id)
        await self._database.wipe_traces()

    async def forget_tenant(self, tenant: str) -> None:
        """Delete everything about a tenant."""
        async with self._database.writing() as connection:
            for table in metadata.tables.values():
                if "tenant" in table.c:
                    await connection.execute(delete(table).where(table.c.tenant == tenant))
        await self._database.wipe_traces()

    async def expire(self, now: float | None = None) -> int:
        """Delete the conversations whose last message is older than the retention, and the ids of old events.

        Returns:
            How many conversations were deleted.
        """
        now = self._clock() if now is None else now
        cutoff = now - self._retention
        count = 0
        while batch := await self._expire_some(cutoff):
            count += batch
        async with self._database.writing() as connection:
            done = or_(events.c.answered.is_not(None), events.c.lease_until < now)
            await connection.execute(delete(events).where(events.c.seen < now - _EVENT_SECONDS, done))
            await connection.execute(delete(outbox).where(outbox.c.created < cutoff, _without_conversation(outbox)))
            await connection.execute(delete(links).where(links.c.made < cutoff, _without_conversation(links)))
            stale = and_(feedback.c.given < cutoff, feedback.c.reason.is_not(None), _without_conversation(feedback))
            await connection.execute(update(feedback).where(stale).values(conversation_id="", reason=None))
        await self._database.wipe_traces()
        return count

    async def _expire_some(self, cutoff: float) -> int:
        old = select(conversations.c.tenant, conversations.c.conversation_id).where(conversations.c.updated < cutoff).limit(_BATCH)
        async with self._database.writing() as connection:
            rows = (await connection.execute(old.with_for_update(skip_locked=True))).all()
            for row in rows:
                await erase(connection, row.tenant, row.conversation_id)
        return len(rows)

    async def rotate(self) -> int:
        """Encrypt every value with the first key, so that the others can be dropped.

        Every process should know the new key before; what another one saves meanwhile stays as that one saved it.

        Returns:
            How many values were encrypted anew.

        Raises:
            StoreError: there is no key, or a value that none of the keys opens.
        """
        if not self._seal.has_key:
            raise StoreError("There is no key to encrypt the database with.")
        count = 0
        for table, column in SEALED:
            for batch in await self._keys_of(table):
                async with self._database.writing() as connection:
                    for key in batch:
                        count += await self._seal_anew(connection, table, column, key)
        for batch in await self._keys_of(gaps):
            async with self._database.writing() as connection:
                for key in batch:
                    count += await self._seal_gap_anew(connection, key)
        await self._database.wipe_traces()
        return count

    async def _keys_of(self, table: Table) -> list[Sequence[Row[Any]]]:
        async with self._database.reading() as connection:
            rows = (await connection.execute(select(*table.primary_key.columns))).all()
        return [rows[start : start + _BATCH] for start in range(0, len(rows), _BATCH)]

    async def _seal_anew(self, connection: AsyncConnection, table: Table, column: str, key: Row[Any]) -> int:
        this = _row(table, key)
        stored = await connection.scalar(select(table.c[column]).where(this).with_for_update())
        if stored is None:
            return 0
        await connection.execute(update(table).where(this).values({column: self._seal.close(self._seal.open(stored))}))
        return 1

    async def _seal_gap_anew(self, connection: AsyncConnection, key: Row[Any]) -> int:
        """Write a gap under the digest of the first key; two that were the same text under different keys become one."""
        this = _row(gaps, key)
        row = (await connection.execute(select(gaps).where(this).with_for_update())).one_or_none()
        if row is None:
            return 0
        text = self._seal.open(row.text)
        await connection.execute(delete(gaps).where(this))
        digest = self._seal.digests(row.tenant, row.kind, text)[0]
        new = {**row._mapping, "digest": digest, "text": self._seal.close(text)}
        insert = self._database.insert(gaps).values(new)
        both = {"times": gaps.c.times + row.times, "last": case((gaps.c.last < row.last, row.last), else_=gaps.c.last)}
        await connection.execute(insert.on_conflict_do_update(index_elements=["tenant", "kind", "digest"], set_=both))
        return 1


def _row(table: Table, key: Row[Any]) -> ColumnElement[bool]:
    return and_(*(column == value for column, value in zip(table.primary_key.columns, key, strict=True)))


def _without_conversation(table: Table) -> ColumnElement[bool]:
    return ~exists().where(conversations.c.tenant == table.c.tenant, conversations.c.conversation_id == table.c.conversation_id)

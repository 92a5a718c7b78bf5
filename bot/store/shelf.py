"""What all parts of the store stand on."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import and_, delete, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.store.database import Database
from bot.store.seal import Seal
from bot.store.tables import conversations, feedback, links, outbox


class Shelf:
    """A database, a seal and a clock."""

    def __init__(self, database: Database, seal: Seal, clock: Callable[[], float], retention_days: float) -> None:
        self._database = database
        self._seal = seal
        self._clock = clock
        self._retention = retention_days * 86400.0


async def erase(connection: AsyncConnection, tenant: str, conversation_id: str) -> None:
    """Delete all that a conversation left behind, within the transaction that runs; of feedback, how often it was good or bad remains.

    The order of the tables is the same wherever several are written, so that no two transactions wait for each other.
    """
    for table in (conversations, outbox, links):
        await connection.execute(delete(table).where(and_(table.c.tenant == tenant, table.c.conversation_id == conversation_id)))
    mine = and_(feedback.c.tenant == tenant, feedback.c.conversation_id == conversation_id)
    await connection.execute(update(feedback).where(mine).values(conversation_id="", reason=None))

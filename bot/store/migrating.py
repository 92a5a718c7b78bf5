"""Migrations: at every start the database is brought to the tables of this program, by one process at a time."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, text

from bot.store.database import Database
from bot.store.errors import StoreError

_SCRIPTS = Path(__file__).with_name("migrations")
_LOCK = 0x52656C6179446F63  # "RelayDoc" in ASCII: PostgreSQL's advisory locks are numbers


async def migrate(database: Database, revision: str = "head") -> None:
    """Bring the database to a revision, all in one transaction: killed halfway, nothing has changed.

    Raises:
        StoreError: the database belongs to a newer program.
    """
    async with database.writing() as connection:  # SQLite: BEGIN IMMEDIATE is the lock
        if not database.is_file:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        try:
            await connection.run_sync(_upgrade, revision)
        except CommandError as error:
            label = database.address.label
            raise StoreError(f"The database {label} was made by a newer RelayDoc; use that one, or another database.") from error


def _upgrade(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

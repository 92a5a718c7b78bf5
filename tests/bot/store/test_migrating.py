"""Databases of earlier versions are brought up to date with what they hold; those of later ones are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from bot.store import Store, StoreError
from bot.store.address import address_of
from bot.store.database import Database
from bot.store.migrating import migrate
from bot.store.tables import metadata

_SCRIPTS = Path(__file__).parents[3] / "bot" / "store" / "migrations"
# As the first version wrote it: never to be changed along with the tables.
_FIRST_VERSION = (
    "INSERT INTO conversations (tenant, conversation_id, version, body, updated) VALUES ('team', 'case', 7, {body}, 999999990.0)",
    "INSERT INTO events (tenant, event_id, owner, lease_until, seen, answered)"
    " VALUES ('team', 'event', 'x', 999999999.0, 999999990.0, 999999991.0)",
    "INSERT INTO outbox (tenant, key, conversation_id, reply_to, body, created, place, due)"
    " VALUES ('team', 'key', 'case', 'm1', {body}, 999999990.0, 0, 999999999.0)",
    "INSERT INTO links (tenant, message_id, conversation_id, role, reply_to, made)"
    " VALUES ('team', 'm1', 'case', 'question', '', 999999990.0)",
)
_BODY = b"p" + "受信の接続".encode()


async def _first_version(url: str, tmp_path: Path) -> None:
    database = Database(address_of(url, tmp_path))
    await database.prepare()
    await migrate(database, "0001")
    body = f"x'{_BODY.hex()}'" if database.is_file else f"'\\x{_BODY.hex()}'"
    async with database.writing() as connection:
        for statement in _FIRST_VERSION:
            await connection.exec_driver_sql(statement.format(body=body))
    await database.close()


async def test_first_version_is_brought_up_to_date(url: str, open_store, tmp_path: Path):
    """What a database of the first version holds is there after all migrations, and what came later works."""
    await _first_version(url, tmp_path)
    store: Store = await open_store()
    stored = await store.load("team", "case")
    assert stored is not None
    assert (stored.body, stored.version, stored.updated) == ("受信の接続", 7, 999999990.0)
    assert await store.claim("team", "event", lease_seconds=1) is None
    assert [(message.key, message.body) for message in await store.outbox()] == [("key", "受信の接続")]
    found = await store.find("team", "m1")
    assert found is not None
    assert found.conversation_id == "case"
    await store.add_feedback("team", "case", True)
    assert len(await store.feedback("team")) == 1


async def test_migrations_lead_to_the_tables(url: str, tmp_path: Path):
    """After all migrations the database is what ``bot.store.tables`` describes."""
    await (await Store.open(url, data_dir=tmp_path)).close()
    database = Database(address_of(url, tmp_path))
    async with database.reading() as connection:
        differences = await connection.run_sync(lambda sync: compare_metadata(MigrationContext.configure(sync), metadata))
    await database.close()
    assert differences == []


async def test_failed_migration_changes_nothing(url: str, tmp_path: Path):
    """A migration that fails halfway leaves the database as it was, and the next start does it all."""
    await _first_version(url, tmp_path)
    database = Database(address_of(url, tmp_path))
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE gaps (in_the_way INTEGER)"))
    with pytest.raises(StoreError, match=r"^The database .* cannot be used: .*gaps"):
        await Store.open(url, data_dir=tmp_path)
    async with database.writing() as connection:
        assert await connection.scalar(text("SELECT version_num FROM alembic_version")) == "0001"
        await connection.execute(text("DROP TABLE gaps"))
        await connection.execute(text("CREATE TABLE sites (made_before_the_failure INTEGER)"))
        await connection.execute(text("DROP TABLE sites"))
    await database.close()
    await (await Store.open(url, data_dir=tmp_path)).close()


async def test_database_of_a_newer_program_is_left_alone(url: str, tmp_path: Path):
    """A database that knows later migrations is refused with one sentence."""
    await (await Store.open(url, data_dir=tmp_path)).close()
    database = Database(address_of(url, tmp_path))
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()
    with pytest.raises(StoreError, match=r"^The database .+ was made by a newer RelayDoc; use that one, or another database\.$"):
        await Store.open(url, data_dir=tmp_path)


def test_migrations_form_one_line():
    """The migrations follow one another without a branch, numbered as they come."""
    revisions = [script.revision for script in ScriptDirectory(str(_SCRIPTS)).walk_revisions()]
    assert revisions == [f"{number:04d}" for number in range(len(revisions), 0, -1)]

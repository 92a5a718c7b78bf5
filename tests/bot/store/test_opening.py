"""Opening a database: where it is, who may read it, and one sentence when it cannot be used."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.errors import RelayDocError
from bot.store import Store, StoreError
from bot.store.address import address_of
from bot.store.database import Database
from tests.fakes.postgres import Postgres


async def _refusal(url: str | None, data_dir: Path) -> str:
    """Return the sentence with which a database is refused."""
    with pytest.raises(RelayDocError) as caught:
        await Store.open(url, data_dir=data_dir)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


async def test_file_is_the_default(tmp_path: Path):
    """Without a URL it is a file in the data directory, which its owner alone may read, as the directory and the files beside it."""
    folder = tmp_path / "per%cent" / "data"
    async with await Store.open(None, data_dir=folder) as store:
        await store.save_preference("team", "person", "lang", "ja")
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        assert modes == dict.fromkeys(("relaydoc.sqlite3", "relaydoc.sqlite3-wal", "relaydoc.sqlite3-shm"), 0o600)
        assert folder.stat().st_mode & 0o777 == 0o700
    async with await Store.open(None, data_dir=folder) as store:
        assert await store.preference("team", "person", "lang") == "ja"


async def test_folder_that_was_there_keeps_its_mode(tmp_path: Path):
    """A folder that someone else made stays as it is; the file in it is closed to others."""
    tmp_path.chmod(0o755)
    (tmp_path / "relaydoc.sqlite3").touch(0o644)
    async with await Store.open(None, data_dir=tmp_path):
        assert tmp_path.stat().st_mode & 0o777 == 0o755
        assert (tmp_path / "relaydoc.sqlite3").stat().st_mode & 0o777 == 0o600


async def test_sqlite_is_set_up(tmp_path: Path):
    """Every connection waits for other writers, heeds foreign keys and overwrites what is deleted; the file is in WAL mode."""
    async with await Store.open(None, data_dir=tmp_path) as store, store._database.reading() as connection:
        values = {
            name: await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "busy_timeout", "foreign_keys", "secure_delete")
        }
    assert values == {"journal_mode": "wal", "busy_timeout": 20000, "foreign_keys": 1, "secure_delete": 1}


@pytest.mark.parametrize("content", [b"no database at all, " * 300, b"SQLite format 3\0" + b"\xff" * 5000], ids=["other file", "damaged"])
async def test_damaged_file_is_told(tmp_path: Path, content: bytes):
    """A file that is no database, or a broken one, is named with what to do, and left as it is."""
    file = tmp_path / "relaydoc.sqlite3"
    file.write_bytes(content)
    sentence = await _refusal(None, tmp_path)
    assert sentence.startswith(f"The database file {file} cannot be used: it is damaged")
    assert file.read_bytes() == content


async def test_damage_found_later_is_told(tmp_path: Path):
    """Damage in the middle of the file is told in one sentence when it is met."""
    async with await Store.open(None, data_dir=tmp_path) as store:
        await store.save_preference("team", "person", "lang", "ja")
    file = tmp_path / "relaydoc.sqlite3"
    content = bytearray(file.read_bytes())
    content[4096 * 3 :] = b"\xff" * (len(content) - 4096 * 3)
    file.write_bytes(content)
    with pytest.raises(StoreError, match=r"^The database file .* cannot be used: it is damaged[^\n]*\.$"):
        async with await Store.open(None, data_dir=tmp_path) as store:
            await store.preference("team", "person", "lang")


async def test_folder_that_cannot_be_made_is_told(tmp_path: Path):
    """A data directory below a file is refused with the file's name and the system's reason."""
    (tmp_path / "file").touch()
    target = tmp_path / "file" / "data"
    assert await _refusal(None, target) == f"The database file {target / 'relaydoc.sqlite3'} cannot be opened: Not a directory."
    (tmp_path / "relaydoc.sqlite3").mkdir()
    assert "cannot be opened: Is a directory" in await _refusal(None, tmp_path)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("nonsense secret", "The address of the database is no URL; it looks like postgresql://user@host/name."),
        ("postgresql://u:secret@h:port/x", "The address of the database is no URL; it looks like postgresql://user@host/name."),
        ("mysql://u:secret@192.0.2.1/x", "RelayDoc keeps its data in SQLite or PostgreSQL, and the database's address names mysql."),
        ("sqlite://", "The address of the SQLite database names no file; it looks like sqlite:////path/to/file."),
        ("sqlite:///:memory:", "The address of the SQLite database names no file; it looks like sqlite:////path/to/file."),
    ],
)
async def test_unfit_address_is_told(tmp_path: Path, url: str, sentence: str):
    """An address that cannot be used is told without repeating it, since it may hold a password."""
    assert await _refusal(url, tmp_path) == sentence


async def test_missing_driver_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Without asyncpg the sentence names what to install."""
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    sentence = await _refusal("postgresql://postgres@127.0.0.1/x", tmp_path)
    assert sentence == "PostgreSQL needs a driver that is not installed: pip install 'relaydoc[postgres]'."


async def test_unreachable_server_is_told(tmp_path: Path):
    """A server that does not answer is named, the password is not."""
    sentence = await _refusal("postgresql://user:secret@127.0.0.1:1/mail", tmp_path)
    assert sentence.startswith("The database mail at 127.0.0.1:1 cannot be used: ")
    assert "secret" not in sentence


async def test_missing_database_and_unknown_option_are_told(tmp_path: Path, postgres: Postgres):
    """What the server or the driver refuses is told."""
    assert await _refusal(postgres.url("nowhere"), tmp_path) == (
        f'The database nowhere at 127.0.0.1:{postgres.port} cannot be used: database "nowhere" does not exist.'
    )
    assert (await _refusal(postgres.url() + "?colour=blue", tmp_path)).endswith("cannot be used: its address has an unknown option.")


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+asyncpg", "postgresql+psycopg"])
async def test_every_spelling_of_postgresql_works(tmp_path: Path, postgres: Postgres, scheme: str):
    """However a provider spells the scheme and the wish for TLS, the driver that we have is used."""
    url = postgres.url()
    async with await Store.open(url.replace("postgresql", scheme) + "?sslmode=prefer", data_dir=tmp_path) as store:
        assert await store.load("team", "case") is None


async def test_unix_socket_works(tmp_path: Path, postgres: Postgres):
    """A server can be reached by its socket too."""
    async with await Store.open(postgres.socket_url(), data_dir=tmp_path) as store:
        assert await store.load("team", "case") is None
    assert address_of(postgres.socket_url(), tmp_path).label == f"postgres at {postgres.folder}"


async def test_failure_holds_nothing_that_was_pasted(store: Store):
    """When a statement fails, neither the sentence nor its cause repeats the values."""
    async with store._database.writing() as connection:
        await connection.execute(text("DROP TABLE sites"))
    with pytest.raises(StoreError) as caught:
        await store.save_site("team", "secret room", "secret body")
    assert "secret" not in f"{caught.value} {caught.value.__cause__}"


async def test_closed_connection_is_replaced(tmp_path: Path, postgres: Postgres):
    """A connection that the server has closed meanwhile is replaced without anyone noticing."""
    others = text("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = 'postgres' AND pid <> pg_backend_pid()")
    async with await Store.open(postgres.url(), data_dir=tmp_path) as store, await Store.open(postgres.url(), data_dir=tmp_path) as other:
        async with other._database.reading() as connection:
            assert await connection.scalar(others)
        assert await store.load("team", "case") is None


class _Hesitant(Database):
    """A database that is held by another process the first times that it is asked."""

    refusals = 2

    async def _outside_transactions(self, pragma: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StoreError("The database file x cannot be used: another program holds it.")
        await super()._outside_transactions(pragma)


async def test_file_that_is_held_is_waited_for(tmp_path: Path):
    """SQLite does not wait by itself while another process brings the file into WAL mode."""
    database = _Hesitant(address_of(None, tmp_path))
    await database.prepare()
    async with database.reading() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
    await database.close()
    assert database.refusals == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
async def test_folder_without_permission_is_told(tmp_path: Path):
    """A folder that may not be written is told."""
    tmp_path.chmod(0o500)
    assert "Permission denied" in await _refusal(None, tmp_path)

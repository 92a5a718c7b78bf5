"""Stores to test: each test runs on SQLite and on PostgreSQL, in a database of its own."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.store import Store
from tests.fakes.postgres import NotInstalledError, Postgres, in_ci, running_postgres


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: float = 1_000_000_000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now

    def pass_days(self, days: float) -> None:
        """Move on by days."""
        self.now += days * 86400


OpenStore = Callable[..., Awaitable[Store]]


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """Give a running PostgreSQL for all tests."""
    try:
        with running_postgres() as server:
            yield server
    except NotInstalledError as error:
        if in_ci():
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture
def postgres(postgres_server: Postgres) -> Postgres:
    """Give a running PostgreSQL whose database is empty."""
    postgres_server.make_empty()
    return postgres_server


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'data' / 'relaydoc.sqlite3'}"
    server: Postgres = request.getfixturevalue("postgres")
    return server.url()


@pytest.fixture
def clock() -> Clock:
    """Give a clock that stands still."""
    return Clock()


@pytest.fixture
async def open_store(url: str, tmp_path: Path, clock: Clock) -> AsyncIterator[OpenStore]:
    """Give a function that opens the test's database, as often as wanted; all are closed at the end."""
    async with AsyncExitStack() as stack:

        async def open_one(**options: object) -> Store:
            settings = {"data_dir": tmp_path, "clock": clock, **options}
            return await stack.enter_async_context(await Store.open(url, **settings))  # type: ignore[arg-type]

        yield open_one


@pytest.fixture
async def store(open_store: OpenStore) -> Store:
    """Give a store without a key."""
    return await open_store()

"""A real PostgreSQL of its own, for as long as the tests run: made in a temporary folder, on a free loopback port.

It comes from the system's packages. Where it is missing and may be installed (``CI=true`` or ``RELAYDOC_INSTALL=1``, as root, with apt)
it is. Otherwise the tests are skipped with the reason, except in CI, where they fail.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

_IN_CI = os.environ.get("CI") == "true"
_MAY_INSTALL = _IN_CI or os.environ.get("RELAYDOC_INSTALL") == "1"
# Nothing here must survive a power cut.
_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "shared_buffers": "16MB", "max_connections": "60"}


class NotInstalledError(Exception):
    """PostgreSQL is not on this machine, and why it was not put there."""


@dataclass
class Postgres:
    """A running server."""

    folder: Path
    port: int

    def url(self, name: str = "postgres") -> str:
        """Return the URL of a database over loopback."""
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def socket_url(self, name: str = "postgres") -> str:
        """Return the URL of a database over the Unix socket."""
        return f"postgresql://postgres@/{name}?host={self.folder}&port={self.port}"

    def make_empty(self) -> None:
        """Drop all tables; one database for all tests, since emptying it is much quicker than making another."""
        asyncio.run(self._execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public"))

    async def _execute(self, statements: str) -> None:
        connection = await asyncpg.connect(self.url())
        try:
            await connection.execute(statements)
        finally:
            await connection.close()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server, and stop it at the end.

    Raises:
        NotInstalledError: there is none.
    """
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="relaydoc-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Postgres(folder, _free_port())
    options = " ".join(f"-c {name}={value}" for name, value in _SETTINGS.items())
    options += f" -c listen_addresses=127.0.0.1 -c port={server.port} -c unix_socket_directories={folder}"
    data = str(folder / "data")
    try:
        _run(str(programs / "initdb"), "-D", data, "-U", "postgres", "--auth=trust", "--no-sync", "--encoding=UTF8", "--no-locale")
        _run(str(programs / "pg_ctl"), "-D", data, "-w", "-s", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield server
        finally:
            _run(str(programs / "pg_ctl"), "-D", data, "-w", "-s", "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def in_ci() -> bool:
    """Tell whether a missing server is a failure."""
    return _IN_CI


def _programs() -> Path:
    found = _find_programs()
    if found is None:
        _install()
        found = _find_programs()
    if found is None:
        raise NotInstalledError("PostgreSQL was installed, and yet initdb is not to be found")
    return found


def _find_programs() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    return max(versions, key=lambda path: float(path.parent.name), default=None)


def _install() -> None:
    if not _MAY_INSTALL:
        raise NotInstalledError("PostgreSQL is not installed (RELAYDOC_INSTALL=1 lets the tests install it, as root)")
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NotInstalledError("PostgreSQL is not installed, and installing it needs root and apt-get")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run(["apt-get", "update", "-qq"], check=True, capture_output=True, env=environment)
        subprocess.run(
            ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "postgresql"], check=True, capture_output=True, env=environment
        )
    except subprocess.CalledProcessError as error:
        raise NotInstalledError(f"PostgreSQL could not be installed: {error.stderr.decode(errors='replace')[-500:]}") from error


def _run(*command: str) -> None:
    as_owner = ("runuser", "-u", "postgres", "--") if os.geteuid() == 0 else ()
    # Output goes to a file, not a pipe: the server inherits it, and a pipe would stay open as long as the server runs.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run([*as_owner, *command], cwd="/", stdout=output, stderr=output)
        output.seek(0)
        assert done.returncode == 0, output.read().decode(errors="replace")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port

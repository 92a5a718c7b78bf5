"""The doctor: what is found in an installation in order, in a new one, and in one where something is wrong."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import create_engine, text

from bot.configuration import Configuration
from bot.doctor import (
    CHECKS,
    Check,
    check_clock,
    check_data_folder,
    check_database,
    check_knowledge,
    check_python,
    check_site,
    check_web_port,
    count_unwell,
    cure_of,
    diagnose_installation,
    is_well,
    says,
)
from bot.errors import UsageError
from bot.library import LANGS, Library
from bot.prose import PLACEHOLDER
from bot.store import Store

PASSWORD = "hunter2"

Configure = Callable[..., Configuration]


@pytest.fixture
def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        port: int = ear.getsockname()[1]
        return port


@pytest.fixture
def configure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free_port: int) -> Configure:
    """Give a function that makes settings of what it is given, with a data folder that is not there yet."""
    monkeypatch.chdir(tmp_path)

    def make(**given: Any) -> Configuration:
        return Configuration(**{"data_dir": tmp_path / "data", "web_port": free_port, **given})

    return make


def states(checks: tuple[Check, ...]) -> dict[str, str]:
    """Return the state of each check of a tree by its name."""
    return {name: state for check in checks for name, state in {check.name: check.state, **states(check.children)}.items()}


async def test_a_new_installation_is_well(configure: Configure, tmp_path: Path) -> None:
    """Before the first start some things are absent, nothing is wrong, and the doctor leaves nothing behind."""
    found = await diagnose_installation(configure)
    assert states(found) == {
        "python": "well", "clock": "well", "settings": "well", "knowledge": "well", "site": "absent",
        "data-folder": "absent", "database": "absent", "encryption": "absent", "web": "well",
    }  # fmt: skip
    assert is_well(found)
    assert list(tmp_path.iterdir()) == []


async def test_an_installation_in_use_is_well(configure: Configure, tmp_path: Path) -> None:
    """After a start with keys and a site everything is there."""
    key = Fernet.generate_key().decode()
    (tmp_path / "site.yaml").write_text("domains: [example.co.jp]\nnetworks: [192.0.2.0/28]\n", encoding="utf-8")
    configuration = configure(keys=key, site=tmp_path / "site.yaml")
    await (await Store.open(data_dir=configuration.data_dir, keys=(key,))).close()
    found = await diagnose_installation(lambda: configuration)
    assert set(states(found).values()) == {"well"}
    assert next(check for check in found if check.name == "site").what == "domains, networks"
    assert [path.name for path in configuration.data_dir.iterdir() if path.suffix == ".sqlite3"] == ["relaydoc.sqlite3"]
    assert key not in str(found)


async def test_settings_that_cannot_be_read_end_the_visit() -> None:
    """Nothing that depends on the settings is looked at, and the sentence says which one is wrong."""

    def read() -> Configuration:
        raise UsageError("The setting web_port (RELAYDOC_WEB_PORT) is wrong: it should be a whole number.")

    found = await diagnose_installation(read)
    assert [check.name for check in found] == ["python", "clock", "settings"]
    assert found[-1].state == "unwell"
    assert "RELAYDOC_WEB_PORT" in found[-1].what
    assert count_unwell(found) == 1


async def test_others_add_checks_of_their_own(configure: Configure) -> None:
    """A chat platform hands in its checks, and what is wrong beneath one counts."""

    async def check_platform(_configuration: Configuration) -> Check:
        return Check("web", "well", "8025", (Check("encryption", "absent"), Check("settings", "unwell", "The token is refused.")))

    found = await diagnose_installation(configure, (*CHECKS, check_platform))
    assert found[-1].children[1].state == "unwell"
    assert (is_well(found), count_unwell(found)) == (False, 1)


@pytest.mark.parametrize(("version", "state"), [((3, 10, 9), "unwell"), ((3, 11, 0), "well"), ((3, 13, 9), "well"), ((3, 14, 0), "unwell")])
def test_python(version: tuple[int, int, int], state: str) -> None:
    """Only the versions that were tested are well."""
    assert check_python(version).state == state


def test_clock() -> None:
    """A clock from before this program is wrong; a machine without a battery begins in 1970."""
    assert check_clock(datetime(1970, 1, 1, tzinfo=UTC)).state == "unwell"
    assert check_clock(datetime(2027, 1, 1, tzinfo=UTC)) == Check("clock", "well", "2027-01-01 00:00:00+00:00")


async def test_knowledge_of_a_team(configure: Configure, tmp_path: Path) -> None:
    """The first problem of a team's own knowledge is told with its place, and how many more there are."""
    (tmp_path / "doubts.yaml").write_text("mine:\n  says: {en: only english}\nyours:\n  says: {ja: 日本語だけ}\n", encoding="utf-8")
    found = await check_knowledge(configure(knowledge=tmp_path))
    assert found.state == "unwell"
    assert found.what.startswith("doubts.yaml:2: mine.says.ja")
    assert found.what.endswith("(+1)")
    missing = await check_knowledge(configure(knowledge=tmp_path / "none"))
    assert missing.state == "unwell"
    assert "is not a folder" in missing.what


@pytest.mark.parametrize(("written", "words"), [(None, "cannot be read"), ("domain: example.com\n", "domain"), ("", "says nothing")])
async def test_site_file(configure: Configure, tmp_path: Path, written: str | None, words: str) -> None:
    """A site file that is missing, wrong or empty is of no use."""
    file = tmp_path / "site.yaml"
    if written is not None:
        file.write_text(written, encoding="utf-8")
    found = await check_site(configure(site=file))
    assert found.state == "unwell"
    assert words in found.what


async def test_data_folder(configure: Configure, tmp_path: Path) -> None:
    """A folder that can be written to is left as it was; a file in its way is told."""
    folder = tmp_path / "data"
    folder.mkdir()
    assert await check_data_folder(configure()) == Check("data-folder", "well", str(folder))
    assert list(folder.iterdir()) == []
    file = tmp_path / "file"
    file.touch()
    for wrong in (file, file / "below"):
        found = await check_data_folder(configure(data_dir=wrong))
        assert found.state == "unwell"
        assert str(wrong) in found.what


async def test_data_folder_that_may_not_be_written(configure: Configure, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the folder is not there, its surroundings decide; the user who runs the tests may write anywhere, so the answer is replaced."""
    monkeypatch.setattr("bot.doctor.os.access", lambda *_: False)
    assert (await check_data_folder(configure())).what == f"{tmp_path / 'data'} ({tmp_path})"


async def test_database_that_is_none(configure: Configure, tmp_path: Path) -> None:
    """A file that is no database is told, and left as it is."""
    file = tmp_path / "data" / "relaydoc.sqlite3"
    file.parent.mkdir()
    file.write_bytes(b"this is a letter to somebody" * 100)
    found = await check_database(configure())
    assert found.state == "unwell"
    assert "damaged, or no SQLite database" in found.what
    assert file.read_bytes() == b"this is a letter to somebody" * 100


async def test_database_of_a_newer_program(configure: Configure, tmp_path: Path) -> None:
    """A database that a newer RelayDoc made is told as one."""
    await (await Store.open(data_dir=tmp_path / "data")).close()
    engine = create_engine(f"sqlite:///{tmp_path / 'data' / 'relaydoc.sqlite3'}")
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'later'"))
    engine.dispose()
    found = await check_database(configure())
    assert found.state == "unwell"
    assert "newer RelayDoc" in found.what


async def test_database_with_another_key(configure: Configure, tmp_path: Path) -> None:
    """A database that was encrypted with another key is told before the first message."""
    await (await Store.open(data_dir=tmp_path / "data", keys=(Fernet.generate_key().decode(),))).close()
    other = Fernet.generate_key().decode()
    found = await check_database(configure(keys=other))
    assert (found.state, found.children[0].state) == ("unwell", "well")
    assert "another key" in found.what
    assert other not in found.what


async def test_server_that_does_not_answer(configure: Configure, free_port: int) -> None:
    """A PostgreSQL that is not there is one sentence without the password."""
    found = await check_database(configure(database_url=f"postgresql://relaydoc:{PASSWORD}@127.0.0.1:{free_port}/x"))
    assert found.state == "unwell"
    assert f"127.0.0.1:{free_port}" in found.what
    assert PASSWORD not in str(found)


async def test_port_that_is_taken(configure: Configure) -> None:
    """A port that somebody listens on is told."""
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        ear.listen()
        port = ear.getsockname()[1]
        found = await check_web_port(configure(web_port=port))
    assert found == Check("web", "unwell", f"{port} (Address already in use)")


def test_every_check_has_its_sentences(library: Library) -> None:
    """What can be found can be said, in both languages, and nothing but {what} is filled in."""
    can_be = {
        "python": "well unwell", "clock": "well unwell", "settings": "well unwell", "knowledge": "well unwell", "web": "well unwell",
        "site": "well absent unwell", "data-folder": "well absent unwell", "database": "well absent unwell", "encryption": "well absent",
    }  # fmt: skip
    assert can_be.keys() <= library.doctor.checks.keys()
    for name, found in can_be.items():
        for state in found.split():
            check = Check(name, state, "42")  # type: ignore[arg-type]
            for lang in LANGS:
                assert says(check, library, lang) != "42" or "{what}" in str(library.doctor.checks[name])
                assert not PLACEHOLDER.search(says(check, library, lang))
                assert bool(cure_of(check, library, lang)) == (state == "unwell" or (name in ("site", "encryption") and state == "absent"))


def test_sentences_are_in_their_language(library: Library) -> None:
    """The name of each check and its cure have kana or Chinese characters in Japanese, and none in English."""
    for check in library.doctor.checks.values():
        for both in (check.well, check.cure, check.advice):
            if both is not None:
                assert re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", both.ja)
                assert not re.search(r"[\u3041-\u30ff\u4e00-\u9fff]", both.en)

"""``relaydoc doctor`` as people and programs see it."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from bot.__main__ import main
from bot.doctor import Check
from bot.doctor_command import document, draw
from bot.library import Library

FOUND = (
    Check("python", "well", "3.12.1"),
    Check("site", "absent"),
    Check("database", "unwell", "The database x at db.example cannot be used: \x1b[31mno\nanswer.", (Check("encryption", "well", "2"),)),
)


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set an environment without settings, in an empty folder, with a free port."""
    for name in [name for name in os.environ if name.startswith(("RELAYDOC_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAYDOC_DATA_DIR", str(tmp_path / "data"))
    with socket.socket() as ear:
        ear.bind(("127.0.0.1", 0))
        monkeypatch.setenv("RELAYDOC_WEB_PORT", str(ear.getsockname()[1]))
    monkeypatch.setenv("COLUMNS", "100")


def drawn(library: Library, lang: str = "en", encoding: str = "utf-8", found: tuple[Check, ...] = FOUND) -> str:
    """Return the tree as a file in an encoding would get it."""
    file = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    draw(found, library, lang, Console(file=file, width=100, color_system=None, highlight=False, markup=False, emoji=False))
    file.flush()
    return file.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def test_the_tree(library: Library) -> None:
    """A sign and a sentence for each check, the cure beneath what is unwell, and at the top how much is to be mended."""
    assert [line.rstrip() for line in drawn(library).splitlines()] == [
        "To be mended: 1.",
        "├── ✓ Python  Version 3.12.1.",
        "├── – Site file  None is named; domains and networks are asked for each time.",
        "│   Advice: To be asked less, name a file with domains and networks in RELAYDOC_SITE, as README.md",
        "│   shows.",
        "└── ✗ Database  The database x at db.example cannot be used: <1b>[31mno<0a>answer.",
        "    Cure: See that the database runs and that RELAYDOC_DATABASE_URL names it; for PostgreSQL,",
        "    install relaydoc[postgres].",
        "    └── ✓ Encryption at rest  On, with 2 key(s).",
    ]


def test_the_tree_in_japanese(library: Library) -> None:
    """The same in Japanese."""
    text = drawn(library, "ja")
    assert text.startswith("直すところが 1 か所あります。")
    assert "保存時の暗号化" in text
    assert "直し方: " in text


def test_the_tree_without_unicode(library: Library) -> None:
    """Where a terminal knows ASCII alone, the signs are of ASCII."""
    lines = drawn(library, encoding="ascii").splitlines()
    assert lines[1].startswith("+-- + Python")
    assert lines[2].startswith("+-- - Site file")
    assert any(line.startswith("`-- x Database") for line in lines)


def test_all_is_well(library: Library) -> None:
    """Where nothing is wrong it says so first."""
    assert drawn(library, found=FOUND[:2]).startswith("All is well.")


def test_the_document(library: Library) -> None:
    """The same tree as data."""
    assert document(FOUND[1:], library, "en") == {
        "schema": "relaydoc.doctor/1",
        "well": False,
        "checks": [
            {
                "name": "site",
                "state": "absent",
                "says": "None is named; domains and networks are asked for each time.",
                "cure": "To be asked less, name a file with domains and networks in RELAYDOC_SITE, as README.md shows.",
                "children": [],
            },
            {
                "name": "database",
                "state": "unwell",
                "says": FOUND[2].what,
                "cure": library.doctor.checks["database"].cure.en,  # type: ignore[union-attr]
                "children": [
                    {"name": "encryption", "state": "well", "says": "On, with 2 key(s).", "cure": None, "children": []},
                ],
            },
        ],
    }


def test_status_and_language(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Status 0 when nothing is unwell; the language is chosen, else the locale's, else English."""
    assert main(["doctor"]) == 0
    assert "All is well." in capsys.readouterr().out
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert main(["doctor"]) == 0
    assert "問題ありません。" in capsys.readouterr().out
    assert main(["doctor", "--lang", "en", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["well"] is True


def test_a_wrong_setting_is_found_not_raised(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong setting is a finding with its cure, on standard output, and status 2."""
    monkeypatch.setenv("RELAYDOC_WEB_PORT", "http")
    assert main(["doctor", "--format", "json"]) == 2
    shown = capsys.readouterr()
    assert shown.err == ""
    found = json.loads(shown.out)
    assert found["well"] is False
    assert (found["checks"][-1]["name"], found["checks"][-1]["state"]) == ("settings", "unwell")
    assert "RELAYDOC_WEB_PORT" in found["checks"][-1]["says"]
    assert found["checks"][-1]["cure"]


def test_as_a_program(tmp_path: Path) -> None:
    """Started as users start it, it looks at everything, leaves nothing behind and writes no colour into a file."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent.parent.parent), "LANG": "C.UTF-8"}
    command = [sys.executable, "-m", "bot", "doctor"]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, env=environment, check=False, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    names = [check["name"] for check in json.loads(done.stdout)["checks"]]
    assert names == ["python", "clock", "settings", "knowledge", "site", "data-folder", "database", "web", "discord", "slack"]
    assert list(tmp_path.iterdir()) == []
    wrong = subprocess.run(command, capture_output=True, env={**environment, "RELAYDOC_SITE": "none.yaml"}, check=False, cwd=tmp_path)
    assert wrong.returncode == 2
    assert b"\x1b" not in wrong.stdout
    assert "✗ Site file" in wrong.stdout.decode()

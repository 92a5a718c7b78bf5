"""The wheel holds all that the program needs, and works outside the source tree."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a wheel built from the tree with the build tools of this environment."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


def test_wheel_holds_code_and_knowledge(wheel: Path) -> None:
    """All of knowledge/ is in it, and no tests."""
    names = set(zipfile.ZipFile(wheel).namelist())
    here = {path.relative_to(ROOT).as_posix() for path in (ROOT / "knowledge").rglob("*") if path.is_file()}
    assert here <= names
    room = ROOT / "adapters" / "web"
    assets = {path.relative_to(ROOT).as_posix() for folder in ("templates", "static") for path in (room / folder).iterdir()}
    assert assets
    assert assets <= names
    assert {"bot/__main__.py", "bot/answer.schema.json", "adapters/terminal/drawing.py"} <= names
    assert not any(name.startswith("tests/") for name in names)


def test_installed_wheel_explains_a_log(wheel: Path, tmp_path: Path) -> None:
    """Installed into an environment of its own, it answers from any folder, even one with a knowledge/ of its own."""
    environment = tmp_path / "environment"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--system-site-packages", str(environment)], check=True)
    pip = [sys.executable, "-m", "pip", "--python", str(environment / "bin" / "python"), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(pip, check=True, capture_output=True)
    (tmp_path / "elsewhere" / "knowledge").mkdir(parents=True)
    site_packages = next(Path(sys.prefix).glob("lib/python*/site-packages"))
    log = "2000年 12月 14日 (木) 11:06:09 AM - TCP/IP 経由の SMTP 受信の接続を確立しました_\n"
    done = subprocess.run(
        [str(environment / "bin" / "relaydoc"), "explain", "--format", "json"],
        input=log.encode(),
        cwd=tmp_path / "elsewhere",
        env={**os.environ, "PYTHONPATH": _without_this_tree(site_packages, tmp_path)},
        capture_output=True,
        check=True,
    )
    answer = json.loads(done.stdout)
    assert answer["mta"] == "asip"
    assert answer["verdict"] == "undetermined"


def _without_this_tree(site_packages: Path, tmp_path: Path) -> str:
    """Return a folder that shows the installed libraries but not the editable install of this tree."""
    shown = tmp_path / "libraries"
    shown.mkdir()
    for entry in site_packages.iterdir():
        if "relaydoc" not in entry.name.casefold():
            (shown / entry.name).symlink_to(entry)
    return str(shown)

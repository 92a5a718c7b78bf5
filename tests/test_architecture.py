"""The arrows of the house: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CHAT_LIBRARIES = {"discord", "slack_bolt", "slack_sdk", "aiohttp"}
# From the paste to the answer: each may import those before it, and the values that all share.
WAY = ("paste", "catalogue", "transactions", "facts", "diagnosis", "answer")
OUTSIDE = {"store", "bulk", "commands", "__main__", "limits", "archives"}


def _imports(path: Path) -> set[str]:
    """Return the full names of the modules that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def _room(path: Path) -> str:
    """Return the room of the house that a file of bot/ is in: the package or module below bot/."""
    return path.relative_to(ROOT / "bot").parts[0].removesuffix(".py")


def _core() -> list[Path]:
    return sorted((ROOT / "bot").rglob("*.py"))


@pytest.mark.parametrize("path", _core(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_core_imports_no_chat_library_and_no_adapter(path: Path) -> None:
    """Only the command line, where things are put together, may know the adapters."""
    imported = {name.split(".")[0] for name in _imports(path)}
    assert not imported & CHAT_LIBRARIES
    assert "adapters" not in imported or _room(path) in {"commands", "__main__"}


@pytest.mark.parametrize("path", _core(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_arrows_between_rooms_go_one_way(path: Path) -> None:
    """What comes earlier on the way from paste to answer never imports what comes later, nor anything that touches the world."""
    room = _room(path)
    if room not in WAY:
        return
    rooms = {name.split(".")[1] for name in _imports(path) if name.startswith("bot.") and name.count(".") >= 1}
    later = set(WAY[WAY.index(room) + 1 :])
    assert not rooms & later
    assert not rooms & OUTSIDE


def test_adapters_enter_by_the_desk_alone() -> None:
    """An adapter sees the desk and what passes over it; never the reasoning behind it."""
    behind = {f"bot.{room}" for room in WAY if room != "answer"}
    for path in (ROOT / "adapters").rglob("*.py"):
        assert not {name for name in _imports(path) if any(name == room or name.startswith(room + ".") for room in behind)}, path


def test_only_the_library_reads_the_knowledge_base() -> None:
    """Knowledge is read in one place; the worked cases are read by the tests and the example."""
    readers = {path.relative_to(ROOT).as_posix() for path in _core() if "import yaml" in path.read_text(encoding="utf-8")}
    assert readers <= {"bot/library/checking.py", "bot/library/page_files.py", "bot/library/yamlfile.py", "bot/site.py", "bot/threads.py"}

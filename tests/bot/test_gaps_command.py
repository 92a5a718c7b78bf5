"""``relaydoc knowledge gaps``: what was missed, by frequency."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import date
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.gaps_command import gathered
from bot.store import Feedback, Gap, Store


@pytest.fixture(autouse=True)
def surroundings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Set an environment without settings, in an empty folder."""
    for name in [name for name in os.environ if name.startswith(("RELAYDOC_", "LC_", "LANG"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("RELAYDOC_DATA_DIR", str(tmp_path / "data"))


async def _fill(folder: Path) -> None:
    async with await Store.open(None, data_dir=folder) as store:
        for tenant in ("slack:a", "discord:b"):
            await store.add_gap(tenant, "line/postfix", "lost connection after ZEBRA from host1[192.0.2.1]")
        await store.add_gap("slack:a", "question/en", "what is a zebra?")
        await store.add_feedback("slack:a", "c", False, "bob@corp.com was <b>not</b> the sender")
        await store.add_feedback("slack:a", "d", True)


def test_teams_are_counted_together_and_the_most_frequent_comes_first() -> None:
    """The same text counts as one; reasons are told without names."""
    kept = [Gap("a", "question/en", "why?", 2, 0.0), Gap("a", "line/exim", "zebra 1", 1, 0.0), Gap("b", "line/exim", "zebra 1", 3, 0.0)]
    told = [Feedback("c", False, "for bob@corp.com\nwrong", 0.0), Feedback("d", True, "", 0.0), Feedback("e", False, "", 0.0)]
    found = gathered(kept, told, collecting=True, today=date(2026, 11, 24))
    assert [(m.kind, m.where, m.text, m.count) for m in found.missing] == [("line", "exim", "zebra 1", 4), ("question", "en", "why?", 2)]
    assert (found.helped, found.unhelpful, found.reasons) == (1, 2, (("for user1@domain1.example wrong", 1),))


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document with a beginning for each."""
    asyncio.run(_fill(tmp_path / "data"))
    assert main(["knowledge", "gaps", "--format", "json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["schema"] == "relaydoc.gaps/1"
    assert [(gap["kind"], gap["where"], gap["count"]) for gap in found["gaps"]] == [("line", "postfix", 2), ("question", "en", 1)]
    assert "lost connection after ZEBRA from (?P<client_name>" in found["gaps"][0]["stub"]
    assert found["feedback"]["reasons"] == [{"text": "user1@domain1.example was <b>not</b> the sender", "count": 1}]


@pytest.mark.parametrize(("lang", "says"), [("en", "to go into messages/postfix.yaml"), ("ja", "役に立ったという声が 1 件")])
def test_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str], lang: str, says: str) -> None:
    """In both languages, with what may be done about it."""
    asyncio.run(_fill(tmp_path / "data"))
    assert main(["knowledge", "gaps", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert says in shown
    assert "what is a zebra?" in shown


@pytest.mark.parametrize(("collects", "says"), [("no", "RELAYDOC_COLLECT_GAPS=yes"), ("yes", "Nothing was missed so far")])
def test_without_a_database_none_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, collects: str, says: str
) -> None:
    """Who collects nothing is told how to; asking leaves no trace."""
    monkeypatch.setenv("RELAYDOC_COLLECT_GAPS", collects)
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["knowledge", "gaps", "--lang", "en"]) == 0
    assert says in capsys.readouterr().out
    assert not (tmp_path / "data").exists()

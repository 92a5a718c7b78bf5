"""Several processes at one database, some of them killed: nothing is lost, and nothing answered twice."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.store import Store

_WORKER = Path(__file__).with_name("worker.py")
_ROOT = Path(__file__).parents[3]


def _run(url: str, folder: Path, *order: str) -> None:
    done = subprocess.run([sys.executable, str(_WORKER), url, str(folder), *order], cwd=_ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def _posted(folder: Path) -> list[str]:
    return [json.loads(line)["key"] for line in (folder / "platform").read_text().splitlines()]


async def test_killed_anywhere_nothing_is_lost_or_answered_twice(url: str, tmp_path: Path):
    """Two workers at a time are killed 20 times in all, at random points; in the end each event was answered once and remembered once."""
    events = [str(number) for number in range(60)]
    (tmp_path / "events").write_text(json.dumps(events))
    _run(url, tmp_path, "kill", "20001214")
    kills = (tmp_path / "kills").read_text().split()
    assert len(kills) == 20
    assert kills.count("True") >= 15, "the workers were too quick to be killed"
    assert sorted(_posted(tmp_path)) == sorted(f"{event}.{part}" for event in events for part in (1, 2))
    async with await Store.open(url, data_dir=tmp_path) as store:
        stored = await store.load("team", "case")
        assert stored is not None
        assert sorted(json.loads(stored.body)) == sorted(events)
        assert stored.version == len(events)
        assert await store.outbox(lease_seconds=0) == ()
        for place, key in enumerate(_posted(tmp_path)):
            found = await store.find("team", f"m{place}")
            assert found is not None
            assert found.reply_to == key.partition(".")[0]


async def test_processes_that_start_together_answer_once(url: str, tmp_path: Path):
    """Four processes open an empty database, and so migrate it, at the same moment; all get the same event and one answers."""
    _run(url, tmp_path, "race", "4")
    assert sorted(path.read_text() for path in tmp_path.glob("settled *")) == ["False", "False", "False", "True"]
    assert _posted(tmp_path) == ["1.1", "1.2"]

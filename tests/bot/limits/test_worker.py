"""The worker: heavy work beside a loop that goes on, killed at its deadline, and the next one works."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.limits import Crashed, TimedOut, Worker
from tests.bot.limits.work import deeds, dies_early, never_ready


def _alive(pid: int | None) -> bool:
    """Tell whether a process is there, as a zombie or otherwise."""
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def test_work_is_done_in_one_process_that_is_kept() -> None:
    """The process is started with the first piece of work and does all of them."""
    async with Worker(deeds) as worker:
        assert worker.pid is None
        assert await worker.run("count") == 1
        pid = worker.pid
        assert await worker.run("count") == 2
        assert await worker.run("echo", value="さようなら") == "さようなら"
        assert worker.pid == pid != os.getpid()
    assert worker.pid is None
    assert not _alive(pid)


async def test_warm_starts_ahead() -> None:
    """A worker can be started before there is work."""
    async with Worker(deeds) as worker:
        assert await worker.warm() is None
        pid = worker.pid
        assert _alive(pid)
        assert await worker.run("count") == 1
        assert worker.pid == pid


async def test_work_at_the_same_time_takes_turns() -> None:
    """Pieces of work given at once are done one after the other, each with its own result."""
    async with Worker(deeds) as worker:
        assert await asyncio.gather(*(worker.run("echo", n) for n in range(20))) == list(range(20))


async def test_hanging_work_is_killed_and_the_next_works() -> None:
    """Work that hangs is killed at its deadline, leaves no zombie, and a new process does the next piece."""
    async with Worker(deeds, seconds=0.5) as worker:
        await worker.warm()
        pid = worker.pid
        assert await worker.run("hang") == TimedOut(0.5)
        assert not _alive(pid)
        assert await worker.run("count") == 1
        assert worker.pid != pid


@pytest.mark.parametrize(("deed", "value", "code"), [("die", None, -9), ("leave", 7, 7)])
async def test_a_crash_is_told_and_the_next_works(deed: str, value: object, code: int) -> None:
    """A process that dies during its work is told, and a new one does the next piece."""
    async with Worker(deeds) as worker:
        assert await worker.run(deed, value) == Crashed("ended", f"exit code {code}")
        assert await worker.run("count") == 1


async def test_a_process_that_died_between_is_replaced() -> None:
    """Whoever asks after the process died idle does not notice it."""
    async with Worker(deeds) as worker:
        await worker.warm()
        pid = worker.pid
        assert pid is not None
        os.kill(pid, 9)
        os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert await worker.run("count") == 1
        assert worker.pid != pid


async def test_an_error_is_told_by_place_and_the_process_is_kept() -> None:
    """An error is told by its kind and place, without its text, which may quote a paste; the process goes on."""
    async with Worker(deeds) as worker:
        found = await worker.run("fail", "a secret")
        assert isinstance(found, Crashed)
        assert found.why == "error"
        assert found.where.startswith("ValueError at work.py:")
        assert isinstance(await worker.run("unsendable"), Crashed)
        assert await worker.run("count") == 3


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not hold a process to its memory")
async def test_memory_is_bounded() -> None:
    """Work that wants more memory than there is for it fails alone."""
    async with Worker(deeds, memory=500_000_000) as worker:
        assert await worker.run("eat", 1_000) == 1_000
        assert await worker.run("eat", 1_000_000_000) == Crashed("memory")
        assert await worker.run("count") == 1


@pytest.mark.parametrize(("prepare", "where"), [(never_ready, "ValueError at work.py:"), (dies_early, "EOFError")])
async def test_a_process_that_does_not_start(prepare, where: str) -> None:
    """A process that does not get ready is told each time, and never waited for in vain."""
    async with Worker(prepare) as worker:
        found = await worker.run()
        assert isinstance(found, Crashed)
        assert found.why == "start"
        assert found.where.startswith(where)
        assert isinstance(await worker.warm(), Crashed)
        assert worker.pid is None


async def test_cancelled_work_is_stopped(tmp_path: Path) -> None:
    """Whoever no longer wants the answer frees the worker for the next."""
    async with Worker(deeds) as worker:
        await worker.warm()
        pid = worker.pid
        begun = tmp_path / "begun"
        task = asyncio.create_task(worker.run("hang", str(begun)))
        while not begun.exists():
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await worker.run("count") == 1
        assert not _alive(pid)


async def test_cancelled_while_it_starts() -> None:
    """Whoever leaves while the process starts leaves it started for the next."""
    async with Worker(deeds) as worker:
        task = asyncio.create_task(worker.run("count"))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await worker.run("count") == 1


async def test_closing_ends_work() -> None:
    """Closing during work ends it, and the work that waits; nothing is begun after that."""
    worker = Worker(deeds)
    await worker.warm()
    pid = worker.pid
    tasks = [asyncio.create_task(worker.run("hang")) for _ in range(3)]
    await asyncio.sleep(0.05)
    await worker.close()
    await worker.close()
    assert {found.why for found in await asyncio.gather(*tasks) if isinstance(found, Crashed)} == {"ended"}
    assert await worker.run("count") == Crashed("ended")
    assert not _alive(pid)


async def test_closing_while_it_starts() -> None:
    """Closing does not wait for a start that is under way."""
    worker = Worker(deeds)
    task = asyncio.create_task(worker.run("count"))
    await asyncio.sleep(0)
    await worker.close()
    assert isinstance(await task, Crashed)
    assert worker.pid is None


PROGRAM = """
import asyncio
from bot.limits import Worker
from tests.bot.limits.work import deeds

async def main():
    worker = Worker(deeds, seconds=0.5)
    await worker.warm()
    print("begun", worker.pid, flush=True)
    {ending}

if __name__ == "__main__":
    asyncio.run(main())
"""


KILLED = "import os; asyncio.get_running_loop().call_later(0.2, os.kill, os.getpid(), 9); await worker.run('hang')"


@pytest.mark.parametrize("ending", ["await worker.close()", "pass", "import os; os.kill(os.getpid(), 9)", KILLED])
def test_nothing_is_left_and_nothing_is_said(ending: str, tmp_path: Path) -> None:
    """However the program ends, closed, forgotten, killed idle or while work hangs, its worker ends too, and nothing is written."""
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(ending=ending), encoding="utf-8")
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    ended = subprocess.run(
        [sys.executable, "-W", "error", str(program)], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    said, pid = ended.stdout.split()
    assert (said, ended.stderr) == ("begun", "")
    for _ in range(500):
        if not _alive(int(pid)):
            break
        time.sleep(0.01)
    assert not _alive(int(pid))

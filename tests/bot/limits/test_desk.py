"""The desk in a worker: the same answers, and a loop that goes on beside them."""

from __future__ import annotations

import asyncio
import gc
import pickle
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.answer import Answer
from bot.desk import Desk, Message
from bot.library import load
from bot.limits import Worker
from bot.limits.desk import _Explaining, desk_worker
from bot.site import Site
from bot.told import Account, Told
from tests.bot.limits.work import deeds

LINE = "SMTP 受信の接続 [192.0.2.{}] は、Real-time Blackhole リスト <rbl.example.> の検証行程にあります。"
PASTE = "\n".join(LINE.format(n) for n in range(14))


@asynccontextmanager
async def _ticks() -> AsyncIterator[list[float]]:
    """Tick every 10 ms while the block runs; the list holds when."""
    ticks: list[float] = []

    async def tick() -> None:
        while True:
            ticks.append(asyncio.get_running_loop().time())
            await asyncio.sleep(0.01)

    task = asyncio.create_task(tick())
    yield ticks
    task.cancel()


async def test_the_loop_goes_on_beside_busy_work() -> None:
    """A processor that is kept busy does not starve the loop."""
    async with Worker(deeds) as worker:
        await worker.warm()
        async with _ticks() as ticks:
            assert await worker.run("burn", 1.0) == "burnt"
    assert len(ticks) > 20


async def test_the_loop_goes_on_beside_a_hostile_paste() -> None:
    """Two megabytes of hostile text, the biggest answer there is, and its way back leave the loop its turns."""
    lines = (f"Jan  5 10:00:{n % 60:02} mail postfix/smtpd[{n}]: <{'a@' * 20}[192.0.2.{n % 250}]>{'：' * 9}" for n in range(20_000))
    text = "\n".join(lines)[:2_000_000]
    async with desk_worker(seconds=120) as worker:
        await worker.warm()
        async with _ticks() as ticks:
            answer = await worker.run(Message(text), None, None)
    assert isinstance(answer, Answer)
    expected = (ticks[-1] - ticks[0]) / 0.01
    assert len(ticks) > expected / 10


async def test_answers_are_the_same_as_at_the_desk() -> None:
    """What comes back from the worker is what the desk says, told facts, site and bytes included."""
    desk = Desk(load())
    site, account = Site(domains=("example.com",), networks=("192.0.2.0/24",)), Account((Told("client_is_ours", True, "192.0.2.1"),))
    messages = [Message(PASTE), Message(data=PASTE.encode("shift_jis")), Message(), Message(question="what is an RBL?"), Message("x = 1")]
    async with desk_worker() as worker:
        for message in messages:
            answer = await worker.run(message, site, account)
            assert answer == desk.explain(message, site, account)
            assert pickle.loads(pickle.dumps(answer)) == answer


async def test_a_knowledge_base_that_cannot_be_read(tmp_path: Path) -> None:
    """A broken knowledge base does not start the process and says of what kind the error was."""
    (tmp_path / "vocabulary.yaml").write_text("[", encoding="utf-8")
    async with desk_worker(tmp_path) as worker:
        found = await worker.warm()
    assert found is not None
    assert found.why == "start"
    assert found.where.startswith("KnowledgeError")


def test_the_knowledge_base_is_not_looked_through_for_garbage() -> None:
    """It stays out of the collector's sight in the worker's process, so that no answer waits for that."""
    frozen = gc.get_freeze_count()
    try:
        explain = _Explaining(None, None, notes_gaps=False)()
        assert gc.get_freeze_count() > frozen + 10_000
        assert explain(Message(PASTE), None, None).verdict
    finally:
        gc.unfreeze()

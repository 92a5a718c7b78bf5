"""The line: first come, first served, one piece a user, positions told, nobody left behind."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.limits import Full, Line, Turn


class _Office:
    """People who come to a line, and what happens there."""

    def __init__(self, line: Line) -> None:
        self.line = line
        self.order: list[str] = []
        self.told: dict[str, list[int]] = {}
        self.running: list[str] = []
        self._gates: dict[str, asyncio.Event] = {}

    async def come(self, name: str, user: str | None = None) -> asyncio.Task[Turn | Full]:
        """Have somebody come for work that lasts until it is let go."""
        self._gates[name] = asyncio.Event()
        self.told[name] = []
        task = asyncio.create_task(self._work(name, user or name))
        await self.settle()
        return task

    async def _work(self, name: str, user: str) -> Turn | Full:
        async with self.line.place(user, self.told[name].append) as turn:
            if isinstance(turn, Turn):
                self.order.append(name)
                self.running.append(user)
                try:
                    await self._gates[name].wait()
                finally:
                    self.running.remove(user)
            return turn

    async def finish(self, name: str) -> None:
        """Let somebody's work end."""
        self._gates[name].set()
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that can."""
        for _ in range(10):
            await asyncio.sleep(0)


async def test_no_waiting() -> None:
    """Whoever comes to an empty line has the turn at once and is told no position."""
    office = _Office(Line())
    task = await office.come("a")
    await office.finish("a")
    assert await task == Turn(0)
    assert office.told["a"] == []


async def test_positions_are_told() -> None:
    """Each who waits is told the position at first, at every change, and 0 at last."""
    office = _Office(Line())
    tasks = [await office.come(name) for name in "abcd"]
    assert office.told == {"a": [], "b": [1], "c": [2], "d": [3]}
    for name in "abcd":
        await office.finish(name)
    assert office.told == {"a": [], "b": [1, 0], "c": [2, 1, 0], "d": [3, 2, 1, 0]}
    assert [await task for task in tasks] == [Turn(0), Turn(1), Turn(2), Turn(3)]
    assert office.order == list("abcd")


async def test_one_piece_a_user() -> None:
    """A user's second piece waits for the first, and lets others by."""
    office = _Office(Line(at_once=2))
    for name, user in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("c1", "c")):
        await office.come(name, user)
    assert office.order == ["a1", "b1"]
    await office.finish("b1")
    assert office.order == ["a1", "b1", "c1"]
    await office.finish("a1")
    assert office.order == ["a1", "b1", "c1", "a2"]
    await office.finish("a2")
    await office.finish("c1")
    assert len(office.line) == 0


async def test_full() -> None:
    """A full line says so at once, with how many places it has, and takes nothing."""
    office = _Office(Line(places=2))
    for name in "abc":
        await office.come(name)
    assert await (await office.come("d")) == Full("line", 2)
    for name in "abc":
        await office.finish(name)
    assert office.order == list("abc")
    await office.come("e")
    assert office.order[-1] == "e"
    await office.finish("e")


async def test_nobody_fills_the_line_alone() -> None:
    """One user has so many places and no more; others still find one."""
    office = _Office(Line(places=10, places_each=2))
    for name in ("a1", "a2", "a3"):
        await office.come(name, "a")
    assert await (await office.come("a4", "a")) == Full("user", 2)
    await office.come("b")
    for name in ("a1", "a2", "b", "a3"):
        await office.finish(name)
    assert sorted(office.order) == ["a1", "a2", "a3", "b"]


async def test_no_places_means_no_waiting() -> None:
    """A line without places serves who comes when nobody is there."""
    office = _Office(Line(places=0))
    await office.come("a")
    assert await (await office.come("b")) == Full("line", 0)
    await office.finish("a")


async def test_cancelled_waiters_leave() -> None:
    """Whoever is cancelled leaves the line, and those behind move up."""
    office = _Office(Line())
    tasks = {name: await office.come(name) for name in "abc"}
    tasks["b"].cancel()
    await office.settle()
    assert office.told["c"] == [2, 1]
    tasks["a"].cancel()
    await office.settle()
    assert office.order == ["a", "c"]
    await office.finish("c")
    assert len(office.line) == 0


async def test_cancelled_at_the_very_turn() -> None:
    """Whoever is called and cancelled in the same moment does not keep the turn."""
    office = _Office(Line())
    tasks = {name: await office.come(name) for name in "abc"}
    office._gates["a"].set()
    while office.running:
        await asyncio.sleep(0)
    tasks["b"].cancel()
    await office.settle()
    assert office.order == ["a", "c"]
    await office.finish("c")


async def test_a_telling_that_fails_hurts_nobody_else() -> None:
    """If telling a position raises, only that one leaves the line."""

    def fail(position: int) -> None:
        raise ConnectionError(position)

    async def come_failing() -> None:
        async with office.line.place("x", fail):
            pass

    office = _Office(Line())
    await office.come("a")
    with pytest.raises(ConnectionError):
        await come_failing()
    await office.come("b")
    await office.finish("a")
    await office.finish("b")
    assert office.order == ["a", "b"]


Step = st.tuples(st.sampled_from(["come", "finish", "cancel"]), st.integers(0, 3), st.integers(0, 30))


@given(st.lists(Step, max_size=25), st.integers(1, 3))
def test_whatever_happens(steps: list[tuple[str, int, int]], at_once: int) -> None:
    """Never more at once than may, never two pieces of a user, never a free place while somebody could go, and at last nobody is left."""

    async def play() -> None:
        office = _Office(Line(at_once=at_once, places=6))
        tasks: dict[str, asyncio.Task[Turn | Full]] = {}
        for number, (what, user, which) in enumerate(steps):
            if what == "come":
                tasks[f"{user}/{number}"] = await office.come(f"{user}/{number}", f"{user}")
            elif tasks:
                name = list(tasks)[which % len(tasks)]
                if what == "cancel":
                    tasks[name].cancel()
                await (office.settle() if what == "cancel" else office.finish(name))
            _check(office)
        for name, task in tasks.items():
            await office.finish(name)
            with suppress(asyncio.CancelledError):
                await task
        assert (len(office.line), office.running) == (0, [])

    def _check(office: _Office) -> None:
        assert len(office.running) <= at_once
        assert len(set(office.running)) == len(office.running)
        waiting = {waiter.user for waiter in office.line._waiting}
        assert len(office.running) == at_once or waiting <= set(office.running)

    asyncio.run(play())

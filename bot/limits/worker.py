"""Heavy work in a process of its own, killed at its deadline, so that no paste can freeze the rest."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Generic, ParamSpec, TypeVar

from bot.limits.child import Bounds, Crashed, serve

Asked = ParamSpec("Asked")
Result = TypeVar("Result")

_START_SECONDS = 60.0
"""For reading the knowledge base on a machine that is busy."""


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The work was not done after ``seconds`` and has been stopped."""

    seconds: float


class Worker(Generic[Asked, Result]):
    """One process that does one piece of work after the other.

    It is started with the first piece (or by ``warm``), is kept, and is started anew after it was killed or died. One worker belongs to
    one event loop; what crosses over to it and back must be picklable.

    Args:
        prepare: called once in the process; returns what does the work.
        seconds: deadline of each piece, which counts from when the process has it.
        memory: bytes that the process may use, where the system can bound them.
    """

    def __init__(self, prepare: Callable[[], Callable[Asked, Result]], seconds: float = 15.0, memory: int = 1_000_000_000) -> None:
        self.seconds = seconds
        self._prepare = prepare
        self._bounds = Bounds(seconds, memory)
        self._child: _Child | None = None
        self._closed = False
        self._turn = asyncio.Lock()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="worker")

    async def __aenter__(self) -> Worker[Asked, Result]:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    @property
    def pid(self) -> int | None:
        """Return the process's number, None while there is none."""
        return self._child.process.pid if self._child else None

    async def warm(self) -> Crashed | None:
        """Start the process ahead of the first piece of work; return why it did not start, if it did not."""
        async with self._turn:
            started = await self._started()
            return started if isinstance(started, Crashed) else None

    async def run(self, *args: Asked.args, **kwargs: Asked.kwargs) -> Result | TimedOut | Crashed:
        """Return what comes of one piece of work; if the task is cancelled, the work is stopped.

        Returns:
            The result, or that it took too long, or that it or its process failed. In each case the next piece can be given.
        """
        async with self._turn:
            child = await self._started()
            if isinstance(child, Crashed):
                return child
            asked = asyncio.wrap_future(self._thread.submit(child.ask, (args, kwargs)))
            try:
                done, _ = await asyncio.wait({asked}, timeout=self.seconds)
            except asyncio.CancelledError:
                asked.cancel()
                self._drop(child)
                raise
            if not done:
                asked.cancel()
                await self._buried(child)
                return TimedOut(self.seconds)
            result: Result | Crashed = asked.result()
            if isinstance(result, Crashed) and result.why != "error":
                await self._buried(child)
            return result

    async def close(self) -> None:
        """Stop the process; a piece of work that is being done, or waits, ends as crashed. Closing twice does nothing more."""
        self._closed = True
        if self._child is not None:
            await self._buried(self._child)
        self._thread.shutdown(wait=False)

    async def _started(self) -> _Child | Crashed:
        """Return the process that is ready, started if there is none; starting goes on if the task is cancelled."""
        if self._closed:
            return Crashed("ended")
        if self._child is not None and self._child.lost():
            self._drop(self._child)
        child = self._child
        if child is None:
            child = self._child = _Child(self._prepare, self._bounds)
            child.ready = self._thread.submit(child.start)
        crashed = child.ready.result() if child.ready.done() else await asyncio.shield(asyncio.wrap_future(child.ready))
        if crashed is not None:
            await self._buried(child)
        return child if crashed is None else crashed

    def _drop(self, child: _Child) -> Future[None]:
        """Kill a process at once; return what tells when it is buried."""
        if self._child is child:
            self._child = None
        child.kill()
        if child.buried is None:
            child.buried = self._thread.submit(child.bury)
        return child.buried

    async def _buried(self, child: _Child) -> None:
        """Kill a process and wait until nothing is left of it; that goes on if the task is cancelled."""
        await asyncio.shield(asyncio.wrap_future(self._drop(child)))


class _Child:
    """One process, from its start to its burial; only ``kill`` and ``lost`` do not block."""

    def __init__(self, prepare: Callable[[], Callable[..., Any]], bounds: Bounds) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks and every open socket
        self._ours, self._theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(self._theirs, prepare, bounds), name="worker", daemon=True)
        self.ready: Future[Crashed | None] = Future()
        self.buried: Future[None] | None = None
        self._killed = False

    def start(self) -> Crashed | None:
        """Start the process and wait until it is ready; return why it is not, if it is not."""
        try:
            self.process.start()
            self._theirs.close()
            if self._killed:
                self.process.kill()
            if not self._ours.poll(_START_SECONDS):
                return Crashed("start", f"not within {_START_SECONDS:.0f} seconds")
            ready: Crashed | None = self._ours.recv()
        except (EOFError, OSError) as error:
            return Crashed("start", type(error).__name__)
        return ready

    def ask(self, arguments: tuple[tuple[Any, ...], dict[str, Any]]) -> Any:
        """Return what comes of one piece of work."""
        try:
            self._ours.send(arguments)
            return self._ours.recv()
        except (EOFError, OSError):
            self.process.join(1)
            return Crashed("ended", f"exit code {self.process.exitcode}")

    def lost(self) -> bool:
        """Tell whether the process was ready and has died since."""
        return self.ready.done() and not self.process.is_alive()

    def kill(self) -> None:
        """Kill the process, whatever it is doing; one that is just being started is killed by its start."""
        self._killed = True
        if self.process.pid is not None:
            self.process.kill()

    def bury(self) -> None:
        """Wait for the end of a process that was killed, and close what led to it."""
        if self.process.pid is not None:
            self.process.join(10)
        self._ours.close()
        self._theirs.close()

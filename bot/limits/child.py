"""What runs in the worker's process: it gets ready once, then does one piece of work after the other until nobody asks any more.

The process is confined: it may use only so much memory, gives way to others, leaves no core dump with somebody's mail log in it, and an
alarm ends it a little after each deadline, should the one that started it be gone by then.
"""

from __future__ import annotations

import os
import signal
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Literal

try:
    import resource
except ImportError:  # pragma: no cover
    resource = None  # type: ignore[assignment]  # not on Windows

_GRACE = 2.0
"""Seconds after its deadline at which the child ends by itself."""


@dataclass(frozen=True, slots=True)
class Crashed:
    """The work did not come to an end.

    Attributes:
        why: ``memory`` ran out; an ``error`` was raised, which is a fault of the program; the process ``ended``, killed by somebody or by
            a fault below Python; it did not ``start``.
        where: the kind of the error and the place in the source, never its text, which may quote a paste.
    """

    why: Literal["memory", "error", "ended", "start"]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds on the child: ``seconds`` for each piece of work, ``memory`` in bytes for all of it."""

    seconds: float
    memory: int


def serve(connection: Connection, prepare: Callable[[], Callable[..., Any]], bounds: Bounds) -> None:
    """Get ready, tell so, and answer what comes in until the other end is closed.

    Args:
        connection: brings arguments (in a row, and by name), takes results.
        prepare: returns what does the work; called once.
        bounds: what it may use.
    """
    _confine(bounds)
    try:
        work = prepare()
    except Exception as error:  # noqa: BLE001  # the outer edge of this process
        connection.send(Crashed("start", _where(error)))
        return
    connection.send(None)
    while True:
        try:
            arguments = connection.recv()
        except (EOFError, OSError):
            return
        if not _answer(connection, work, arguments, bounds):
            return


def _answer(connection: Connection, work: Callable[..., Any], arguments: tuple[tuple[Any, ...], dict[str, Any]], bounds: Bounds) -> bool:
    """Do one piece of work and send what came of it; return whether this process is good for more."""
    _alarm(bounds.seconds + _GRACE)
    crashed = None
    try:
        args, kwargs = arguments
        connection.send(work(*args, **kwargs))
    except MemoryError:
        crashed = Crashed("memory")
    except Exception as error:  # noqa: BLE001  # the outer edge of this process
        crashed = Crashed("error", _where(error))
    _alarm(0)
    if crashed is not None:
        with suppress(OSError):
            connection.send(crashed)
    return crashed is None or crashed.why == "error"


def _where(error: BaseException) -> str:
    """Return the kind of an error and the place it was raised at; its text and the values around it stay here."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {os.path.basename(frames[-1].filename)}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}{place}"


def _alarm(seconds: float) -> None:
    """Have this process ended after some seconds, 0 for not at all, whatever it is doing then."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)


def _confine(bounds: Bounds) -> None:
    """Bound what this process may use; where a system has no such bound, it goes without."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the one that started it, who then ends it
    if resource is None:  # pragma: no cover
        return
    os.nice(5)
    for kind, bound in ((resource.RLIMIT_AS, bounds.memory), (resource.RLIMIT_CORE, 0)):
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (bound, bound))

"""Work for a worker's process to be tested with; it is imported there by name."""

from __future__ import annotations

import itertools
import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path


def deeds() -> Callable[..., object]:
    """Return what does a deed by name, and count how often this process was asked."""
    asked = itertools.count(1)

    def do(deed: str, value: object = None) -> object:
        number = next(asked)
        return {"count": lambda _: number, **DEEDS}[deed](value)

    return do


def burn(seconds: object) -> str:
    """Keep a processor busy for a while."""
    assert isinstance(seconds, float)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        sum(range(1000))
    return "burnt"


def hang(begun: object) -> None:
    """Never come back, and refuse to be asked to; write into a file that it has begun."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if begun:
        Path(str(begun)).write_text("begun", encoding="ascii")
    while True:
        time.sleep(60)


def fail(text: object) -> None:
    """Raise an error that quotes a paste."""
    raise ValueError(text)


DEEDS: dict[str, Callable[..., object]] = {
    "echo": lambda value: value,
    "burn": burn,
    "hang": hang,
    "fail": fail,
    "die": lambda _: os.kill(os.getpid(), signal.SIGKILL),
    "leave": lambda code: os._exit(code),
    "eat": lambda size: len(bytearray(size)),
    "unsendable": lambda _: lambda: None,
    "modules": lambda _: "bot.desk" in sys.modules,
}


def never_ready() -> Callable[..., object]:
    """Fail to get ready."""
    raise ValueError("a secret")


def dies_early() -> Callable[..., object]:
    """End the process before it is ready."""
    os._exit(3)

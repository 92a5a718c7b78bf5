"""A small bot to be killed: it answers the events of a file on a platform that is a file. Run by the tests as a program of its own.

``worker.py URL FOLDER kill SEED``: 20 times two workers are started and killed with SIGKILL after a random time; then two may finish.
``worker.py URL FOLDER race COUNT``: that many processes open the store at the same moment and are given the same one event.

Python and the libraries are loaded once; each worker is a fork, so that a life of a few milliseconds is a life at work.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.store import Claim, ClaimLost, Conflict, Outgoing, Store

_KILLS = 20
_LEASE = 0.1  # seconds; long for one event, short for a test
_LONGEST_LIFE = 0.12


class Platform:
    """A chat platform in a file, which takes each key once and calls a message by its place."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def send(self, key: str, text: str) -> str:
        """Post a message, or find that it was posted before; return what the platform calls it."""
        with self._file.open("a+") as lines:
            fcntl.flock(lines, fcntl.LOCK_EX)
            lines.seek(0)
            keys = [json.loads(line)["key"] for line in lines]
            if key not in keys:
                # One write, so that a kill leaves a whole line or none: a platform takes a message or does not.
                os.write(lines.fileno(), (json.dumps({"key": key, "text": text}) + "\n").encode())
                keys.append(key)
            return f"m{keys.index(key)}"


async def _answer(store: Store, platform: Platform, tenant: str, event_id: str) -> bool:
    """Answer one event; tell whether it is settled."""
    claim = await store.claim(tenant, event_id, lease_seconds=_LEASE)
    if claim is None:
        return False
    try:
        outgoing = await _commit(store, claim)
    except ClaimLost:
        return False
    for message in outgoing:
        await store.sent(tenant, message.key, platform.send(message.key, message.body))
    return True


async def _commit(store: Store, claim: Claim) -> list[Outgoing]:
    while True:
        stored = await store.load(claim.tenant, "case")
        so_far = json.loads(stored.body) if stored else []
        outgoing = [Outgoing(f"{claim.event_id}.{part}", f"answer {part} to {claim.event_id}", claim.event_id) for part in (1, 2)]
        try:
            body = json.dumps([*so_far, claim.event_id])
            await store.commit(claim, "case", body, expected_version=stored.version if stored else 0, outgoing=outgoing)
        except Conflict:
            continue
        return outgoing


async def work(url: str, folder: Path) -> None:
    """Answer all events as a bot does that has just been started: first what was left in the outbox, then what is open."""
    platform = Platform(folder / "platform")
    events = json.loads((folder / "events").read_text())
    async with await Store.open(url, data_dir=folder) as store:
        for event_id in events:
            for message in await store.outbox(lease_seconds=_LEASE):
                await store.sent(message.tenant, message.key, platform.send(message.key, message.body))
            await _answer(store, platform, "team", event_id)


def _fork(life: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            life()
            status = 0
        finally:
            os._exit(status)  # whatever happened: never back into the parent's code
    return child


def _kill_often(url: str, folder: Path, seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(_KILLS // 2):
        lives = sorted((chance.uniform(0, _LONGEST_LIFE), _fork(lambda: asyncio.run(work(url, folder)))) for _ in range(2))
        started = time.monotonic()
        for length, child in lives:
            time.sleep(max(0.0, started + length - time.monotonic()))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            (folder / "kills").open("a").write(f"{os.WIFSIGNALED(status)}\n")
    time.sleep(_LEASE)  # whatever the dead held is free after that
    _finish([_fork(lambda: asyncio.run(work(url, folder))) for _ in range(2)])


def _race(url: str, folder: Path, count: int) -> None:
    start = time.monotonic() + 0.05

    async def compete() -> None:
        while time.monotonic() < start:
            pass
        async with await Store.open(url, data_dir=folder) as store:
            settled = await _answer(store, Platform(folder / "platform"), "team", "1")
            (folder / f"settled {os.getpid()}").write_text(str(settled))

    _finish([_fork(lambda: asyncio.run(compete())) for _ in range(count)])


def _finish(children: list[int]) -> None:
    for child in children:
        _, status = os.waitpid(child, 0)
        if status:
            sys.exit("A worker failed; what it said stands above.")


if __name__ == "__main__":
    address, place, what, number = sys.argv[1:]
    {"kill": _kill_often, "race": _race}[what](address, Path(place), int(number))

"""Measures how quickly the catalogue reads a log, against pflogsumm: ``python tests/benchmarks/catalogue.py [LOG] [--times N]``.

Without a log, the samples of Postfix's messages are written as one, over and over. Both run on one core, one after the other, and pflogsumm
(Debian's package of that name) reads the same lines from standard input. Prints lines a second of each, and the ratio.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import time
from pathlib import Path

from bot.catalogue import Catalogue
from bot.library import load
from bot.paste.shapes import head_of

_MOST = (
    "connect",
    "client-passed-on",
    "message-id",
    "queued",
    "sent",
    "removed",
    "disconnect-with-counts",
    "relay-denied",
    "delivered-by-lmtp",
)


def sample_log(times: int) -> list[str]:
    """Return a log of what a server writes all day, each message as often."""
    server = load().servers["postfix"]
    messages = [message for message in server.messages if message.id in _MOST]
    day = [
        f"Nov 24 10:12:00 mx postfix/{server.writer_of(message)}[123]: {sample.line}" for message in messages for sample in message.samples
    ]
    return day * times


def ours(catalogue: Catalogue, lines: list[str]) -> float:
    """Return the seconds in which every line was taken apart and read."""
    started = time.perf_counter()
    for line in lines:
        head = head_of(line)
        if head is not None:
            catalogue.match(head.shape, line[head.end :], head.program)
    return time.perf_counter() - started


def theirs(lines: list[str]) -> float | None:
    """Return the seconds that pflogsumm takes for the same lines, None if it is not installed."""
    program = shutil.which("pflogsumm")
    if program is None:
        return None
    text = "".join(f"{line}\n" for line in lines)
    started = time.perf_counter()
    subprocess.run([program], input=text, capture_output=True, text=True, check=True)
    return time.perf_counter() - started


def main() -> int:
    """Measure both."""
    parser = argparse.ArgumentParser(description="Measure how quickly the catalogue reads a log.")
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--times", type=int, default=4000)
    options = parser.parse_args()
    lines = options.log.read_text(encoding="utf-8", errors="replace").splitlines() if options.log else sample_log(options.times)
    catalogue = Catalogue(load())
    ours(catalogue, lines[:1000])
    seconds, other = ours(catalogue, lines), theirs(lines)
    sys.stdout.write(f"{len(lines)} lines; ours: {len(lines) / seconds:,.0f} lines a second\n")
    if other is not None:
        sys.stdout.write(f"pflogsumm: {len(lines) / other:,.0f} lines a second; ratio {other / seconds:.2f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

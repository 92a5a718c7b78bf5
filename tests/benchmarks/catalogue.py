"""Measures how quickly a log is read, against pflogsumm: ``taskset -c 0 python tests/benchmarks/catalogue.py [LOG] [--rounds N]``.

Without a log, the recordings are written as one, over and over, each time with other queue ids, addresses, processes and times (``day``).
Both read the same file on one core, one after the other: we make of each line the event that an explanation is made of, with all of its
fields; pflogsumm (Debian's package of that name) sums up. What counts is the processor's time, the best of three. Prints lines a second
of each, and the ratio.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from operator import methodcaller
from pathlib import Path

from bot.catalogue import Catalogue
from bot.library import load
from bot.paste.streaming import log_lines
from tests.benchmarks.day import mixed_log

_TIMES = 3
_without_end = methodcaller("rstrip", "\n")


def ours(catalogue: Catalogue, log: Path) -> tuple[float, Counter[str]]:
    """Return the seconds in which every line was read, and how many events there are of each kind."""
    kinds: Counter[str] = Counter()
    started = time.process_time()
    with log.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        for event in catalogue.events(log_lines(map(_without_end, lines))):
            kinds[event.kind] += 1
    return time.process_time() - started, kinds


def theirs(program: str, log: Path) -> float:
    """Return the seconds that pflogsumm takes for the same file."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([program, str(log)], capture_output=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def measure(log: Path) -> str:
    """Return what was measured with a log."""
    with log.open(encoding="utf-8", errors="replace", newline="\n") as lines:
        count = sum(1 for _ in lines)
    catalogue, program = Catalogue(load()), shutil.which("pflogsumm")
    measured = [(ours(catalogue, log), theirs(program, log) if program else 0.0) for _ in range(_TIMES)]
    seconds, kinds = min((own for own, _ in measured), key=lambda own: own[0])
    found = f"{count} lines, {kinds.total()} events, {kinds['unread']} unread; ours: {count / seconds:,.0f} lines a second\n"
    if program:
        other = min(of_other for _, of_other in measured)
        found += f"pflogsumm: {count / other:,.0f} lines a second; ratio {other / seconds:.2f}\n"
    return found


def main() -> int:
    """Measure both."""
    parser = argparse.ArgumentParser(description="Measure how quickly a log is read.")
    parser.add_argument("log", nargs="?", type=Path)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    if options.log:
        sys.stdout.write(measure(options.log))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "mail.log"
        log.write_text("".join(f"{line}\n" for line in mixed_log(options.rounds)), encoding="utf-8")
        sys.stdout.write(measure(log))
    return 0


if __name__ == "__main__":
    sys.exit(main())

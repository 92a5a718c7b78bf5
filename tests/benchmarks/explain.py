"""Measures how quickly fifty lines are explained: ``python tests/benchmarks/explain.py``.

The pastes are the first fifty lines of each recording that has so many, and of each kind of traffic as much as makes fifty. Everything is
warm, as it is in a chat: the knowledge base is loaded, and a paste of the kind was explained before. What counts is the best of twenty
runs; beside it stands the time of a fixed piece of work (a thousand lines parsed as JSON by the standard library), so that runs on
different machines, or at busy and calm hours, can be compared.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from bot.desk import Desk, Message
from bot.library import load
from tests.benchmarks.day import RECORDINGS, mixed_log

_LINES = 50
_TIMES = 20


def pastes() -> dict[str, str]:
    """Return texts of fifty lines by a name."""
    found = {}
    for path in sorted(RECORDINGS.glob("*/log")):
        lines = path.read_text(encoding="utf-8").splitlines()
        if len(lines) >= _LINES:
            found[path.parent.name] = "\n".join(lines[:_LINES])
    lines = [line for line in mixed_log(1) if "postfix" in line]
    for at in range(0, 4 * _LINES, _LINES):
        found[f"a mixed log, lines {at + 1} to {at + _LINES}"] = "\n".join(lines[at : at + _LINES])
    return found


def best(call: Callable[[], object]) -> float:
    """Return the fewest milliseconds that a call takes."""
    took = []
    for _ in range(_TIMES):
        start = time.perf_counter()
        call()
        took.append(time.perf_counter() - start)
    return min(took) * 1_000


def main() -> int:
    """Measure and print."""
    desk = Desk(load())
    work = json.dumps([{"line": number, "fields": {"client_ip": "192.0.2.7", "queue_id": "4XcP7P0aaa"}} for number in range(1_000)])
    sys.stdout.write(f"{best(lambda: json.loads(work)):7.2f} ms  the machine itself (a fixed piece of work)\n")
    for name, text in pastes().items():
        message = Message(text=text)
        verdict = desk.explain(message).verdict
        sys.stdout.write(f"{best(lambda message=message: desk.explain(message)):7.2f} ms  {name}: {verdict}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

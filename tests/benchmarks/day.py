"""A mixed log as servers write it all day, made of the recordings: each round has its own queue ids, addresses, processes and times.

Hardly a line comes twice, so nothing is gained by remembering whole lines; what a real log has many times over, it has, too.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path

RECORDINGS = Path(__file__).parent.parent / "lab" / "recordings"
_VARIED = re.compile(
    r"(?P<iso>^2026-\d\d-\d\dT\d\d:\d\d:\d\d)|(?P<bsd>^[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d)|(?<=\[)(?P<pid>\d{1,7})(?=\]: )"
    r"|(?P<serial>(?<=<)\d{10}(?=\.))|\b(?P<id>[0-9A-F]{10,12})\b|\b(?P<net>192\.0\.2|198\.51\.100|203\.0\.113)\.(?P<octet>\d{1,3})\b"
)
_BSD = "%b %d %H:%M:%S"
_ROUND = timedelta(seconds=61)


def recorded_lines() -> list[str]:
    """Return the lines of all recordings, one recording after the other."""
    return [line for path in sorted(RECORDINGS.glob("*/log")) for line in path.read_text(encoding="utf-8").splitlines() if line]


def mixed_log(rounds: int) -> list[str]:
    """Return so many rounds of the recordings, no two of them alike."""
    lines = recorded_lines()
    return [_VARIED.sub(lambda found, turn=turn: _other(found, turn), line) for turn in range(rounds) for line in lines]


def _other(found: re.Match[str], turn: int) -> str:
    """Return what stands in a round instead of a stamp, a process id, a queue id, an address or a serial number."""
    kind, text = found.lastgroup or "", found[0]
    if kind == "iso":
        return (datetime.fromisoformat(text) + turn * _ROUND).isoformat()
    if kind == "bsd":
        return (datetime.strptime(f"2026 {text}", f"%Y {_BSD}") + turn * _ROUND).strftime(_BSD)
    if kind == "octet":
        return f"{found['net']}.{(int(found['octet']) + turn * 7) % 254 + 1}"
    if kind == "id":
        return f"{(int(text, 16) + turn * 0x51A7B3) % 16 ** len(text):0{len(text)}X}"
    return str(int(text) + turn * 13)

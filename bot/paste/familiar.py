"""Lines that begin as one before them did: with a host, a program and a process id that were read already, after a stamp of the same form.

Most lines of a log are such, and to look up what their beginning means is far quicker than to find it out once more. The answer is the
one that the shapes give in their order (``prefixes``), since of the few forms that are remembered nothing after the beginning can
change it: a shape could only take the first word for a part of the stamp, and the second one, which ends in a colon, for no host.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import TypeVar

from bot.paste.months import month_of
from bot.paste.prefixes import is_engine
from bot.paste.shapes import Head
from bot.paste.stamps import naive


Writer = tuple[str, str]
"""The host and the program that write a line."""
Beginning = tuple[datetime | None, str, str, str | None, int]
"""The beginning of a line: its stamp, host, program and process id, and where the message starts."""
_MOST = 4096  # beginnings, and stamps, that are remembered at a time
_LONGEST = 500  # signs of a beginning
_LONGEST_PID = 13  # signs of a process id and what is around it
_BSD = re.compile(r"[A-Z][a-z]{2} [ 1-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2}")
_BSD_SIGNS = 15
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})")
_is_iso = _ISO.fullmatch
_WRITER = re.compile(r" [A-Za-z0-9](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9])? [A-Za-z0-9._/-]{1,128}(?:\[[0-9]{1,10}\])?: ")
_colour = re.compile(r"\[[0-9;]{0,12}m").search  # as it is left of a terminal's colours
_Value = TypeVar("_Value")
_NEVER = datetime.min
_GOES_ON = frozenset(" [")  # a shape may read on over these


class Memory:
    """What was read of the beginnings of a log's lines."""

    def __init__(self) -> None:
        self._after_bsd: dict[str, Writer] = {}
        self._after_iso: dict[str, Writer] = {}
        self._stamps: dict[str, datetime | None] = {}

    def begin(self, line: str) -> Beginning | None:
        """Return how a line begins that is clean as it came in; None if it is not, or begins as none did before."""
        iso = line[:1] <= "9"
        start, writers = (line.find(" "), self._after_iso) if iso else (_BSD_SIGNS, self._after_bsd)
        end = line.find("[", start, _LONGEST)
        writer, pid = writers.get(line[start:end]), None
        if writer is not None:
            closes = line.find("]: ", end, end + _LONGEST_PID)
            pid, end = line[end + 1 : closes], closes + 3
            if not pid.isdecimal():
                return None
        else:
            end = line.find(": ", start, _LONGEST) + 2
            writer = writers.get(line[start:end])
        if writer is None or not _is_clean(line) or line[end] in _GOES_ON:
            return None
        if not iso:
            stamp = line[:start]
            when = self._stamps.get(stamp, _NEVER)
            if when is _NEVER:
                if not _BSD.fullmatch(stamp) or not month_of(stamp[:3]):
                    return None
                when = _with_room(self._stamps)[stamp] = naive(_parts(stamp))
            return when, *writer, pid, end
        stamp = line[:start]
        try:
            return (datetime.fromisoformat(stamp), *writer, pid, end) if _is_iso(stamp) else None
        except ValueError:
            return None

    def keep(self, line: str, head: Head) -> None:
        """Remember how a cleaned line begins, if it is of a form of which others like it begin so, too."""
        if head.shape != "syslog" or head.program is None or head.host is None or is_engine(head.program):
            return
        written = f" {head.host} {head.program}" + (": " if head.pid is None else f"[{head.pid}]: ")
        start = head.end - len(written)
        stamp = line[:start]
        if line[start : head.end] != written or not _WRITER.fullmatch(written):
            return
        beginning = written if head.pid is None else written.partition("[")[0]
        if _BSD.fullmatch(stamp):
            _with_room(self._after_bsd)[beginning] = (head.host, head.program)
        elif _is_iso(stamp):
            _with_room(self._after_iso)[beginning] = (head.host, head.program)


def _parts(stamp: str) -> dict[str, str]:
    month, day, hour, minute, second = stamp.replace(":", " ").split()
    return {"month_name": month, "day": day, "hour": hour, "minute": minute, "second": second}


def _with_room(remembered: dict[str, _Value]) -> dict[str, _Value]:
    """Return what is remembered, emptied if there is no room for more."""
    if len(remembered) >= _MOST:
        remembered.clear()
    return remembered


def _is_clean(line: str) -> bool:
    """Tell whether cleaning a line that begins with a stamp would change nothing; see ``cleaning``."""
    return (
        line.isascii()
        and line.isprintable()
        and "&" not in line
        and "\\" not in line
        and "^[" not in line
        and line[-1] not in " `"
        and _colour(line) is None
    )

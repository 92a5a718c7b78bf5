"""Lines that begin as one before them did: with a host, a program and a process id that were read already, after a stamp of the same form.

Most lines of a log are such, and to look up what their beginning means is far quicker than to find it out once more. The answer is the
one that the shapes give in their order (``prefixes``), since of the few forms that are remembered nothing after the beginning can
change it: a shape could only take the first word for a part of the stamp, and the second one, which ends in a colon, for no host.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
_MOST = 4096  # writers, and stamps, that are remembered at a time
_read_on = re.compile(
    r"(?:([A-Z][a-z]{2} [ 1-3][0-9] [0-9]{2}:[0-9]{2}:[0-9]{2})"
    r"|([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})))"
    r"( [A-Za-z0-9][A-Za-z0-9._-]{0,254} [A-Za-z0-9._/-]{1,128})(?:\[([0-9]{1,10})\])?: (?![ \[])"  # a shape may read on over these
).match
_colour = re.compile(r"\[[0-9;]{0,12}m").search  # as it is left of a terminal's colours
_CLEAN = bytes(sign for sign in range(0x20, 0x7F) if chr(sign) not in "&\\^`")


class Memory:
    """What was read of the beginnings of a log's lines."""

    def __init__(self) -> None:
        self._after_bsd: dict[str, Writer] = {}
        self._after_iso: dict[str, Writer] = {}
        self._stamps: dict[str, datetime | None] = {}

    def begin(self, line: str, *, clean: bool = False) -> Beginning | None:
        """Return how a line begins that is clean as it came in; None if it is not, or begins as none did before.

        Args:
            line: as it came in.
            clean: ``are_clean`` said so.
        """
        found = _read_on(line)
        if found is None or not (clean or _is_clean(line)):
            return None
        bsd, iso, words, pid = found.groups()
        writer = (self._after_iso if bsd is None else self._after_bsd).get(words)
        if writer is None:
            return None
        if bsd is None:
            try:
                return datetime.fromisoformat(iso), *writer, pid, found.end()
            except ValueError:
                return None
        when = self._stamps.get(bsd, _NEVER)
        if when is _NEVER:
            if not month_of(bsd[:3]):
                return None
            when = _with_room(self._stamps)[bsd] = naive(_parts(bsd))
        return when, *writer, pid, found.end()

    def keep(self, line: str, head: Head) -> None:
        """Remember who wrote a cleaned line, if its beginning is of a form of which others like it begin so, too."""
        found = _read_on(line)
        if found is None or head.host is None or head.program is None or is_engine(head.program):
            return
        bsd, _, words, pid = found.groups()
        if (head.shape, f" {head.host} {head.program}", head.pid, head.end) == ("syslog", words, pid, found.end()):
            _with_room(self._after_iso if bsd is None else self._after_bsd)[words] = (head.host, head.program)


_Value = TypeVar("_Value")
_NEVER = datetime.min


def are_clean(lines: Sequence[str]) -> bool:
    """Tell whether cleaning would change none of many lines that begin with stamps; True only if ``_is_clean`` says so of each.

    To look at all of them at once takes a fourth of the time.
    """
    text = "\n".join(lines)
    return (
        text.isascii()
        and text.encode("ascii").translate(None, _CLEAN) == b"\n" * (len(lines) - 1)
        and _colour(text) is None
        and not any([line[-1:] == " " for line in lines])  # noqa: C419 - quicker than a generator, and every line goes through here
    )


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


def _parts(stamp: str) -> dict[str, str]:
    month, day, hour, minute, second = stamp.replace(":", " ").split()
    return {"month_name": month, "day": day, "hour": hour, "minute": minute, "second": second}


def _with_room(remembered: dict[str, _Value]) -> dict[str, _Value]:
    """Return what is remembered, emptied if there is no room for more."""
    if len(remembered) >= _MOST:
        remembered.clear()
    return remembered

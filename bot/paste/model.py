"""What a paste is made of: log lines in their order, and the words around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.paste.budget import Cut


class LogLine(NamedTuple):
    """One line of a log; a tuple, since a whole log has a great many of them.

    Attributes:
        number: of the physical line it begins on, from 1.
        when: its stamp; naive where the log names no zone, year 1900 where it names no year, None where it has none.
        host: the host that wrote it, if the line says so.
        program: the program that wrote it, if the line says so.
        pid: that program's process id, if the line says so.
        body: the message, cleaned, white space squeezed, its names between double quotes.
        raw: the physical line or lines as they came in.
        shape: the name of the shape it begins in; ``bare`` without a stamp.
        times: how often it was written; more than once where the log itself says that it was repeated.
    """

    number: int
    when: datetime | None
    host: str | None
    program: str | None
    pid: str | None
    body: str
    raw: str
    shape: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class Paste:
    """What was pasted: log lines in their order, and the asker's ``words`` around them.

    ``repeats`` holds the numbers of lines that repeat an earlier stretch, as quotes in a discussion do; they are not in ``lines``.
    ``encoding`` and ``guessed`` tell how bytes were read, ``cuts`` what was left out. ``paper`` names what it is where it is no log:
    ``bounce``, ``headers``, ``transcript``, ``queue`` or ``tally``; ``returned`` are the numbers of the lines of a returned message beside
    a log.
    """

    lines: tuple[LogLine, ...] = ()
    words: str = ""
    repeats: tuple[int, ...] = ()
    encoding: str = "utf-8"
    guessed: bool = False
    cuts: tuple[Cut, ...] = ()
    paper: str | None = None
    returned: tuple[int, ...] = ()

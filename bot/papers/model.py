"""Lines of a paper: physical lines put together, and how their folded parts are found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from bot.catalogue.table import Match
from bot.paste.cleaning import squeeze
from bot.paste.model import LogLine
from bot.paste.physical import Physical

Known = Callable[[str, str], Match | None]
"""(name of the shape, message) → what the catalogue knows of it."""

MOST_PIECES = 12
"""So many physical lines are put together at most; a header may be folded often."""
_FIELD = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]{1,60}):(?=\s|$)\s{0,8}(?P<value>.{0,4000})")
# The next clause of a trace header (RFC 5321, section 4.4) whose indentation a chat has taken away.
_CLAUSE = re.compile(r"(?:by|with|id|for|via)\s\S|\(")


def line_of(pieces: Sequence[Physical], shape: str, body: str) -> LogLine:
    """Return physical lines that follow each other as one line of a paper."""
    raw = "\n".join(piece.raw for piece in pieces)
    return LogLine(pieces[0].number, None, None, None, None, squeeze(body), raw, shape)


def numbers_of(line: LogLine) -> range:
    """Return the numbers of the physical lines that a line is made of."""
    return range(line.number, line.number + line.raw.count("\n") + 1)


def field_of(text: str) -> tuple[str, str] | None:
    """Return the name and the value of a header field that begins in a line, None if none does."""
    found = _FIELD.match(text) if text[:1].isalpha() else None
    return (found["name"], found["value"]) if found else None


def indent_of(piece: Physical) -> int:
    """Return by how many signs a cleaned line is indented."""
    return len(piece.text) - len(piece.text.lstrip())


def is_text(piece: Physical) -> bool:
    """Tell whether a line holds text, be it a log line's beginning or not."""
    return piece.kind in ("plain", "log")


def folded(physical: Sequence[Physical], at: int) -> list[Physical]:
    """Return the lines of the header field that begins at a place (RFC 5322, section 2.2.3), its indentation kept or lost."""
    pieces = [physical[at]]
    trace = physical[at].text[:9].casefold() == "received:"
    for piece in physical[at + 1 : at + MOST_PIECES]:
        goes_on = piece.text[:1].isspace() or (trace and _CLAUSE.match(piece.text) is not None)
        if not is_text(piece) or not goes_on:
            break
        pieces.append(piece)
    return pieces


def joined(pieces: Sequence[Physical]) -> str:
    """Return lines as one text."""
    return squeeze(" ".join(piece.text for piece in pieces))

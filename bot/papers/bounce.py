"""The lines of a returned message: its delivery status (RFC 3464), what the server says in words, and the headers it returns."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.papers.model import MOST_PIECES, Known, field_of, folded, indent_of, is_text, joined, line_of
from bot.paste.cleaning import squeeze
from bot.paste.model import LogLine
from bot.paste.physical import Physical

SHAPE = "dsn"
_SURE = "tells"
"""The mark of messages that stand in nothing but a returned message."""
_ADDRESS_ALONE = re.compile(r"<?[^\s<>@]{1,64}@[^\s<>@]{1,255}>?:?|<[^<>]{1,320}>:")
_OPENS_A_REASON = re.compile(
    r"(?:the (?:response|error)[^:]{0,80}|[^:]{1,120}\bgave this error|reported error|[^:]{0,80}次のとおり(?:です)?):", re.IGNORECASE
)


def find_bounce(physical: Sequence[Physical], known: Known) -> list[LogLine]:
    """Return the lines of a returned message, none where the text is none."""
    lines: list[LogLine] = []
    sure = False
    at = 0
    while at < len(physical):
        found = (_field(physical, at, known) or _said(physical, at, known)) if is_text(physical[at]) else None
        if found is None:
            at += 1
            continue
        line, used = found
        match = known(line.shape, line.body)
        sure = sure or (match is not None and _SURE in match.message.shows)
        lines.append(line)
        at += used
    return lines if sure else []


def _field(physical: Sequence[Physical], at: int, known: Known) -> tuple[LogLine, int] | None:
    """Return the field that begins at a place: of the delivery status, a trace header, or another header."""
    if (found := field_of(physical[at].text)) is None:
        return None
    name, _ = found
    pieces = folded(physical, at)
    text = joined(pieces)
    if name.casefold() == "received":
        return line_of(pieces, "received", text.partition(":")[2]), len(pieces)
    for shape in (SHAPE, "header"):
        if known(shape, text) is not None:
            return line_of(pieces, shape, text), len(pieces)
    return None


def _said(physical: Sequence[Physical], at: int, known: Known) -> tuple[LogLine, int] | None:
    """Return what the server says in words from a place on: as few lines as make a known text, each with what is folded below."""
    whole = _ADDRESS_ALONE.fullmatch(squeeze(physical[at].text)) or _OPENS_A_REASON.fullmatch(squeeze(physical[at].text))
    ends = list(_ends(physical, at))
    for end in reversed(ends) if whole else ends:
        pieces = physical[at:end]
        body = joined(pieces)
        if known(SHAPE, body) is not None:
            return line_of(pieces, SHAPE, body), end - at
    return None


def _ends(physical: Sequence[Physical], at: int) -> list[int]:
    """Return where a text that begins at a place may end: before each line that is not folded below the one above."""
    ends: list[int] = []
    first = indent_of(physical[at])
    place = at + 1
    while place < len(physical) and place - at < MOST_PIECES and is_text(physical[place]):
        here = physical[place]
        if indent_of(here) <= first:
            ends.append(place)
            if field_of(here.text) is not None or _ADDRESS_ALONE.match(here.text):
                return ends
        place += 1
    return [*ends, place]

"""The headers of a message, as a mail program shows its source."""

from __future__ import annotations

from collections.abc import Sequence

from bot.papers.model import Known, field_of, folded, is_text, joined, line_of
from bot.paste.model import LogLine
from bot.paste.physical import Physical

SHAPE = "header"
_FEWEST = 3
"""So many fields make a message's headers; one trace line alone may stand beside anything."""


def find_headers(physical: Sequence[Physical], known: Known) -> list[LogLine]:
    """Return the header fields of a message, none where there are too few, or none that tells its way."""
    lines: list[LogLine] = []
    at = 0
    while at < len(physical):
        found = field_of(physical[at].text) if is_text(physical[at]) else None
        if found is None:
            at += 1
            continue
        pieces = folded(physical, at)
        line = _line(pieces, found[0].casefold() == "received")
        if line.shape == "received" or known(SHAPE, line.body) is not None:
            lines.append(line)
        at += len(pieces)
    trace = sum(line.shape == "received" for line in lines)
    return lines if len(lines) >= _FEWEST and trace else []


def _line(pieces: Sequence[Physical], trace: bool) -> LogLine:
    text = joined(pieces)
    return line_of(pieces, "received", text.partition(":")[2]) if trace else line_of(pieces, SHAPE, text)

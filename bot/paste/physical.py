"""The physical lines of a paste: each with its number, as it came in and cleaned, and what it is."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from bot.paste.budget import Budget, Cut
from bot.paste.cleaning import clean, is_fence, is_rule, quote_depth
from bot.paste.shapes import Head, head_of

_LINE_END = re.compile(r"\r\n|\n|\r")
_LOOK_AT_THE_CLOCK = 64  # lines


@dataclass(frozen=True, slots=True)
class Physical:
    """One physical line.

    Attributes:
        number: from 1.
        raw: as it came in.
        text: cleaned.
        kind: blank, fence, rule, log (it begins as a log line does) or plain.
        head: how it begins if it is a log line's beginning.
        quotes: how many marks of quoting it begins with.
    """

    number: int
    raw: str
    text: str
    kind: str
    head: Head | None
    quotes: int

    def below(self, first: Physical) -> str:
        """Return the cleaned text as what was wrapped off ``first``: a mark deeper than its quoting belongs to the message."""
        return self.text if self.quotes <= first.quotes else clean(self.raw, first.quotes)


def physical_lines(text: str, budget: Budget, deadline: float) -> tuple[list[Physical], tuple[Cut, ...]]:
    """Return the paste's physical lines within the budget, and what was left out.

    Args:
        text: what was pasted.
        budget: how much is read.
        deadline: when to stop, by ``time.monotonic``.
    """
    cuts: dict[str, Cut] = {}
    if len(text) > budget.bytes:
        cuts["bytes"] = Cut("bytes", budget.bytes)
        text = text[: budget.bytes]
    physical: list[Physical] = []
    for number, raw in enumerate(_LINE_END.split(text), start=1):
        if number > budget.lines:
            cuts["lines"] = Cut("lines", budget.lines)
            break
        if number % _LOOK_AT_THE_CLOCK == 0 and time.monotonic() > deadline:
            cuts["seconds"] = Cut("seconds", number - 1)
            break
        if len(raw) > budget.line_characters:
            cuts["line_characters"] = Cut("line_characters", budget.line_characters)
        physical.append(_classify(number, raw[: budget.line_characters]))
    return physical, tuple(cuts.values())


def _classify(number: int, raw: str) -> Physical:
    """Return a physical line with what it is."""
    text = clean(raw)
    head = None
    if not text.strip():
        kind = "blank"
    elif is_fence(text):
        kind = "fence"
    elif (head := head_of(text)) is not None:
        kind = "log"
    elif is_rule(text):
        kind = "rule"
    else:
        kind = "plain"
    return Physical(number, raw, text, kind, head, quote_depth(raw))

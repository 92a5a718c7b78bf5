"""Lines that a viewer chopped at the edge of its window: ``journalctl`` in a pager ends them with ``>``, ``systemctl status`` with ``…``.

``less -S`` puts its mark into the last column (less(1), ``--chop-long-lines``; systemd sets ``S`` in ``SYSTEMD_LESS``). A ``>`` is that
mark where no ``<`` opened it, and in any other line of the same width.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from bot.paste.physical import Physical

CHOPPED = " …"
"""What the text of such a line ends with, once its mark is known; no part of a line reaches beyond the blank."""
_MARKS = (">", "…")


def with_marks(lines: Iterable[Physical]) -> list[Physical]:
    """Return the physical lines of a paste, those that were chopped ending with ``CHOPPED``."""
    lines = list(lines)
    marked = [line for line in lines if line.kind == "log" and line.text.endswith(_MARKS)]
    widths = {_width(line.raw) for line in marked if line.text.endswith(">") and not _is_bracketed(line.text)}
    chopped = {line.number for line in marked if line.text.endswith("…") or _width(line.raw) in widths}
    if not chopped:
        return lines
    return [line._replace(text=line.text[:-1].rstrip() + CHOPPED) if line.number in chopped else line for line in lines]


def _is_bracketed(text: str) -> bool:
    """Tell whether the last sign of a text, a ``>``, closes what a ``<`` opened."""
    _, opened, within = text[:-1].rpartition("<")
    return bool(opened) and ">" not in within


def _width(text: str) -> int:
    """Return how many columns of a window a line takes: kana and kanji take two each."""
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text.rstrip())

"""Line breaking for Japanese and Latin text together.

rich breaks lines at spaces, which Japanese text hardly has; here a line may break between any two characters of Japanese, with the
characters that must not begin or end a line kept where they belong (JIS X 4051, the common part).
"""

from __future__ import annotations

import re

from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.text import Text

_NOT_FIRST = "、。，．・：；？！）」』】〕｝》〉’”ー～〜…％゛゜ゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]}>,.;:!?"
_NOT_LAST = "（「『【〔｛《〈‘“([{<"
_WIDE = (
    r"\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_ATOM = re.compile(
    rf"\n|[^\S\n]+|[{re.escape(_NOT_LAST)}]*(?:[{_WIDE}]|[^\s{_WIDE}{re.escape(_NOT_LAST)}]+|[{re.escape(_NOT_LAST)}]+)[{re.escape(_NOT_FIRST)}]*"
)


def breaks(text: str, width: int) -> list[int]:
    """Return the places where ``text`` is broken so that no line is wider than ``width`` columns; a longer word is cut."""
    places: list[int] = []
    used = 0
    for atom in _ATOM.finditer(text):
        if atom.group() == "\n":
            places.append(atom.end())
            used = 0
            continue
        size = cell_len(atom.group())
        if used and used + size > width and not atom.group().isspace():
            places.append(atom.start())
            used = 0
        if size > width:
            used, cuts = _cut(atom.group(), atom.start(), width)
            places.extend(cuts)
        else:
            used += size
    return places


def _cut(word: str, start: int, width: int) -> tuple[int, list[int]]:
    """Return how much of the last line a word wider than a line fills, and where it is cut."""
    used, cuts = 0, []
    for i, character in enumerate(word):
        size = cell_len(character)
        if used + size > width:
            cuts.append(start + i)
            used = 0
        used += size
    return used, cuts


class Wrapped:
    """Text broken to the width it is given; following lines are set in by ``indent`` columns."""

    def __init__(self, text: Text, indent: int = 0) -> None:
        self.text = text
        self.indent = indent

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the text's lines."""
        width = max(options.max_width - self.indent, 8)
        for i, line in enumerate(self.text.divide(breaks(self.text.plain, width))):
            line.rstrip()
            line.plain = line.plain.rstrip("\n")
            yield Text(" " * self.indent if i else "").append_text(line)

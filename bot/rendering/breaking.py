"""Line breaking for Japanese and Latin text together.

Others break lines at spaces, which Japanese text hardly has; here a line may break between any two characters of Japanese, with the
characters that must not begin or end a line kept where they belong (JIS X 4051, the common part).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from wcwidth import wcwidth

_NOT_FIRST = "、。，．・：；？！）」』】〕｝》〉’”ー～〜…％゛゜ゝゞ々ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ)]}>,.;:!?"
_NOT_LAST = "（「『【〔｛《〈‘“([{<"
_WIDE = (
    r"\u1100-\u11ff\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef"
    r"\U0001f300-\U0001faff\U00020000-\U0003fffd"
)
_ATOM = re.compile(
    rf"\n|[^\S\n]+|[{re.escape(_NOT_LAST)}]*(?:[{_WIDE}]|[^\s{_WIDE}{re.escape(_NOT_LAST)}]+|[{re.escape(_NOT_LAST)}]+)[{re.escape(_NOT_FIRST)}]*"
)


def cells(text: str) -> int:
    """Return how many columns a text fills; a full-width character fills two, what cannot be seen none."""
    return sum(max(0, wcwidth(sign)) for sign in text)


def breaks(text: str, width: int, size_of: Callable[[str], int] = cells) -> list[int]:
    """Return the places where ``text`` is broken so that no line is wider than ``width`` columns; a longer word is cut.

    Args:
        text: what is broken; its own line breaks stay.
        width: columns.
        size_of: how many columns a piece of text fills.
    """
    places: list[int] = []
    used = 0
    for atom in _ATOM.finditer(text):
        if atom.group() == "\n":
            places.append(atom.end())
            used = 0
            continue
        size = size_of(atom.group())
        if used and used + size > width and not atom.group().isspace():
            places.append(atom.start())
            used = 0
        if size > width:
            used, cuts = _cut(atom.group(), atom.start(), width, size_of)
            places.extend(cuts)
        else:
            used += size
    return places


def lines(text: str, width: int) -> list[str]:
    """Return a text's lines, none wider than ``width`` columns, without white space at their ends."""
    places = [0, *breaks(text, width), len(text)]
    return [text[start:end].rstrip() for start, end in pairwise(places)]


def _cut(word: str, start: int, width: int, size_of: Callable[[str], int]) -> tuple[int, list[int]]:
    """Return how much of the last line a word wider than a line fills, and where it is cut."""
    used, cuts = 0, []
    for i, character in enumerate(word):
        size = size_of(character)
        if used + size > width:
            cuts.append(start + i)
            used = 0
        used += size
    return used, cuts

"""Emphasis that works in Japanese.

CommonMark lets a delimiter beside punctuation count only if white space or more punctuation stands on its other side. Japanese has
no spaces, so that ``**「不正中継」**とは`` stays literal and swallows later delimiters. Here full-width punctuation is taken like a letter,
and half-width punctuation counts beside a full-width character as it does beside a space. Text without full-width characters is read
exactly as CommonMark reads it.
"""

from __future__ import annotations

import unicodedata

from markdown_it import MarkdownIt
from markdown_it.common.utils import isPunctChar, isWhiteSpace
from markdown_it.rules_inline.state_inline import Delimiter, StateInline

_EMOJI = 0x1F000  # wide characters from here on are pictures, which nobody writes sentences in


def with_japanese_emphasis(markdown: MarkdownIt) -> MarkdownIt:
    """Put the rule in the place of CommonMark's own, and return the same parser."""
    markdown.inline.ruler.at("emphasis", _delimiters)
    return markdown


def _delimiters(state: StateInline, silent: bool) -> bool:
    """Note a run of ``*`` or ``_`` with whether it can open and close, as markdown-it's own rule does."""
    marker = state.src[state.pos]
    if silent or marker not in "*_":
        return False
    scanned = state.scanDelims(state.pos, marker == "*")
    opens, closes = scanned.can_open, scanned.can_close
    if marker == "*":
        opens, closes = _flanks(state.src, state.pos, state.pos + scanned.length, opens, closes)
    for _ in range(scanned.length):
        token = state.push("text", "", 0)
        token.content = marker
        state.delimiters.append(Delimiter(ord(marker), scanned.length, len(state.tokens) - 1, -1, opens, closes))
    state.pos += scanned.length
    return True


def _flanks(text: str, start: int, end: int, opens: bool, closes: bool) -> tuple[bool, bool]:
    """Return whether a run of ``*`` can open and close, knowing what CommonMark says of it."""
    before, after = text[start - 1 : start] or " ", text[end : end + 1] or " "
    if not (_is_full_width(before) or _is_full_width(after)):
        return opens, closes
    blank_before, blank_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    sign_before = isPunctChar(before) and not _is_full_width(before)
    sign_after = isPunctChar(after) and not _is_full_width(after)
    opens = not blank_after and (not sign_after or blank_before or sign_before or _is_full_width(before))
    closes = not blank_before and (not sign_before or blank_after or sign_after or _is_full_width(after))
    return opens, closes


def _is_full_width(character: str) -> bool:
    return ord(character) < _EMOJI and unicodedata.east_asian_width(character) in "WF"

"""Which groups of words a line holds, outside of the names in it.

A name is whatever somebody else may have chosen: what stands between quotes, ``<>`` or ``[]``, an address, a host name. None of its
letters may decide what a line says, so every name is looked at as one ``_``.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

_MASKS = "*＊●○◯■□◆×✕※"
_ADDRESS = rf"[\w{_MASKS}.+/=&!#$%'-]{{1,64}}+@[\w{_MASKS}.-]{{1,255}}"
_HOST = rf"[\w{_MASKS}-]{{1,63}}+(?:\.[\w{_MASKS}-]{{1,63}}+){{1,10}}"
_NAME = re.compile(rf'"[^"]{{0,320}}"|<[^<>]{{0,320}}>|\[[^\[\]]{{0,320}}\]|(?a:{_ADDRESS}|{_HOST})')
_FIGURES = re.compile(r"\d+")
_LONGEST = 1_000  # signs; no line that a server is known to write is longer, and what is longer is not read by its parts
_BETWEEN = r"[^,.;:、。]{0,24}"


def without_names(small: str) -> str:
    """Return a line with each name made one ``_``."""
    return _NAME.sub("_", small)


@dataclass(frozen=True, slots=True)
class _Word:
    """A word of a group as it is looked for: texts that must all be there, and a pattern for where that is not enough."""

    group: str
    pieces: tuple[str, ...]
    pattern: re.Pattern[str] | None

    def is_in(self, text: str, pieces: Container[str]) -> bool:
        return all(piece in pieces for piece in self.pieces) and (self.pattern is None or self.pattern.search(text) is not None)


def _word(group: str, text: str) -> _Word:
    """Return a word ready to look for.

    One in Latin letters begins where a word begins, and ends where one ends if ``|`` is written after it; ``…`` stands for a few signs
    of the same clause.
    """
    pieces = tuple(piece.strip() for piece in text.split("…"))
    pattern = _BETWEEN.join(_piece(piece) for piece in pieces)
    plain = pattern == re.escape(text)
    return _Word(group, tuple(piece.removesuffix("|") for piece in pieces), None if plain else re.compile(pattern))


def _piece(text: str) -> str:
    """Return the pattern of a word, or of what stands beside ``…`` in one."""
    core = text.removesuffix("|")
    begins = r"(?<![a-z0-9])" if core[:1].isascii() and core[:1].isalnum() else ""
    ends = r"(?![a-z0-9])" if text.endswith("|") else ""
    return f"{begins}{re.escape(core)}{ends}"


class Words:
    """The groups of words of ``words.yaml``."""

    def __init__(self, groups: Mapping[str, Iterable[str]]) -> None:
        self._words: dict[str, list[_Word]] = {}
        for group, texts in groups.items():
            for word in (_word(group, text) for text in texts):
                self._words.setdefault(max(word.pieces, key=len), []).append(word)
        self._pieces = {piece for words in self._words.values() for word in words for piece in word.pieces}
        self._found = lru_cache(maxsize=8192)(self._find)

    def in_line(self, body: str) -> frozenset[str]:
        """Return the names of the groups that a line holds a word of; an endless line holds none."""
        if len(body) > _LONGEST:
            return frozenset()
        # Lines of one message differ in names and figures alone, so few different texts are left to look into.
        return self._found(_FIGURES.sub("0", without_names(body.casefold())))

    def _find(self, text: str) -> frozenset[str]:
        pieces = {piece for piece in self._pieces if piece in text}
        found: set[str] = set()
        for piece in pieces & self._words.keys():
            found.update(word.group for word in self._words[piece] if word.group not in found and word.is_in(text, pieces))
        return frozenset(found)

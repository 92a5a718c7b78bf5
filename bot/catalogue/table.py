"""The patterns of one daemon, laid out so that few of them are tried on a line.

A line is looked up by what it begins with, as it is and after the queue id that stands before most; a pattern is tried if the line
holds the plain text that the pattern must hold; and it is taken apart and compiled when a line first gets as far as that.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from bot.catalogue.beginnings import Branch
from bot.catalogue.literals import AN_ID, beginnings_of, held_in
from bot.library.schema import Message

_TELLING = 3  # signs that a text has at least, to be looked for beside others
_MOST_HELD = 3  # groups of texts that are looked for before a pattern is tried


class Match(NamedTuple):
    """A message that fits a line, the fields found, and whether the whole line was fitted or only its parts."""

    message: Message
    fields: dict[str, str]
    whole: bool


class _Pattern:
    """A message's pattern, with the plain text that a line must hold."""

    __slots__ = ("_adds", "_compiled", "_held", "_names", "beginnings", "message", "source")

    def __init__(self, message: Message) -> None:
        self.message = message
        self.source = message.pattern or ""
        self.beginnings = beginnings_of(self.source)
        self._compiled: re.Pattern[str] | None = None
        self._held: tuple[tuple[str, ...], ...] | None = None
        self._names: tuple[str, ...] = ()
        self._adds = False

    @property
    def held(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of texts, of each of which a line must hold one."""
        if self._held is None:
            self._held = held_in(self.source)
        return self._held

    def fit(self, body: str) -> Match | None:
        """Return the match of a line that fits, its named parts that took part; a name may have second places, written ``name_``."""
        pattern = self._compiled
        if pattern is None:
            pattern = self._compile()
        found = pattern.fullmatch(body)
        if found is None:
            return None
        message = self.message
        fields = {name: value for name, value in zip(self._names, found.groups(), strict=True) if value is not None}
        if self._adds:
            fields = {name: value for name, value in (fields | message.sets).items() if name}
        return Match(message, fields, True)

    def _compile(self) -> re.Pattern[str]:
        pattern = self._compiled = re.compile(self.source)
        names = {number: name.rstrip("_") for name, number in pattern.groupindex.items()}
        self._names = tuple(names.get(number, "") for number in range(1, pattern.groups + 1))
        self._adds = bool(self.message.sets) or "" in self._names
        return pattern


_Candidate = tuple[str, tuple[tuple[str, ...], ...], _Pattern]
"""A text that the line must hold, groups of texts of each of which it must hold one, and the pattern to try then."""


class Table:
    """The patterns of the messages that a daemon writes, in their order."""

    def __init__(self, messages: Iterable[Message]) -> None:
        patterns = [_Pattern(message) for message in messages if message.pattern is not None]
        self._first = [pattern for pattern in patterns if not pattern.message.last]
        self._last = _candidates([pattern for pattern in patterns if pattern.message.last])
        begins = [(text, place) for place, pattern in enumerate(self._first) for text in pattern.beginnings]
        self._whole = Branch(entry for entry in begins if not entry[0].startswith(AN_ID))
        self._after_id = Branch((text.removeprefix(AN_ID), place) for text, place in begins if text.startswith(AN_ID))
        self._chosen: dict[tuple[Branch, Branch | None], tuple[_Candidate, ...]] = {}

    def find(self, shape: str, body: str) -> Match | None:
        """Return the first message that fits a line of the given shape."""
        at = body.find(": ")
        leaves = self._whole.leaf(body), self._after_id.leaf(body[at:]) if at > 0 and body[:at].isalnum() else None
        candidates = self._chosen.get(leaves)
        if candidates is None:
            candidates = self._choose(*leaves)
        return _first_of(candidates, shape, body)

    def find_last(self, shape: str, body: str) -> Match | None:
        """Return what a line says that no other message fits."""
        return _first_of(self._last, shape, body)

    def _choose(self, whole: Branch, after_id: Branch | None) -> tuple[_Candidate, ...]:
        """Return the patterns that a line may fit which begins so, as a whole and after its queue id."""
        places = whole.places if after_id is None else whole.places | after_id.places
        chosen = self._chosen[whole, after_id] = _candidates([self._first[place] for place in sorted(places)])
        return chosen


def _candidates(patterns: Sequence[_Pattern]) -> tuple[_Candidate, ...]:
    """Return patterns with what is looked for before each is tried: what the fewest others of them hold, too."""
    often = Counter(texts for pattern in patterns for texts in pattern.held)

    def cost(texts: tuple[str, ...]) -> tuple[bool, int, int, int]:
        shortest = min(map(len, texts))
        return shortest < _TELLING, often[texts], len(texts), -shortest

    found: list[_Candidate] = []
    for pattern in patterns:
        held = sorted(pattern.held, key=cost)
        single = next((texts for texts in held if len(texts) == 1), ("",))
        groups = [texts for texts in held if texts != single and min(map(len, texts)) >= _TELLING]
        found.append((single[0], tuple(groups[:_MOST_HELD]), pattern))
    return tuple(found)


def _first_of(candidates: Iterable[_Candidate], shape: str, body: str) -> Match | None:
    for text, groups, pattern in candidates:
        if text not in body:
            continue
        for texts in groups:
            for one in texts:
                if one in body:
                    break
            else:
                break
        else:
            wanted = pattern.message.shape
            if wanted is None or wanted == shape:
                found = pattern.fit(body)
                if found is not None:
                    return found
    return None


def names_of(program: str | None) -> tuple[str, ...]:
    """Return the names that a line's program may be known by: all of it, its last part, its first part."""
    if program is None:
        return ()
    small = program.casefold()
    first, _, rest = small.partition("/")
    return (small, small.rpartition("/")[2], first) if rest else (small,)

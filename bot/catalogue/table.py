"""The patterns of one daemon, laid out so that few of them are tried on a line.

A line is looked up by the signs that it begins with, after the queue id that stands before most; a pattern is tried if the line holds
the plain text that the pattern must hold; and it is compiled when a line first gets as far as that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.catalogue.literals import literals_of, without_id
from bot.library.schema import Message

_LEADING = 4  # signs of a line that choose the patterns to try
_MOST_BEGINNINGS = 4096  # whose patterns are remembered
_AN_ID = "\0"  # in place of the first signs of a queue id, which are of any kind
_DIGIT = re.compile(r"\d")
_QUEUE_ID = re.compile(r"[0-9A-Za-z]{5,32}: ")


@dataclass(frozen=True, slots=True)
class Match:
    """A message that fits a line, the fields found, and whether the whole line was fitted or only its parts."""

    message: Message
    fields: dict[str, str]
    whole: bool


class _Pattern:
    """A message's pattern, with the plain text around it."""

    __slots__ = ("_compiled", "after_id", "message", "names", "needle", "prefix")

    def __init__(self, message: Message) -> None:
        self.message = message
        rest = without_id(message.pattern or "")
        self.after_id = rest is not None
        self.prefix, self.needle = literals_of(message.pattern or "" if rest is None else rest)
        self._compiled: re.Pattern[str] | None = None
        self.names: tuple[tuple[str, int], ...] = ()

    def may_begin(self, beginning: str) -> bool:
        """Tell whether a line with such a beginning may fit."""
        if beginning == _AN_ID:
            return len(self.prefix) < _LEADING or _DIGIT.search(self.prefix) is not None
        return self.prefix.startswith(beginning) or beginning.startswith(self.prefix)

    def fit(self, body: str) -> Match | None:
        """Return the match of a line that fits, its named parts that took part; a name may have second places, written ``name_``."""
        pattern = self._compiled
        if pattern is None:
            pattern = self._compiled = re.compile(self.message.pattern or "")
            self.names = tuple((name.rstrip("_"), number) for name, number in pattern.groupindex.items())
        found = pattern.fullmatch(body)
        if found is None:
            return None
        fields = {name: value for name, number in self.names if (value := found[number]) is not None}
        return Match(self.message, {**fields, **self.message.sets} if self.message.sets else fields, whole=True)


class Table:
    """The patterns of the messages that a daemon writes, in their order."""

    def __init__(self, messages: Iterable[Message]) -> None:
        patterns = [_Pattern(message) for message in messages if message.pattern is not None]
        self._first = [pattern for pattern in patterns if not pattern.message.last]
        self._last = [pattern for pattern in patterns if pattern.message.last]
        self._chosen: dict[tuple[str, str], tuple[_Pattern, ...]] = {}

    def find(self, shape: str, body: str) -> Match | None:
        """Return the first message that fits a line of the given shape."""
        led = _QUEUE_ID.match(body)
        end = led.end() if led else 0
        beginnings = (_AN_ID if led and _DIGIT.search(body, 0, end) else body[:_LEADING], body[end : end + _LEADING] if led else "")
        chosen = self._chosen.get(beginnings)
        return _first_of(self._choose(beginnings) if chosen is None else chosen, shape, body)

    def find_last(self, shape: str, body: str) -> Match | None:
        """Return what a line says that no other message fits."""
        return _first_of(self._last, shape, body)

    def _choose(self, beginnings: tuple[str, str]) -> tuple[_Pattern, ...]:
        """Return the patterns that a line may fit which begins so, as a whole and after its queue id."""
        whole, rest = beginnings
        chosen = tuple(pattern for pattern in self._first if pattern.may_begin(rest if pattern.after_id else whole))
        if len(self._chosen) < _MOST_BEGINNINGS:
            self._chosen[beginnings] = chosen
        return chosen


def _first_of(patterns: Iterable[_Pattern], shape: str, body: str) -> Match | None:
    for pattern in patterns:
        if pattern.needle in body and (pattern.message.shape is None or pattern.message.shape == shape):
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

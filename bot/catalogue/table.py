"""The patterns of one daemon, laid out so that few of them are tried on a line.

A line is looked up by what it begins with, as it is and after the queue id that stands before most; a pattern is tried if the line
holds the plain text that the pattern must hold; and it is taken apart and compiled when a line first gets as far as that.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from bot.catalogue.beginnings import Branch, Entry
from bot.catalogue.choice import Choice, Tried
from bot.catalogue.literals import AN_ID, beginnings_of, held_by_any, held_in, ways_of
from bot.library.schema import Message

_TELLING = 3  # signs of a beginning


class Match(NamedTuple):
    """A message that fits a line, the fields found, and whether the whole line was fitted or only its parts."""

    message: Message
    fields: dict[str, str]
    whole: bool


class Way:
    """One of the ways in which the lines of a pattern begin, with what those that begin so must hold."""

    __slots__ = ("_held", "beginnings", "pattern", "source")

    def __init__(self, pattern: Pattern, source: str) -> None:
        self.pattern = pattern
        self.source = source
        self.beginnings = beginnings_of(source)
        self._held: tuple[tuple[str, ...], ...] | None = None

    @property
    def held(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of texts, of each of which a line must hold one."""
        if self._held is None:
            self._held = self.pattern.held if self.source == self.pattern.source else held_in(self.source)
        return self._held


class Pattern:
    """A message's pattern, with the plain text that a line must hold; the tables of several daemons share it."""

    __slots__ = ("_adds", "_fullmatch", "_held", "_names", "_ways", "message", "source")

    def __init__(self, message: Message) -> None:
        self.message = message
        self.source = message.pattern or ""
        self._fullmatch: Callable[[str], re.Match[str] | None] | None = None
        self._held: tuple[tuple[str, ...], ...] | None = None
        self._names: tuple[str, ...] = ()
        self._ways: tuple[Way, ...] = ()
        self._adds = False

    @property
    def ways(self) -> tuple[Way, ...]:
        """Return the ways in which its lines begin, told apart only where they may begin with next to anything."""
        if not self._ways:
            whole = Way(self, self.source)
            vague = any(len(text.removeprefix(f"{AN_ID}: ")) < _TELLING for text in whole.beginnings)
            self._ways = tuple(Way(self, source) for source in ways_of(self.source)) if vague else (whole,)
        return self._ways

    @property
    def held(self) -> tuple[tuple[str, ...], ...]:
        """Return groups of texts, of each of which a line must hold one."""
        if self._held is None:
            self._held = held_in(self.source)
        return self._held

    def fields(self, body: str) -> dict[str, str] | None:
        """Return the named parts that took part in a line that fits, None if it does not; a name may have second places, ``name_``."""
        found = (self._fullmatch or self._compile())(body)
        if found is None:
            return None
        fields: dict[str, str] = {}
        for name, value in zip(self._names, found.groups()):  # noqa: B905 - a name for each group, and every line goes through here
            if value is not None:
                fields[name] = value  # noqa: PERF403 - quicker than a comprehension, which is a call of its own
        if self._adds:
            return {name: value for name, value in (fields | self.message.sets).items() if name}
        return fields

    def _compile(self) -> Callable[[str], re.Match[str] | None]:
        pattern = re.compile(self.source)
        names = {number: name.rstrip("_") for name, number in pattern.groupindex.items()}
        self._names = tuple(names.get(number, "") for number in range(1, pattern.groups + 1))
        self._adds = bool(self.message.sets) or "" in self._names
        self._fullmatch = pattern.fullmatch
        return pattern.fullmatch


class Table:
    """The patterns of the messages that a daemon writes, in their order."""

    def __init__(self, patterns: Sequence[Pattern]) -> None:
        self.patterns = [pattern for pattern in patterns if not pattern.message.last]
        self._last = [pattern for pattern in patterns if pattern.message.last]
        self._begun: list[_Begun] = []
        whole, after_id, after_any = list[Entry](), list[Entry](), list[Entry]()
        for place, pattern in enumerate(self.patterns):
            for way in pattern.ways:
                for text in way.beginnings:
                    if text.startswith(AN_ID):
                        after_id.append((text.removeprefix(f"{AN_ID}: "), self._begin(place, way, text.removeprefix(AN_ID))))
                        continue
                    whole.append((text, self._begin(place, way, text)))
                    if _may_begin_an_id(text):
                        after_any.append(("", self._begin(place, way, "")))
        self._whole = Branch(whole)
        self._after_word = Branch(after_id)
        self._after_id = Branch([*after_id, *after_any])
        self._chosen: dict[tuple[str, Branch | None, Branch | None], Choice] = {}

    def find(self, shape: str, body: str) -> tuple[Message, dict[str, str]] | None:
        """Return the first message that fits a line of the given shape, and its fields."""
        leaves: tuple[str, Branch | None, Branch | None]
        at = body.find(": ")
        if at <= 0 or not (word := body[:at]).isalnum():
            leaves = shape, self._whole.leaf(body), None
        elif word.isalpha():
            leaves = shape, self._whole.leaf(body), self._after_word.leaf(body[at + 2 :])
        else:
            leaves = shape, None, self._after_id.leaf(body[at + 2 :])
        return (self._chosen.get(leaves) or self._choose(*leaves)).first(body)

    def find_last(self, shape: str, body: str) -> tuple[Message, dict[str, str]] | None:
        """Return what a line says that no other message fits."""
        chosen = self._chosen.get((shape, None, None))
        if chosen is None:
            chosen = self._chosen[shape, None, None] = Choice([Tried(pattern, pattern.held) for pattern in _of_shape(self._last, shape)])
        return chosen.first(body)

    def _choose(self, shape: str, whole: Branch | None, after_id: Branch | None) -> Choice:
        """Return the patterns that a line may fit which begins so, as a whole and after its queue id."""
        begun = [self._begun[number] for leaf in (whole, after_id) if leaf is not None for number in sorted(leaf.places)]
        of_place: dict[int, list[_Begun]] = {}
        for one in begun:
            of_place.setdefault(one.place, []).append(one)
        left = {id(pattern) for pattern in _of_shape(self.patterns, shape)}
        tried = [_tried(self.patterns[place], of_place[place]) for place in sorted(of_place) if id(self.patterns[place]) in left]
        chosen = self._chosen[shape, whole, after_id] = Choice(tried)
        return chosen

    def _begin(self, place: int, way: Way, text: str) -> int:
        """Return the number of a text that lines begin with which a pattern may fit in one of its ways."""
        self._begun.append(_Begun(place, way, text))
        return len(self._begun) - 1


class _Begun(NamedTuple):
    """How a line begins that may be fitted by the pattern at a place, in one of its ways."""

    place: int
    way: Way
    text: str


def _tried(pattern: Pattern, begun: Sequence[_Begun]) -> Tried:
    """Return a pattern with what a line must hold besides, one of whose beginnings these are."""
    texts = tuple(dict.fromkeys(one.text for one in begun))
    ways = tuple(dict.fromkeys(one.way for one in begun))
    groups = dict.fromkeys((*held_by_any([way.held for way in ways]), *pattern.held))
    held = tuple(group for group in groups if not all(any(one in text for one in group) for text in texts))
    return Tried(pattern, held, texts)


def _may_begin_an_id(text: str) -> bool:
    """Tell whether a line may begin with such a text and a word of letters and figures, at least one of these, with a colon after it."""
    word, colon, _ = text.partition(":")
    return (not word or word.isalnum()) and not (colon and word.isalpha())


def _of_shape(patterns: Iterable[Pattern], shape: str) -> list[Pattern]:
    """Return the patterns that a line of a shape may fit.

    A setting is no line of a log, whatever it looks like; else a pattern without a shape fits all of its server's.
    """
    wanted = ("config",) if shape == "config" else (None, shape)
    return [pattern for pattern in patterns if pattern.message.shape in wanted]


def names_of(program: str | None) -> tuple[str, ...]:
    """Return the names that a line's program may be known by: all of it, its last part, its first part."""
    if program is None:
        return ()
    small = program.casefold()
    first, _, rest = small.partition("/")
    return (small, small.rpartition("/")[2], first) if rest else (small,)

"""The plain text that every line a pattern fits must begin with, and must hold: looking for it is far quicker than the pattern.

Read off the pattern's own text, and carefully: what a part of a pattern says is relied on only if every line must hold it in one of
few wordings. The idea is Russ Cox's (https://swtch.com/~rsc/regexp/regexp4.html), who finds source code by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

AN_ID = "\0"
"""Stands in a beginning for a queue id, whose signs are of any kind."""

_PLAIN = r"[^\\()\[\]{}|*+?.^$]"
_PIECE = re.compile(
    rf"{_PLAIN}+(?![*+?{{])|{_PLAIN}|\\(?:u[0-9A-Fa-f]{{4}}|x[0-9A-Fa-f]{{2}}|.)|\[\^?\]?(?:[^\]\\]|\\.)*\]"
    r"|\(\?P=\w+\)|\((?:\?(?:P<\w+>|[:=!>]|<[=!]|[a-zA-Z-]+[:)]|\())?"
    r"|[*+?][+?]?|\{(?:\d+(?:,\d*)?|,\d+)\}[+?]?|.",
    re.DOTALL,
)
_MAY_BE_LEFT_OUT = re.compile(r"[*?]|\{(?:0\b|,)")
_REPEATS = re.compile(r"[*+?]|\{(?:\d+(?:,\d*)?|,\d+)\}")
# A group that holds a queue id of letters and figures alone, so that it ends where the first colon stands.
_QUEUE_ID = re.compile(r"\(\?P<queue_id_*>(?:\(\?=[^()]*\))?\[(?:0-9|A-Z|a-z|A-F|a-f)+\]\{\d+,\d+\}\)")
_FEW_SIGNS = re.compile(r"\[(?:[^\]\\^-]|\\[^\w\\]){1,4}\]")
_MOST_WORDINGS = 48  # of parts that follow each other
_MOST_ALTERNATIVES = 128
_MOST_WAYS = 32
_OPENS = re.compile(r"\((?:\?(?::|P<\w+>))?")
_ALIKE = 4  # signs
_GIVES_UP = re.compile(r"\(\?(?:[a-zA-Z-]+\)|[(#])")  # flags for the whole pattern, conditions, comments


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of a part of a pattern: ``whole`` all its wordings, None if these are many, else how it begins and what it holds."""

    whole: tuple[str, ...] | None
    beginnings: tuple[str, ...] = ("",)
    held: tuple[tuple[str, ...], ...] = ()


_ANYTHING = _Part(None)
_NOTHING = _Part(("",))


def ways_of(pattern: str) -> tuple[str, ...]:
    """Return patterns, told apart by how their lines begin, one of which fits whatever this one fits.

    They are to be looked into and not to be matched: their groups have no names, and ``AN_ID`` stands for a queue id.
    """
    if _GIVES_UP.search(pattern):
        return (pattern,)
    found: list[Sequence[str]] = []
    left: list[Sequence[str]] = [_PIECE.findall(_QUEUE_ID.sub(AN_ID, pattern))]
    while left and len(found) + len(left) < _MOST_WAYS:
        pieces = left.pop()
        parted = _parted(pieces)
        if 0 < len(parted) < _MOST_WAYS:
            left.extend(parted)
        else:
            found.append(pieces)
    return tuple(dict.fromkeys("".join(pieces) for pieces in (*found, *left)))


def _parted(pieces: Sequence[str]) -> list[Sequence[str]]:
    """Return a pattern parted by the alternatives that it is, or of the group that its plain beginning leads to; nothing if by neither."""
    parts = _alternatives(pieces)
    if len(parts) > 1:
        return parts
    at = 0
    while at < len(pieces):
        end = _end_of(pieces, at)
        after = end + (end < len(pieces) and _REPEATS.match(pieces[end]) is not None)
        if _Reader(pieces[at:after]).alternatives().whole is None:
            break
        at = after
    else:
        return []
    if not _OPENS.fullmatch(pieces[at]) or "".join(pieces[end:after]) not in ("", "?"):
        return []
    inner = [*_alternatives(pieces[at + 1 : end - 1]), *([()] if after > end else [])]
    return [(*pieces[:at], *one, *pieces[after:]) for one in inner]


def _alternatives(pieces: Sequence[str]) -> list[Sequence[str]]:
    """Return pieces parted at each ``|`` that is in no group."""
    found: list[Sequence[str]] = []
    at = begin = 0
    while at < len(pieces):
        if pieces[at] == "|":
            found.append(pieces[begin:at])
            begin = at + 1
        at = _end_of(pieces, at)
    return [*found, pieces[begin:]]


def _end_of(pieces: Sequence[str], at: int) -> int:
    """Return the place behind a piece, or behind the group that it opens."""
    depth = 0
    while True:
        depth += (pieces[at][0] == "(" and pieces[at][:4] != "(?P=") - (pieces[at] == ")")
        at += 1
        if depth <= 0 or at >= len(pieces):
            return at


def beginnings_of(pattern: str) -> tuple[str, ...]:
    """Return the texts with one of which every line begins that a pattern fits; what follows ``AN_ID`` stands after a queue id.

    An empty text stands for anything.
    """
    part = _read(pattern, only_beginning=True)
    return tuple(dict.fromkeys(_usable(text) for text in (part.beginnings if part.whole is None else part.whole)))


def held_in(pattern: str) -> tuple[tuple[str, ...], ...]:
    """Return groups of texts; every line that a pattern fits holds at least one text of each of them."""
    part = _read(pattern)
    held = part.held if part.whole is None else (part.whole,)
    groups = (tuple(dict.fromkeys(max(text.split(AN_ID), key=len) for text in group)) for group in held)
    return tuple(dict.fromkeys(lean for group in groups if all(group) for lean in (_alike(group), _shortest(group))))


def held_by_any(ways: Sequence[tuple[tuple[str, ...], ...]]) -> tuple[tuple[str, ...], ...]:
    """Return groups of texts of which a line holds one each that holds what one of several ways asks for; these are not all."""
    if len(ways) == 1:
        return ways[0]
    return _any_of([_Part(None, held=held) for held in ways]).held


def _shortest(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return a group without texts that hold another one of it."""
    return tuple(text for text in texts if not any(other in text and other != text for other in texts))


def _alike(texts: tuple[str, ...]) -> tuple[str, ...]:
    """Return a group with texts that begin alike made one: fewer of them are quicker to look for, if not as telling."""
    begun: dict[str, list[str]] = {}
    for text in texts:
        begun.setdefault(text[:_ALIKE], []).append(text)
    return _shortest(tuple(_common_beginning(group) for group in begun.values()))


def _common_beginning(texts: Sequence[str]) -> str:
    first, last = min(texts), max(texts)
    return first[: next((at for at, (one, other) in enumerate(zip(first, last, strict=False)) if one != other), len(first))]


def _usable(beginning: str) -> str:
    """Return a beginning up to a queue id within it; one that stands first must be followed by a colon."""
    led, rest = beginning.startswith(AN_ID), beginning.removeprefix(AN_ID)
    rest = rest.partition(AN_ID)[0]
    return rest if not led else AN_ID + rest if rest.startswith(": ") else ""


def _read(pattern: str, *, only_beginning: bool = False) -> _Part:
    """Return what is known of a pattern, of one that is not understood nothing."""
    if _GIVES_UP.search(pattern):
        return _ANYTHING
    return _Reader(_PIECE.findall(_QUEUE_ID.sub(AN_ID, pattern))).alternatives(only_beginning=only_beginning)


class _Reader:
    """Goes through the pieces of a pattern once."""

    def __init__(self, pieces: Sequence[str]) -> None:
        self._pieces = (*pieces, ")")
        self._at = 0

    def alternatives(self, *, only_beginning: bool = False) -> _Part:
        """Return what is known of alternatives, up to the end of their group; on request only of how they begin."""
        found = [self._sequence(only_beginning)]
        while self._pieces[self._at] == "|":
            self._at += 1
            found.append(self._sequence(only_beginning))
        self._at += 1  # the closing bracket
        return found[0] if len(found) == 1 else _any_of(found)

    def _sequence(self, only_beginning: bool) -> _Part:
        parts: list[_Part] = []
        while (piece := self._pieces[self._at]) not in ("|", ")"):
            self._at += 1
            part = self._group(piece) if piece[0] == "(" and piece[:4] != "(?P=" else _of_a_sign(piece)
            if _REPEATS.match(self._pieces[self._at]):
                part = _repeated(part, self._pieces[self._at])
                self._at += 1
            parts.append(part)
            if only_beginning and part.whole is None:
                self._skip()
        return _one_after_another(parts)

    def _group(self, opening: str) -> _Part:
        inner = self.alternatives()
        if opening in ("(?=", "(?!", "(?<=", "(?<!"):
            return _NOTHING
        return inner if opening[:3] in ("(", "(?:", "(?P", "(?>") else _ANYTHING

    def _skip(self) -> None:
        """Go to the end of an alternative."""
        depth = 0
        while depth or self._pieces[self._at] not in ("|", ")"):
            piece = self._pieces[self._at]
            depth += (piece[0] == "(" and piece[:4] != "(?P=") - (piece == ")")
            self._at += 1


@cache
def _of_a_sign(piece: str) -> _Part:
    """Return what is known of a piece that is no group."""
    if piece[0] == "\\":
        return _NOTHING if piece in (r"\b", r"\A", r"\Z") else _ANYTHING if piece[1].isalnum() else _Part((piece[1:],))
    if piece[0] == "[" and len(piece) > 1:
        return _Part(tuple(dict.fromkeys(piece[1:-1].replace("\\", "")))) if _FEW_SIGNS.fullmatch(piece) else _ANYTHING
    return _ANYTHING if piece == "." or piece[0] == "(" else _NOTHING if piece in ("^", "$") else _Part((piece,))


def _repeated(part: _Part, quantifier: str) -> _Part:
    """Return what is known of a part that may stand several times, or be left out."""
    if _MAY_BE_LEFT_OUT.match(quantifier):
        return _Part((*part.whole, "")) if quantifier[0] == "?" and part.whole is not None else _ANYTHING
    if part.whole is None:
        return _Part(None, part.beginnings, part.held)
    return _Part(None, part.whole, (part.whole,))


def _any_of(parts: Sequence[_Part]) -> _Part:
    """Return what is known of alternatives: of each what tells it best."""
    if all(part.whole is not None for part in parts):
        whole = tuple(dict.fromkeys(text for part in parts for text in part.whole or ()))
        if len(whole) <= _MOST_ALTERNATIVES:
            return _Part(whole)
    beginnings = tuple(dict.fromkeys(text for part in parts for text in (part.whole or part.beginnings)))
    best = [part.whole if part.whole is not None else max(part.held, key=_worth, default=("",)) for part in parts]
    held = tuple(dict.fromkeys(text for texts in best for text in texts))
    few = all(held) and len(held) <= _MOST_ALTERNATIVES
    return _Part(None, beginnings if "" not in beginnings and len(beginnings) <= _MOST_ALTERNATIVES else ("",), (held,) if few else ())


def _one_after_another(parts: Iterable[_Part]) -> _Part:
    """Return what is known of parts that follow each other: what is plain in them makes longer texts."""
    run: tuple[str, ...] = ("",)
    beginnings: tuple[str, ...] | None = None
    held: list[tuple[str, ...]] = []
    for part in parts:
        if part.whole is not None and len(run) * len(part.whole) <= _MOST_WORDINGS:
            run = _joined(run, part.whole)
            continue
        begins = part.whole or part.beginnings
        run = _joined(run, begins) if len(run) * len(begins) <= _MOST_WORDINGS else run
        beginnings = run if beginnings is None else beginnings
        held += [run, begins, *part.held]
        run = ("",)
    if beginnings is None:
        return _Part(run)
    return _Part(None, beginnings, tuple(dict.fromkeys(texts for texts in (*held, run) if all(texts))))


def _joined(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    if before == ("",):
        return after
    return before if after == ("",) else tuple(dict.fromkeys(one + other for one, other in product(before, after)))


def _worth(texts: tuple[str, ...]) -> tuple[int, int]:
    """Return how well a group of texts tells a line: by its shortest text, then by how few there are."""
    return min(map(len, texts)), -len(texts)

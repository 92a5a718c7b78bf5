"""The patterns that lines of one beginning may fit, and how few of them are tried on each.

Most of these need a text that many others need, too (``status=deferred``, ``Error: ``). Such texts are looked for first, all of them in
every line; which of them it holds tells which patterns are left, and that is worked out once for each such answer. A pattern that is left
is tried if the line holds the texts that it needs besides.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:  # the table of patterns is made of choices
    from bot.catalogue.table import Pattern
    from bot.library.schema import Message

Texts = tuple[str, ...]
"""Texts of which a line must hold one."""
_Candidate = tuple[str, tuple[Texts, ...], "Pattern"]
"""A text that the line must hold, groups of texts of each of which it must hold one, and the pattern to try then."""


class Tried(NamedTuple):
    """A pattern that may fit, groups of texts of each of which a line must hold one, and how the lines begin that come to it."""

    pattern: Pattern
    held: tuple[Texts, ...]
    beginnings: Texts = ()


_TELLING = 3  # signs that a text has at least, to be looked for
_MOST_GROUPS = 2  # of few texts that are looked for
_FAR_TOO_MANY = 24  # texts of a group, for which the pattern itself is as quick to be tried
_MOST_GATES = 5
_FEW = 3  # patterns that are tried one by one, and so are as many of the first if little is looked for before they are
_FEW_TEXTS = 2
_MOST_TEXTS = 4  # of a gate
_LEAST_WORD = 5  # signs of a word out of a longer text that is looked for alone


class Choice:
    """Patterns in the order in which they are tried.

    Args:
        patterns: all that a line may fit which begins in a certain way.
    """

    __slots__ = ("_first", "_gates", "_left", "_rest")

    def __init__(self, patterns: Sequence[Tried]) -> None:
        candidates = _candidates(patterns)
        plain = next((place for place, candidate in enumerate(candidates) if _texts_in(candidate) > _FEW_TEXTS), len(patterns))
        few = len(patterns) if len(patterns) <= _FEW else min(plain, _FEW)
        gates = _gates(patterns[few:])
        few = few if gates else len(patterns)
        self._first = candidates[:few]
        self._rest = tuple(patterns[few:])
        self._gates = tuple((1 << place, texts) for place, texts in enumerate(gates))
        self._left: dict[int, tuple[_Candidate, ...]] = {}

    def first(self, body: str) -> tuple[Message, dict[str, str]] | None:
        """Return the first message that fits a line, and its fields."""
        return _first_of(self._first, body) or (_first_of(self._behind(body), body) if self._rest else None)

    def _behind(self, body: str) -> tuple[_Candidate, ...]:
        """Return what is left to try on a line, of all but the first patterns."""
        open_gates = 0
        for gate, texts in self._gates:
            for one in texts:
                if one in body:
                    open_gates |= gate
                    break
        left = self._left.get(open_gates)
        return self._left_behind(open_gates) if left is None else left

    def _left_behind(self, open_gates: int) -> tuple[_Candidate, ...]:
        """Return what is left to try on a line that holds one text of each of these gates and none of the others'."""
        shut = [set(texts) for gate, texts in self._gates if not open_gates & gate]
        passed = [set(texts) for gate, texts in self._gates if open_gates & gate and len(texts) == 1]
        left = [pattern for pattern in self._rest if not any(_needs(pattern, texts) for texts in shut)]
        found = self._left[open_gates] = _candidates(left, [text for texts in passed for text in texts])
        return found


def _first_of(candidates: Iterable[_Candidate], body: str) -> tuple[Message, dict[str, str]] | None:
    """Return the first message of those that fits; the loops stand here, unfolded, since every line goes through them."""
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
            fields = pattern.fields(body)
            if fields is not None:
                return pattern.message, fields
    return None


def _texts_in(candidate: _Candidate) -> int:
    """Return how many texts may be looked for before a pattern is tried."""
    text, groups, _ = candidate
    return bool(text) + sum(map(len, groups))


def _needs(pattern: Tried, texts: Iterable[str]) -> bool:
    """Tell whether every line that a pattern fits holds one of these texts."""
    return any(all(any(text in held for text in texts) for held in group) for group in pattern.held)


def _gates(patterns: Sequence[Tried]) -> list[Texts]:
    """Return the texts that divide these patterns best: those whose lack rules many of them out, and not all that may need them."""
    needs = [set(_possible(pattern)) for pattern in patterns]
    gates: list[Texts] = []
    pools = [list(range(len(patterns)))] if len(patterns) > _FEW else []
    while pools and len(gates) < _MOST_GATES:
        worth: Counter[Texts] = Counter()
        for pool in pools:
            for texts, count in Counter(texts for place in pool for texts in needs[place]).items():
                worth[texts] += count * (len(pool) - count) // len(texts)
        fresh = (texts for texts in worth if not any(_tells_no_more(texts, gate) for gate in gates))
        best = max(fresh, key=lambda texts: (worth[texts], len(texts[0]), texts), default=None)
        if best is None or worth[best] < len(patterns):
            break
        gates.append(best)
        shut = ([place for place in pool if not _needs(patterns[place], best)] for pool in pools)
        pools += [pool for pool in shut if len(pool) > _FEW]
    return gates


def _tells_no_more(texts: Texts, gate: Texts) -> bool:
    """Tell whether texts are parts of those of a gate, so that it is hardly ever open where none of them is held."""
    return all(any(one in text for text in gate) for one in texts)


def _possible(pattern: Tried) -> Iterable[Texts]:
    """Return what could be looked for instead of the pattern: groups of few texts, and the longer words of single ones.

    What its lines begin with is left out, as lines that come here begin so.
    """
    begun = pattern.beginnings
    for group in pattern.held:
        words = zip(*(text.split() for text in group), strict=False) if len(group) <= _MOST_TEXTS else ()
        longer = (tuple(dict.fromkeys(texts)) for texts in words if min(map(len, texts)) >= _LEAST_WORD)
        for texts in dict.fromkeys((group, *longer)):
            if len(texts) <= _MOST_TEXTS and min(map(len, texts)) >= _TELLING and not any(one in text for one in texts for text in begun):
                yield texts


def _candidates(patterns: Sequence[Tried], known: Sequence[str] = ()) -> tuple[_Candidate, ...]:
    """Return patterns with what is looked for before each is tried: what the fewest others of them hold, too.

    Args:
        patterns: the patterns.
        known: texts that the line is known to hold.
    """
    often = Counter(texts for pattern in patterns for texts in pattern.held)

    def cost(texts: Texts) -> tuple[bool, int, int, int]:
        return len(texts) > _MOST_TEXTS, often[texts], len(texts), -min(map(len, texts))

    found: list[_Candidate] = []
    for pattern in patterns:
        telling = (texts for texts in pattern.held if min(map(len, texts)) >= _TELLING)
        held = sorted((texts for texts in telling if not any(one in text for one in texts for text in known)), key=cost)
        single = next((texts[0] for texts in held if len(texts) == 1), "")
        groups = [texts for texts in held if len(texts) <= _FAR_TOO_MANY and not any(one in single for one in texts)]
        few = [texts for texts in groups if len(texts) <= _MOST_TEXTS][: 1 if single else _MOST_GROUPS]
        many = [texts for texts in groups if len(texts) > _MOST_TEXTS][:1]
        found.append((single, (*few, *many), pattern.pattern))
    return tuple(found)

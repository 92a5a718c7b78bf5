"""Patterns that cannot blow up.

Python's regular expressions try alternatives one by one; a quantifier within a quantifier can make that exponential in the length of
a line that nearly fits. So a repeated part may not hold an unbounded, or itself much repeated, part; and every class is bounded.
"""

from __future__ import annotations

import re
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as sre_parser  # type: ignore[attr-defined]
from typing import Any

_MANY = 8  # a part repeated at most this often within another repetition stays cheap


def is_readable(pattern: str) -> bool:
    """Tell whether lines can be compared with a pattern at all; where one of a server cannot be read, none of its lines can."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def pattern_problems(pattern: str) -> list[str]:
    """Return what is wrong with a pattern, a sentence each."""
    try:
        re.compile(pattern)
        tree = sre_parser.parse(pattern)
    except re.error as error:
        return [f"the pattern cannot be read: {error}"]
    found: list[str] = []
    _walk(tree, 0, found)
    return list(dict.fromkeys(found))


def _walk(tree: Any, outer: int, found: list[str]) -> None:
    """Look at each part of a parsed pattern; ``outer`` is how often what holds it may be repeated."""
    for code, argument in tree:
        if code in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            low, high, part = argument
            if high is sre.MAXREPEAT:
                found.append("a repetition without a bound (*, + or {n,}): write how often at most, such as {0,255}")
            if outer > _MANY and int(high) > 1 and low != high:
                found.append("a repetition within a repetition: a line that nearly fits would take very long")
            _walk(part, max(outer, 1) * int(high) if int(high) > 1 else outer, found)
        elif code in (sre.GROUPREF, sre.GROUPREF_EXISTS):
            found.append("a back-reference, which no bound keeps cheap")
        else:
            for part in _parts(code, argument):
                _walk(part, outer, found)


def _parts(code: Any, argument: Any) -> tuple[Any, ...]:
    """Return the patterns within a group, an alternative or a look-around."""
    if code is sre.SUBPATTERN:
        return (argument[3],)
    if code is sre.BRANCH:
        return tuple(argument[1])
    if code in (sre.ASSERT, sre.ASSERT_NOT):
        return (argument[1],)
    return (argument,) if code is sre.ATOMIC_GROUP else ()

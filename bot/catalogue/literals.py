"""The plain text that every line a pattern fits must begin with, and must hold: looking for it is far quicker than the pattern.

Read off the pattern's own text, and carefully: what stands within a group, a class or an alternative, or may be left out, is not
relied on.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_LITERAL = re.compile(r"(?:[^\\()\[\]{}|*+?.^$]|\\[^\w\s]|\\ )(?![*?{])")
_SKIPPED = re.compile(r"\[\^?\]?(?:[^\]\\]|\\.)*\]|\\.|.", re.DOTALL)
_QUANTIFIER = re.compile(r"(?:[*+?]|\{\d*,?\d*\})[+?]?")


class Literals(NamedTuple):
    """What a line must begin with, and the longest text that it must hold; either may be empty."""

    prefix: str
    needle: str


def literals_of(pattern: str) -> Literals:
    """Return the plain text of a pattern; none where alternatives stand at its top."""
    runs: list[str] = []
    run, at = "", 0
    prefix: str | None = None
    while at < len(pattern):
        found = _LITERAL.match(pattern, at)
        if found:
            run += found[0].removeprefix("\\")
            at = found.end()
            continue
        if pattern[at] == "|":
            return Literals("", "")
        runs.append(run)
        prefix, run = (run if prefix is None else prefix), ""
        at = _after(pattern, at)
    runs.append(run)
    return Literals(run if prefix is None else prefix, max(runs, key=len))


def _after(pattern: str, at: int) -> int:
    """Return where a group, a class or a single sign ends that begins at ``at``, with its quantifier."""
    depth = 0
    while at < len(pattern):
        skipped = _SKIPPED.match(pattern, at)
        sign = pattern[at]
        at = skipped.end() if skipped else at + 1
        depth += (sign == "(") - (sign == ")")
        if depth <= 0:
            break
    quantifier = _QUANTIFIER.match(pattern, at)
    return quantifier.end() if quantifier else at


def without_id(pattern: str) -> str | None:
    """Return what follows the queue id in a pattern that begins with one and a colon, None if it does not."""
    if not pattern.startswith("("):
        return None
    end = _after(pattern, 0)
    led = "(?P<queue_id>" in pattern[:end] and pattern.startswith(": ", end)
    return pattern[end + 2 :] if led else None

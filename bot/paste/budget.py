"""How much of a paste is read: one budget, in one place, and what was cut is said in the answer."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Budget:
    """Bounds on one paste.

    Interactive work is a few kilobytes; these bounds leave two orders of magnitude above that and still answer within seconds.

    Attributes:
        bytes: of the raw paste; the rest is not decoded.
        lines: physical lines; the rest is not looked at.
        line_characters: of one physical line; the rest of that line is not looked at.
        seconds: wall clock for reading; checked between lines.
    """

    bytes: int = 2_000_000
    lines: int = 20_000
    line_characters: int = 8_192
    seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class Cut:
    """What was left out: ``what`` is the name of the bound that was met, ``at`` how much was read, ``name`` the file it was met in."""

    what: str
    at: int
    name: str = ""

"""Finds the settings of a paste, each with the lines that it goes on in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from bot.directives.forms import (
    assignment_in,
    block_in,
    entry_in,
    listed,
    may_hold_settings,
    override_in,
    service_in,
    table_in,
)
from bot.paste import LogLine
from bot.paste.cleaning import clean, is_fence, is_rule, squeeze
from bot.paste.prefixes import head_of

SHAPE = "config"
Knows = Callable[[str, str], int]
"""(setting, program) → 2 if the catalogue has a word on just this setting, 1 if it only knows it as one of the program's, else 0."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_ASSIGNED = ("postconf", "doveconf")
"""The programs that print ``name = value``."""
_WRITTEN = ("exim.conf", "sendmail.mc", "smtpd.conf")
"""The files whose lines are rules of a language of their own."""


@dataclass(slots=True)
class _Found:
    """One setting: its first physical line, what it says, how it was pasted, and whether it is ``name = value``."""

    number: int
    body: str
    raws: list[str]
    assigned: bool
    used: list[int] = field(default_factory=list)


class _Finder:
    """Follows the physical lines of a paste."""

    def __init__(self, knows: Knows) -> None:
        self._knows = knows
        self._service: str | None = None
        self._blocks: list[str] = []
        self._open: _Found | None = None
        self._table: str | None = None
        self.found: list[_Found] = []
        self.beside: list[int] = []

    def follow(self, number: int, raw: str) -> None:
        """Take in one physical line."""
        text = clean(raw)
        stripped = text.strip()
        if not stripped or is_fence(text) or is_rule(text) or head_of(text) is not None:
            self._open = None
            if stripped:
                self._service, self._blocks = None, []
        elif not self._of_table(number, raw, stripped) and not self._set(number, raw, text):
            self._beside(number, text)

    def _set(self, number: int, raw: str, text: str) -> bool:
        """Take in a line that sets something, or goes on with what the line above set."""
        indented = text[:1].isspace()
        override = override_in(text) if self._service and indented else None
        if override is not None:
            self._begin(number, raw, f"{self._service}/{override[0]} = {listed(override[1])}")
            return True
        found = assignment_in(text)
        if found is not None and not (indented and self._open and " =" not in text):
            path = "".join(f"{block}/" for block in self._blocks)
            self._begin(number, raw, f"{path}{found[0]} = {listed(found[1])}")
            return True
        if indented and self._open is not None and self._open.assigned and not text.lstrip().startswith("#"):
            self._open.body = f"{self._open.body} {listed(text)}"
            self._open.raws.append(raw)
            self._open.used.append(number)
            return True
        return self._rule(number, raw, text)

    def _of_table(self, number: int, raw: str, stripped: str) -> bool:
        """Take in a line of a table that somebody shows below the settings that name it: the command that shows it, or an entry."""
        table = table_in(stripped)
        if table is not None:
            self._table, self._open = table, None
            self.beside.append(number)
            return True
        entry = entry_in(stripped) if self._table is not None else None
        if entry is None:
            self._table = self._table if stripped.startswith("#") else None
            return False
        self.found.append(_Found(number, squeeze(f"{self._table} : {entry[0]} {entry[1]}"), [raw], True, [number]))
        return True

    def _begin(self, number: int, raw: str, body: str) -> None:
        self._open = _Found(number, squeeze(body), [raw], True, [number])
        self.found.append(self._open)

    def _rule(self, number: int, raw: str, text: str) -> bool:
        """Take in a line of a rule language, if the catalogue knows it."""
        body = squeeze(text)
        if not any(self._knows(body, program) == 2 for program in _WRITTEN):
            return False
        self.found.append(_Found(number, body, [raw], False, [number]))
        self._open = None
        return True

    def _beside(self, number: int, text: str) -> None:
        """Take in a line that sets nothing: a service, a block's beginning or end, a comment; any other ends what was open."""
        stripped = text.strip()
        service, block = service_in(text), block_in(text)
        if service is not None:
            self._service = service
        elif block is not None:
            self._blocks.append(block)
        elif stripped == "}":
            self._blocks = self._blocks[:-1]
        elif not stripped.startswith(("#", "$ ", "%")):
            self._open, self._service = None, None
            return
        self.beside.append(number)


def take_out(text: str, knows: Knows) -> tuple[tuple[LogLine, ...], str]:
    """Return the settings that a text holds, as log lines of the shape ``config``, and the text without them, line for line.

    Where the catalogue has no word on any of them, nothing is taken out: other texts have lines like ``name = value``, too.
    """
    if not may_hold_settings(text):
        return (), text
    raws = _LINE_END.split(text)
    finder = _Finder(knows)
    for number, raw in enumerate(raws, start=1):
        finder.follow(number, raw)
    lines = _read(finder.found, knows)
    if not lines:
        return (), text
    taken = {line.number for line in lines}
    used = {number for found in finder.found if found.number in taken for number in found.used} | set(finder.beside)
    return lines, "\n".join("" if number in used else raw for number, raw in enumerate(raws, start=1))


def _read(found: Iterable[_Found], knows: Knows) -> tuple[LogLine, ...]:
    """Return the settings with the program that each is of; none where no program's own settings are among them."""
    settings = list(found)
    known = {program: sum(knows(one.body, program) == 2 for one in settings if one.assigned) for program in _ASSIGNED}
    best = max(known, key=lambda program: known[program])
    if not known[best] and all(one.assigned for one in settings):
        return ()
    lines = []
    for one in settings:
        programs = (best, *_ASSIGNED) if one.assigned else _WRITTEN
        program = max(programs, key=lambda program: knows(one.body, program))  # the first of equals
        if knows(one.body, program) and (known[best] or not one.assigned):
            lines.append(LogLine(one.number, None, None, program, None, one.body, "\n".join(one.raws), SHAPE))
    return tuple(lines)

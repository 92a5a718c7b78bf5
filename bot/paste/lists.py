"""Records whose properties stand on lines of their own, as PowerShell's Format-List writes them.

A line that is further in than a property goes on with the value above; a property that was there already begins the next record.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.paste.cleaning import cleaned
from bot.paste.tracking import field_of, is_record

_KEY = re.compile(r"\s{0,16}(?P<key>[A-Za-z][\w -]{1,40}?)\s{0,32}:(?:\s(?P<value>.{0,6000}))?")
_FURTHER_IN = 12  # blanks before what goes on with the value above, at least
_MOST = 80  # lines of one record


def list_at(lines: Sequence[str], at: int, first: str) -> tuple[dict[str, str] | None, int]:
    """Return the record that begins at a line, None if there is none, and how many lines it takes.

    Args:
        lines: the physical lines of a text.
        at: the place of the line.
        first: that line, cleaned.
    """
    if not _begins_a_list(first):
        return None, 1
    found = _List()
    for ahead, raw in enumerate(lines[at : at + _MOST], start=1):
        if not found.goes_on(cleaned(raw)[0], ahead):
            break
    return (found.fields if is_record(found.fields) else None), max(found.used, 1)


def _begins_a_list(line: str) -> bool:
    """Tell whether a line is a property that a record may have."""
    key = _KEY.fullmatch(line)
    return key is not None and field_of(key["key"]) is not None


@dataclass(slots=True)
class _List:
    """A record as far as it was read.

    Attributes:
        fields: its parts.
        seen: the names of its properties, as written.
        last: the part that the latest property is.
        used: how many lines it takes, without blank ones at its end.
        blank: how many of the latest lines were blank.
    """

    fields: dict[str, str] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    last: str = ""
    used: int = 0
    blank: int = 0

    def goes_on(self, line: str, count: int) -> bool:
        """Take in a line, which is the ``count``-th, and tell whether it is still of the record."""
        if not line.strip():
            self.blank += 1
            return self.blank < 2
        if not (self._took_property(line) or self._took_more_of_a_value(line)):
            return False
        self.blank, self.used = 0, count
        return True

    def _took_property(self, line: str) -> bool:
        """Take in a property that was not there yet; one that says nothing here is passed over."""
        found = _KEY.fullmatch(line)
        key = found["key"].casefold() if found else ""
        name = field_of(key) if found else None
        if found is None or name is None or key in self.seen:
            return False
        self.seen.add(key)
        self.last = name
        if name != "other":
            self.fields.setdefault(name, (found["value"] or "").strip())
        return True

    def _took_more_of_a_value(self, line: str) -> bool:
        """Take in a line that goes on with the value above."""
        if not (self.last and line[:1].isspace() and len(line) - len(line.lstrip()) > _FURTHER_IN):
            return False
        if self.last in self.fields:
            self.fields[self.last] = f"{self.fields[self.last]} {line.strip()}"
        return True

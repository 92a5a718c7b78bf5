"""Messages of one server, compiled: by a pattern over the whole line, or by the line's parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.library.schema import Message, MessageFile, Parts, WordsFile


@dataclass(frozen=True, slots=True)
class Match:
    """A message that fits a line, the fields found, and whether the whole line was fitted or only its parts."""

    message: Message
    fields: dict[str, str]
    whole: bool


class PartsReader:
    """Finds the parts of a line (addresses, ids, names) and which groups of words it holds."""

    def __init__(self, words: WordsFile) -> None:
        self._groups = {name: re.compile("|".join(_word(word) for word in group)) for name, group in words.words.items()}
        self._fields = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.fields.items()}

    def fields(self, body: str) -> dict[str, str]:
        """Return the parts of a line by name, the first of each kind."""
        found: dict[str, str] = {}
        for name, pattern in self._fields.items():
            match = pattern.search(body)
            value = next((value for value in match.groups() if value), None) if match else None
            if value:
                found[name] = value
        return found

    def holds(self, group: str, small: str) -> bool:
        """Tell whether a line in small letters holds a word of the group."""
        pattern = self._groups.get(group)
        return bool(pattern and pattern.search(small))

    def fits(self, parts: Parts, small: str, fields: Mapping[str, str]) -> bool:
        """Tell whether a line is what ``parts`` describes."""
        return (
            all(name in fields for name in parts.has)
            and all(self.holds(group, small) for group in parts.words)
            and not any(self.holds(group, small) for group in parts.without)
        )


def _word(word: str) -> str:
    """Return the pattern of a word; one in Latin letters begins where a word begins."""
    escaped = re.escape(word)
    return rf"\b{escaped}" if word[0].isascii() and word[0].isalnum() else escaped


class Messages:
    """The messages of one server in the order they are tried: whole patterns first, then parts."""

    def __init__(self, server: MessageFile, parts: PartsReader) -> None:
        self.server = server
        self._parts = parts
        self._patterns = [(m, re.compile(m.pattern)) for m in server.messages if m.pattern is not None]
        self._by_parts = [(m, m.parts) for m in server.messages if m.parts is not None]

    def match(self, shape: str, body: str) -> Match | None:
        """Return the message that fits a cleaned line of the given shape, or None."""
        for message, pattern in self._patterns:
            if message.shape is not None and message.shape != shape:
                continue
            found = pattern.fullmatch(body)
            if found:
                return Match(message, _named(found), whole=True)
        if not self._by_parts or shape == "received":
            return None
        small, fields = body.casefold(), self._parts.fields(body)
        for message, parts in self._by_parts:
            if self._parts.fits(parts, small, fields):
                return Match(message, fields, whole=False)
        return None


def _named(found: re.Match[str]) -> dict[str, str]:
    """Return the named groups that took part; a name may have a second place, written with ``_`` after it."""
    return {name.rstrip("_"): value for name, value in found.groupdict().items() if value is not None}

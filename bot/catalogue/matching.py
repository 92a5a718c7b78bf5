"""Messages of one server, compiled: by a pattern over the whole line, or by the line's parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.catalogue.words import Words
from bot.library.schema import Message, MessageFile, Parts, WordsFile

# What a line about another server says of an address or a name is that server's, never the client's.
_OF_THE_OTHER_SERVER = {"client_ip": "server_ip", "client_name": "server_name"}


@dataclass(frozen=True, slots=True)
class Match:
    """A message that fits a line, the fields found, and whether the whole line was fitted or only its parts."""

    message: Message
    fields: dict[str, str]
    whole: bool


class PartsReader:
    """Finds the parts of a line (addresses, ids, names) and which groups of words it holds outside of names."""

    def __init__(self, words: WordsFile) -> None:
        self._words = Words(words.words)
        self._fields = {name: re.compile(pattern, re.IGNORECASE) for name, pattern in words.fields.items()}

    def fields(self, body: str) -> dict[str, str]:
        """Return the parts of a line by name, the first of each kind; a sender may be empty, as that of a returned message is."""
        found: dict[str, str] = {}
        for name, pattern in self._fields.items():
            match = pattern.search(body)
            value = next((value for value in match.groups() if value is not None), None) if match else None
            if value is not None:
                found[name] = value
        return found

    def groups(self, body: str) -> frozenset[str]:
        """Return the names of the word groups that a line holds."""
        return self._words.in_line(body)


class Messages:
    """The messages of one server in the order they are tried: whole patterns first, then parts."""

    def __init__(self, server: MessageFile, parts: PartsReader) -> None:
        self.server = server
        self._parts = parts
        self._patterns = [(m, re.compile(m.pattern)) for m in server.messages if m.pattern is not None]
        self._by_parts = [(m, m.parts) for m in server.messages if m.parts is not None]
        self._candidates: dict[frozenset[str], tuple[tuple[Message, Parts], ...]] = {}

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
        candidates = self._of(self._parts.groups(body))
        fields = self._parts.fields(body) if candidates else {}
        for message, parts in candidates:
            if all(name in fields for name in parts.has):
                return Match(message, _as_of(message, fields), whole=False)
        return None

    def _of(self, groups: frozenset[str]) -> tuple[tuple[Message, Parts], ...]:
        """Return the messages that a line with words of these groups may be, in their order."""
        found = self._candidates.get(groups)
        if found is None:
            found = tuple((message, parts) for message, parts in self._by_parts if _fits(parts, groups))
            if len(self._candidates) < _MOST_KINDS:
                self._candidates[groups] = found
        return found


_MOST_KINDS = 4096  # sets of word groups whose messages are remembered


def _fits(parts: Parts, groups: Collection[str]) -> bool:
    """Tell whether a line with words of these groups holds all that a message needs, and nothing that it must not."""
    return all(group in groups for group in parts.words) and not any(group in groups for group in parts.without)


def _as_of(message: Message, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a line under the names that they have in a message."""
    if message.about != "recipient_server":
        return dict(fields)
    return {_OF_THE_OTHER_SERVER.get(name, name): value for name, value in fields.items()}


def _named(found: re.Match[str]) -> dict[str, str]:
    """Return the named groups that took part; a name may have a second place, written with ``_`` after it."""
    return {name.rstrip("_"): value for name, value in found.groupdict().items() if value is not None}

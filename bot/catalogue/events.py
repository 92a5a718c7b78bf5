"""From log lines to events, by the messages of the server that wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from bot.catalogue.matching import Match, Messages, PartsReader
from bot.library import Library
from bot.library.schema import Message
from bot.paste import LogLine, Paste


@dataclass(frozen=True, slots=True)
class Event:
    """What one line says.

    Attributes:
        kind: a kind of ``vocabulary.yaml``; ``unread`` keeps what was not understood.
        fields: the parts of the line by the contract's names, as written; ``size`` is in the unit that the line uses.
        line: the line itself.
        message: the message of the catalogue that fits, None for an unread line.
        server: whose catalogue it was read by.
    """

    kind: str
    fields: Mapping[str, str]
    line: LogLine
    message: Message | None = None
    server: str | None = None

    @property
    def shows(self) -> tuple[str, ...]:
        """Return the marks by which facts find their evidence."""
        return self.message.shows if self.message else ()

    @property
    def inferred(self) -> bool:
        """Tell whether the line was read by its parts, its wording not being attested."""
        return bool(self.message and self.message.inferred)


@dataclass(frozen=True, slots=True)
class Reading:
    """A paste as events: ``server`` wrote it (None if no known one did), ``input`` is what it is in the contract's words."""

    paste: Paste
    server: str | None
    input: str
    events: tuple[Event, ...] = ()
    unread: tuple[int, ...] = field(default=())


class Catalogue:
    """All messages of all servers of a library, ready to read with."""

    def __init__(self, library: Library) -> None:
        self._parts = PartsReader(library.words)
        self._servers = {name: Messages(server, self._parts) for name, server in library.servers.items()}
        self._match = lru_cache(maxsize=4096)(self._find)

    def recognise(self, shape: str, body: str) -> int:
        """Tell whether a message is known: 2 the whole of it, 1 by its parts, 0 not at all."""
        grades = [2 if match.whole else 1 for name in self._servers if (match := self._match(name, shape, body)) is not None]
        return max(grades, default=0)

    def read(self, paste: Paste) -> Reading:
        """Return the paste's lines as events of the server that wrote most of them."""
        server = self._server_of(paste.lines)
        if server is None:
            return self._unknown(paste)
        events = tuple(self._event(server, line) for line in paste.lines)
        unread = tuple(event.line.number for event in events if event.kind == "unread")
        only_headers = all(line.shape == "received" for line in paste.lines)
        return Reading(paste, server, "headers" if only_headers else "log", events, unread)

    def _find(self, server: str, shape: str, body: str) -> Match | None:
        messages = self._servers[server]
        return messages.match(shape, body) if shape in messages.server.shapes else None

    def _server_of(self, lines: tuple[LogLine, ...]) -> str | None:
        """Return the server whose messages fit the lines best: whole patterns count more than parts; empty lines count nothing."""
        scores: dict[str, int] = {}
        for name in self._servers:
            matches = [match for line in lines if line.body and (match := self._match(name, line.shape, line.body)) is not None]
            score = sum(4 if match.whole else 1 for match in matches if not (name == "headers" and match.whole)) + len(matches)
            if score:
                scores[name] = score
        return max(scores, key=lambda name: scores[name], default=None)

    def _event(self, server: str, line: LogLine) -> Event:
        """Return what a line says to the given server, or else to the one that knows trace headers."""
        for name in (server, "headers"):
            match = self._match(name, line.shape, line.body) if name in self._servers else None
            if match is not None:
                return Event(match.message.event, match.fields, line, match.message, name)
        return Event("unread", self._parts.fields(line.body), line, None, server)

    def _unknown(self, paste: Paste) -> Reading:
        """Return the reading of a paste that no known server wrote: a mail log of another one, a question, or something else."""
        text = "\n".join([paste.words, *(f"{line.program or ''} {line.body}" for line in paste.lines[:200])]).casefold()
        if paste.lines and self._parts.holds(
            "mail", "\n".join(f"{line.program or ''} {line.body}" for line in paste.lines[:200]).casefold()
        ):
            events = tuple(Event("unread", self._parts.fields(line.body), line) for line in paste.lines)
            return Reading(paste, "unknown", "log", events, tuple(line.number for line in paste.lines))
        short = 0 < len(paste.words) <= 400 and paste.words.count("\n") < 8 and not paste.lines
        return Reading(paste, None, "question" if short and looks_like_question(text) else "other")


def looks_like_question(text: str) -> bool:
    """Tell whether a short text is a person asking, in Japanese or English, rather than output of a program."""
    stripped = text.strip()
    asks = stripped.endswith(("?", "？", "か", "か。", "ですか", "ください", "下さい", "。", "."))
    code = sum(stripped.count(sign) for sign in "{}[]<>=|\\/;_()") * 12 > len(stripped)
    words = len(stripped.split()) >= 2 or any(ord(sign) > 0x2E7F for sign in stripped)
    return words and not code and (asks or "\n" not in stripped)

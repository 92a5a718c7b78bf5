"""From log lines to events, by the messages of the server that wrote them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bot.catalogue.matching import Messages, PartsReader
from bot.catalogue.order import oldest_first, told_by
from bot.catalogue.table import Match, Table, names_of
from bot.language import looks_like_question
from bot.library import Library
from bot.library.schema import Message
from bot.paste import LogLine, Paste
from bot.paste.objects import SHAPE as EVENT
from bot.paste.talks import SHAPE as TALK


class Event(NamedTuple):
    """What one line says; a tuple, since a whole log has a great many of them.

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
    """A paste as events.

    Attributes:
        paste: what was pasted.
        server: who wrote it, None if no known server did.
        input: what it is, in the contract's words.
        events: in the order of the paste's lines.
        unread: the numbers of lines that were not understood.
        turned: the places of the events in the order in which they happened, where that is not the order of the lines.
    """

    paste: Paste
    server: str | None
    input: str
    events: tuple[Event, ...] = ()
    unread: tuple[int, ...] = field(default=())
    turned: tuple[int, ...] = ()

    @property
    def newest_first(self) -> bool:
        """Tell whether the paste's newest line stands first; see ``order``."""
        return bool(self.turned)

    @property
    def happened(self) -> tuple[Event, ...]:
        """Return the events in the order in which they happened: who follows connections follows these."""
        return tuple(self.events[place] for place in self.turned) if self.turned else self.events


class Catalogue:
    """All messages of all servers of a library, ready to read with."""

    def __init__(self, library: Library) -> None:
        self._parts = PartsReader(library.words)
        messages = {name: Messages(server, self._parts) for name, server in library.servers.items()}
        self._servers = {name: of for name, of in messages.items() if not of.server.fallback}
        self._fallbacks = tuple(of for of in messages.values() if of.server.fallback)
        self._by_shape: dict[tuple[str, str | None], tuple[str, ...]] = {}
        self._tables: dict[tuple[str, str | None], tuple[tuple[str, Messages, Table], ...]] = {}

    def recognise(self, shape: str, body: str) -> int:
        """Tell whether a message is known: 2 the whole of it, 1 by its parts, 0 not at all."""
        best = 0
        for name in self._of_shape(shape):
            match = self._servers[name].match(shape, body)
            if match is not None and match.whole and not match.message.unfinished:
                return 2
            best = max(best, match is not None)
        return best or self._as_of_nobody(shape, body)

    def match(self, shape: str, body: str) -> Match | None:
        """Return what a line of no program says to the first server that knows it, None where none does."""
        return next((match for name in self._of_shape(shape) if (match := self._servers[name].match(shape, body)) is not None), None)

    def has_a_word_on(self, setting: str, program: str) -> int:
        """Tell how well a setting of a program is known: 2 if a message is about just this one, 1 if as any of the program's, else 0."""
        names = self._of_shape("config", program)
        found = next((match for name in names if (match := self._servers[name].match("config", setting, program)) is not None), None)
        return 0 if found is None else 1 if found.message.last else 2

    def _as_of_nobody(self, shape: str, body: str) -> int:
        """Tell whether a message is that of a mail server that nobody listed: 2 a conversation's, 1 by its parts, named or stamped."""
        named = shape not in _WHOLE and self._parts.named(body).sure
        match = self._by_parts(shape, body) if named or shape in _STAMPED or shape in _WHOLE else None
        if match is None or shape in _WHOLE:
            return 2 * (match is not None)
        return int(any(name in match.fields for name in _OF_WHOM) or (named and "queue_id" in match.fields))

    def _by_parts(self, shape: str, body: str) -> Match | None:
        """Return what a line says by its parts alone, whichever server wrote it."""
        fitting = (of for of in self._fallbacks if shape in of.server.shapes)
        return next((match for of in fitting if (match := of.match(shape, body)) is not None), None)

    def read(self, paste: Paste) -> Reading:
        """Return the paste's lines as events: each is read by the server that its program is of, else by the one that wrote most lines."""
        found = [self._readings(line) for line in paste.lines]
        of = ["dsn" if line.number in paste.returned else "" for line in paste.lines]
        lines = [line for line, dsn in zip(paste.lines, of, strict=True) if not dsn]
        of_log = [readings for readings, dsn in zip(found, of, strict=True) if not dsn]
        server = self._server_of(lines, of_log)
        if server is None or self._is_better_read_by_parts(server, lines, of_log):
            return self._unknown(paste)
        events = tuple(self._event(line, dsn or server, readings) for line, dsn, readings in zip(paste.lines, of, found, strict=True))
        unread = tuple(event.line.number for event in events if event.kind == "unread")
        only_headers = all(line.shape == "received" for line in paste.lines)
        sessions = self._servers[server].server.sessions
        turned = oldest_first([told_by(event.line.when, event.kind, event.fields, sessions) for event in events], sessions.order)
        return Reading(paste, server, "headers" if only_headers else "log", events, unread, turned or ())

    def _is_better_read_by_parts(self, server: str, lines: Sequence[LogLine], found: Sequence[Mapping[str, Match | None]]) -> bool:
        """Tell whether more lines can be read as those of a server that nobody listed, where no line's whole wording is its own."""
        of, matches = self._servers[server], [readings.get(server) for readings in found]
        named = any(of.daemon_of(line.program) is not None for line in lines)
        if of.server.companion or named or any(match is not None and match.whole for match in matches):
            return False
        by_parts = sum(self._by_parts(line.shape, line.body) is not None for line in lines)
        return by_parts > sum(match is not None for match in matches)

    def events(self, lines: Iterable[LogLine]) -> Iterator[Event]:
        """Return what each line says to the first server that knows it, its program's own first; for those who read whole logs."""
        return map(self._event_of, lines)

    def _event_of(self, line: LogLine) -> Event:
        shape, body, program = line.shape, line.body, line.program
        for name, of, table in self._tables.get((shape, program)) or self._tables_of(shape, program):
            found = table.find(shape, body)
            if found is not None:
                message, fields = found
                return _new(Event, (message.event, fields, line, message, name))
            match = of.match_otherwise(table, shape, body, program)
            if match is not None:
                return Event(match.message.event, match.fields, line, match.message, name)
        return Event("unread", self._parts.fields(line.body), line)

    def _tables_of(self, shape: str, program: str | None) -> tuple[tuple[str, Messages, Table], ...]:
        """Return the servers that write lines of a shape and program, those first whose program it is, with the patterns to try."""
        bears = names_of(program)
        names = sorted(self._of_shape(shape, program), key=lambda name: (name not in bears, self._servers[name].daemon_of(program) is None))
        found = tuple((name, of, table) for name in names if (of := self._servers[name]) and (table := of.table_of(program)) is not None)
        if len(self._tables) < _MOST_PROGRAMS:
            self._tables[shape, program] = found
        return found

    def _readings(self, line: LogLine) -> dict[str, Match | None]:
        """Return what a line says to each server that may have written it; None to one whose program it is and that does not know it.

        Where the program bears a server's name and the server knows the whole line, no other is asked.
        """
        found: dict[str, Match | None] = {}
        for name, of, table in self._tables.get((line.shape, line.program)) or self._tables_of(line.shape, line.program):
            match = of.match_in(table, line.shape, line.body, line.program)
            if match is not None and match.whole and name in names_of(line.program):
                return {name: match}
            if match is not None or of.daemon_of(line.program) is not None:
                found[name] = match
        return found

    def _of_shape(self, shape: str, program: str | None = None) -> tuple[str, ...]:
        """Return the servers that write lines of a shape, and of a program where the line names one."""
        names = self._by_shape.get((shape, program))
        if names is None:
            names = tuple(name for name, of in self._servers.items() if shape in of.server.shapes and of.may_write(program))
            if len(self._by_shape) < _MOST_PROGRAMS:
                self._by_shape[shape, program] = names
        return names

    def _server_of(self, lines: Sequence[LogLine], found: Sequence[Mapping[str, Match | None]]) -> str | None:
        """Return the server whose messages fit the lines best; one that works beside mail servers only where there is none of these.

        Whole patterns count more than parts, and these more than a line that only its program's name speaks for; empty lines count
        nothing. A single line that is read by its parts counts if it holds what only a mail log does: an address in brackets, an id, a
        protocol; a diary may well speak of a server that was started.
        """
        told: dict[str, list[tuple[LogLine, Match | None]]] = {}
        for line, readings in zip(lines, found, strict=True):
            for name, match in readings.items():
                if match is None or match.message.event not in _SAYS_NOTHING:
                    told.setdefault(name, []).append((line, match))
        scores: dict[str, tuple[bool, int]] = {}
        for name, of in told.items():
            by_parts = [(line, match) for line, match in of if match is not None and not match.whole]
            if len(by_parts) == 1 and not self._is_of_mail(*by_parts[0]):
                of.remove(by_parts[0])
            score = sum(_weight(name, line, match) for line, match in of)
            if score:
                scores[name] = (not self._servers[name].server.companion, score)
        return max(scores, key=lambda name: scores[name], default=None)

    def _is_of_mail(self, line: LogLine, match: Match) -> bool:
        """Tell whether a line read by its parts holds what lines of other programs do not."""
        names = ("client_ip", "server_ip", "queue_id", "recipient", "sender")
        return any(name in match.fields for name in names) or "of_mail" in self._parts.groups(line.body)

    def _event(self, line: LogLine, server: str, readings: Mapping[str, Match | None]) -> Event:
        """Return what a line says to the server of its program, else to the one that wrote most of the paste, else to any that knows it.

        Where several servers have a program of that name, or the line names none, the server that wrote most of the paste comes first.
        """
        known = [name for name in readings if readings[name] is not None]
        reads = min(known, key=lambda name: (name != server, not self._servers[name].server.companion, name != "headers"), default=None)
        match = readings[reads] if reads is not None else None
        if match is None or not (reads == server or self._may_read(line, reads or "")):
            return Event("unread", self._parts.fields(line.body), line, None, next(iter(readings), server))
        return Event(match.message.event, match.fields, line, match.message, reads)

    def _may_read(self, line: LogLine, server: str) -> bool:
        """Tell whether another server than the one of the paste may read a line: trace headers, or its own program's line."""
        return server == "headers" or self._servers[server].server.companion or self._servers[server].daemon_of(line.program) is not None

    def _unknown(self, paste: Paste) -> Reading:
        """Return the reading of a paste that no known server wrote: a mail log of another one, a question, or something else."""
        if sum(self._speaks_of_mail(line) for line in paste.lines[:_MOST_LOOKED_AT]) >= _SURELY_MAIL:
            events = tuple((self._event_of if line.shape in _OF_PAPERS else self._event_by_parts)(line) for line in paste.lines)
            sessions = self._fallbacks[0].server.sessions
            turned = oldest_first([told_by(event.line.when, event.kind, event.fields, sessions) for event in events], sessions.order)
            unread = tuple(event.line.number for event in events if event.kind == "unread")
            return Reading(paste, "unknown", "log", events, unread, turned or ())
        text = "\n".join([paste.words, *(f"{line.program or ''} {line.body}" for line in paste.lines[:_MOST_LOOKED_AT])]).casefold()
        short = 0 < len(paste.words) <= 400 and paste.words.count("\n") < 8 and not paste.lines
        return Reading(paste, None, "question" if short and looks_like_question(text) else "other")

    def _event_by_parts(self, line: LogLine) -> Event:
        match = self._by_parts(line.shape, line.body)
        fields = match.fields if match is not None else self._fallbacks[0].fields(line.body)
        if line.pid is not None and not line.pid.isdecimal():  # no process, but the thread that serves one client
            fields = {"session_id": line.pid, **fields}
        return Event(match.message.event, fields, line, match.message, "unknown") if match else Event("unread", fields, line)

    def _speaks_of_mail(self, line: LogLine) -> int:
        """Tell how surely a line is of some mail server's log.

        2 if a mail program wrote it, or if beside an address it names one, a protocol of mail, or a message with its id, or if its parts
        say what became of a sender's or for a recipient's mail; 1 if it only speaks of mail there.
        """
        if line.shape in _WHOLE or "mail_program" in self._parts.groups((line.program or "").replace("/", " ")):
            return 2
        if not _ADDRESS.search(line.body):
            return 0
        match = self._by_parts(line.shape, line.body)
        groups = self._parts.groups(line.body) | self._parts.groups((match.fields if match else {}).get("service", ""))
        message = "message_word" in groups and "queue_id" in self._parts.fields(line.body)
        message = message or (match is not None and ("sender" in match.fields or "recipient" in match.fields))
        return 2 if message or "mail_program" in groups else 1 if "mail" in groups else 0


def _weight(server: str, line: LogLine, match: Match | None) -> int:
    """Return how much a line speaks for a server; one that is not known, only if its program bears the server's own name."""
    if match is None:
        return int(server in names_of(line.program))
    if not match.whole:
        return 2
    return 1 if server == "headers" else 5


_OF_PAPERS = frozenset({"dsn", "header"})  # shapes of the lines of a returned message
_new = tuple.__new__  # what a named tuple's own name does, in half the time
_SAYS_NOTHING = frozenset({"blank", "other_daemon"})  # kinds that do not tell which mail server wrote a paste
_WHOLE = frozenset({TALK, EVENT})  # shapes that mail servers' lines alone are written in
_STAMPED = frozenset({"syslog", "columns", "windows"})
_OF_WHOM = ("client_ip", "server_ip", "sender", "recipient", "login")
_MOST_PROGRAMS = 4096  # of which it is remembered whose they are
_MOST_LOOKED_AT = 200  # lines
_SURELY_MAIL = 2
_ADDRESS = re.compile(r"(?a:\b\d{1,3}(?:\.\d{1,3}){3}\b|[\w.+-]{1,64}+@[\w-]{1,63}\.)")

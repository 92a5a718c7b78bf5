"""Messages of one server, compiled: by a pattern over the whole line, or by the line's parts."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from copy import copy

from bot.catalogue.named import Named, NamedParts, with_plain_address
from bot.catalogue.table import Match, Pattern, Table, names_of
from bot.catalogue.words import Words
from bot.library.schema import Message, MessageFile, Parts, WordsFile
from bot.paste.chopped import CHOPPED

# What a line about another server says of an address or a name is that server's, never the client's.
_OF_THE_OTHER_SERVER = {"client_ip": "server_ip", "client_name": "server_name"}


def _compiled(fields: Mapping[str, str]) -> dict[str, re.Pattern[str]]:
    return {name: re.compile(pattern, re.IGNORECASE) for name, pattern in fields.items()}


class PartsReader:
    """Finds the parts of a line (addresses, ids, names) and which groups of words it holds outside of names."""

    def __init__(self, words: WordsFile) -> None:
        self._words = Words(words.words)
        self._fields = _compiled(words.fields)
        self._named = NamedParts(words.keys)

    def with_fields(self, fields: Mapping[str, str]) -> PartsReader:
        """Return a reader of the same words that finds some parts by other patterns."""
        other = copy(self)
        other._fields = {**self._fields, **_compiled(fields)}
        return other

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

    def named(self, body: str) -> Named:
        """Return the parts that a line names itself; those of a line that is not made of such parts are looked for in all of it."""
        found = self._named.read(body)
        return Named(with_plain_address({**self.fields(found.rest), **found.fields}), found.rest, found.sure)


class Messages:
    """The messages of one server in the order they are tried: whole patterns first, then parts, then what is tried last.

    Those of one daemon come before those of all, and in lines that name no program the first daemon's before the next one's.
    """

    def __init__(self, server: MessageFile, parts: PartsReader) -> None:
        self.server = server
        self._parts = parts.with_fields(server.fields) if server.fields else parts
        self._known = {name: place for place, name in enumerate(server.daemons)}
        ordered = sorted(
            server.messages, key=lambda message: min((self._known[name] for name in message.daemons), default=len(self._known))
        )
        self._patterns = [Pattern(message) for message in ordered if message.pattern is not None]
        self._tables: dict[str | None, Table] = {}
        self._of_program: dict[str | None, Table | None] = {}
        self._by_parts = [(m, m.parts) for m in server.messages if m.parts is not None]
        self._reads_names = any(parts.named for _, parts in self._by_parts)
        self._candidates: dict[frozenset[str], tuple[tuple[Message, Parts], ...]] = {}

    def daemon_of(self, program: str | None) -> str | None:
        """Return which of the server's daemons a line's program is, None if it is none of them."""
        return next((name for name in names_of(program) if name in self._known), None)

    def may_write(self, program: str | None) -> bool:
        """Tell whether a line of a program, or of none, may be this server's."""
        return program is None or not self._known or self.daemon_of(program) is not None

    def match(self, shape: str, body: str, program: str | None = None) -> Match | None:
        """Return the message that fits a cleaned line of the given shape and program, or None.

        A line without a program may be of any daemon; one of a program that is none of the server's daemons is no line of the server.
        """
        table = self.table_of(program)
        return self.match_in(table, shape, body, program) if table is not None else None

    def match_in(self, table: Table, shape: str, body: str, program: str | None) -> Match | None:
        """Return the message that fits a line of a program whose table is known."""
        found = table.find(shape, body)
        return Match(*found, True) if found is not None else self.match_otherwise(table, shape, body, program)

    def match_otherwise(self, table: Table, shape: str, body: str, program: str | None) -> Match | None:
        """Return the message that fits a line by its parts, or of those tried last by a whole pattern; a chopped one as far as it goes."""
        if body.endswith(CHOPPED):
            return self._match_chopped(table, shape, body.removesuffix(CHOPPED), program)
        found = self._match_parts(body) if self._by_parts and shape not in _HAVE_NO_PARTS else None
        if found is None and program is not None and self._known and (last := table.find_last(shape, body)) is not None:
            return Match(*last, True)
        return found

    def _match_chopped(self, table: Table, shape: str, body: str, program: str | None) -> Match | None:
        """Return the message that fits what is left of a line; a name or figure that its end may have cut is none of its parts."""
        found = self.match_in(table, shape, body, program)
        if found is None:
            return None
        return found._replace(fields={name: value for name, value in found.fields.items() if " " in value or not body.endswith(value)})

    def table_of(self, program: str | None) -> Table | None:
        """Return the patterns that a program's lines are tried by, None if it is none of the server's daemons."""
        table = self._of_program.get(program, _NOT_YET)
        if table is _NOT_YET:
            daemon = self.daemon_of(program) if self._known else None
            table = None if daemon is None and self._known and program is not None else self._table(daemon)
            if len(self._of_program) < _MOST_KINDS:
                self._of_program[program] = table
        return table

    def _table(self, daemon: str | None) -> Table:
        table = self._tables.get(daemon)
        if table is None:
            of_daemon = [p for p in self._patterns if daemon is None or not p.message.daemons or daemon in p.message.daemons]
            table = self._tables[daemon] = Table(of_daemon)
        return table

    def fields(self, body: str) -> dict[str, str]:
        """Return the parts of a line that may be of this server, whatever it says."""
        return self._parts.named(body).fields if self._reads_names else self._parts.fields(body)

    def _match_parts(self, body: str) -> Match | None:
        if self._reads_names:
            named = self._parts.named(body)
            candidates = self._of(self._parts.groups(named.rest) | (_NAMED if named.sure else _NOTHING))
            fields = named.fields
        else:
            candidates = self._of(self._parts.groups(body))
            fields = self._parts.fields(body) if candidates else {}
        for message, parts in candidates:
            if all(name in fields for name in parts.has):
                return Match(message, {**_as_of(message, fields), **message.sets}, whole=False)
        return None

    def _of(self, groups: frozenset[str]) -> tuple[tuple[Message, Parts], ...]:
        """Return the messages that a line with words of these groups may be, in their order."""
        found = self._candidates.get(groups)
        if found is None:
            found = tuple((message, parts) for message, parts in self._by_parts if _fits(parts, groups))
            if len(self._candidates) < _MOST_KINDS:
                self._candidates[groups] = found
        return found


_HAVE_NO_PARTS = frozenset({"received", "config"})  # shapes whose lines are known as a whole or not at all
_MOST_KINDS = 4096  # sets of word groups, and programs, whose messages are remembered
_NOT_YET = Table(())
_NAMED = frozenset({"names its parts"})  # beside the groups of words of a line that is made of named parts
_NOTHING: frozenset[str] = frozenset()


def _fits(parts: Parts, groups: Collection[str]) -> bool:
    """Tell whether a line with words of these groups holds all that a message needs, and nothing that it must not."""
    if parts.named and not _NAMED.issubset(groups):
        return False
    return all(group in groups for group in parts.words) and not any(group in groups for group in parts.without)


def _as_of(message: Message, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the parts of a line under the names that they have in a message."""
    if message.about != "recipient_server":
        return dict(fields)
    return {_OF_THE_OTHER_SERVER.get(name, name): value for name, value in fields.items()}

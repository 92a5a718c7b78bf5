"""Messages that do not match their own samples, could blow up, or name what is not there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.catalogue.matching import Messages, PartsReader
from bot.errors import Problem
from bot.library import Library
from bot.library.schema import Message, Sessions
from bot.lint.patterns import is_readable, pattern_problems
from bot.paste.cleaning import clean, squeeze
from bot.prose import PLACEHOLDER


def message_problems(library: Library) -> Iterator[Problem]:
    """Yield everything wrong with messages and with the parts by which lines are read."""
    for name, pattern in library.words.fields.items():
        for text in pattern_problems(pattern):
            yield Problem(*library.places["fields", name], f"{name}: {text}")
    parts = PartsReader(library.words)
    for name, server in library.servers.items():
        messages = Messages(server, parts)
        readable = all(is_readable(message.pattern) for message in server.messages if message.pattern is not None)
        for message in server.messages:
            place = library.places["message", f"{name}/{message.id}"]
            found = _problems(message, messages, library) if readable else pattern_problems(message.pattern or "")
            yield from (Problem(*place, f"{message.id}: {text}") for text in found)
        kinds = _kinds_of(server.sessions)
        for kind in kinds:
            if kind not in library.vocabulary.events:
                yield Problem(*library.places["server", name], f"sessions: {kind} is no event of the vocabulary")


def _kinds_of(sessions: Sessions) -> tuple[str, ...]:
    """Return all kinds of event that a server's sessions name."""
    entering = (*sessions.order, *sessions.alone, *sessions.outside, *sessions.entry, *sessions.begins)
    kinds = (*entering, *sessions.closes, *sessions.finishes, *sessions.children)
    return (*kinds, *(kind for kind in (sessions.opens, sessions.message) if kind))


def _problems(message: Message, messages: Messages, library: Library) -> Iterator[str]:
    if message.pattern is not None:
        yield from pattern_problems(message.pattern)
    if message.parts is not None:
        for group in (*message.parts.words, *message.parts.without):
            if group not in library.words.words:
                yield f"{group} is no group of words.yaml"
    yield from _placeholders(message, {*library.words.fields, *messages.server.fields})
    yield from _samples(message, messages)


def _samples(message: Message, messages: Messages) -> Iterator[str]:
    """Yield samples that are not read as the message they stand with, or not with the fields they should give."""
    shape, program = message.shape or messages.server.shapes[0], messages.server.writer_of(message)
    for sample in message.samples:
        match = messages.match(shape, squeeze(clean(sample.line)), program)
        if match is None:
            yield f"its sample is not read at all: {sample.line}"
        elif match.message.id != message.id:
            yield f"its sample is read as {match.message.id}: {sample.line}"
        else:
            for field, value in sample.fields.items():
                if match.fields.get(field) != value:
                    yield f"its sample gives {field} = {match.fields.get(field)!r}, not {value!r}: {sample.line}"


def _placeholders(message: Message, names: set[str]) -> Iterator[str]:
    """Yield placeholders of a meaning that the message's fields can never fill; ``names`` are those of parts of a line."""
    if message.pattern is not None:
        names = {name.rstrip("_") for name in re.compile(message.pattern).groupindex}
    for said in (message.meaning, message.not_meaning):
        for text in (said.en, said.ja) if said else ():
            for name in PLACEHOLDER.findall(text):
                if name not in names:
                    yield f"{{{name}}} is no field of this message"

"""The lines of a whole log, one after the other: for who reads more than a person would paste.

Such a log is a server's own file. Its lines begin as log lines do, nothing was wrapped, and nobody wrote between them; whatever is no
log line is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.paste.cleaning import message_of
from bot.paste.familiar import Memory
from bot.paste.model import LogLine
from bot.paste.physical import physical_line
from bot.paste.repeats import as_written

_new = tuple.__new__  # what a named tuple's own name does, in half the time


def log_lines(texts: Iterable[str]) -> Iterator[LogLine]:
    """Return the log lines among the lines of a log, each with its number, as ``reading.read`` does.

    Args:
        texts: the lines, without their ends.
    """
    memory = Memory()
    begin = memory.begin
    before: LogLine | None = None
    for number, raw in enumerate(texts, start=1):
        beginning = begin(raw)
        if beginning is None:
            here = physical_line(number, raw, memory)
            if here.head is None:
                continue
            head = here.head
            line = LogLine(number, head.when, head.host, head.program, head.pid, message_of(here.text[head.end :]), raw, head.shape)
        else:
            when, host, program, pid, end = beginning
            body = raw[end:]
            if "  " in body or "'" in body:
                body = message_of(body)
            line = _new(LogLine, (number, when, host, program, pid, body, raw, "syslog", 1))
        if "message repeated " in line.body:
            line = as_written(line, before)
        before = line
        yield line

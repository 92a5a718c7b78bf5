"""The lines of a whole log, one after the other: for who reads more than a person would paste.

Such a log is a server's own file. Its lines begin as log lines do, nothing was wrapped, and nobody wrote between them; whatever is no
log line is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from bot.paste.cleaning import message_of
from bot.paste.familiar import Memory, are_clean
from bot.paste.model import LogLine
from bot.paste.physical import physical_line
from bot.paste.repeats import as_written

_AT_A_TIME = 32  # lines; one of them that is not clean makes all be looked at one by one
_new = tuple.__new__  # what a named tuple's own name does, in half the time


def log_lines(texts: Iterable[str]) -> Iterator[LogLine]:
    """Return the log lines among the lines of a log, each with its number, as ``reading.read`` does.

    Args:
        texts: the lines, without their ends.
    """
    memory, texts = Memory(), iter(texts)
    begin = memory.begin
    before: LogLine | None = None
    read = 0
    while some := list(islice(texts, _AT_A_TIME)):
        clean = are_clean(some)
        for number, raw in enumerate(some, start=read + 1):
            beginning = begin(raw, clean=clean)
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
        read += len(some)

"""Tell whether a text is one of the papers that are no log, and find its lines and the asker's words before them."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from itertools import islice

from bot.catalogue import Catalogue
from bot.catalogue.table import Match
from bot.papers.bounce import find_bounce
from bot.papers.dialogue import find_dialogue
from bot.papers.headers import find_headers
from bot.papers.model import Known, is_text, numbers_of
from bot.papers.queue import find_queue
from bot.papers.tally import find_tally
from bot.paste import Budget, Paste
from bot.paste.cleaning import clean, message_of
from bot.paste.familiar import Memory
from bot.paste.model import LogLine
from bot.paste.physical import Physical, physical_lines
from bot.paste.prefixes import head_of

_KINDS: tuple[tuple[str, Callable[[Sequence[Physical], Known], list[LogLine]]], ...] = (
    ("queue", find_queue),
    ("tally", find_tally),
    ("bounce", find_bounce),
    ("transcript", find_dialogue),
    ("headers", find_headers),
)
"""In the order in which one may hold another: a returned message holds headers, and what was said to the server that refused it."""
_MOST_CHARACTERS = 200_000
"""A longer text is a log."""
_FIRST = 24
"""So many lines tell whether a text begins as a log does."""
# What no such paper is without; a quick look that spares a log the closer one.
_MAY_BE = re.compile(
    r"(?im)^[\s>|]{0,16}(?:(?:received|return-path|authentication-results|reporting-mta|final-recipient|diagnostic-code|from|subject):"
    r"|-+\s?q(?:ueue)?.?id|\{\"queue_name|.{0,24}\b(?:ehlo|helo|mail from:|rcpt to:)|trying |[<#]|\s{0,2}\d{1,3}[smhdw] "
    r"|[^\S\r\n]{0,40}\d{1,9}[^\S\r\n]{1,8}\S|[^\S\r\n]{0,80}t[^\S\r\n]{1,9}\d)"
    r"|queue is empty|mail system|deliver|returned|could ?n[o']t be|wasn't|address|[45]\d\d |配信|届|アドレス|connection (?:refused|timed)"
)


def may_be_a_paper(text: str) -> bool:
    """Tell whether a text may hold a paper, or some of one."""
    return len(text) <= _MOST_CHARACTERS and _MAY_BE.search(text) is not None


def read_paper(text: str, catalogue: Catalogue, budget: Budget | None = None) -> Paste | None:
    """Return a text as the paper that it is, None where it is a log or nothing known.

    Args:
        text: what was pasted.
        catalogue: by which a paper's lines, and those of logs, are known.
        budget: how much is read.
    """
    budget = budget or Budget()
    if _begins_as_a_log(text) or not may_be_a_paper(text):
        return None
    physical, cuts = physical_lines(text, budget, time.monotonic() + budget.seconds / 2)

    def known(shape: str, body: str) -> Match | None:
        return catalogue.match(shape, body)

    for kind, find in _KINDS:
        lines = find(physical, known)
        if lines and not _holds_a_log(physical, lines, catalogue):
            return Paste(tuple(lines), _words(physical, lines), cuts=cuts, paper=kind)
    return None


def _begins_as_a_log(text: str) -> bool:
    """Tell whether most of a text's first lines bear the stamp of a log line, so that nothing else need be looked for."""
    first = list(islice((line for line in text.splitlines() if line.strip()), _FIRST))
    stamped, memory = 0, Memory()
    for left, line in zip(range(len(first) - 1, -1, -1), first, strict=True):
        stamped += memory.begin(line) is not None or _is_stamped(clean(line), memory)
        if 2 * stamped > len(first) or 2 * (stamped + left) <= len(first):
            break
    return 2 * stamped > len(first)


def _is_stamped(line: str, memory: Memory) -> bool:
    """Tell whether a cleaned line bears the stamp of a log line; how it begins is remembered for the lines after it."""
    head = head_of(line)
    if head is None:
        return False
    memory.keep(line, head)
    return head.shape != "received"


def _holds_a_log(physical: Sequence[Physical], lines: Sequence[LogLine], catalogue: Catalogue) -> bool:
    """Tell whether a line that is none of the paper's is a mail server's log line."""
    taken = {number for line in lines for number in numbers_of(line)}
    stamped = (here for here in physical if here.head is not None and here.head.shape != "received" and here.number not in taken)
    return any(here.head and catalogue.recognise(here.head.shape, message_of(here.text[here.head.end :])) for here in stamped)


def _words(physical: Sequence[Physical], lines: Sequence[LogLine]) -> str:
    """Return the asker's words: what stands before the paper, or after the fence or the rule that ends it.

    What stands within it, or right behind it, may be the text of a stranger's message.
    """
    first, last = lines[0].number, numbers_of(lines[-1])[-1]
    end = next((here.number for here in physical if here.number > last and here.kind == "fence"), None)
    around = (here for here in physical if here.number < first or (end is not None and here.number > end))
    return "\n".join(here.text.strip() for here in around if is_text(here))

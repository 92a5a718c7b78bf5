"""The lines of a queue's listing: Postfix's ``postqueue -p`` and ``-j``, Sendmail's ``mailq``, Exim's ``-bp``.

A recipient becomes ``TO a@b``, and an entry of ``postqueue -j`` one line; every other line stays as it is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import Any

from bot.papers.model import MOST_PIECES, Known, is_text, joined, line_of
from bot.paste.cleaning import squeeze, without_escapes
from bot.paste.model import LogLine
from bot.paste.physical import Physical

SHAPE = "queue"
_ENTRIES = frozenset({"queue_entry", "queue_notice", "queue_waiting", "queue_empty"})
_RECIPIENT = re.compile(r"\s{2,80}(?P<done>D )?<?(?P<address>[^\s<>()]{1,320})>?\s*")
_MOST_NAMED = 3  # recipients of one entry of postqueue -j


def find_queue(physical: Sequence[Physical], known: Known) -> list[LogLine]:
    """Return the lines of a listing, none where the text is none."""
    lines: list[LogLine] = []
    entries = 0
    at = 0
    while at < len(physical):
        found = _line(physical, at, known, begun=entries > 0)
        if found is None:
            at += 1
            continue
        line, used = found
        match = known(SHAPE, line.body)
        entries += match is not None and match.message.event in _ENTRIES
        lines.append(line)
        at += used
    return lines if entries else []


def _line(physical: Sequence[Physical], at: int, known: Known, *, begun: bool) -> tuple[LogLine, int] | None:
    """Return the line that stands at a place and how many physical lines it takes; reasons and recipients only below an entry."""
    here = physical[at]
    if not is_text(here) and here.kind != "rule":
        return None
    if (body := _of_json(here)) is not None:
        return line_of([here], SHAPE, body), 1
    recipient = _RECIPIENT.fullmatch(here.text) if begun else None
    if recipient is not None and ("@" in recipient["address"] or here.text[:8].isspace()):
        return line_of([here], SHAPE, f"{'DONE' if recipient['done'] else 'TO'} {recipient['address']}"), 1
    pieces = _reason(physical, at) if begun else [here]
    body = joined(pieces)
    return (line_of(pieces, SHAPE, body), len(pieces)) if known(SHAPE, body) is not None else None


def _reason(physical: Sequence[Physical], at: int) -> list[Physical]:
    """Return the lines of a reason between parentheses, which a window may have wrapped."""
    pieces = [physical[at]]
    if "(" not in physical[at].text:
        return pieces
    for piece in physical[at + 1 : at + MOST_PIECES]:
        if pieces[-1].text.rstrip().endswith(")") or not is_text(piece):
            break
        pieces.append(piece)
    return pieces if pieces[-1].text.rstrip().endswith(")") else pieces[:1]


def _of_json(here: Physical) -> str | None:
    """Return an entry of ``postqueue -j`` as one line, None where the line is none."""
    text = without_escapes(here.raw).strip()
    if not text.startswith('{"') or '"queue_id"' not in text:
        return None
    try:
        entry = json.loads(text)
    except ValueError:
        return None
    recipients = entry.get("recipients") if isinstance(entry, dict) else None
    if not isinstance(recipients, list):
        return None
    named = [one for one in recipients if isinstance(one, dict)]
    to = ", ".join(_plain(one.get("address")) for one in named[:_MOST_NAMED])
    why = next((_plain(one["delay_reason"]) for one in named if one.get("delay_reason")), "")
    head = " ".join(_plain(entry.get(name)) or "-" for name in ("queue_name", "queue_id", "message_size", "sender"))
    return squeeze(f"JSON {head} TO {to or '-'}" + (f" ({why})" if why else ""))


def _plain(value: Any) -> str:
    return squeeze(str(value))[:1_000] if isinstance(value, str | int) else ""

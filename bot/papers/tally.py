"""The rows of a tally: what ``sort | uniq -c`` made of a log, with or without the command above it, or exiqsumm and qshape of a queue.

A row becomes ``612 login client=unknown[192.0.2.1], sasl_username=a@b``: how often, what the command above counted (``-`` where there is
none), and what was counted. A command becomes ``COMMAND login``, a heading ``HEADING qshape``; qshape's
rows begin with their total then, as all others do. What a row says is the message catalogue's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bot.papers.model import Known, is_text, line_of
from bot.paste.cleaning import squeeze
from bot.paste.model import LogLine
from bot.paste.physical import Physical

SHAPE = "tally"
_TOTAL = "counted_command"
"""The kind of event of what is no row of its own: a sum."""
_MOST_TIMES = 1_000_000
_FEWEST = 2
"""So many rows make a tally where no command stands above them; one number before an address may stand in any text."""
_LONGEST = 600
_MOST_LINES_OF_A_COMMAND = 4
_ROW = re.compile(r"\s{0,40}(?P<times>\d{1,9})\s{1,8}(?P<what>\S.*)")
_COUNTS = re.compile(r"\buniq\s{1,4}(?:-\w{0,3}c|--count)|\[[^\[\]]{1,40}\]\s{0,2}\+\+")  # that, or an array of awk's
# Headings (exiqsumm(8); qshape(1): the total, and one column for each age in minutes), and how a row of qshape is made.
_HEADINGS = (
    ("exiqsumm", re.compile(r"\s{0,40}Count\s{1,9}Volume\s{1,9}Oldest\s{1,9}Newest\s{1,9}Domain\s*")),
    ("qshape", re.compile(r"\s{0,80}T(?:\s{1,9}\d{1,9}\+?){3,40}\s*")),
)
_OF_QSHAPE = re.compile(r"\s{0,80}(?P<what>[\w.+-]{1,255})\s{1,9}(?P<times>\d{1,9})(?:\s{1,9}\d{1,9}){3,40}\s*")
_OF_MAIL = re.compile(r"mail|exim|postfix|smtp|sasl|dovecot|queue|exiq|mqueue|zimbra|qmail", re.IGNORECASE)
_OF_OTHERS = re.compile(
    r"access|nginx|apache|httpd|www|sshd|secure|auth\.log|firewall|squid|mysql|named|fail2ban|\.csv|\.txt", re.IGNORECASE
)
_LEFT_OUT = re.compile(r"grep\s{1,4}(?:-\w{1,8}\s{1,4}){0,3}-\w{0,8}v")
# What a command looks for, in the servers' own words; of several the first counts, as a refused log-in names its user, too.
_LOOKED_FOR = (
    ("failed", re.compile(r"fail(?!2ban)|incorrect|mismatch|badauth|\b535\b", re.IGNORECASE)),
    ("relay", re.compile(r"relay(?:ing)? (?:access )?(?:denied|not permitted)|relay access|unable to relay", re.IGNORECASE)),
    ("folder", re.compile(r"\b(?:cwd|PWD)\b")),
    ("login", re.compile(r"sasl_username|sasl_method|\bA=|dovecot_(?:login|plain)|(?:login|plain)_server|_(?:login|plain):")),
    ("reading", re.compile(r"imap|pop3|\bLogin:|Logged in", re.IGNORECASE)),
    ("queue", re.compile(r"mailq|postqueue|exim4? -bp|exiqgrep|exiqsumm|sendmail -bp")),
    ("sender", re.compile(r"\bfrom=|<=(?!\s?\d)")),
    ("recipient", re.compile(r"\bto=|=>|rcpt", re.IGNORECASE)),
)


@dataclass(slots=True)
class _Counted:
    """A tally as far as it was read: its lines, how often each row was counted, and which rows do not say themselves what they are."""

    lines: list[LogLine]
    times: list[int]
    bare: int = 0
    commands: int = 0
    padded: bool = True


def find_tally(physical: Sequence[Physical], known: Known) -> list[LogLine]:
    """Return the rows of a tally with the commands that made them, none where the text is none, or counts what is no mail matter."""
    found = _Counted([], [])
    counts, at = "-", 0
    while at < len(physical):
        here = physical[at]
        pieces = _command(physical, at)
        if pieces:
            text = " ".join(piece.text.strip().removesuffix("\\") for piece in pieces)
            counts = _what_counts(text)
            if counts:
                found.lines.append(line_of(pieces, SHAPE, f"COMMAND {counts}"))
                found.commands += 1
        elif heading := _heading(here):
            counts = heading
            found.lines.append(line_of([here], SHAPE, f"HEADING {heading}"))
            found.commands += 1
        elif counts and is_text(here):
            _take_row(found, here, counts, known)
        at += len(pieces) or 1
    return found.lines if _is_a_tally(found) else []


def _take_row(found: _Counted, here: Physical, counts: str, known: Known) -> None:
    """Take in a row, if it is one and the catalogue knows what was counted."""
    form = _OF_QSHAPE if counts == "qshape" else _ROW
    row = form.fullmatch(here.text[:_LONGEST]) if here.head is None else None
    if row is None:
        return
    what = squeeze(row["what"])
    match = known(SHAPE, f"{row['times']} {counts} {what}")
    if match is None:
        return
    times = min(max(int(row["times"]), 1), _MOST_TIMES)
    found.lines.append(line_of([here], SHAPE, f"{row['times']} {counts} {what}")._replace(times=times))
    if match.message.event == _TOTAL:
        return
    found.times.append(times)
    found.padded = found.padded and here.text[:1].isspace()
    found.bare += "says_itself" not in match.message.shows


def _is_a_tally(found: _Counted) -> bool:
    """Tell whether rows are counts: below a command they are; else they go up or down, unless they say themselves what they are.

    Numbers that follow each other are those of a list. A single row is one if it says itself what it is, and is padded as ``uniq`` does.
    """
    times = found.times
    if not times or found.commands:
        return bool(times)
    if len(times) < _FEWEST:
        return found.padded and not found.bare
    follow = all(later == earlier + 1 for earlier, later in pairwise(times))
    numbered = follow and (times[0] <= 1 or len(times) > _FEWEST)
    return not numbered and (not found.bare or times in (sorted(times), sorted(times, reverse=True)))


def _command(physical: Sequence[Physical], at: int) -> Sequence[Physical]:
    """Return the lines of a command that counts, which may go on below a ``|`` or a backslash; none where no such command begins."""
    end = at + 1
    if not is_text(physical[at]) or not ("|" in physical[at].text or "++" in physical[at].text):
        return ()
    while end < min(len(physical), at + _MOST_LINES_OF_A_COMMAND) and physical[end - 1].text.rstrip().endswith(("|", "\\")):
        end += 1
    pieces = physical[at:end]
    return pieces if _COUNTS.search(" ".join(piece.text for piece in pieces)) else ()


def _heading(here: Physical) -> str | None:
    """Return the program whose table's heading a line is, None if it is none."""
    return next((name for name, form in _HEADINGS if form.fullmatch(here.text[:_LONGEST])), None) if here.head is None else None


def _what_counts(command: str) -> str:
    """Return what a command counts, by what it looks for; ``-`` where it does not tell, nothing where it is no mail matter."""
    if not _OF_MAIL.search(command) and _OF_OTHERS.search(command):
        return ""
    looked_for = "|".join(part for part in command.split("|") if not _LEFT_OUT.search(part))
    return next((name for name, words in _LOOKED_FOR if words.search(looked_for)), "-")

"""The lines of a conversation with a mail server, as telnet, openssl and swaks show it.

A command becomes ``C: RCPT TO:<a@b>``, an answer ``S: RCPT TO:<a@b> | 554 5.7.1 …``, so that the catalogue sees what was answered.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.papers.model import Known, is_text, line_of
from bot.paste.cleaning import squeeze
from bot.paste.model import LogLine
from bot.paste.physical import Physical

SHAPE = "dialogue"
_FEWEST = 3
"""So many commands and answers make a conversation; a single answer may stand in any text."""
# What swaks (its manual, "Output"), curl and people put before a line to say who spoke.
_SPEAKER = re.compile(r"\s{0,8}(?:<[-~*]{1,3}|[-~]{1,2}>|<{1,3}|[SC]:)\s{1,4}")
_COMMAND = re.compile(
    r"(?P<verb>EHLO|HELO|LHLO|MAIL FROM:|RCPT TO:|DATA|"
    r"QUIT|RSET|NOOP|VRFY|EXPN|STARTTLS|AUTH|HELP|XCLIENT|BDAT)(?=[\s<]|$).{0,600}",
    re.IGNORECASE,
)
_ANSWER = re.compile(r"(?P<code>[2-5]\d\d)(?P<more>[ -]|$).{0,2000}")
_ADDRESS = re.compile(r"(?:MAIL FROM|RCPT TO):\s{0,4}<?(?P<address>[^\s<>]{0,320})>?", re.IGNORECASE)
_SECRET = re.compile(r"[A-Za-z0-9+/=*]{1,400}")


@dataclass(slots=True)
class _Talk:
    """A conversation as far as it was read: its lines, the commands that wait for an answer, and what is being sent."""

    lines: list[LogLine] = field(default_factory=list)
    waiting: deque[str] = field(default_factory=lambda: deque(["CONNECT"]))
    spoken: int = 0
    commands: int = 0
    content: bool = False
    secret: bool = False

    def add(self, here: Physical, body: str) -> None:
        self.lines.append(line_of([here], SHAPE, body))


def find_dialogue(physical: Sequence[Physical], known: Known) -> list[LogLine]:
    """Return the lines of a conversation, none where the text is none."""
    talk = _Talk()
    last_dot = max((at for at, here in enumerate(physical) if here.text.strip() == "."), default=-1)
    failed = False
    for at, here in enumerate(physical):
        if not is_text(here) and here.text.strip() != ".":
            continue
        text = squeeze(_SPEAKER.sub("", here.text, count=1))
        if talk.content and at <= last_dot:
            _sent(talk, here, text)
        elif not _answered(talk, here, text) and not _commanded(talk, here, text) and (match := known(SHAPE, squeeze(here.text))):
            talk.add(here, here.text)
            failed = failed or match.message.event == "server_unreachable"
    enough = talk.spoken + talk.commands >= _FEWEST and talk.commands and talk.spoken
    return talk.lines if enough or failed else []


def _sent(talk: _Talk, here: Physical, text: str) -> None:
    """Take in a line of the message that is being sent, whatever it looks like; a dot alone ends it."""
    talk.content = text != "."
    talk.add(here, "C: ." if text == "." else "C: message")
    if text == ".":
        talk.waiting.append("MESSAGE")


def _answered(talk: _Talk, here: Physical, text: str) -> bool:
    """Take in an answer of the server: the last line of one settles the command that waits longest."""
    found = _ANSWER.fullmatch(text)
    if found is None:
        return False
    asked = talk.waiting[0] if talk.waiting else "NOTHING"
    talk.add(here, f"S: {asked} | {text}")
    talk.spoken += 1
    if found["more"] == "-":
        return True
    if talk.waiting:
        talk.waiting.popleft()
    talk.content = asked == "DATA" and found["code"] == "354"
    talk.secret = found["code"] == "334"
    if talk.secret:
        talk.waiting.appendleft("AUTH")
    return True


def _commanded(talk: _Talk, here: Physical, text: str) -> bool:
    """Take in a command of the client, or what it answers when it is asked for a password."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        if talk.secret and _SECRET.fullmatch(text):
            talk.add(here, "C: secret")
            return True
        return False
    address = _ADDRESS.match(text)
    verb = found["verb"].upper()
    talk.waiting.append(f"{verb}<{address['address']}>" if address else verb)
    talk.add(here, f"C: {verb}<{address['address']}>" if address else f"C: {text}")
    talk.commands += 1
    return True

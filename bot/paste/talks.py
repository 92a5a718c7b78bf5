"""A mail server's record of its conversations within a paste: each line told with what it answers, as one line of the shape ``talk``.

``IN 203.0.113.9 112 S: RCPT TO:<b@example.org> | 550 no`` is our answer to a caller, ``OUT … C: …`` what we said to another server. What
a line answers is told only where that is sure: in one conversation answers come in the order of the commands (RFC 5321 section 4.1.1,
RFC 2920), and where nothing tells conversations apart, only one command may be waiting.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from bot.paste.cleaning import clean
from bot.paste.steps import INBOUND, OUTBOUND, Step, columns_of, is_note, step_of
from bot.paste.tables import Record, Tables
from bot.paste.traced import MARKS, tells_by_itself, traced_step

SHAPE = "talk"
"""The shape of such a line; no server writes it so."""
_MARKS = ("sent: ", "received: ", "<-- ", "--> ", "smtp-in", "smtpsvc", "cs-method", " cmd: ", *MARKS)
_ASKS = ("rcpt", "mail from", "ehlo", "helo")
_FEWEST = 2  # lines that make a conversation
_MAY_BE_FOLLOWED = ("MAIL FROM", "RCPT TO", "RSET", "MESSAGE")
_TO = "RCPT TO:<"
_SAYS_QUEUED = re.compile(r"250[ -].{0,200}\b(?:queued (?:as|for)|queued mail for delivery|accepted for delivery)\b", re.IGNORECASE)
_SURELY = 5  # times as often must the clock go back as forward
_UNKNOWN = "SOMETHING"  # what an answer answers where that is not sure


@dataclass(slots=True)
class _Talk:
    """One conversation as far as it was read.

    Attributes:
        waiting: the commands that wait for an answer.
        asked_for: the recipients that were named for the message.
        taken: those of them that were taken.
        content: the place of the line that let the content come, until its end is told.
    """

    waiting: deque[str] = field(default_factory=lambda: deque(["CONNECT"]))
    asked_for: list[str] = field(default_factory=list)
    taken: list[str] = field(default_factory=list)
    content: int | None = None


def may_hold_talks(text: str) -> bool:
    """Tell whether a text has what no such record is without; a quick look, since most texts have not."""
    small = text.lower()
    return any(mark in small for mark in _MARKS) and any(word in small for word in _ASKS)


def talks_in(lines: Sequence[str]) -> Tables | None:
    """Return the lines of conversations among the physical lines of a text, None where there are none."""
    steps: dict[int, Step] = {}
    passed: set[int] = set()
    columns: list[str] = []
    traced = not any(tells_by_itself(raw) for raw in lines)
    for at, raw in enumerate(lines):
        if raw.lstrip().startswith("#") and (named := columns_of(clean(raw))) is not None:
            columns = named
        if raw.lstrip().startswith("#"):
            passed.add(at)
        elif (step := _step(raw, columns, traced=traced)) is not None:
            steps[at] = step
        elif is_note(clean(raw)):
            passed.add(at)
    commands = any(step.command for step in steps.values())
    if len(steps) < _FEWEST or not commands or not any(step.reply for step in steps.values()):
        return None
    return Tables(dict(_Following().records(steps)), passed)


def _step(raw: str, columns: Sequence[str], *, traced: bool) -> Step | None:
    """Return what a line says; where the very bytes were traced, that is read if nothing else tells it."""
    if any(mark in raw for mark in MARKS):
        return traced_step(clean(raw)) if traced else None
    return step_of(raw, columns)


class _Following:
    """Follows the conversations of a text."""

    def __init__(self) -> None:
        self._talks: dict[tuple[str, str, str], _Talk] = {}
        self._peers: dict[tuple[str, str], str] = {}
        self._told: dict[int, tuple[Step, str, str]] = {}

    def records(self, steps: dict[int, Step]) -> Iterator[tuple[int, Record]]:
        """Yield the line that each step stands for."""
        for at, step in reversed(steps.items()) if _newest_first(list(steps.values())) else steps.items():
            self._take(at, step)
        for at, (step, peer, told) in self._told.items():
            yield at, Record(step.when, f"{step.way} {peer} {_names(step)} {told}", shape=SHAPE)

    def _take(self, at: int, step: Step) -> None:
        """Take in one line."""
        if step.peer is not None and (step.session or step.command == "CONNECT"):
            self._peers[step.way, step.session] = (
                step.peer
            )  # a server that names neither in a line writes conversations one after the other
        key = (step.way, self._peer(step), step.session)
        talk = self._talks.get(key)
        if talk is None or _begins(step, talk):
            talk = self._talks[key] = _Talk()
        if step.bytes and talk.content is not None:
            step = replace(step, command="SECRET", more=())  # the message itself, whatever stands in it
        if step.command not in (None, "SECRET"):
            self._ended(talk, step.command or "", step.reply)
            _forget_unanswered(talk)
        if step.command is not None and step.reply is not None:
            talk.waiting.clear()
            self._answer(at, step, talk, step.command, step.reply)
        elif step.reply is not None:
            self._answer(at, step, talk, _asked(talk, step), step.reply)
        else:
            self._ask(at, step, talk)

    def _ask(self, at: int, step: Step, talk: _Talk) -> None:
        command = step.command or ""
        if command == "CONNECT":
            self._tell(at, step, "C: CONNECT")
            return
        for one in (command, *step.more):
            if one != "SECRET":
                talk.waiting.append(one)
            if one.startswith("MAIL FROM"):
                talk.asked_for, talk.taken = [], []
            elif one.startswith(_TO):
                talk.asked_for.append(_recipient(one))
        telling = next((one for one in (command, *step.more) if one.startswith("MAIL FROM")), command)
        self._tell(at, step, f"C: {telling}")

    def _answer(self, at: int, step: Step, talk: _Talk, asked: str, reply: str) -> None:
        """Take in an answer, and what it means for the message."""
        last = reply.rpartition("[nl]")[2] or reply  # an answer of several lines that was written as one
        if _SAYS_QUEUED.match(last) and len(talk.asked_for) == 1:  # said of a whole message only, so that its recipient was taken
            asked, talk.taken = "MESSAGE", list(talk.asked_for)
            talk.waiting.clear()
        if asked.startswith("MAIL FROM"):
            talk.taken = []
        if asked.startswith(_TO) and last.startswith("25"):
            talk.taken.append(_recipient(asked))
        if last.startswith("334"):
            talk.waiting.appendleft("AUTH")
        told = f"S: {asked} | {reply}"
        if asked == "MESSAGE" or (asked in ("DATA", "BDAT") and last.startswith("250")):
            told = f"S: MESSAGE to=<{';'.join(talk.taken)}> | {reply}"
            talk.content = None
        elif asked == "DATA" and last.startswith("354"):
            talk.content = at
            talk.waiting.appendleft("MESSAGE")
        self._tell(at, step, told)

    def _ended(self, talk: _Talk, command: str, reply: str | None) -> None:
        """Note, where a conversation goes on after content whose end was not written down, that the content had come."""
        if talk.content is None or command in ("DATA", "BDAT"):
            return
        if reply is None or reply[0] == "2":
            step, peer, told = self._told[talk.content]
            self._told[talk.content] = (step, peer, told.replace("S: DATA |", f"S: MESSAGE to=<{';'.join(talk.taken)}> |", 1))
        talk.content = None
        if talk.waiting and talk.waiting[0] == "MESSAGE":
            talk.waiting.popleft()

    def _peer(self, step: Step) -> str:
        return step.peer or self._peers.get((step.way, step.session), "-")

    def _tell(self, at: int, step: Step, told: str) -> None:
        self._told[at] = (step, self._peer(step), told)


def _newest_first(steps: Sequence[Step]) -> bool:
    """Tell whether lines were pasted from the newest to the oldest: the clock goes back more than once, and hardly ever forward."""
    moments = [step.when.replace(tzinfo=None) for step in steps if step.when is not None]
    back = sum(after < before for before, after in pairwise(moments))
    return back > 1 and _SURELY * sum(after > before for before, after in pairwise(moments)) < back


def _recipient(command: str) -> str:
    return command.removeprefix(_TO).removesuffix(">")


def _names(step: Step) -> str:
    """Return what tells a conversation and its message from others."""
    return ",".join(dict.fromkeys((step.session, *step.ids))).strip(",") or "-"


def _begins(step: Step, talk: _Talk) -> bool:
    """Tell whether a line begins another conversation under the same name."""
    return step.command == "CONNECT" or (step.command is None and not talk.waiting and (step.reply or "").startswith("220"))


def _forget_unanswered(talk: _Talk) -> None:
    """Forget commands whose answers are missing: whoever goes on has had them, since nothing may be sent right behind (RFC 2920)."""
    while talk.waiting and not talk.waiting[0].startswith(_MAY_BE_FOLLOWED):
        talk.waiting.popleft()


def _asked(talk: _Talk, step: Step) -> str:
    """Return what an answer answers; an answer of several lines settles its command with the last."""
    waiting = [command for command in talk.waiting if command != "MESSAGE"]
    if not talk.waiting or (len(waiting) > 1 and not step.session):
        return _UNKNOWN
    goes_on = (step.reply or "")[3:4] == "-" and "[nl]" not in (step.reply or "")
    return talk.waiting[0] if goes_on else talk.waiting.popleft()


__all__ = ["INBOUND", "OUTBOUND", "SHAPE", "may_hold_talks", "talks_in"]

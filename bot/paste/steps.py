"""One line of a mail server's own record of its conversations: a command, an answer, or both, and between whom.

Four ways to write it down are read, whichever server writes so: a mark before what was said (hMailServer's ``RECEIVED:`` and ``SENT:``,
MDaemon's ``<--`` and ``-->``), the client and the session in brackets and a word for who speaks (SmarterMail's ``cmd:`` and ``rsp:``),
cells between tabs or semicolons (MailEnable's activity log), and W3C's named columns (the SMTP service of IIS).
What was said is taken as a whole: nothing that the other side put into it can be read as an answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.identity import parse_ip
from bot.paste.cleaning import clean, squeeze
from bot.paste.shapes import head_of, stamp_of

INBOUND, OUTBOUND = "IN", "OUT"
_ADDRESS = re.compile(r"(?i:(?P<verb>MAIL|RCPT)\s?(?P<to>FROM|TO)): ?<(?P<address>[^<>\s]{0,320})>.{0,600}")
_COMMAND = re.compile(
    r"(?P<verb>EHLO|HELO|LHLO|DATA|QUIT|RSET|NOOP|VRFY|EXPN|STARTTLS|AUTH|HELP|BDAT)(?: (?P<rest>.{0,600}))?", re.IGNORECASE
)
_REPLY = re.compile(r"[2-5]\d\d(?:[ -].{0,2000})?")
_MARKED = re.compile(r"(?P<before>.{10,160}?)(?P<mark>SENT: |RECEIVED: |--> |<-- )(?P<said>.{1,2000})")
_LOOKED_FOR = ("SENT: ", "RECEIVED: ", "-- ", "--&gt; ", "--> ", " SMTP connection ", ": Authenticated as ")
_BRACKETED = re.compile(
    r"(?:\[?(?P<date>\d{4}[./-]\d\d[./-]\d\d)\]? )?(?P<time>\d\d:\d\d:\d\d(?:\.\d{1,6})?) "
    r"\[(?P<ip>[0-9A-Fa-f.:]{3,45})\]\[(?P<session>\d{1,12})\] "
    r"(?:(?:SMTP )?(?P<mark>cmd|rsp): (?P<said>.{1,2000})"
    r"|(?P<note>connected at |disconnected at |Authenticated as )(?P<rest>\S{1,200}).{0,100}|.{1,1000})"
)
_FROM_OUTSIDE = ("RECEIVED: ", "<-- ")
_CONNECTED = re.compile(
    r"(?P<before>.{10,120}?)(?:Accepting|(?P<out>Attempting)) SMTP connection (?:from|to) "
    r"\[?(?P<ip>\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]{3,39})\]?(?::\d{1,5})?\b.{0,200}"
)
_LET_IN = re.compile(r"(?P<before>.{10,120}?: )Authenticated as (?P<login>[\w.+@%-]{1,200})")
_NOTE = re.compile(
    r"[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?: (?:\d\d: )?"
    r"(?:-{3,80}|Session \S{1,20}; child \d{1,6}|SMTP session successful.{0,120})"
)
STAMP = re.compile(r"(?:\d{4}[-/]\d\d[-/]\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})[T ]\d{1,2}:\d\d(?::\d\d(?:[.,]\d{1,9})?)?")
_IP = re.compile(r"(?<![\w.:-])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7})(?![\w.]*[\w])")
_IN_BRACKETS = re.compile(r"\[(\d{1,12}(?::\d{1,4})?)\]")
_NUMBER = re.compile(r"(?<![\w.:])\d{1,12}(?![\w.:])")
_WAYS = ((re.compile(r"SMTP-?IN\w{0,12}", re.IGNORECASE), INBOUND), (re.compile(r"SMTP-?OU\w{0,12}", re.IGNORECASE), OUTBOUND))
_ID = re.compile(r"(?=[^\s]{0,63}\d)[\w.{}-]{2,64}")
_FEWEST_CELLS = 6
W3C = (
    "date", "time", "c-ip", "cs-username", "s-sitename", "s-computername", "s-ip", "s-port", "cs-method", "cs-uri-stem", "cs-uri-query",
    "sc-status",
)  # fmt: skip
"""The first columns of IIS's extended log, where the heading was not pasted."""
_SERVICE = re.compile(r"SMTPSVC\d{1,3}")
_W3C_VERBS = {"MAIL": "MAIL FROM", "RCPT": "RCPT TO"}


@dataclass(frozen=True, slots=True)
class Step:
    """What one line says.

    Attributes:
        when: its stamp.
        way: ``IN`` where the other side called, ``OUT`` where we did.
        peer: the other side's address, None where the line does not name it.
        session: what tells this conversation from others, empty where nothing does.
        command: what whoever called said, in one form.
        reply: what was answered.
        ids: names that the line has beside, by which others may be of the same message.
        more: commands that were sent together with it (RFC 2920).
        bytes: what the other side sent is written down whatever it was, the message itself not excepted.
    """

    when: datetime | None
    way: str
    peer: str | None
    session: str
    command: str | None = None
    reply: str | None = None
    ids: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    bytes: bool = False


def step_of(raw: str, columns: Sequence[str]) -> Step | None:
    """Return what a line says, None where it is no step of a conversation.

    Args:
        raw: the line as it came in.
        columns: the names of W3C's columns, as far as they are known.
    """
    found = _in_cells(raw)
    if found is None and (columns or "SMTPSVC" in raw):
        found = _in_columns(raw, columns)
    if found is None and "][" in raw[:80]:
        found = _bracketed(clean(raw))
    return _marked(clean(raw)) if found is None and any(mark in raw for mark in _LOOKED_FOR) else found


def _marked(text: str) -> Step | None:
    """Return a step whose speaker a mark tells; lines of servers that name their program as syslog does are theirs."""
    found = _MARKED.fullmatch(text) or _CONNECTED.fullmatch(text) or _LET_IN.fullmatch(text)
    stamp = STAMP.search(found["before"]) if found is not None else None
    if found is None or stamp is None or _is_of_syslog(text):
        return None
    when, session, parts = moment(stamp.group()), _session(found["before"], stamp), found.groupdict()
    if "login" in parts:
        return Step(when, INBOUND, None, session, command="AUTH", reply=f"235 Authenticated as {parts['login']}")
    if "mark" not in parts:
        return Step(when, OUTBOUND if parts["out"] else INBOUND, parts["ip"], session, command="CONNECT")
    said, outside = squeeze(parts["said"] or "").removesuffix('"'), parts["mark"] in _FROM_OUTSIDE
    peer = next((ip.group() for ip in _IP.finditer(found["before"]) if parse_ip(ip.group()) is not None), None)
    if _REPLY.fullmatch(said):
        return Step(when, OUTBOUND if outside else INBOUND, peer, session, reply=said)
    return Step(when, INBOUND if outside else OUTBOUND, peer, session, command=command_of(said) or "SECRET")


def _bracketed(text: str) -> Step | None:
    """Return a step of a conversation whose client and number stand in brackets: what the client said, or what it was told."""
    found = _BRACKETED.fullmatch(text)
    if found is None or parse_ip(found["ip"]) is None:
        return None
    when = moment(f"{re.sub('[./]', '-', found['date'])} {found['time']}") if found["date"] else None
    step = Step(when, INBOUND, found["ip"], found["session"])
    said, note = squeeze(found["said"] or ""), found["note"] or ""
    if note.startswith("Auth"):
        return replace(step, command="AUTH", reply=f"235 Authenticated as {found['rest']}")
    if note:
        return replace(step, command="QUIT" if note.startswith("dis") else "CONNECT")
    if found["mark"] == "rsp":
        return replace(step, reply=said) if _REPLY.fullmatch(said) else None
    return replace(step, command=command_of(said) or "SECRET") if said else None


def is_note(text: str) -> bool:
    """Tell whether a line only sets MDaemon's conversations apart, or sums one up, or is a remark beside one in brackets."""
    return _NOTE.fullmatch(text) is not None or _BRACKETED.fullmatch(text) is not None


def _is_of_syslog(text: str) -> bool:
    head = head_of(text)
    return head is not None and head.shape != "columns"


def _session(before: str, stamp: re.Match[str]) -> str:
    """Return the number of a conversation: in brackets, else the last one before the stamp."""
    bracketed = _IN_BRACKETS.search(before)
    numbers = _NUMBER.findall(before[: stamp.start()])
    return bracketed[1] if bracketed else numbers[-1] if len(numbers) > 1 else ""


def _in_cells(raw: str) -> Step | None:
    """Return a step whose command and answer stand in cells of their own: the last cell that may be an answer is the server's."""
    mark = "\t" if raw.count("\t") >= _FEWEST_CELLS else ";" if raw.count(";") >= _FEWEST_CELLS else None
    cells = [clean(cell).strip().strip('"') for cell in raw.split(mark)] if mark else []
    way = next((way for pattern, way in _WAYS if any(pattern.fullmatch(cell) for cell in cells[:4])), None)
    at = next((at for at, cell in enumerate(cells) if parse_ip(cell) is not None), None)
    stamp = STAMP.match(cells[0]) if cells else None
    if way is None or at is None or stamp is None:
        return None
    said = cells[at + 1 :]
    reply = next((cell for cell in reversed(said) if len(cell) > len("250 ") and _REPLY.fullmatch(cell)), None)
    command = _command_in(said)
    if reply is None and command is None:
        return None
    ids = tuple(cell for cell in cells[1:at] if _ID.fullmatch(cell) and not _is_a_way(cell))
    return Step(moment(stamp.group()), way, cells[at], ids[-1] if ids else "", command, reply, ids)


def _command_in(cells: Sequence[str]) -> str | None:
    """Return the command of a row: the first cell that is one, or the next where that goes on with the same verb."""
    for cell, below in zip(cells, (*cells[1:], ""), strict=True):
        command = command_of(cell)
        if command is not None:
            whole = command_of(below)
            return whole if whole is not None and whole.split(" ")[0] == command else command
    return None


def _is_a_way(cell: str) -> bool:
    return any(pattern.fullmatch(cell) for pattern, _ in _WAYS)


def _in_columns(raw: str, columns: Sequence[str]) -> Step | None:
    """Return a step in W3C's columns, in which a blank within a cell is written as a plus."""
    cells = clean(raw).split(" ")
    row = dict(zip(columns or W3C, cells, strict=False))
    method, status = row.get("cs-method", ""), row.get("sc-status", "")
    if parse_ip(row.get("c-ip", "")) is None or not (columns or _SERVICE.fullmatch(row.get("s-sitename", ""))):
        return None
    when = moment(f"{row.get('date', '')} {row.get('time', '')}")
    out = row.get("cs-username", "").startswith("OutboundConnection")
    said = row.get("cs-uri-query", "").replace("+", " ").strip()
    way, peer = (OUTBOUND if out else INBOUND), row["c-ip"]
    if out and row["cs-username"].endswith("Response"):
        return Step(when, way, peer, "", reply=said) if _REPLY.fullmatch(said) else None
    verb = _W3C_VERBS.get(method.upper())
    command = command_of(f"{method} {said}" if verb else f"{method} {said.removeprefix('-')}".strip())
    if command is None:
        return None
    return Step(when, way, peer, "", command, None if out or not _REPLY.fullmatch(status) else status)


def command_of(said: str) -> str | None:
    """Return a command in one form, None where it is none: ``RCPT TO:<a@b>``, ``EHLO name``, ``QUIT``."""
    address = _ADDRESS.fullmatch(said)
    if address is not None:
        return f"{address['verb'].upper()} {address['to'].upper()}:<{address['address']}>"
    found = _COMMAND.fullmatch(said)
    if found is None:
        return None
    verb = found["verb"].upper()
    rest = re.sub(r"[^\w.:\[\]-]", "", (found["rest"] or "").split(" ")[0])[:255] if verb in ("EHLO", "HELO", "LHLO") else ""
    return f"{verb} {rest}" if rest else verb


def columns_of(line: str) -> list[str] | None:
    """Return the names of W3C's columns where a line is their heading and they hold what the SMTP service writes."""
    if not line.startswith("#Fields:"):
        return None
    names = line.removeprefix("#Fields:").split()
    return names if {"c-ip", "cs-method", "cs-uri-query", "sc-status"} <= set(names) else []


def moment(text: str) -> datetime | None:
    """Return the moment that a stamp tells, None where there is none such."""
    head = stamp_of(f"{text.replace('T', ' ', 1)} .")
    return head.when if head is not None else None

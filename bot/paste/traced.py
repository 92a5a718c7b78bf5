r"""A step of a conversation that a server traced with the very bytes: Stalwart's, in both of its forms.

Up to 0.8 ``smtp::inbound::session: event="read" data="EHLO a\r\n" size=8`` (its ``inbound/session.rs``), since 0.9
``Raw SMTP input received (smtp.raw-input) … contents = "EHLO a\r\n"`` (its telemetry events). The bytes hold all that was sent at once:
several commands (RFC 2920), or the message itself, whose lines are nobody's commands.
"""

from __future__ import annotations

import re

from bot.paste.steps import INBOUND, STAMP, Step, command_of, moment

MARKS = ("smtp::inbound::session: event=", "(smtp.raw-")
"""What such a line holds."""
_TRACED = re.compile(r'smtp::inbound::session: event="?(?P<way>read|write)"? data="(?P<said>(?:[^"\\]|\\.){0,4000})"')
_RAW = re.compile(r'\(smtp\.raw-(?P<way>input|output)\) (?P<beside>.{0,600}?)contents = "(?P<said>(?:[^"\\]|\\.){0,4000})"')
_OTHER_EVENT = re.compile(r"\((?:smtp|queue)\.(?!raw-)[a-z-]{2,40}\)")
_PEER = re.compile(r'\bremote(?:\.ip="?|Ip = "?)(?P<ip>[0-9A-Fa-f.:]{3,45})')
_PORT = re.compile(r"\bremote(?:\.port=|Port = )(?P<port>\d{1,5})\b")
_LINE = re.compile(r"\\r\\n|\\n")
_REPLY = re.compile(r"[2-5]\d\d(?:[ -].{0,2000})?")


def tells_by_itself(text: str) -> bool:
    """Tell whether the events beside the traced bytes tell of the conversation, so that these would only say it again."""
    return _OTHER_EVENT.search(text) is not None


def traced_step(text: str) -> Step | None:
    """Return what a cleaned line says, None where it traces no bytes of a conversation."""
    found = _TRACED.search(text) or _RAW.search(text)
    if found is None:
        return None
    peer, port, stamp = _PEER.search(text), _PORT.search(text), STAMP.search(text)
    when = moment(stamp.group()) if stamp is not None and stamp.start() < found.start() else None
    said = [line for line in (line.strip().replace('\\"', '"') for line in _LINE.split(found["said"])) if line]
    named = (peer["ip"] if peer else None), (port["port"] if port else "")
    if found["way"] in ("write", "output"):
        reply = "[nl]".join(said)
        return Step(when, INBOUND, *named, reply=reply) if _REPLY.fullmatch(reply) else None
    commands = [command_of(line) for line in said]
    known = tuple(command for command in commands if command is not None)
    first = known[0] if known and commands[0] is not None else "SECRET"
    return Step(when, INBOUND, *named, command=first, more=known[1:] if first != "SECRET" else (), bytes=True)

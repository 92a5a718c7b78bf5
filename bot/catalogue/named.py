"""The parts of a line that the line itself names: ``from=<…>``, ``remoteIp = …``, ``User: …``, ``{"sender":"…"}``.

So does the id of a session or message that it begins with. Which names stand for which part says ``keys`` of ``words.yaml``. What stands
between quotes or ``<>`` is a value as a whole, so that nothing that a stranger wrote into one can name a part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from bot.identity import is_loopback, is_masked, parse_ip

_LONGEST = 4_000
_FREE_TEXT = re.compile(r"(?<![\w-])(?:subject|betreff|objet|件名)\s?[=:](?!\s?\")", re.IGNORECASE)
"""What a stranger wrote, with nothing to show where it ends: no part of the line is looked for from there on."""
_QUOTED = r'"(?:[^"\\]|\\.){0,400}"'
_KEY = "[A-Za-z][A-Za-z0-9_-]{1,24}"
_PART = re.compile(
    rf'(?:(?<![\w.=:/<@?&-])"?(?P<key>{_KEY})"?(?P<sign> ?= ?| ?: ?)'
    rf"(?P<value>{_QUOTED}|<[^<>]{{0,320}}>(?:, ?<[^<>]{{0,320}}>){{0,100}}|\[[^\[\]]{{0,2000}}\]"
    rf'|(?!{_KEY}(?: ?=|:\s))[^\s,;"<>{{}}\[\]()]{{1,320}})'
    rf"|{_QUOTED}|<[^<>]{{0,320}}>)"
)
# What some servers begin each line with: the id of the connection, of its message after a dot, and the part of the server that speaks.
_LEAD = re.compile(
    r"\[?(?P<session>(?i:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|[0-9a-f]{32}))(?P<message>\.\d{1,4})?(?:\.\d{1,4}){0,2}\]?:? "
    r"(?:\[(?P<part>[\w./-]{1,40})\] )?"
)
_COMMANDS = ("MAIL ", "RCPT ")  # FROM and TO behind these say what the line is about
_ADDRESS = re.compile(r"[^\s<>\"',;\[\]]{1,200}@[^\s<>\"',;\[\]]{1,255}")
_BARE = re.compile(r"[\w.+-]{1,64}")
_ID = re.compile(r"(?=[^@]{0,63}\d)[0-9A-Za-z][0-9A-Za-z._-]{1,63}")
_LOGIN = re.compile(r"[\w.+@%\\/-]{1,200}")
_NOBODY = frozenset({"-", "none", "null", "nil", "unknown", "anonymous", "false", "true", "no", "yes", "n/a"})
_WITH_PORT = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]{2,45})\]|(?P<ip>[^\s:\[\]]{1,64})):(?P<port>\d{1,5})")
_WITHIN = re.compile(r"[\[(](?P<ip>[0-9A-Fa-f:.]{2,45})[\])]")
_OF_WHOM = frozenset({"client_ip", "server_ip", "sender", "recipient", "login", "queue_id", "session_id"})


class Named(NamedTuple):
    """The parts that a line names, what is left of it, and whether they are so many, or so written, that it is made of such parts."""

    fields: dict[str, str]
    rest: str
    sure: bool


class NamedParts:
    """Finds the parts of a line that stand behind their names.

    Args:
        keys: the names that stand for each part, in whatever way their words are put together.
    """

    def __init__(self, keys: Mapping[str, Iterable[str]]) -> None:
        self._part_of = {_plain(key): part for part, names in keys.items() for key in names}

    def read(self, body: str) -> Named:
        """Return the parts that a line names; the first of each counts, and one whose value cannot be its part is none."""
        if len(body) > _LONGEST:
            return Named({}, body, False)
        body = body[: written.start()] if (written := _FREE_TEXT.search(body)) else body
        lead = _LEAD.match(body)
        fields = _of_lead(lead) if lead is not None else {}
        rest = f"{lead['part'] or ''} " if lead is not None else ""
        at, surely = lead.end() if lead is not None else 0, lead is not None
        for found in _PART.finditer(body, at):
            part = self._part_of.get(_plain(found["key"])) if found["key"] else None
            values = _value(part, found["value"]) if part is not None else None
            if part is None or values is None:
                if found["key"] and found["value"].startswith('"'):  # whatever somebody wrote there names no part
                    rest, at = f'{rest}{body[at : found.start("value")]}""', found.end()
                continue
            if part != "service":  # what it is done for says what the line is about
                said = f"{found['key']}: " if body.endswith(_COMMANDS, 0, found.start()) else ""
                rest, at = f"{rest}{body[at : found.start()]} {said}", found.end()
            fields |= {name: value for name, value in values.items() if name not in fields}
            surely = surely or (part in _OF_WHOM and ("=" in found["sign"] or found["value"].startswith('"')))
        if not (surely or len(_OF_WHOM & fields.keys()) > 1):
            return Named({}, body, False)
        return Named(_with_session(_without_a_recipients_name(fields)), " ".join(f"{rest}{body[at:]}".split()), True)


def _plain(key: str) -> str:
    """Return a name without what its words are put together by."""
    return key.replace("-", "").replace("_", "").replace(" ", "").casefold()


def _of_lead(lead: re.Match[str]) -> dict[str, str]:
    """Return the ids that a line begins with: that of its message is told only where the line is about one."""
    message = {"queue_id": f"{lead['session']}{lead['message']}"} if lead["message"] else {}
    return {"session_id": lead["session"], **message}


def _without_a_recipients_name(fields: dict[str, str]) -> dict[str, str]:
    """Return the parts; a user who is the recipient is perhaps not the one who logged in, but the one whose mailbox it is."""
    login, recipient = fields.get("login", "").casefold(), fields.get("recipient", "").casefold()
    if not login or login not in (recipient, recipient.partition("@")[0]):
        return fields
    return {name: value for name, value in fields.items() if name != "login"}


def _with_session(fields: dict[str, str]) -> dict[str, str]:
    """Return the parts, with the client's address and port as the name of its session where the line has no other."""
    if "session_id" not in fields and "client_ip" in fields and "client_port" in fields:
        return {**fields, "session_id": f"{fields['client_ip']}:{fields['client_port']}"}
    return fields


def _value(part: str, written: str) -> dict[str, str] | None:
    """Return the part, or parts, that a value as written stands for; None where it can be none of them."""
    if part in ("client_ip", "server_ip"):
        return _address(part, written)
    value = written.strip('"').strip()
    if part in ("sender", "recipient"):
        return _mail_address(part, written, value)
    if part == "account":
        name = value.strip("<>")
        return _mail_address("recipient", written, value) or ({"recipient": name} if _BARE.fullmatch(name) else None)
    if part == "login":
        value = value.strip("<>")
        return {"login": value} if _LOGIN.fullmatch(value) and value.casefold() not in _NOBODY else None
    if part in ("queue_id", "session_id"):
        value = value.rstrip(".:")
        return {part: value} if _ID.fullmatch(value) else None
    if part in ("client_port", "size"):
        return {part: value} if value.isdecimal() and len(value) < 16 else None
    return {part: value.strip("<>[]")} if value and len(value) < 256 else None


def with_plain_address(fields: dict[str, str]) -> dict[str, str]:
    """Return the parts of a line, the client's address without the port or the way of writing (``::ffff:…``) that it may stand in."""
    found = _address("client_ip", fields["client_ip"]) if "client_ip" in fields else None
    return {**fields, **{name: value for name, value in found.items() if name == "client_ip"}} if found else fields


def _mail_address(part: str, written: str, value: str) -> dict[str, str] | None:
    """Return an address of the envelope; all of them where several are written, the empty one only for a sender."""
    found = list(dict.fromkeys(_ADDRESS.findall(written)))
    if found and part == "recipient":
        return {part: found[0], **({"recipients": ";".join(found)} if len(found) > 1 else {})}
    if found:
        return {part: found[0]}
    return {part: ""} if part == "sender" and value in ("", "<>") else None


def _address(part: str, written: str) -> dict[str, str] | None:
    """Return the address of a machine, and its port if that is beside it; one that stands for none, as 0.0.0.0 does, is none."""
    text = written.strip('"').strip("<>").strip()
    port = _WITH_PORT.fullmatch(text)
    within = _WITHIN.search(text)
    text = (port["six"] or port["ip"]) if port else text.strip("[]")
    ip = parse_ip(text) or (parse_ip(within["ip"]) if within else None)
    if ip is None:
        return {part: text} if is_masked(text) else None
    if ip.is_unspecified or (part == "server_ip" and is_loopback(ip)):
        return {}
    shown = str(ip) if "::ffff:" in text.casefold() or parse_ip(text) is None else text
    return {part: shown, **({"client_port": port["port"]} if port and part == "client_ip" else {})}

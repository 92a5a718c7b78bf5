"""How a setting is written: ``name = value``, an override in master.cf, a block in braces, or a line of a rule language."""

from __future__ import annotations

import re

# What stands before a setting where somebody shows how it was set or found: a bullet, a prompt, a command, the file that grep names.
_BEFORE = re.compile(
    r"(?:[-*・•] {0,3})?(?:[$#%] {0,3}(?=(?:sudo )?postconf))?(?:sudo )?(?:postconf (?:-e )?)?"
    r"(?:[\w./-]{0,80}main\.cf[:：] {0,3})?(?P<quote>['\"]?)"
)
_ASSIGNMENT = re.compile(r"(?P<name>[a-z][a-z0-9_]{1,63}(?:/[a-z]{2,4}/[a-z0-9_]{1,63})?) {0,20}= {0,20}(?P<value>.{0,8000})")
_OVERRIDE = re.compile(r"-o {1,8}(?:\{ {0,8})?(?P<name>[a-z][a-z0-9_]{1,63}) {0,4}= {0,4}(?P<value>.{0,8000})")
_SERVICE = re.compile(r"(?P<name>[\w.:\[\]-]{1,64}) {1,40}(?P<kind>inet|unix|fifo|pass|unix-dgram) {1,40}[yn-] {1,40}[yn-] .{1,400}")
_BLOCK = re.compile(r"(?P<name>[a-z][\w-]{0,40}(?: [\w.:/*-]{1,80}){0,3}) {0,4}\{")
# A lookup table as `cat` shows it, and an entry of one that says what is done with a client, a sender or a recipient (access(5)).
_TABLE = re.compile(
    r"[#$%>] {0,3}(?:sudo )?(?:cat|less|more|head|tail|grep|egrep|postmap)\b[^|;&]{0,80}? (?:[a-z]{2,8}:)?(?P<path>/[\w./@-]{1,200})"
)
_ENTRY = re.compile(
    r"(?P<key>[^\s#=][^\s=]{0,320})\s{1,80}(?P<action>(?i:OK|RELAY|DUNNO|REJECT|DISCARD|HOLD|WARN|INFO|FILTER|PREPEND|REDIRECT|BCC"
    r"|DEFER(?:_IF_REJECT|_IF_PERMIT)?|(?:permit|reject|check)(?:_\w{1,40})?|[45]\d\d|\d{1,10})(?:\s.{0,400})?)"
)
# A line by which a paste may hold settings at all; looking for one is far quicker than looking at each line.
_MAY_HOLD = re.compile(
    r"^[^\w\n]{0,16}(?:sudo )?(?:postconf (?:-e )?|[\w./-]{0,80}main\.cf|-o )?[^\w\n]{0,4}"
    r"(?:[a-z][a-z0-9_]{1,63}(?:/[a-z]{2,4}/[a-z0-9_]{1,63})?[ \t]{0,20}=|o [a-z]"
    r"|(?:hostlist|domainlist|match|accept|pass|FEATURE|Connect|dnl)\b)",
    re.MULTILINE,
)


def may_hold_settings(text: str) -> bool:
    """Tell whether a text may hold a setting."""
    return _MAY_HOLD.search(text) is not None


def assignment_in(line: str) -> tuple[str, str] | None:
    """Return the name and the value that a line sets, None if it sets none."""
    text = line.strip()
    before = _BEFORE.match(text)
    quote = before["quote"] if before else ""
    found = _ASSIGNMENT.fullmatch(text[before.end() :].rstrip(quote or None) if before else text)
    return (found["name"], found["value"]) if found else None


def override_in(line: str) -> tuple[str, str] | None:
    """Return the name and the value that a line of master.cf sets for its service, None if it sets none."""
    found = _OVERRIDE.fullmatch(line.strip())
    return (found["name"], found["value"].removesuffix("}")) if found else None


def service_in(line: str) -> str | None:
    """Return the service that a line of master.cf begins, as ``postconf -P`` writes it (``submission/inet``)."""
    found = _SERVICE.fullmatch(line.strip())
    return f"{found['name']}/{found['kind']}" if found else None


def block_in(line: str) -> str | None:
    """Return the name of the block in braces that a line begins."""
    found = _BLOCK.fullmatch(line.strip())
    return found["name"] if found else None


def listed(value: str) -> str:
    """Return a value with single spaces between its parts; Postfix takes commas and spaces alike."""
    return " ".join(value.replace(",", " ").split())


def table_in(line: str) -> str | None:
    """Return the lookup table that a command shows, None if the line is no such command."""
    found = _TABLE.fullmatch(line)
    return found["path"] if found else None


def entry_in(line: str) -> tuple[str, str] | None:
    """Return what an entry of a lookup table is about and what is done then, None if the line is no such entry."""
    found = _ENTRY.fullmatch(line)
    return (found["key"], found["action"]) if found else None

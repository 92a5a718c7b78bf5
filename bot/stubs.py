"""The beginnings of entries for what the knowledge base had no word for, to be filled in by a person."""

from __future__ import annotations

import re
from datetime import date

_NUMBERED = re.compile(
    r"(?P<mailbox>[\w.=+-]{1,80}@(?:[\w-]{1,63}\.){0,5}[\w-]{1,63})"
    r"|(?P<ip>(?:192\.0\.2|198\.51\.100|198\.1[89]\.\d{1,3}|203\.0\.113|10\.\d{1,3}\.\d{1,3}|172\.\d{1,3}\.\d{1,3}|192\.168\.\d{1,3})"
    r"\.\d{1,3}|2001:db8:[0-9a-f:]{1,40})"
    r"|(?P<host>(?:[\w-]{1,63}\.){0,5}(?:domain\d{1,6}\.\w{2,12}|host\d{1,6}))"
    r"|(?P<user>\buser\d{1,6}\b)"
    r"|(?P<number>\d{1,12})"
)
_GROUPS = {"mailbox": "sender", "ip": "client_ip", "host": "client_name", "user": "login"}
_CLASSES = {
    "mailbox": r"[^\s<>]{1,320}",
    "ip": r"[0-9A-Fa-f.:]{2,45}",
    "host": r"[^\s\[\]<>()]{1,255}",
    "user": r"[^\s<>,]{1,64}",
    "number": r"\d{1,12}",
}


def message_stub(line: str) -> str:
    """Return the beginning of an entry of ``messages/<server>.yaml`` for a redacted line; the names of its groups are guesses."""
    pattern = pattern_for(line)
    return "\n".join([
        "- id: name-it", "  event: one-of-vocabulary.yaml", "  about: client", f"  pattern: {_quoted(pattern)}",
        "  meaning: {en: …, ja: …}", "  source: documented in …, or attested by …, or inferred from …",
        "  samples:", f"  - line: {_quoted(line)}",
    ])  # fmt: skip


def page_stub(question: str, lang: str, today: date) -> str:
    """Return the beginning of ``faq/<name>.<lang>.md`` for a redacted question."""
    front = [f"title: {_quoted(question)}", "aliases:", f"  - {_quoted(question)}", "  - …", "  - …"]
    front += ["reading: …"] if lang == "ja" else []
    front += ["tags: [relay]", "source: [documented in …]", f"reviewed: {today}"]
    return "\n".join(["---", *front, "---", "…"])


def pattern_for(line: str) -> str:
    """Return a pattern that a redacted line matches, with a group for the first name of each kind."""
    parts, at, named = [], 0, set[str]()
    for found in _NUMBERED.finditer(line):
        kind = found.lastgroup or "number"
        group = _GROUPS.get(kind)
        parts.append(_plain(line[at : found.start()]))
        parts.append(_CLASSES[kind] if group is None or group in named else f"(?P<{group}>{_CLASSES[kind]})")
        named |= {group} if group else set()
        at = found.end()
    return "".join([*parts, _plain(line[at:])])


def _plain(text: str) -> str:
    """Return a text that stands for itself in a pattern; only what would mean something else is escaped."""
    return re.sub(r"([\\.^$*+?{}\[\]|()])", r"\\\1", text)


def _quoted(text: str) -> str:
    """Return a text between single quotes, as YAML reads them."""
    return "'" + text.replace("'", "''") + "'"

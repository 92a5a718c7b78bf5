"""A mail appliance's history in named fields: each line told as a record of what became of a message, in the one form of ``objects``.

FortiMail writes so (Log Reference, "History/Statistics logs": ``date=… time=… type=statistics … from="…" to="…" … disposition="…"``). What
senders wrote stands in it, too, between quotes that nothing marks within: a line that holds a field twice says nothing of its outcome.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.identity import parse_ip
from bot.paste.objects import SHAPE
from bot.paste.stamps import naive
from bot.paste.tables import Record

_HISTORY = re.compile(
    r"(?:<\d{1,3}>|\S.{0,100}\s)?date=(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d),? time=(?P<hour>\d\d):(?P<minute>\d\d):(?P<second>\d\d)"
    r'(?:\.(?P<fraction>\d{1,6}))?,? (?P<fields>(?=.{0,300}?\btype="?statistics\b).{1,4000})'
)
_FIELD = re.compile(r'(?<!\S)(?P<key>[a-z_]{2,24})=(?:"(?P<quoted>[^"]{0,1000})"|(?P<plain>[^\s",]{0,200})),?(?=\s|$)')
_ADDRESS = re.compile(r"[^\s<>\"',;:\[\]()]{1,200}@[^\s<>\"',;:\[\]()]{1,255}")
_ID = re.compile(r"[\w.@+=-]{1,200}")
_WORDS = re.compile(r"[\w ./()-]{1,120}")
_KINDS = (("reject", "REJECTED"), ("greylist", "REJECTED"), ("accept", "TAKEN"))
"""Words of a disposition that tell an outcome, the surest first ("Classifiers and dispositions in history logs")."""


def history_in(text: str) -> Record | None:
    """Return the line that a cleaned line of an appliance's history stands for, None where it is none."""
    found = _HISTORY.fullmatch(text)
    if found is None:
        return None
    fields: dict[str, str] = {}
    twice = False
    for field in _FIELD.finditer(found["fields"]):
        twice = twice or field["key"] in fields
        fields.setdefault(field["key"], field["quoted"] if field["quoted"] is not None else field["plain"])
    recipients = _ADDRESS.findall(fields.get("to", ""))
    if not recipients or "disposition" not in fields:
        return None
    return Record(naive(found.groupdict()), _told(fields, recipients, sure=not twice), shape=SHAPE)


def _told(fields: Mapping[str, str], recipients: list[str], *, sure: bool) -> str:
    """Return a message's history in the form of a record of ``objects``."""
    disposition = fields["disposition"].casefold()
    kind = next((kind for word, kind in _KINDS if sure and word in disposition), "OTHER")
    sender = next(iter(_ADDRESS.findall(fields.get("from", ""))), "")
    client = next((ip for name in ("client_ip", "client_name") if parse_ip(ip := fields.get(name, "").strip("[]")) is not None), "")
    reason = fields.get("classifier", "")
    words = [
        ("id", f"<{fields['session_id']}>" if _ID.fullmatch(fields.get("session_id", "")) else ""),
        ("from", f"<{sender}>" if sender or fields.get("from") in ("", "<>") else ""),
        ("to", f"<{';'.join(dict.fromkeys(recipients))}>"),
        ("client", client if kind != "OTHER" else ""),
        ("text", f'"{reason}"' if kind == "REJECTED" and _WORDS.fullmatch(reason) else ""),
    ]
    return " ".join(["EVENT", kind, *(f"{name}={value}" for name, value in words if value)])

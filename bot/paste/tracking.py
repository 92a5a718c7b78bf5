"""Exchange's message tracking and Microsoft 365's message trace: each record written as one line, whatever form it was pasted in.

The names of the fields are those of Microsoft's "Message tracking", of ``Get-MessageTrackingLog``, which takes the dashes out of them,
of ``Get-MessageTrace``, and of the reports that its admin center offers for download (see ``summaries``). What a line says is read by
``knowledge/messages/exchange-tracking.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.paste.cleaning import squeeze
from bot.paste.shapes import stamp_of
from bot.paste.summaries import TOLD, as_trace, is_summary

SHAPE = "record"
"""The shape of such a line; no other server writes it."""
SOURCES = frozenset({
    "ADMIN", "AGENT", "APPROVAL", "BOOTLOADER", "DNS", "DSN", "GATEWAY", "MAILBOXRULE", "MEETINGMESSAGEPROCESSOR", "ORAR", "PICKUP",
    "POISONMESSAGE", "PUBLICFOLDER", "QUEUE", "REDUNDANCY", "ROUTING", "SAFETYNET", "SMTP", "STOREDRIVER",
})  # fmt: skip
"""Parts of Exchange that an event may come from."""
STATUSES = {
    name.casefold(): name
    for name in ("Delivered", "Expanded", "Failed", "FilteredAsSpam", "GettingStatus", "None", "Pending", "Quarantined")
}
"""What a message trace says became of a message."""
EVENT = re.compile(r"[A-Za-z]{3,24}")
_NAMES = {
    "when": "datetime timestamp received receiveddatetime datetimeutc origintimestamp origintimestamputc",
    "client": "clientip",
    "client_name": "clienthostname",
    "server": "serverip toip",
    "server_name": "serverhostname",
    "connector": "connectorid",
    "source": "source",
    "event": "eventid",
    "internal": "internalmessageid messagetraceid",
    "id": "messageid",
    "to": "recipientaddress recipients recipient",
    "status_text": "recipientstatus",
    "related": "relatedrecipientaddress",
    "refers": "reference",
    "subject": "messagesubject subject",
    "from": "senderaddress sender",
    "return": "returnpath",
    "origin": "originalclientip",
    "status": "status",
    "from_ip": "fromip",
    "direction": "directionality",
    "other": (
        "sourcecontext networkmessageid totalbytes size recipientcount messageinfo deliverypriority tenantid originalserverip customdata "
        "eventdata transporttraffictype logid schemaversion runspaceid pscomputername psshowcomputername organization startdate enddate "
        "index messagelatency messagelatencytype"
    ),
}
_OF_NAME = {name: field for field, names in _NAMES.items() for name in names.split()}
_ADDRESS = re.compile(r"[0-9A-Fa-f.:]{2,45}")
_CUT = re.compile(r"(?:\.{3}|…)[}\]]?$")
_LAST_ERROR = re.compile(r"\[?\{?LED=([^{}]{1,800})\}")
_NO_LIST = ("System.String[]", "System.Collections")  # what a table or CSV of PowerShell shows of a list that was not joined
_MOST = 6000  # characters of a list of recipients
_OTHERS = 400  # characters of any other value


def field_of(name: str) -> str | None:
    """Return which part of a record a column or property is, ``other`` if it says nothing here, None if it is none of theirs."""
    return _OF_NAME.get(re.sub(r"[^a-z]", "", name.casefold())) if len(name) < 48 else None


def is_record(fields: Mapping[str, str]) -> bool:
    """Tell whether fields are those of a record: an event of message tracking, or a message trace's status, and whose message it is."""
    if "event" in fields:
        known = fields.get("source", "").upper() in SOURCES or ("source" not in fields and ("from" in fields or "to" in fields))
        return known and EVENT.fullmatch(fields["event"]) is not None
    if is_summary(fields):
        return True
    return fields.get("status", "").casefold() in STATUSES and "@" in fields.get("from", "") + fields.get("to", "")


def line_of(fields: Mapping[str, str]) -> tuple[datetime | None, str]:
    """Return when a record is of, None where it does not say, and the line that it stands for."""
    told = as_trace(fields) if is_summary(fields) else fields
    found = {name: squeeze(value) for name, value in told.items() if not value.startswith(_NO_LIST)}
    if "event" in found:
        words = [found["event"].upper(), found.get("source", "-").upper()]
    else:
        status = found["status"].casefold()
        words = ["TRACE", STATUSES.get(status) or TOLD[status]]
    for name, value in (
        ("id", _named(found.get("id", ""))),
        ("internal", re.sub(r"[^\w-]", "", found.get("internal", ""))[:40]),
        ("from", _sender(found)),
        ("to", _addresses(found.get("to", ""))),
        *((fate, _addresses(found.get(fate, ""))) for fate in ("sent", "stored", "failed", "led_on", "waiting")),
        ("related", _addresses(found.get("related", ""))),
        ("client", _client(found)),
        ("came", found.get("came", "")),
        ("client_name", "" if _ip(found.get("origin", "")) else re.sub(r"[^\w.-]", "", found.get("client_name", ""))[:255]),
        ("server", _ip(found.get("server", "")) or ("-" if "event" not in found and "server" in found else "")),
        ("server_name", re.sub(r"[^\w.-]", "", found.get("server_name", ""))[:255]),
        ("connector", _quoted(found.get("connector", ""))),
        ("status", _quoted(_reply(found.get("status_text", "").strip("{}")))),
        ("at", _ip(found.get("seat", ""))),
        ("refers", _named(found.get("refers", "").strip("{}"))),
        ("subject", _quoted(found.get("subject", ""))),
    ):
        if value:
            words.append(f"{name}={value}")
    head = stamp_of(f"{found['when'].replace('T', ' ', 1)} .") if found.get("when") else None
    return (head.when if head is not None else None), " ".join(words)


def _reply(text: str) -> str:
    """Return what the other server said last, which a list of PowerShell's puts among other things."""
    said = _LAST_ERROR.match(text)
    return said[1] if said else text


def _sender(fields: Mapping[str, str]) -> str:
    """Return the envelope's sender if the record names it, which is ``<>`` in a notice, else the one that stands in the message."""
    path = fields.get("return", "")
    return _named(path if path and not _CUT.search(path) else fields.get("from", ""), empty=path == "<>")


def _client(fields: Mapping[str, str]) -> str:
    """Return the machine that brought the message, ``-`` where a message trace says that it came from none.

    Exchange's own front end passes on what it is given, and is then the client, which the same record's server is.
    """
    if "event" not in fields:
        return _ip(fields.get("from_ip", "")) or ("-" if "from_ip" in fields else "")
    client, server = _ip(fields.get("client", "")), _ip(fields.get("server", ""))
    return _ip(fields.get("origin", "")) or (client if client != server else "")


def _ip(text: str) -> str:
    text = text.partition("%")[0]
    return text if _ADDRESS.fullmatch(text) and ("." in text or ":" in text) else ""


def _named(text: str, *, empty: bool = False) -> str:
    text = re.sub(r"[<>\s]", "", text)[:_OTHERS]
    return f"<{text}>" if text or empty else ""


def _quoted(text: str) -> str:
    text = text.replace('"', "")[:_OTHERS].strip()
    return f'"{text}"' if text else ""


def _addresses(text: str) -> str:
    """Return a list of recipients as its addresses between semicolons; one that was cut off counts only where there is no other."""
    parts = [part for part in re.split(r"[;,\s{}]+", text[:_MOST]) if "@" in part]
    whole = [re.sub(r"[<>]", "", part) for part in parts if not _CUT.search(part)]
    if not whole:
        whole = [re.sub(r"[<>]", "", _CUT.sub("***", part)) for part in parts[:1]]
    return f"<{';'.join(dict.fromkeys(whole))}>" if whole else ""

"""Log lines that come as records: JSON of the journal and of containers, lists of PowerShell and of the Windows event viewer.

Each is written as the one line that a syslog would have made of it, so that everything after this reads lines alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.paste.cleaning import squeeze

MOST_LINES = 160
"""Physical lines that one record may take; the journal's own records hold some thirty fields."""
_MESSAGE = ("MESSAGE", "log", "message", "msg", "body", "line", "text")
_HOST = ("_HOSTNAME", "hostname", "host", "syslog_hostname", "HOST")
_PROGRAM = ("SYSLOG_IDENTIFIER", "syslog_identifier", "program", "ident", "appname", "app", "_COMM", "tag", "PROGRAM")
_PID = ("SYSLOG_PID", "_PID", "pid", "procid", "PID")
_TIME = ("__REALTIME_TIMESTAMP", "_SOURCE_REALTIME_TIMESTAMP", "@timestamp", "timestamp", "time", "ts", "ISODATE", "DATE")
_MADE = (*_TIME, "createdAt", "created_at")
_KIND = ("event", "event_type", "eventType", "type", "action", "kind")
_RESULT = ("result", "outcome", "status")
_SINCE_1970 = re.compile(r"(?P<seconds>\d{10}(?:\.\d{1,9})?)|(?P<thousandths>\d{13})(?:\.\d{1,9})?|(?P<millionths>\d{16})")
_JSON = re.compile(r"(?:[a-zA-Z0-9][\w.@-]{0,127}\s{0,48}\|\s{1,4})?(\{.*\})\s*")
_DOVECOT = re.compile(
    r"(?P<stamp>(?:[A-Z][a-z]{2} [ \d]\d|\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d) (?P<service>"
    r"(?:(?:imap|pop3|submission|managesieve)(?:-login|-urlauth)?|auth(?:-worker)?|lmtp|lda|anvil|master|config|log|doveadm|dict(?:-async)?|"
    r"indexer(?:-worker)?|stats|ssl-params|quota-status|replicator|aggregator)(?:\([^()]{0,320}\))?(?:<[^<>]{0,64}>){0,2}): "
    r"(?:Info: |(?P<level>(?:Warning|Error|Fatal|Panic|Debug): ))"
)
_WORD = re.compile(r"\S{1,128}")
_LEVEL = ("level", "severity", "lvl")
# The text form of structured logs, its time first: `time="…" level=info msg="…" from=…`.
_LOGFMT = re.compile(
    r'(?:time|ts|t)="?(?P<stamp>\d{4}-\d\d-\d\d[T ][\d:.,]{8,18}(?:Z|[+-]\d\d:?\d\d)?)"? '
    r'level=(?P<level>[A-Za-z]{3,8}) (?:msg|message)=(?P<message>"(?:[^"\\]|\\.){0,1000}"|\S{1,200})'
)
# `Get-WinEvent | Format-List` and the event viewer's "copy as text", in English, German, French and Japanese.
_KEY = re.compile(r"\s{0,8}(?P<key>[^\W\d_][\w ()/-]{1,40}?|[぀-ヿ一-鿿 ]{1,20})\s{0,40}[:：]\s{0,40}(?P<value>.{0,4000})")
_NAMES = {
    "when": ("timecreated", "timegenerated", "timewritten", "time", "date", "datum", "日付"),
    "source": ("providername", "source", "quelle", "ソース"),
    "host": ("machinename", "computer", "コンピューター", "コンピュータ"),
    "id": ("id", "event id", "eventid", "ereignis-id", "id de l'événement", "イベント id"),
    "message": ("message", "description", "beschreibung", "説明", "nachricht"),
}
_OF_KEY = {key: name for name, keys in _NAMES.items() for key in keys}
_BEGINS = re.compile(
    r"\s{0,8}(?:TimeCreated|TimeGenerated|ProviderName|Log Name|Protokollname|ログの名前|Nom du journal|Index)\s{0,40}[:：]\s",
    re.IGNORECASE,
)


def line_of_json(raw: str) -> str | None:
    """Return the log line that a record in JSON stands for, None if the text is none; it never holds a line end."""
    record = _record(raw)
    return _line(record) if record is not None else None


def line_of_kind(raw: str) -> str | None:
    """Return the log line that a record stands for which tells by the name of its kind alone what happened, None if the text is none."""
    record = _record(raw.strip().rstrip(", "))
    when = _stamp(_first(record, _MADE)) if record is not None else None
    kind = next((value for name in _KIND if record is not None and isinstance(value := record.get(name), str) and value.strip()), "")
    if record is None or when is None or not kind:
        return None
    kind = f"{kind} {next((value for name in _RESULT if isinstance(value := record.get(name), str)), '')}"
    beside = {name: value for name, value in record.items() if name not in (*_KIND, *_RESULT, *_MADE, *_LEVEL)}
    within = {name: value for below in beside.values() if isinstance(below, dict) for name, value in below.items()}
    own = {name: value for name, value in beside.items() if not (within and name == "id")}  # that of the record, not of what it tells of
    fields = {name: value for name, value in {**within, **own}.items() if isinstance(value, str | int | list)}
    told = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    return f"{when} {_level(record)} {re.sub(r'[^a-z0-9]+', ' ', kind.casefold()).strip()[:80]} {told}"


def _record(raw: str) -> dict[str, Any] | None:
    found = _JSON.fullmatch(raw.strip())
    return json_object(found[1]) if found else None


def json_object(text: str) -> dict[str, Any] | None:
    """Return the object that a text in JSON is, None where it is none."""
    try:
        record = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def line_of_dovecot(text: str) -> str:
    """Return a line of Dovecot's own log file as its syslog would have it: the level is told only where it is no mere information."""
    found = _DOVECOT.match(text)
    if found is None:
        return text
    return f"{found['stamp']} dovecot: {found['service']}: {found['level'] or ''}{text[found.end() :]}"


def line_of_logfmt(text: str) -> str:
    """Return a line of a structured log in its text form with its message in front of its other fields."""
    found = _LOGFMT.match(text)
    if found is None:
        return text
    return f"{found['stamp']} {found['level'].upper()} {found['message'].strip(chr(34))}{text[found.end() :]}"


def opens_json(text: str) -> bool:
    """Tell whether a record may begin here whose fields stand on lines of their own, as of ``journalctl -o json-pretty``."""
    return text.strip() in ("{", "[{")


def opens_list(text: str) -> bool:
    """Tell whether an event of Windows begins here, its fields on lines of their own."""
    return bool(_BEGINS.match(text))


def line_of_list(texts: Sequence[str]) -> tuple[str, int] | None:
    """Return the line that an event of Windows stands for, and how many of the given lines it took.

    The event ends before a line without a key, but for those of its message, and before the next event.
    """
    fields: dict[str, str] = {}
    last, used = "", 0
    for text in texts[:MOST_LINES]:
        found = _KEY.fullmatch(text)
        name = _OF_KEY.get(found["key"].strip().casefold(), "") if found else ""
        if not text.strip() or (name and name in fields and last != "message"):
            break
        if last == "message" and (not name or name in fields):
            fields["message"] = f"{fields['message']} {text.strip()}"
        elif found:
            last = name
            fields |= {name: found["value"].strip()} if name else {}
        else:
            break
        used += 1
    if "when" not in fields or "message" not in fields:
        return None
    source = "-".join(fields.get("source", "event").split()) or "event"
    number, host = fields.get("id", ""), f"{fields['host']} " if fields.get("host") else ""
    return (
        f"{fields['when']} {host}{source}[{number if number.isdecimal() else 0}]: {squeeze(fields['message'])}",
        used,
    )


def _line(record: Mapping[str, Any]) -> str | None:
    message = _text(_first(record, _MESSAGE))
    when = _stamp(_first(record, _TIME))
    if not message.strip() or when is None:
        return None
    program, host, pid = (_text(_first(record, names)) for names in (_PROGRAM, _HOST, _PID))
    if not _WORD.fullmatch(program):
        return f"{when} {_with_fields(record, message)}"
    number = f"[{pid}]" if pid.isdecimal() else ""
    return f"{when} {host if _WORD.fullmatch(host) else '-'} {program}{number}: {message}"


def _with_fields(record: Mapping[str, Any], message: str) -> str:
    """Return the message of a program that writes records itself, with the addresses and ids that stand in fields beside it.

    What collectors of logs add to a whole line of some program is left out: such a line names the addresses itself.
    """
    known = {*_MESSAGE, *_HOST, *_PROGRAM, *_PID, *_TIME, *_LEVEL}
    beside = {name: value for name, value in record.items() if name not in known and isinstance(value, str | int | list)}
    if "@" in message or not any("@" in str(value) for value in beside.values()):
        return message
    fields = json.dumps(beside, ensure_ascii=False, separators=(",", ":"))
    return f"{_level(record)} {message} {fields}"


def _level(record: Mapping[str, Any]) -> str:
    level = _text(_first(record, _LEVEL)).upper()
    return level if level.isalpha() else "INFO"


def _first(record: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((record[name] for name in names if record.get(name)), "")


def _text(value: Any) -> str:
    """Return a field as one line of text; the journal writes what is no UTF-8 as a list of bytes."""
    if isinstance(value, list):
        value = bytes(byte for byte in value if isinstance(byte, int) and 0 <= byte < 256).decode("utf-8", "replace")
    return re.sub(r"[\r\n]+", " ", str(value)).strip() if isinstance(value, str | int) else ""


def _stamp(value: Any) -> str | None:
    """Return a time as a stamp: what has passed since 1970, in millionths as the journal writes it, or in seconds; a text as it is."""
    text = repr(value) if isinstance(value, float) else _text(value)
    if (found := _SINCE_1970.fullmatch(text)) is not None:
        seconds = float(found["seconds"] or 0) + int(found["thousandths"] or 0) / 1e3 + int(found["millionths"] or 0) / 1e6
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="microseconds")
    return text or None

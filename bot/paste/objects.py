"""What became of a message, told as a record in JSON: each written as one line, whatever names its writer gives to the parts.

KumoMTA's log is made of such records ("Log Record"), and so are the event exports of services that send mail: Amazon SES ("Contents of
event data"), SendGrid ("Event Webhook Reference"), Mailgun ("Webhook Payloads"), Scaleway ("Webhook event payloads"). What a line says is
read by ``knowledge/messages/unknown-records.yaml``. Whatever stands below ``headers`` and the like was written by senders, and is left
out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from bot.identity import parse_ip
from bot.paste.cleaning import squeeze
from bot.paste.records import json_object
from bot.paste.shapes import stamp_of
from bot.paste.tables import Record

SHAPE = "event"
"""The shape of such a line; no server writes it so."""
_OBJECT = re.compile(r"(?:[a-zA-Z0-9][\w.@-]{0,127}\s{0,48}\|\s{1,4})?\[?\s{0,4}(\{.*\})\s{0,4},?\s{0,4}\]?")
_KINDS = {
    "TAKEN": "reception received accepted processed injection send queued submitted enqueued",
    "SENT": "sent",
    "DELIVERED": "delivery delivered",
    "FAILED": "failed failure deliveryfailed deliveryerror undelivered",
    "BOUNCED": "bounce bounced hardbounce expiration expired adminbounce dropped undeliverable",
    "DEFERRED": "transientfailure deferred deferral delay delayed deliverydelay softbounce",
    "REJECTED": "rejection rejected reject policyrejection",
}
_KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_STEPS = ("rcpt", "rcptto", "recipient", "from", "helo", "ehlo", "connect", "connection", "auth", "login", "tls", "starttls", "spf", "dkim")
_SAYS_KIND = ("eventtype", "notificationtype", "recordtype", "event", "type", "status", "result", "outcome", "action")
_BY_SENDERS = frozenset({"headers", "commonheaders", "tags", "uservariables", "customargs", "feedbackreport", "campaigns", "useragent"})
# The names of each part, the surest first.
_NAMES = {
    "id": "messageid sgmessageid queueid msgid spoolid emailid mailid smtpid id",
    "session": "sessionid connectionid connid session",
    "from": "mailfrom envelopefrom envfrom sender emailfrom fromaddress fromemail from source returnpath",
    "to": "rcptto rcpt emailaddress recipient recipients emailto toaddress to email destination targets",
    "peer": "peeraddressaddr remoteip remoteaddr remoteaddress peerip clientip clientaddr clientaddress srcip sourceip senderip",
    "name": "peeraddressname helo ehlo mxhost mx",
    "server": "remotemtaip mxip serverip destip dstip",
    "login": "authnid saslusername authenticatedas authuser username login user",
    "code": "responsecode deliverystatuscode emailresponsecode smtpstatuscode replycode smtpcode",
    "text": "responsecontent diagnosticcode smtpresponse response reason deliverystatusmessage emailresponsemessage output error details",
    "status": "enhancedcode status",
    "severity": "severity bouncetype",
    "when": "timestamp time ts date createdat",
}
_OF_MAIL = ("smtp", "helo", "rcpt", "mailfrom", "envelope", "messageid", "queue", "dsn", "subject", "mx")
_ADDRESS = re.compile(r"[^\s<>\"',;:\[\]()]{1,200}@[^\s<>\"',;:\[\]()]{1,255}")
_ID = re.compile(r"[\w.@+=-]{1,200}")
_NAME = re.compile(r"[\w.-]{1,255}")
_REPLY = re.compile(r"(?:smtp; ?)?(?P<code>[2-5]\d\d)(?:[ -]+|$)(?:#?(?P<enh>[245]\.\d{1,3}\.\d{1,3})[ :]{0,2})?(?P<text>.{0,800})")
_ENHANCED = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_DEEPEST, _MOST_PARTS, _MOST_ADDRESSES = 5, 300, 100
_SECONDS = re.compile(r"(?P<seconds>\d{9,10}(?:\.\d{1,9})?)|(?P<thousandths>\d{13})")


def event_in(raw: str) -> Record | None:
    """Return the line that a record in JSON stands for, None where the text is none that tells of a message."""
    found = _OBJECT.fullmatch(raw.strip())
    record = json_object(found[1]) if found else None
    return _line(record) if record is not None else None


def _line(record: Mapping[str, Any]) -> Record | None:
    """Return a record as a line, None where it names no kind of event that befalls a message, or nobody whose message it is."""
    parts = list(_parts(record))[:_MOST_PARTS]
    sender, recipients = _addresses(parts, "from")[:1], _addresses(parts, "to")
    kind = _kind(parts)
    if kind is None or not (recipients or (sender and kind == "REJECTED")):
        return None
    if kind == "OTHER" and not (sender and any(mark in name for name, _ in parts for mark in _OF_MAIL)):
        return None
    code, enhanced, text = _reply(parts)
    kind = _settled(kind, code, enhanced, _first(parts, "severity"), _peer(parts))
    words = [
        ("id", _angled(_matching(_ID, _first(parts, "id").strip("<>")))),
        ("session", _matching(_ID, _first(parts, "session"))),
        ("from", _angled(";".join(sender)) or ("<>" if _says_nobody(parts) else "")),
        ("to", _angled(";".join(recipients))),
        *_machines(parts, kind),
        ("code", code),
        ("enh", enhanced),
        ("text", f'"{squeeze(text.replace(chr(34), ""))}"' if text else ""),
    ]
    return Record(_when(parts), " ".join(["EVENT", kind, *(f"{name}={value}" for name, value in words if value)]), shape=SHAPE)


def _parts(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Yield the values of a record, each with its own name, and with the one above put before it where there is one."""
    if len(path) > _DEEPEST:
        return
    if isinstance(value, Mapping):
        for key, below in value.items():
            yield from _below(re.sub(r"[^a-z0-9]", "", str(key)[:64].casefold()), below, path)
    elif isinstance(value, list):
        for one in value[:_MOST_ADDRESSES]:
            yield from _parts(one, path)
    elif path and isinstance(value, str | int | float) and not isinstance(value, bool):
        yield path[-1], value
        if len(path) > 1:
            yield f"{path[-2]}{path[-1]}", value


def _below(name: str, value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield the values under a name; of what senders wrote only the message's id, and an enhanced code as the one text that it is."""
    if name == "enhancedcode" and isinstance(value, Mapping):
        yield name, ".".join(str(value.get(part, "")) for part in ("class", "subject", "detail"))
    elif name not in _BY_SENDERS:
        yield from _parts(value, (*path, name))
    elif isinstance(value, Mapping) and isinstance(value.get("message-id"), str):
        yield "messageid", value["message-id"]


def _all(parts: Sequence[tuple[str, Any]], part: str) -> Iterator[str]:
    """Yield what stands under the names of a part, as text: under the surest name first, of a record's own before that within another."""
    for name in _NAMES[part].split():
        yield from (str(value)[:2000] for key, value in parts if key == name and str(value).strip())


def _first(parts: Sequence[tuple[str, Any]], part: str) -> str:
    return next(_all(parts, part), "")


def _kind(parts: Sequence[tuple[str, Any]]) -> str | None:
    """Return what befell the message: the first name that tells a kind, ``OTHER`` where one tells something else, None without any."""
    told = [str(value) for name in _SAYS_KIND for key, value in parts if key == name]
    words = [re.sub(r"^(?:e?mail|message)|(?:e?mail|message)$", "", re.sub(r"[^a-z]", "", text.casefold())) for text in told]
    kind = next((_KIND_OF[word] for word in words if word in _KIND_OF), "OTHER" if words else None)
    step = bool(words) and (words[0] in _STEPS or told[0].casefold() == "mail")
    return None if kind == "TAKEN" and step else kind  # a recipient that was accepted is no message that was


def _settled(kind: str, code: str, enhanced: str, severity: str, peer: str) -> str:
    """Return a kind without the doubt that its word leaves: whether it failed for good, who refused, and whether "sent" is delivered."""
    if kind == "FAILED":
        first = (code or enhanced)[:1] or {"permanent": "5", "temporary": "4"}.get(severity.casefold(), "")
        return {"5": "BOUNCED", "4": "DEFERRED"}.get(first, "FAILED")
    if kind == "SENT":
        return "DELIVERED" if code.startswith("2") else "TAKEN"
    return "FAILED" if kind == "REJECTED" and not peer else kind


def _addresses(parts: Sequence[tuple[str, Any]], part: str) -> list[str]:
    """Return the addresses under the surest name of a part that has any."""
    for name in _NAMES[part].split():
        texts = [str(value) for key, value in parts if key == name]
        found = dict.fromkeys(address for text in texts for address in _ADDRESS.findall(text[:4000]))
        if found:
            return list(found)[:_MOST_ADDRESSES]
    return []


def _says_nobody(parts: Sequence[tuple[str, Any]]) -> bool:
    """Tell whether the envelope's sender is named and empty, as that of a notice is."""
    surest = _NAMES["from"].split()[:4]
    return any(key in surest and str(value).strip() in ("", "<>") for key, value in parts)


def _peer(parts: Sequence[tuple[str, Any]]) -> str:
    return next((text for text in _all(parts, "peer") if parse_ip(text) is not None), "")


def _machines(parts: Sequence[tuple[str, Any]], kind: str) -> list[tuple[str, str]]:
    """Return the other side: the client where the message came in, the server that it was brought to elsewhere."""
    name = _matching(_NAME, _first(parts, "name").rstrip("."))
    if kind in ("TAKEN", "REJECTED"):
        return [("client", _peer(parts)), ("helo", name), ("login", _matching(_ID, _first(parts, "login")))]
    server = next((text for text in _all(parts, "server") if parse_ip(text) is not None), "")
    within = "peeraddressaddr" in {key for key, _ in parts}
    return [("server", server or (_peer(parts) if within else "")), ("server_name", name)]


def _reply(parts: Sequence[tuple[str, Any]]) -> tuple[str, str, str]:
    """Return the code, the enhanced code and the words of what a server answered, each empty where it is not told."""
    text = _first(parts, "text")
    code, enhanced = _first(parts, "code"), next((one for one in _all(parts, "status") if _ENHANCED.fullmatch(one)), "")
    if (found := _REPLY.fullmatch(squeeze(text)[:1200])) is not None:
        return found["code"], found["enh"] or enhanced, found["text"]
    return (code if re.fullmatch(r"[2-5]\d\d", code) else ""), enhanced, squeeze(text)[:800]


def _when(parts: Sequence[tuple[str, Any]]) -> datetime | None:
    """Return when a record is of: seconds, or thousandths, since 1970, or a stamp."""
    for text in _all(parts, "when"):
        if (found := _SECONDS.fullmatch(text)) is not None:
            return datetime.fromtimestamp(float(found["seconds"] or 0) + int(found["thousandths"] or 0) / 1000, UTC)
        if (head := stamp_of(f"{text.replace('T', ' ', 1)} .")) is not None:
            return head.when
    return None


def _matching(pattern: re.Pattern[str], text: str) -> str:
    return text if pattern.fullmatch(text) else ""


def _angled(text: str) -> str:
    return f"<{text}>" if text else ""

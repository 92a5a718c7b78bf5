"""Microsoft 365's enhanced summary of message traces: one row for a message, with the fate of each of its recipients in one cell.

Its columns are those of Microsoft's "Message trace in the new Exchange admin center" (Enhanced summary reports): ``recipient_status``
holds ``address##events`` for each recipient, ``Receive, Send`` or ``Receive, Fail``, say; ``original_client_ip`` is whoever handed the
message in, ``directionality`` 1 for what came in and 2 for what went out. Extended reports have an event in each row, as tracking logs do.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

SENT, STORED, SEVERAL = "Sent", "Stored", "Several"
TOLD = {name.casefold(): name for name in (SENT, STORED, SEVERAL)}
"""What such a row says became of a message, beside the words of a message trace."""
_EACH = re.compile(r"<?(?P<address>[^\s;,<>#{}]{1,320}@[^\s;,<>#{}]{1,255})>?##")
_WORD = re.compile(r"[A-Za-z]{3,24}")
_INBOUND = frozenset({"1", "inbound", "incoming"})
_OUTBOUND = frozenset({"2", "outbound", "originating"})
_MOST = 6000  # characters of a list of recipients
_FATE_OF = {"send": "sent", "deliver": "stored", "fail": "failed", "expand": "led_on", "resolve": "led_on", "redirect": "led_on"}
_STATUS_OF = {"sent": SENT, "stored": STORED, "failed": "Failed", "led_on": "Expanded", "waiting": "GettingStatus"}


def is_summary(fields: Mapping[str, str]) -> bool:
    """Tell whether fields are those of such a row."""
    return "event" not in fields and "from" in fields and bool(_EACH.search(fields.get("status_text", "")[:_MOST]))


def as_trace(fields: Mapping[str, str]) -> dict[str, str]:
    """Return such a row as the fields of a message trace: a status where all recipients share one, else the recipients of each fate.

    Who handed in what goes out is one's own mailbox, program or machine, so its address is no other server's: where no connector took it,
    it is that of whoever used the mailbox. What came in was handed in by another server, to which nobody gave a log-in.
    """
    fates = _fates(fields["status_text"][:_MOST])
    told = {name: fields[name] for name in ("when", "id", "from", "subject") if name in fields}
    if len(fates) == 1:
        (fate,) = fates
        told |= {"status": _STATUS_OF[fate], "to": ";".join(fates[fate])}
    else:
        told |= {"status": SEVERAL, **{fate: ";".join(addresses) for fate, addresses in fates.items()}}
    direction = fields.get("direction", "").strip().casefold()
    if direction in _OUTBOUND:
        told["from_ip"] = ""
        if not fields.get("connector", "").strip():
            told["seat"] = fields.get("origin", "")
    elif fields.get("origin"):
        told["from_ip"] = fields["origin"]
    if direction in _INBOUND:
        told["came"] = "in"
    return told


def _fates(text: str) -> dict[str, list[str]]:
    """Return the recipients by what became of them: the last event of each counts."""
    found: dict[str, list[str]] = {}
    each = list(_EACH.finditer(text))
    ends = [*(one.start() for one in each[1:]), len(text)]
    for one, end in zip(each, ends, strict=True):
        events = _WORD.findall(text[one.end() : end])
        fate = _FATE_OF.get(events[-1].casefold(), "waiting") if events else "waiting"
        found.setdefault(fate, []).append(one["address"])
    return found

"""Finds a complaint in a paste: a feedback report by its fields, or what an abuse desk wrote by its sentences."""

from __future__ import annotations

import re
from collections.abc import Callable

from bot.paste import LogLine
from bot.paste.cleaning import clean, squeeze
from bot.paste.prefixes import head_of

SHAPE = "report"
_LINE_END = re.compile(r"\r\n|\n|\r")
_REPORT = re.compile(r"^[>\s|]{0,16}Feedback-Type: ", re.MULTILINE)
_ADDRESS = re.compile(r"(?a:\b\d{1,3}(?:\.[\dx*]{1,3}){3}\b)|[0-9a-f]{1,4}:[0-9a-f:]{4,36}")
_FIELD = re.compile(r"[A-Z][A-Za-z-]{1,40}: ")
_QUOTED = "X-PHP-"
"""So begins a header of the message complained of that is read wherever a complaint is, in a report or in words."""
_FEWEST = 3
"""So many lines has a letter; fewer are somebody asking."""


def take_complaint_out(text: str, recognise: Callable[[str, str], int]) -> tuple[tuple[LogLine, ...], str]:
    """Return the lines of a complaint, as log lines of the shape ``report``, and the text without them, line for line.

    What is only said in words is taken for a complaint where it stands in a letter that names an address, and no log is beside it.
    """
    reported = "Feedback-Type: " in text and _REPORT.search(text) is not None
    if not reported and not _ADDRESS.search(text):
        return (), text
    raws = _LINE_END.split(text)
    if not reported and not _is_letter(raws):
        return (), text
    bodies = {number: squeeze(clean(raw)) for number, raw in enumerate(raws, start=1) if raw.strip() and head_of(clean(raw)) is None}
    found = {n: body for n, body in bodies.items() if recognise(SHAPE, body) == 2}
    if not reported and all(_FIELD.match(body) for body in found.values()):
        return (), text
    found = {n: body for n, body in found.items() if reported or not _FIELD.match(body) or body.startswith(_QUOTED)}
    lines = tuple(LogLine(number, None, None, None, None, body, raws[number - 1], SHAPE) for number, body in found.items())
    return lines, "\n".join("" if number in found else raw for number, raw in enumerate(raws, start=1)) if found else text


def _is_letter(raws: list[str]) -> bool:
    """Tell whether lines are a letter: several, and none of a log."""
    full = [raw for raw in raws if raw.strip()]
    return len(full) >= _FEWEST and not any(head_of(clean(raw)) is not None and "Received:" not in raw for raw in full)

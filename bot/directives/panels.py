"""Finds a panel of settings that was typed or scanned off the screen: its boxes, under the headings that they stand below."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.directives.boxes import box_in, circles_say, may_hold_boxes
from bot.directives.finding import SHAPE, Knows
from bot.paste import LogLine
from bot.paste.cleaning import clean, is_fence, is_rule, squeeze
from bot.paste.prefixes import head_of

_PROGRAM = "asip-panel"
_MOST_PIECES = 3
"""Over so many lines a label may run."""
_MOST_HEADINGS = 3
"""So many lines above a box are taken for its heading."""
_LONGEST_HEADING = 90
_SENTENCE = re.compile(r"[.?!。?!]$|です|ます|ました|ません")


@dataclass(frozen=True, slots=True)
class _Box:
    """One box: the line that it begins on, how many lines it takes, its state and label, and whether a tick box stands before it."""

    at: int
    used: int
    state: str
    label: str
    ticked: bool
    known: int
    heading: str = ""


def take_panel_out(text: str, knows: Knows) -> tuple[tuple[LogLine, ...], str]:
    """Return the boxes of a panel, as log lines of the shape ``config``, and the text without them, line for line.

    Headings stay in the text. A box becomes ``[on] its label {its heading}``. Where the catalogue has no word on any label, nothing is
    taken out: shopping lists have boxes, too.
    """
    if not may_hold_boxes(text):
        return (), text
    raws = re.split(r"\r\n|\n|\r", text)
    texts = [_plain(raw) for raw in raws]
    found = _boxes(texts, knows, circles_say(text))
    if not any(box.known == 2 for box in found):
        return (), text
    kept = [box for box in found if box.known or box.ticked]
    lines = tuple(_line(box, raws) for box in kept)
    used = {at for box in kept for at in range(box.at, box.at + box.used)}
    return lines, "\n".join("" if at in used else raw for at, raw in enumerate(raws))


def _plain(raw: str) -> str:
    """Return a physical line without what stands around it, nothing for one of a log, a rule or a fence."""
    text = clean(raw)
    return "" if is_fence(text) or is_rule(text) or head_of(text) is not None else squeeze(text)


def _boxes(texts: Sequence[str], knows: Knows, circled: str | None) -> list[_Box]:
    found: list[_Box] = []
    at, heading = 0, ""
    while at < len(texts):
        box = _box(texts, at, knows, circled)
        if box is None:
            at += 1
            continue
        above = _above(texts, at, found[-1].at + found[-1].used if found else 0)
        heading = " > ".join(texts[place] for place in above) or heading
        found.append(_Box(box.at, box.used, box.state, box.label, box.ticked, _known(box.state, box.label, heading, knows), heading))
        at += box.used
    return found


def _box(texts: Sequence[str], at: int, knows: Knows, circled: str | None) -> _Box | None:
    """Return the box that begins on a line; a label that is not known as it stands may go on in the lines below."""
    first: _Box | None = None
    for used in range(1, min(_MOST_PIECES, len(texts) - at) + 1):
        here = texts[at + used - 1]
        below = box_in(here, circled=circled) if used > 1 else None
        if not here or (below is not None and (first is not None or _known(*below[:2], "", knows))):
            break
        read = box_in(" ".join(texts[at : at + used]), circled=circled)
        if read is None:
            continue
        box = _Box(at, used, *read, known=_known(read[0], read[1], "", knows))
        if box.known:
            return box
        first = first or (box if used == 1 else None)
    return first


def _known(state: str, label: str, heading: str, knows: Knows) -> int:
    return knows(_body(state, label, heading), _PROGRAM)


def _body(state: str, label: str, heading: str) -> str:
    """Return a box as it is looked up; braces mark the heading alone."""
    label, heading = (re.sub("[{}]", "|", text) for text in (label, heading))
    return f"[{state}] {label}" + (f" {{{heading}}}" if heading else "")


def _above(texts: Sequence[str], at: int, since: int) -> list[int]:
    """Return the places of the lines right above a box that are its heading: short ones, and no sentences."""
    found: list[int] = []
    place = at - 1
    while place >= since and len(found) < _MOST_HEADINGS:
        text = texts[place]
        if text and (len(text) > _LONGEST_HEADING or _SENTENCE.search(text)):
            break
        if text:
            found.insert(0, place)
        elif found:
            break
        place -= 1
    return found


def _line(box: _Box, raws: Sequence[str]) -> LogLine:
    raw = "\n".join(raws[box.at : box.at + box.used])
    return LogLine(box.at + 1, None, None, _PROGRAM, None, _body(box.state, box.label, box.heading), raw, SHAPE)

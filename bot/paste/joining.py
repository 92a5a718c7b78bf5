"""Put together what windows, mails and forums wrapped: a stamp that goes on in the next line, and a message that does.

Whether a space stood where a line was broken cannot be seen. So each way of joining is offered to the message catalogue, and the
one that it knows is the right one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from bot.paste.broken import may_be_broken_stamp
from bot.paste.cleaning import clean, message_of
from bot.paste.objects import event_in
from bot.paste.physical import Physical
from bot.paste.prefixes import head_of
from bot.paste.records import MOST_LINES, line_of_json, line_of_list, opens_json, opens_list
from bot.paste.shapes import Head

Recognise = Callable[[str, str], int]
"""(name of the shape, message) → 2 if a message pattern fits all of it, 1 if it can be read by its parts, else 0."""

_SENTENCE_END = ("。", "_", ".", "」", ">", '"', "]")
_CLOSING = re.compile(r"\s*[。、._\"'」』)\]>]{1,3}\s*")
_STRING = re.compile(r'"(?:[^"\\]|\\.){0,4000}"')
MOST_PIECES = 8  # physical lines that one log line was wrapped into
# A name between brackets or quotes, broken in two.
_OPEN_NAME = re.compile(r"[\[<\"][^\s\[\]<>\"]{0,255}$")
_REST_OF_NAME = re.compile(r"[^\s\[\]<>\"]{0,255}[\]>\"]")
_MOST_HEAD_PIECES = 3
_MOST_HEADER_PIECES = 9
_WIDE = 60  # columns; a shorter line was not broken by a window's edge


class Begun(NamedTuple):
    """A log line's beginning: its head, the text that the head was found in, and how many physical lines that took."""

    head: Head
    text: str
    used: int


@dataclass(frozen=True, slots=True)
class Wrapping:
    """How a paste was wrapped.

    Attributes:
        anywhere: whether lines were broken wherever the window ended, or else at spaces.
        width: the columns of the window, None if that cannot be seen.
        most_forms: how many ways of joining are tried at most.
    """

    anywhere: bool
    width: int | None = None
    most_forms: int = 32

    def broke(self, above: str, below: str) -> bool:
        """Tell whether the window's edge broke a line between two physical ones: no more of it would have gone into the upper one."""
        if self.width is None:
            return False
        wide = columns(above.rstrip())
        if self.anywhere or not (above.rstrip()[-1:].isascii() and below[:1].isascii()):
            return self.width - 1 <= wide <= self.width
        return wide <= self.width < wide + 1 + columns(below.split(maxsplit=1)[0] if below.strip() else "")


@dataclass(frozen=True, slots=True)
class Joined:
    """A message put together: its text, how many further physical lines it took, and how well it is known."""

    body: str
    used: int
    grade: int


def columns(text: str) -> int:
    """Return how wide a text is in a window: kana and kanji take two columns."""
    if text.isascii():
        return len(text)
    return len(text) + sum(unicodedata.east_asian_width(sign) in "WF" for sign in text if not sign.isascii())


def breaks_anywhere(physical: Iterable[Physical]) -> bool:
    """Tell whether the paste was broken at a window's edge wherever that fell, and not at spaces: its broken lines are equally wide."""
    broken = [
        here.raw.rstrip()
        for here, below in pairwise(physical)
        if below.kind == "plain" and (here.kind == "log" or may_be_broken_stamp(here.text)) and not may_be_broken_stamp(below.text)
    ]
    widths = [[width(text) for text in broken] for width in (len, columns)]
    return len(broken) > 2 and any(max(of) - min(of) <= 1 for of in widths)


def wrapping_of(physical: Sequence[Physical]) -> Wrapping:
    """Return how a paste was wrapped, by the log lines that go on in plain ones and by the widest of all these."""
    anywhere = breaks_anywhere(physical)
    broken = [(here, below) for here, below in pairwise(physical) if here.kind == "log" and below.kind == "plain"]
    wide, in_log = 0, False
    for here in physical:
        in_log = here.kind == "log" or (in_log and here.kind == "plain")
        wide = max(wide, columns(here.raw.rstrip()) if in_log else 0)
    wrapping = Wrapping(anywhere, wide)
    fitting = sum(wrapping.broke(here.raw, below.text) for here, below in broken)
    return wrapping if fitting > 1 and fitting * 2 > len(broken) else Wrapping(anywhere)


def begun(physical: list[Physical], at: int) -> Begun | None:
    """Return how the log line at ``at`` begins, be its stamp whole or broken, None if none begins there."""
    here = physical[at]
    if here.head is not None:
        return Begun(here.head, here.text, 1)
    if here.kind != "plain":
        return None
    if here.text[:9].casefold() == "received:":
        return _folded_header(physical, at)
    if (record := _record(physical, at)) is not None:
        return record
    return _broken_stamp(physical, at) if may_be_broken_stamp(here.text) else None


def _folded_header(physical: list[Physical], at: int) -> Begun | None:
    """Return a ``Received:`` header whose date stands in one of the following, indented lines (RFC 5322, section 2.2.3)."""
    text = physical[at].text
    for used, piece in enumerate(physical[at + 1 : at + _MOST_HEADER_PIECES], start=2):
        if piece.kind != "plain" or not (piece.raw[:1].isspace() or piece.text[:1].isspace()):
            return None
        text = f"{text.rstrip()} {piece.text.strip()}"
        if (head := head_of(text)) is not None:
            return Begun(head, text, used)
    return None


def _record(physical: list[Physical], at: int) -> Begun | None:
    """Return a log line whose fields stand on lines of their own, as those of the journal's JSON and of Windows' events do."""
    here = physical[at]
    line, used = None, 0
    if opens_json(here.text):
        pieces = physical[at : at + MOST_LINES]
        used = _pieces_of_object(pieces)
        text = " ".join(piece.raw for piece in pieces[:used]).strip(" ,[]")
        line = line_of_json(text) if used else None
        if used and line is None and (event := event_in(text)) is not None:
            return Begun(Head(event.shape, event.when, None, None, None, 0), event.text, used)
    elif opens_list(here.text) and (found := line_of_list([piece.text for piece in physical[at : at + MOST_LINES]])) is not None:
        line, used = found
    head = head_of(text := clean(line)) if line else None
    return Begun(head, text, used) if head is not None else None


def _pieces_of_object(pieces: list[Physical]) -> int:
    """Return how many lines an object in JSON takes, 0 where it does not end among these."""
    depth = 0
    for count, piece in enumerate(pieces, start=1):
        bare = _STRING.sub("", piece.raw)
        depth += bare.count("{") - bare.count("}")
        if depth <= 0:
            return count
    return 0


def _broken_stamp(physical: list[Physical], at: int) -> Begun | None:
    """Return a line whose stamp goes on in the following lines."""
    forms = [physical[at].text]
    for used, piece in enumerate(physical[at + 1 : at + _MOST_HEAD_PIECES], start=2):
        if piece.kind != "plain":
            return None
        below = piece.below(physical[at])
        forms = [f"{form}{joint}{below}" for form in forms for joint in (" ", "")]
        for form in forms:
            if (head := head_of(form)) is not None:
                return Begun(head, form, used)
    return None


def joined_body(body: str, pieces: list[Physical], shape: str, recognise: Recognise, wrapping: Wrapping) -> Joined:
    """Return a message with what was wrapped off it.

    Args:
        body: the message as far as its first physical line holds it.
        pieces: that physical line, then those below it.
        shape: of the log line.
        recognise: tells how well a message is known.
        wrapping: how the paste was wrapped.
    """
    first = recognise(shape, body) if body else 0
    if first == 2:
        return _closed(Joined(body, 0, 2), pieces, shape, recognise)
    forms, guess, broken = [body], Joined(body, 0, first), True
    for count, piece in enumerate(pieces[1:MOST_PIECES], start=1):
        if piece.kind != "plain":
            break
        above, below = pieces[count - 1], piece.below(pieces[0])
        edge = wrapping.broke(above.raw, below)
        broken = broken and (edge or _seems_wrapped(forms[0], above, below) or (count == 1 and not body))
        ended = forms[0].endswith(_SENTENCE_END)
        forms = _forms(forms, above, below, wrapping)
        grades = [recognise(shape, form) for form in forms]
        grade = max(grades)
        if grade == 2:
            return _closed(Joined(forms[grades.index(2)], count, 2), pieces, shape, recognise)
        if broken and (grade > guess.grade or (forms[0] and body and not ended) or (edge and _goes_up_to_a_line(pieces[count:]))):
            guess = Joined(forms[grades.index(grade)], count, grade)
    return guess


def _goes_up_to_a_line(pieces: Sequence[Physical]) -> bool:
    """Tell whether nothing but plain lines stands before the next log line: all of them are likely to be wrapped off the one above."""
    return next((piece.kind for piece in pieces if piece.kind != "plain"), "") == "log"


def _seems_wrapped(joined: str, above: Physical, below: str) -> bool:
    """Tell whether a line that the catalogue does not know goes on below, by the looks of it."""
    wide = columns(above.raw.rstrip()) >= _WIDE
    return bool(joined) and not joined.endswith(_SENTENCE_END) and (below[:1].isspace() or wide)


def _forms(forms: list[str], above: Physical, below: str, wrapping: Wrapping) -> list[str]:
    """Return the ways to join a line to each of the forms so far, the likeliest first."""
    if above.raw[-1:].isspace() or below[:1].isspace():
        joints: tuple[str, ...] = (" ",)
    elif not above.text[-1:].isascii() and not below[:1].isascii():
        joints = ("",)  # Japanese is written without spaces
    elif wrapping.anywhere or above.text.endswith(("、", "。")) or (_OPEN_NAME.search(above.text) and _REST_OF_NAME.match(below)):
        joints = ("", " ")
    else:
        joints = (" ", "")
    joined = (message_of(f"{form}{joint}{below}") if form else message_of(below) for joint in joints for form in forms)
    return list(dict.fromkeys(joined))[: wrapping.most_forms]


def _closed(known: Joined, pieces: list[Physical], shape: str, recognise: Recognise) -> Joined:
    """Return a known message with its closing sign, if that alone was wrapped off it."""
    below = pieces[known.used + 1 : known.used + 2]
    if not below or below[0].kind != "plain" or not _CLOSING.fullmatch(below[0].below(pieces[0])):
        return known
    body = message_of(known.body + below[0].below(pieces[0]).strip())
    return Joined(body, known.used + 1, 2) if recognise(shape, body) == 2 else known

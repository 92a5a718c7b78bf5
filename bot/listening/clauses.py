"""A text as clauses: small enough to tell one thing, each with the number that stands before it, if one does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.paste.cleaning import fold, squeeze

_CIRCLED = {sign: number for number, sign in enumerate("①②③④⑤⑥⑦⑧⑨", start=1)}
# "確認1", "質問 2", "Q3", "1)", "(2)", "3.", "4:", at the beginning of a line or after a break; "6.3" and addresses are none.
_NUMBER = re.compile(
    r"(?:(?<=[\s。、,;!?)])|^)(?:"
    r"(?:確認|質問|問|回答|答え|q|question|answer|no\.?)\s{0,2}(?P<named>\d{1,2})(?![\d.])\s{0,2}[).:、,-]?"
    r"|\(?(?P<listed>\d{1,2})(?:[):、]|\.(?!\d))\)?"
    r"|(?P<bare>\d)(?=\s[^\d\s])"
    r"|(?P<circled>[①-⑨]))\s{0,4}",
    re.IGNORECASE | re.MULTILINE,
)
_BREAK = re.compile(r"[。！？!?;；\n]|\.(?=\s|$)|(?<=[ぁ-んァ-ヶ一-龠])[、,]|,(?=\s)|\s(?:but|and|while|whereas)\s|[()（）]")


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause: the text as written (cleaned), in small letters for comparing, and what stands around it.

    Attributes:
        text: as written, cleaned.
        small: in small letters, for comparing.
        number: the number that it answers, if one stands before it.
        asks: it is a question.
        goes_on: its sentence goes on after it.
    """

    text: str
    small: str
    number: int | None
    asks: bool = False
    goes_on: bool = False


def clauses_of(text: str) -> tuple[Clause, ...]:
    """Return a text's clauses; a number holds for everything up to the next number."""
    folded = fold(text).strip()
    result: list[Clause] = []
    at, number = 0, None
    for found in [*_NUMBER.finditer(folded), None]:
        end = found.start() if found else len(folded)
        result.extend(_pieces(folded[at:end], number))
        if found:
            at, number = found.end(), _number(found)
    return tuple(result)


def _pieces(text: str, number: int | None) -> Iterator[Clause]:
    """Yield the clauses between two numbers."""
    at = 0
    for found in [*_BREAK.finditer(text), None]:
        flat = squeeze(text[at : found.start() if found else len(text)])
        asks = bool(found and found.group() in "?？") or flat.endswith(("か", "かな", "かしら"))
        if flat:
            yield Clause(flat, flat.casefold(), number, asks, bool(found and found.group() in "、,"))
        if found:
            at = found.end()


def _number(found: re.Match[str]) -> int:
    circled = found["circled"]
    return _CIRCLED[circled] if circled else int(found["named"] or found["listed"] or found["bare"])

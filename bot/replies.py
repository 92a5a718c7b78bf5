"""What the answer of a mail server means: a provider's own text first, else its enhanced code, else its basic one.

Nothing of the answer itself is repeated here: what is said stands in ``knowledge/replies/``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.library import Library
from bot.library.replies import ReplyCode, ReplyKind, ReplyText
from bot.library.schema import Both

_LONGEST = 2_000  # signs of an answer that are looked at
# What Postfix and others leave of the lines of one answer: "550-5.7.26 This mail … 550-5.7.26 because …".
_LINE_HEAD = re.compile(r"(?<![\w.])[245]\d\d[- ](?:[245]\.\d{1,3}\.\d{1,3} )?")
_CODES = re.compile(r"(?<![\w.])(?P<basic>[245]\d\d)?(?:(?:^|(?<=\d)[- ]|(?<![\w.]))(?P<enhanced>[245]\.[0-7]\.\d{1,3}))?(?![\w.]\w)")
_SPACES = re.compile(r"\s+")
_QUOTES = {ord("’"): "'", ord("‘"): "'", ord("“"): '"', ord("”"): '"'}


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an answer means.

    Attributes:
        id: the entry's name below ``replies/``: ``gmail-dmarc``, ``7.26``, ``550``.
        code: as people write it, such as ``550 5.7.26``.
        entry: what is known of it.
        kind: what sort of answer it is.
        weight: what its first figure says: taken, not now, never.
    """

    id: str
    code: str
    entry: ReplyCode
    kind: ReplyKind
    weight: Both | None

    @property
    def by(self) -> str | None:
        """Return the provider or list that writes so, None where it is no one in particular."""
        return self.entry.by if isinstance(self.entry, ReplyText) else None

    @property
    def todo(self) -> Both:
        """Return what to do about it."""
        return self.entry.todo or self.kind.todo


class Replies:
    """Reads answers by the entries of a library."""

    def __init__(self, library: Library) -> None:
        self._known = library.replies
        texts = self._known.texts
        self._phrases = {
            accepted: [
                (name, said.split("…")) for name, text in texts.items() if (text.kind == "accepted") is accepted for said in text.says
            ]
            for accepted in (True, False)
        }
        self._text_of = lru_cache(maxsize=1024)(self._find)

    def read(self, basic: str | None, enhanced: str | None, text: str | None) -> Meaning | None:
        """Return what an answer means, by its codes and its words; None if neither says anything known."""
        code = " ".join(part for part in (basic, enhanced) if part)
        first = (enhanced or basic or "")[:1]
        name = self._text_of(text, first == "2") if text else None
        if name is not None:
            return self._meaning(name, code or next(iter(self._known.texts[name].codes), ""), self._known.texts[name])
        detail = (enhanced or "").partition(".")[2]
        own = self._by_code(code) if enhanced and detail not in self._known.details else None
        if own is not None:
            return self._meaning(own, code, self._known.texts[own])
        if detail in self._known.details and not (detail == "0.0" and basic in self._known.basic):
            return self._meaning(detail, code, self._known.details[detail])
        return self._meaning(basic, code, self._known.basic[basic]) if basic in self._known.basic else None

    def read_text(self, text: str) -> Meaning | None:
        """Return what an answer means that stands as a whole in a text, such as a question about it."""
        found = next((match for match in _CODES.finditer(text[:_LONGEST]) if match["basic"] or match["enhanced"]), None)
        return self.read(found["basic"] if found else None, found["enhanced"] if found else None, text)

    def named(self, id_: str) -> Meaning | None:
        """Return an entry by its name, as ``Meaning.id``; None if there is none."""
        known = self._known
        if id_ in known.texts:
            return self._meaning(id_, next(iter(known.texts[id_].codes), ""), known.texts[id_])
        if id_ in known.details:
            return self._meaning(id_, f"5.{id_}", known.details[id_])
        return self._meaning(id_, id_, known.basic[id_]) if id_ in known.basic else None

    def _meaning(self, id_: str, code: str, entry: ReplyCode) -> Meaning:
        return Meaning(id_, code, entry, self._known.kinds[entry.kind], self._known.classes.get(code[:1]))

    def _by_code(self, code: str) -> str | None:
        """Return the name of the first text that comes with a code, whole or its enhanced part."""
        texts = self._known.texts.items()
        return next((name for name, text in texts if any(known == code or known.endswith(f" {code}") for known in text.codes)), None)

    def _find(self, text: str, accepted: bool) -> str | None:
        """Return the name of the first text whose phrase an answer holds; what was taken has other texts than what was not."""
        words = plain(text)
        return next((name for name, pieces in self._phrases[accepted] if _holds(words, pieces)), None)


def plain(text: str) -> str:
    """Return an answer in small letters, with single spaces and plain quotes, without the codes that begin each of its lines."""
    small = _SPACES.sub(" ", text[:_LONGEST].translate(_QUOTES)).casefold()
    return _LINE_HEAD.sub("", small)


def _holds(text: str, pieces: list[str]) -> bool:
    """Tell whether pieces stand in a text in their order."""
    at = 0
    for piece in pieces:
        at = text.find(piece.strip(" ") if len(pieces) > 1 else piece, at)
        if at < 0:
            return False
        at += len(piece.strip(" "))
    return True

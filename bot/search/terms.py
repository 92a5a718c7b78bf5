"""Words that mean the same, and words that say nothing: what a knowledge base knows of how people ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from bot.search.text import codes, normalise, plain

_LATIN = re.compile(r"[a-z0-9]")
_NEVER = re.compile(r"(?!)")


class Terms:
    """Reads texts as a knowledge base wants them read.

    Args:
        same: for each concept the words and phrases for it, in any language; one ending in ``*`` may go on.
        idle: words and phrases that are left out.
    """

    def __init__(self, same: Mapping[str, Iterable[str]] | None = None, idle: Iterable[str] = ()) -> None:
        self._concepts = {_form(word): name for name, found in (same or {}).items() for word in found}
        self._same = _pattern(self._concepts)
        self._idle = _pattern(_form(word) for word in idle)

    def essence(self, plain_text: str) -> str:
        """Return normalised text without idle words; of a text that has no others nothing is left."""
        return " ".join(self._idle.sub(" ", plain_text).split())

    def concepts(self, plain_text: str) -> list[str]:
        """Return the concepts that normalised text speaks of, each as a word of its own (``#spam``)."""
        if not self._concepts:
            return []
        return [f"#{self._named(found.group())}" for found in self._same.finditer(plain_text)]

    def searchable(self, folded: str, about: Iterable[str] = ()) -> str:
        """Return folded text as it is compared: its essence, its concepts, and its codes once more as one word each (``#5.7.1``).

        Args:
            folded: the text as ``text.fold`` leaves it.
            about: words that it does not say, but is about.
        """
        text = plain(folded)
        unsaid = [word for word in about if word not in text]
        text = " ".join([text, *unsaid])
        named = [f"#{code.replace(' ', '_')}" for code in codes(folded)]
        return " ".join([self.essence(text), *self.concepts(text), *named])

    def _named(self, word: str) -> str:
        """Return the concept of a word that was found."""
        if word in self._concepts:
            return self._concepts[word]
        return next(name for form, name in self._concepts.items() if form.endswith("*") and word.startswith(form[:-1]))


def _form(word: str) -> str:
    """Return a word as normalised text has it, the star at its end kept."""
    return normalise(word) + ("*" if word.endswith("*") else "")


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the longest of these forms; a Latin one only as whole words."""
    ordered = sorted(set(forms), key=lambda form: (-len(form), form))
    return re.compile("|".join(map(_piece, ordered))) if ordered else _NEVER


def _piece(form: str) -> str:
    """Return the pattern of one form."""
    bare = form.removesuffix("*")
    before = r"(?<![a-z0-9])" if _LATIN.match(bare[0]) else ""
    after = r"[a-z0-9]*" if form.endswith("*") else r"(?![a-z0-9])" if _LATIN.match(bare[-1]) else ""
    return f"{before}{re.escape(bare)}{after}"

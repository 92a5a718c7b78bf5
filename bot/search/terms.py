"""Words that mean the same, and words that say nothing: what a knowledge base knows of how people ask.

Ten thousand pages are read through this when an index is built, so Latin text goes word by word through a table, and text in kana and
kanji through one pattern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from bot.search.text import codes, normalise, plain

_LATIN = re.compile(r"[a-z0-9]+")
_NEVER = re.compile(r"(?!)")
_NOT_ALONE = "…"  # of a word that only begins a phrase


class Cut(NamedTuple):
    """A text as it is compared.

    Attributes:
        plain: normalised.
        essence: without idle words.
        searched: that with its concepts, and its codes once more, as one word each (``#spam``, ``#5.7.1``).
    """

    plain: str
    essence: str
    searched: str


class Terms:
    """Reads texts as a knowledge base wants them read.

    Args:
        same: for each concept the words and phrases for it, in any language; a Latin one ending in ``*`` may go on.
        idle: words and phrases that are left out.
    """

    def __init__(self, same: Mapping[str, Iterable[str]] | None = None, idle: Iterable[str] = ()) -> None:
        concepts = {_form(word): f"#{name}" for name, found in (same or {}).items() for word in found}
        self._same = _Latin({form: name for form, name in concepts.items() if form.isascii()})
        self._named = {form: name for form, name in concepts.items() if not form.isascii()}
        self._written = _pattern(self._named)
        left_out = {_form(word) for word in idle}
        self._idle = _Latin(dict.fromkeys((form for form in left_out if form.isascii()), ""))
        self._idly = _pattern(form for form in left_out if not form.isascii())

    def essence(self, plain_text: str) -> str:
        """Return normalised text without idle words; of a text that has no others nothing is left."""
        kept = self._idle.without(plain_text.split())
        if plain_text.isascii():
            return " ".join(kept)
        return " ".join(" ".join(word if word.isascii() else self._idly.sub(" ", word) for word in kept).split())

    def concepts(self, plain_text: str) -> list[str]:
        """Return the concepts that normalised text speaks of, each as a word of its own (``#spam``)."""
        if plain_text.isascii():
            return self._same.named(plain_text.split())
        found = [self._named[match] for match in self._written.findall(plain_text)]
        return found + self._same.named(_LATIN.findall(plain_text))

    def read(self, folded: str, about: Iterable[str] = ()) -> Cut:
        """Return what is compared of folded text.

        Args:
            folded: the text as ``text.fold`` leaves it.
            about: words that it does not say, but is about.
        """
        text = plain(folded)
        essence = self.essence(text)
        searched = [essence, *self.concepts(text), *(f"#{code.replace(' ', '_')}" for code in codes(folded))]
        for word in about:
            searched += [] if word in text else [word, *self.concepts(word)]
        return Cut(text, essence, " ".join(searched))


class _Latin:
    """Finds words and phrases in Latin text, the longest first.

    Args:
        names: each word or phrase with its name; a word with a star at its end may go on.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self._stems = {form[:-1]: name for form, name in names.items() if form.endswith("*") and " " not in form}
        self._words = {form: name for form, name in names.items() if not form.endswith("*") and " " not in form}
        self._phrases: dict[str, list[tuple[list[str], str]]] = {}
        for form in sorted((form for form in names if " " in form), key=len, reverse=True):
            first, *rest = form.split()
            self._phrases.setdefault(first, []).append((rest, names[form]))
        self._word = lru_cache(maxsize=1 << 14)(self._named)

    def named(self, words: list[str]) -> list[str]:
        """Return the names of what is found."""
        return [name for _, _, name in self._found(words)]

    def without(self, words: list[str]) -> list[str]:
        """Return the words that are part of nothing that is found."""
        kept, at = [], 0
        for start, end, _ in self._found(words):
            kept += words[at:start]
            at = end
        return kept + words[at:]

    def _found(self, words: list[str]) -> list[tuple[int, int, str]]:
        """Return where what is found begins and ends, and its name."""
        found, at = [], 0
        for place, name in enumerate(map(self._word, words)):
            if name is None or place < at:
                continue
            phrase = self._phrase(words, place)
            if phrase:
                found.append((place, place + phrase[0], phrase[1]))
                at = place + phrase[0]
            elif name is not _NOT_ALONE:
                found.append((place, place + 1, name))
        return found

    def _phrase(self, words: list[str], place: int) -> tuple[int, str] | None:
        """Return how many words the phrase has that begins here, and its name."""
        for rest, name in self._phrases.get(words[place], ()):
            there = words[place + 1 : place + 1 + len(rest)]
            if there == rest or (rest[-1][-1] == "*" and there[:-1] == rest[:-1] and there[-1:] and there[-1].startswith(rest[-1][:-1])):
                return len(rest) + 1, name
        return None

    def _named(self, word: str) -> str | None:
        """Return the name of a single word, None if it has none and no phrase begins with it."""
        if word in self._words:
            return self._words[word]
        none = _NOT_ALONE if word in self._phrases else None
        return next((self._stems[word[:end]] for end in range(len(word), 1, -1) if word[:end] in self._stems), none)


def _form(word: str) -> str:
    """Return a word as normalised text has it, the star at its end kept."""
    return normalise(word) + ("*" if word.endswith("*") else "")


def _pattern(forms: Iterable[str]) -> re.Pattern[str]:
    """Return what finds the longest of these forms; those that begin alike stand together, which is much faster."""
    together: dict[str, list[str]] = {}
    for form in sorted(set(forms), key=lambda form: (-len(form), form)):
        together.setdefault(form[0], []).append(re.escape(form[1:]))
    return re.compile("|".join(f"{first}(?:{'|'.join(rest)})" for first, rest in together.items())) if together else _NEVER

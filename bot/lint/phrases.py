"""Fixed phrases with a placeholder that the program does not fill."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.errors import Problem
from bot.library import Library, load

_NAMED = re.compile(r"\{([a-z][a-z0-9_]*)(?::[^{}]*)?\}")


def phrase_problems(library: Library) -> Iterator[Problem]:
    """Yield phrases of a team that want to be filled with more than ours are; what the program fills in is known by ours."""
    ours = load().phrases
    for name, phrase in library.phrases.items():
        place = library.places["phrases", name]
        for text in (phrase.en, phrase.ja):
            try:
                text.format_map(_Anything())
            except (ValueError, IndexError, KeyError, AttributeError, TypeError):
                yield Problem(*place, f"{name}: its braces cannot be read: {text}")
                continue
            if name in ours:
                known = {found for said in (ours[name].en, ours[name].ja) for found in _NAMED.findall(said)}
                for placeholder in sorted(set(_NAMED.findall(text)) - known):
                    yield Problem(*place, f"{name}: nothing fills {{{placeholder}}}")


class _Anything(dict[str, int]):
    """Fills every name."""

    def __missing__(self, key: str) -> int:
        return 0

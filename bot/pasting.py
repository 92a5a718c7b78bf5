"""From a text to what was pasted in it: its log lines, its settings, and the words around them."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import Catalogue
from bot.directives import take_out
from bot.paste import Budget, Paste, read

_MOST_CHARACTERS = 400_000
"""Of a longer text, which is a log and no configuration, no settings are looked for."""


def read_pasted(text: str, catalogue: Catalogue, budget: Budget | None = None) -> Paste:
    """Return a text as a paste; settings stand among its lines, under the numbers of the lines that they begin on.

    Args:
        text: what was pasted, in any mixture.
        catalogue: by which lines and settings are known.
        budget: how much is read.
    """
    settings, rest = take_out(text, catalogue.has_a_word_on) if len(text) <= _MOST_CHARACTERS else ((), text)
    paste = read(rest, catalogue.recognise, budget)
    if not settings:
        return paste
    return replace(paste, lines=tuple(sorted((*paste.lines, *settings), key=lambda line: line.number)))

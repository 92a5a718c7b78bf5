"""From a text to what was pasted in it: a paper that is no log, else a log with all that stands beside it, and the words around them."""

from __future__ import annotations

from dataclasses import replace

from bot.catalogue import Catalogue
from bot.directives import take_complaint_out, take_out, take_panel_out
from bot.papers import read_paper, take_returned_out
from bot.paste import Budget, Paste, read

_MOST_CHARACTERS = 400_000
"""Of a longer text, which is a log and nothing else, no settings or complaints are looked for."""


def read_pasted(text: str, catalogue: Catalogue, budget: Budget | None = None) -> Paste:
    """Return a text as a paste.

    Settings, complaints and a returned message beside a log stand among its lines, under the numbers of the lines that they begin on.

    Args:
        text: what was pasted, in any mixture.
        catalogue: by which lines and settings are known.
        budget: how much is read.
    """
    if len(text) > _MOST_CHARACTERS:
        return read(text, catalogue.recognise, budget)
    complaint, rest = take_complaint_out(text, catalogue.recognise)
    if not complaint and (paper := read_paper(text, catalogue, budget)) is not None:
        return paper
    settings, rest = take_out(rest, catalogue.has_a_word_on)
    panel, rest = take_panel_out(rest, catalogue.has_a_word_on)
    paste = read(rest, catalogue.recognise, budget)
    returned, without = take_returned_out(rest, paste, catalogue, budget)
    if returned:
        paste = replace(read(without, catalogue.recognise, budget), returned=tuple(line.number for line in returned))
    beside = (*settings, *panel, *complaint, *returned)
    return replace(paste, lines=tuple(sorted((*paste.lines, *beside), key=lambda line: line.number))) if beside else paste

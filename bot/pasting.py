"""From a text to what was pasted in it: a paper that is no log, else log lines, and the words around them."""

from __future__ import annotations

from bot.catalogue import Catalogue
from bot.papers import read_paper
from bot.paste import Budget, Paste, read


def read_pasted(text: str, catalogue: Catalogue, budget: Budget | None = None) -> Paste:
    """Return a text as a paste.

    Args:
        text: what was pasted, in any mixture.
        catalogue: by which lines are known.
        budget: how much is read.
    """
    paper = read_paper(text, catalogue, budget)
    return paper if paper is not None else read(text, catalogue.recognise, budget)

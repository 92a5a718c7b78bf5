"""Parts that several patterns of a server share, so that each is written once.

``%{who}`` in a pattern stands for the piece ``who`` of the same file's ``pieces``; a piece may hold others, a few levels deep.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_PIECE = re.compile(r"%\{([a-z0-9_-]{1,64})\}")
_DEEPEST = 8  # pieces within pieces; what is deeper holds itself


def with_pieces(pattern: str, pieces: Mapping[str, Any]) -> str:
    """Return a pattern with its pieces filled in.

    Raises:
        KeyError: there is no piece of a name, or one holds itself; the name is told.
    """
    for _ in range(_DEEPEST):
        pattern = _PIECE.sub(lambda found: str(pieces[found[1]]), pattern)
    for found in _PIECE.finditer(pattern):
        raise KeyError(found[1])
    return pattern

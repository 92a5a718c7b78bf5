"""Telling a pasted log from a question, so that it goes to the diagnosis and is not searched for."""

from __future__ import annotations

from bot.paste.budget import Budget
from bot.paste.reading import Recognise, read

_ENOUGH = Budget(lines=200)


def looks_like_log(text: str, recognise: Recognise = lambda _shape, _body: 0) -> bool:
    """Tell whether a text holds a log line in its first two hundred lines.

    Args:
        text: what was written.
        recognise: tells whether a message is known (``Catalogue.recognise``), so that a line without its stamp is known too.
    """
    return bool(read(text, recognise, _ENOUGH).lines)

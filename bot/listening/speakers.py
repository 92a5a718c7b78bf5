"""Whether a text around a log is several people's."""

from __future__ import annotations

import re

from bot.library.schema import ToldFile

_FEWEST_SPEAKERS = 2  # lines that name a speaker, from which a text is a discussion


def is_discussion(words: str, phrases: ToldFile) -> bool:
    """Tell whether words around a log are a discussion of several people, whose statements are not the asker's own."""
    pattern = "|".join(form if "{" in form else re.escape(form) for form in phrases.attributions)
    speakers = [line for line in words.splitlines() if re.search(pattern, line, re.IGNORECASE)]
    return len(speakers) >= _FEWEST_SPEAKERS

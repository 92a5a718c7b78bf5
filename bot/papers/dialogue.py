"""The lines of a conversation with a mail server, as telnet, openssl and swaks show it."""

from __future__ import annotations

from collections.abc import Sequence

from bot.papers.model import Known
from bot.paste.model import LogLine
from bot.paste.physical import Physical


def find_dialogue(_physical: Sequence[Physical], _known: Known) -> list[LogLine]:
    """Return the lines of a conversation, none where the text is none."""
    return []

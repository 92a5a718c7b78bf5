"""Whose log a paste is taken for: what its lines show goes before the server that the asker named, and that before nothing."""

from __future__ import annotations

from bot.catalogue import Reading
from bot.library import Library

_TELL_NO_SERVER = frozenset({"unknown", "headers"})
"""What a paste is read as where its lines do not tell which server wrote them."""


def taken_for(reading: Reading, named: str | None, library: Library) -> str:
    """Return the server that a paste is taken to be of.

    Args:
        reading: the paste as events.
        named: the server that the asker named, by its short name.
        library: the servers that are known.
    """
    found = reading.server or ""
    server = library.servers.get(named or "")
    if server is None or server.companion or server.server in _TELL_NO_SERVER or found not in _TELL_NO_SERVER:
        return found
    return server.server


def contradicts(reading: Reading, named: str | None, library: Library) -> bool:
    """Tell whether the lines are clearly those of another mail server than the one that was named."""
    found = library.servers.get(reading.server or "")
    if named is None or found is None or found.server in (named, *_TELL_NO_SERVER):
        return False
    return not found.companion

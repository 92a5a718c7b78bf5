"""What the store raises on purpose.

::

    StoreError      the database cannot be used, or refuses a value: one clear sentence, without anything that was stored
    ├── Conflict    the conversation was saved by someone else in the meantime: load it again and answer anew
    └── ClaimLost   the lease ran out and another process has taken the event over: leave it to that one
"""

from __future__ import annotations

from bot.errors import RelayDocError


class StoreError(RelayDocError):
    """The database cannot be used, or refuses a value; the text is one sentence and holds nothing that was stored."""


class Conflict(StoreError):  # noqa: N818 -- an everyday outcome that the caller handles
    """The conversation is not at the version that was expected."""


class ClaimLost(StoreError):  # noqa: N818 -- as above
    """The event is no longer ours to answer."""

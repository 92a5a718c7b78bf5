"""A reply as text, for the outbox: what was answered but perhaps not sent when the program was stopped."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from pydantic import TypeAdapter

from bot.reply import Reply


@dataclass(frozen=True, slots=True)
class Parcel:
    """A reply with where it goes; ``to`` is whatever the adapter needs to deliver it."""

    to: str
    reply: Reply


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Parcel]:
    return TypeAdapter(Parcel)


def pack(parcel: Parcel) -> str:
    """Return a parcel as JSON text."""
    return _adapter().dump_json(parcel).decode()


def unpack(text: str) -> Parcel:
    """Return the parcel that a JSON text holds.

    Raises:
        ValueError: it holds none.
    """
    return _adapter().validate_json(text)

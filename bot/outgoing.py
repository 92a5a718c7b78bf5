"""A reply as text, for the outbox: what was answered but perhaps not sent when the program was stopped."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from pydantic import TypeAdapter

from bot.reply import Log, Reply

HEARD = frozenset({"understood", "changed"})
"""The sections of a verdict that tell what the last message did."""


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


def is_verdict(reply: Reply) -> bool:
    """Tell whether a reply is a verdict on a log, rather than something said in between."""
    section = reply.section("walkthrough")
    return section is not None and any(isinstance(block, Log) for block in section.blocks)


def unreviewed(reply: Reply) -> Reply:
    """Return what of a reply only that reply tells.

    Of a verdict that is what was understood and what changed, since a review of the conversation makes all else anew; of any other
    reply it is the whole.
    """
    if not is_verdict(reply):
        return reply
    heard = tuple(section for section in reply.sections if section.name in HEARD)
    return replace(reply, sections=heard, choices=(), evidence=())


def is_heard(reply: Reply) -> bool:
    """Tell whether a reply says nothing but what was understood and what changed."""
    return all(section.name in HEARD for section in reply.sections)

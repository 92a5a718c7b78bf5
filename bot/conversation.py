"""A conversation as a value: all that has to outlive a restart.

It is kept as JSON by ``bot.store``, which knows nothing of what is in it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from pydantic import TypeAdapter

from bot.library.schema import Both
from bot.site import Site
from bot.told import Account, Told

VERSION = 1


@dataclass(frozen=True, slots=True)
class Offered:
    """One answer that was offered: its value and label, and what it tells (``yes``, ``no``, ``unknown`` by fact)."""

    value: str
    label: str
    tells: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A question as it was asked: a number that no other question of the conversation has, the fact, the name, the answers offered."""

    number: int
    kind: str
    fact: str
    about: str | None
    transaction: int
    offered: tuple[Offered, ...] = ()


@dataclass(frozen=True, slots=True)
class Concluded:
    """What the last answer came to, kept to say what changed: verdict, certainty, first sentence, and (rule, client) of each finding."""

    verdict: str
    certainty: str
    headline: str
    findings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Conversation:
    """One conversation.

    Attributes:
        id: its name, unique and unguessable, also in logs.
        version: of this layout.
        lang: the language chosen or found, None before the first message.
        text: the log under discussion, all pieces pasted so far.
        question: what was asked with it.
        site: what was said of the site in this conversation.
        account: what was told.
        before: the accounts before each telling, latest last, for taking it back.
        notes: what was said that decides nothing by itself.
        standing: the questions of the last answers, latest last; their buttons may still be pressed.
        latest: the numbers of those that the last answer asked.
        proposed: statements of a pasted discussion that wait for confirmation.
        concluded: what the last answer came to.
        asked: how many questions were asked so far.
        turns: how many messages were answered.
        forgotten: the asker wants nothing of it kept.
    """

    id: str
    version: int = VERSION
    lang: str | None = None
    text: str = ""
    question: str = ""
    site: Site = field(default_factory=Site)
    account: Account = field(default_factory=Account)
    before: tuple[Account, ...] = ()
    notes: tuple[Both, ...] = ()
    standing: tuple[Standing, ...] = ()
    latest: tuple[int, ...] = ()
    proposed: tuple[Told, ...] = ()
    concluded: Concluded | None = None
    asked: int = 0
    turns: int = 0
    forgotten: bool = False


@lru_cache(maxsize=1)
def _adapter() -> TypeAdapter[Conversation]:
    return TypeAdapter(Conversation)


def to_json(conversation: Conversation) -> str:
    """Return a conversation as JSON text."""
    return _adapter().dump_json(conversation, by_alias=True).decode()


def from_json(text: str) -> Conversation:
    """Return the conversation that a JSON text holds.

    Raises:
        ValueError: it holds none of a layout that this version reads.
    """
    return _adapter().validate_json(text)

"""What the files of ``knowledge/replies/`` may hold: what one mail server says to another, and what that means."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from bot.library.schema import Both, Code, Entry, Name, Text

Basic = Annotated[str, StringConstraints(pattern=r"^[245]\d\d$")]
Detail = Annotated[str, StringConstraints(pattern=r"^[0-7]\.\d{1,3}$")]


class ReplyKind(Entry):
    """What sort of answer it is, and what to do about it unless an entry says it better."""

    name: Both
    todo: Both


class ReplyCode(Entry):
    """A code: its kind, what it means, what people wrongly read into it, what to do, and where that is written."""

    kind: Name
    meaning: Both
    not_meaning: Both | None = None
    todo: Both | None = None
    source: Text


class ReplyText(ReplyCode):
    """A text that a provider, a list or a server puts behind the code.

    Attributes:
        by: who writes it, where that is one in particular.
        codes: those that it comes with.
        says: phrases in small letters, one of which is enough; ``…`` stands for anything in between.
        sample: such a reply.
    """

    by: Text | None = None
    codes: tuple[Code, ...] = ()
    says: tuple[Text, ...] = Field(min_length=1)
    sample: Text


class RepliesFile(Entry):
    """All of ``knowledge/replies/``: kinds, the first figures of codes, basic codes, details of enhanced codes, texts."""

    kinds: dict[Name, ReplyKind] = Field(default_factory=dict)
    classes: dict[str, Both] = Field(default_factory=dict)
    basic: dict[Basic, ReplyCode] = Field(default_factory=dict)
    details: dict[Detail, ReplyCode] = Field(default_factory=dict)
    texts: dict[Name, ReplyText] = Field(default_factory=dict)

"""What the entries of all files are made of: names, texts in both languages, and the few words that the contract fixes."""

from __future__ import annotations

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationInfo

Lang = Literal["en", "ja"]
LANGS: tuple[Lang, ...] = ("en", "ja")
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Readings = Annotated[tuple[Text, ...], BeforeValidator(lambda said: (said,) if isinstance(said, str) else said or ())]
"""Readings in hiragana; a single one may stand without a list."""
Daemon = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_./@ -]{0,63}$")]
"""The name of a program as it stands before a log line's message, in small letters; of ``postfix/smtpd`` the last part."""
Code = Annotated[str, StringConstraints(pattern=r"^([245]\d\d)?( ?[245]\.[0-7]\.\d{1,3})?$", min_length=3)]
"""A reply code, an enhanced status code, or both (``550 5.7.1``)."""


def _readable(pattern: str, info: ValidationInfo) -> str:
    """Return a regular expression that can be read; others are told here, since nothing could be matched with them.

    Those that ship with the program were looked at before, and are compiled when the first line wants them.
    """
    if info.context and info.context.get("checked"):
        return pattern
    try:
        re.compile(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern cannot be read: {error}") from error
    return pattern


Pattern = Annotated[str, AfterValidator(_readable)]
Subject = Literal["transaction", "client", "login", "mailbox", "paste"]
PasteKind = Literal["log", "bounce", "headers", "transcript", "queue", "tally"]
Severity = Literal["act_now", "stopped", "problem", "fine", "unknown"]
Certainty = Literal["certain", "likely", "possible", "unknown"]
About = Literal["client", "us", "recipient_server", "sender_server", "nobody"]
Tone = Literal["plain", "good", "attention"]


class Entry(BaseModel):
    """An entry of a file: frozen, since what was read once is shared by everything that answers, and without names nobody knows."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Both(Entry):
    """The same thing said in both languages."""

    en: Text
    ja: Text

    def in_(self, lang: str) -> str:
        """Return what is said in ``lang``."""
        return self.ja if lang == "ja" else self.en


class Fixed(Both):
    """A fixed phrase in both languages; unlike in sentences, white space at its ends counts, since some stand between two words."""

    en: Annotated[str, StringConstraints(min_length=1)]
    ja: Annotated[str, StringConstraints(min_length=1)]

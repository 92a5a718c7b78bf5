"""What programs may ask: the shape of a request to the API, from which its description is made as well.

It is narrower than what the command line takes, so that a pattern can tell all of it: whoever keeps to the description is answered.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from bot.identity import MASK_SIGNS
from bot.site import Site

MOST_OF_A_TEXT = 2_000_000
"""Characters; the desk reads as many bytes of a paste."""
MOST_OF_A_QUESTION = 2000
MOST_TELLS = 100
MOST_NAMES = 1000
MOST_OF_A_NAME = 320
"""RFC 5321, 4.5.3.1: 64 octets before the at sign and 255 behind it."""

# Neither blank nor a control character, by the rules of Python and of ECMAScript alike.
SEEN = r"[^\s\x00-\x1f\x7f-\x9f\ufeff]"
_NAME = rf"{SEEN}{{1,{MOST_OF_A_NAME}}}"
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
_H = "[0-9A-Fa-f]{1,4}"
_IPV6 = "|".join((
    rf"(?:{_H}:){{7}}{_H}", rf"(?:{_H}:){{1,7}}:", rf":(?::{_H}){{1,7}}", "::",
    *(rf"(?:{_H}:){{1,{count}}}(?::{_H}){{1,{7 - count}}}" for count in range(1, 7)),
))  # fmt: skip
_MASK = rf"[0-9A-Za-z.:]{{0,40}}[{MASK_SIGNS}][0-9A-Za-z.:{MASK_SIGNS}]{{0,40}}"
_LETTERS = "|".join(letter * 3 for letter in "abcdefghijklmnopqrstuvxyz")
_MASKED = rf"(?:{_LETTERS})(?:\.(?:{_LETTERS}|[0-9]{{1,3}})){{3}}|(?:[0-9]{{1,3}}\.){{1,3}}(?:{_LETTERS})(?:\.(?:{_LETTERS})){{0,2}}"
NETWORK = rf"(?:{_IPV4})(?:/(?:3[0-2]|[12]?[0-9]))?|(?:{_IPV6})(?:/(?:12[0-8]|1[01][0-9]|[1-9]?[0-9]))?|{_MASK}|{_MASKED}"
"""An address or network of either kind, or one with a mask over it."""
VERSION = r"[0-9][ -~]{0,39}"


def tell_pattern(facts: Collection[str]) -> str:
    """Return how one of ``tell`` may be written, given the facts of the vocabulary."""
    names = "|".join(sorted(facts))
    return rf"(?:ours|provider|not-ours)={_NAME}|version={VERSION}|(?:{names})(?:@[1-9][0-9]{{0,8}})?=(?:yes|no|unknown)"


def written(pattern: str) -> AfterValidator:
    """Return what holds a value to a pattern from its first to its last character."""
    return AfterValidator(_held(re.compile(pattern)))


def _held(pattern: re.Pattern[str]) -> Callable[[str], str]:
    def held(value: str) -> str:
        if not pattern.fullmatch(value):
            raise ValueError("not as it may be written")
        return value

    return held


Name = Annotated[str, Field(max_length=MOST_OF_A_NAME)]
Names = Annotated[list[Name], Field(max_length=MOST_NAMES)]
Networks = Annotated[list[Annotated[str, written(NETWORK)]], Field(max_length=MOST_NAMES)]


class AskedSite(BaseModel):
    """What is always true of the asker's place; its attributes are those of ``bot.site.Site``."""

    model_config = ConfigDict(extra="forbid", strict=True)

    domains: Names = []
    networks: Networks = []
    gateways: Networks = []
    users: Names = []
    server: Name | None = None
    version: Annotated[str, written(VERSION)] | None = None
    language: Literal["ja", "en"] | None = None

    def site(self) -> Site:
        """Return it as the desk knows it."""
        return Site.model_validate(self.model_dump())


class Asked(BaseModel):
    """What ``/api/explain`` takes.

    Attributes:
        text: the paste.
        question: what is to be known.
        lang: the language of the answer.
        site: what is always true of the asker's place.
        tell: facts, as ``--tell`` takes them.
    """

    model_config = ConfigDict(extra="forbid", strict=True)

    text: Annotated[str, Field(max_length=MOST_OF_A_TEXT)]
    question: Annotated[str, Field(max_length=MOST_OF_A_QUESTION)] = ""
    lang: Literal["ja", "en"] | None = None
    site: AskedSite | None = None
    tell: Annotated[list[str], Field(max_length=MOST_TELLS)] = []


def is_question(text: str) -> bool:
    """Tell whether a question to the knowledge base has something to be seen in it, and is not too long."""
    return len(text) <= MOST_OF_A_QUESTION and re.search(SEEN, text) is not None


def first_unwritten(tells: Collection[str], facts: Collection[str]) -> str | None:
    """Return the first of ``tell`` that is not as it may be written, None if all are."""
    pattern = re.compile(tell_pattern(facts))
    return next((tell for tell in tells if not pattern.fullmatch(tell)), None)

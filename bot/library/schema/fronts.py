"""The front matter of pages: ``settings/``, ``faq/`` and ``diagnoses/``."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from bot.library.schema.basics import Certainty, Code, Entry, Name, Readings, Text


class Where(Entry):
    """The way to a setting in some versions of a server."""

    versions: Text
    path: Text


class SettingFront(Entry):
    """Front matter of ``settings/<server>/<name>.<lang>.md``; ``aliases``, ``reading`` and ``codes`` as in ``FaqFront``."""

    title: Text
    aliases: tuple[Text, ...] = ()
    reading: Readings = ()
    codes: tuple[Code, ...] = ()
    server: Name
    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")] | None = None
    available: Text = "any"
    where: tuple[Where, ...] = Field(min_length=1)
    source: tuple[Text, ...] = Field(min_length=1)
    related: tuple[str, ...] = ()
    reviewed: date


class FaqFront(Entry):
    """Front matter of ``faq/<name>.<lang>.md``.

    Attributes:
        title: the page as a question or a name.
        aliases: other ways to ask it.
        reading: how the title and the aliases that hold kanji sound, in hiragana.
        codes: reply codes and enhanced status codes that it explains.
        tags: what it is about; the first is its category.
        servers: the servers that it speaks of.
        related: ids of other pages.
        source: where what it says comes from.
        reviewed: when it was last read through.
    """

    title: Text
    aliases: tuple[Text, ...] = Field(min_length=3)
    reading: Readings = ()
    codes: tuple[Code, ...] = ()
    tags: tuple[Name, ...] = ()
    servers: tuple[Name, ...] = ()
    related: tuple[str, ...] = ()
    source: tuple[Text, ...] = Field(min_length=1)
    reviewed: date


class DiagnosisFront(Entry):
    """Front matter of ``diagnoses/<name>.<lang>.md``: the first sentence of the answer, and what it is when that is not certain."""

    headline: Text
    headline_unsure: Text | None = None
    reviewed: date

    def said(self, certainty: Certainty) -> str:
        """Return the first sentence for a certainty."""
        return self.headline_unsure or self.headline if certainty != "certain" else self.headline

"""``search.yaml``, ``calibration.yaml`` and ``questions/``: how people ask, and how well they are answered."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from bot.library.schema.basics import Entry, Lang, Name, Text


class SearchFile(Entry):
    """``search.yaml``: what the search knows of how people ask.

    Attributes:
        same: for each concept its words and phrases in any language; a Latin one ending in ``*`` may go on.
        idle: words and phrases of each language that say nothing about what is sought.
        pinned: ids of the pages that are suggested before anything is typed.
    """

    same: dict[Name, tuple[Text, ...]] = Field(default_factory=dict)
    idle: dict[Lang, tuple[Text, ...]] = Field(default_factory=dict)
    pinned: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _each_word_once(self) -> SearchFile:
        named: dict[str, str] = {}
        for name, words in self.same.items():
            for word in words:
                if named.setdefault(word.casefold(), name) != name:
                    raise ValueError(f"same: {word!r} stands under {named[word.casefold()]} and under {name}")
        return self


class Thresholds(Entry):
    """From which score on a page is the answer, how far before the next one, and from which on it is asked about."""

    hi: float
    margin: float
    lo: float


class CalibrationFile(Entry):
    """``calibration.yaml``, written by ``relaydoc knowledge calibrate``: thresholds for these pages, and how well they do.

    ``figures`` tells for each mode and each half of the questions what share was reached, with its interval.
    """

    made: date
    pages: int
    questions: int
    lexical: Thresholds
    semantic: Thresholds
    figures: dict[Literal["lexical", "semantic"], dict[Literal["tuning", "test"], dict[str, Text]]] = Field(default_factory=dict)


class Question(Entry):
    """One entry of ``questions/<name>-<lang>.yaml``: a question as people ask it, and the page that it wants.

    Attributes:
        text: the question.
        wants: the id of the page, or of several of which any is right; null if no page answers it.
        kind: why none does.
        note: what is to be known about the entry.
    """

    text: Annotated[str, StringConstraints(min_length=1)]
    wants: tuple[Text, ...] = ()
    kind: Text | None = None
    note: Text | None = None

    @field_validator("wants", mode="before")
    @classmethod
    def _one_or_several(cls, wanted: Any) -> Any:
        return () if wanted is None else (wanted,) if isinstance(wanted, str) else wanted

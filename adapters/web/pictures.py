"""Which pictures a case has, and what they say to those who do not see them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answer import Answer
from bot.library import Library
from bot.pictures import Path, Timeline, path_of, timeline_of


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture on a page: its name in the address, and its text."""

    name: str
    alt: str


def composed(answer: Answer, library: Library) -> dict[str, Timeline | Path]:
    """Return the pictures of a case by their names: the timeline where several transactions are told of, and the way of a message."""
    found = {"timeline": timeline_of(answer, library), "path": path_of(answer, library)}
    return {name: picture for name, picture in found.items() if picture is not None}


def shown_of(answer: Answer, library: Library) -> tuple[Shown, ...]:
    """Return what a page shows."""
    return tuple(Shown(name, ". ".join(picture.alt.splitlines())) for name, picture in composed(answer, library).items())

"""Worked cases: a log with what was told, and what the answer must come to. Each is a golden conversation that the tests replay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict

from bot.library.schema import Both


class Expected(BaseModel):
    """What an answer must come to; what is not named may be anything.

    Attributes:
        verdict, certainty, severity: of the headline.
        evidence: exactly these lines.
        warned: exactly these lines are marked.
        read: of how many lines, all of which must have been read unless ``unread`` says otherwise.
        unread: exactly these lines.
        asks: facts that are asked, in this order, and no others.
        settings: pages that must be told, in this order among others.
        open: verdicts that must be open.
        says: for each language, texts that must stand in the answer.
        never_says: for each language, texts that must not.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: str
    certainty: str | None = None
    severity: str | None = None
    evidence: tuple[int, ...] | None = None
    warned: tuple[int, ...] | None = None
    read: int | None = None
    unread: tuple[int, ...] = ()
    asks: tuple[str, ...] | None = None
    settings: tuple[str, ...] = ()
    open: tuple[str, ...] = ()
    says: dict[str, tuple[str, ...]] = {}
    never_says: dict[str, tuple[str, ...]] = {}


class Turn(BaseModel):
    """One way the case goes: what is told (as ``--tell``), the site, lines added to the log, and what is expected."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    tell: tuple[str, ...] = ()
    site: dict[str, Any] = {}
    more: str = ""
    replace: dict[str, str] = {}
    expect: Expected


class Exchange(BaseModel):
    """One message of a conversation, in both languages, and what its answer must come to.

    Attributes:
        says: what is typed; left out, the thread's log is pasted.
        paste: lines of a log that are pasted instead.
        expect: what the answer must come to; the questions are those that stand after it.
        understood: texts that must be repeated back, for each language.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: Both | None = None
    paste: str | None = None
    expect: Expected
    understood: dict[str, tuple[str, ...]] = {}


class Thread(BaseModel):
    """A worked case: its title and story in both languages, its log, its turns, and the conversation it may have been.

    ``shelf`` is its place among those that are offered to be tried, None if it is not offered.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = ""
    title: Both
    story: Both
    shelf: int | None = None
    log: str
    turns: tuple[Turn, ...] = ()
    talk: tuple[Exchange, ...] = ()

    def text(self, turn: Turn) -> str:
        """Return the log of a turn: with its texts replaced and its lines added."""
        text = self.log
        for old, new in turn.replace.items():
            text = text.replace(old, new)
        return text + turn.more


def read_threads(folder: Path) -> tuple[Thread, ...]:
    """Return the worked cases of a knowledge base, by name."""
    threads = []
    for path in sorted((folder / "threads").glob("*.yaml")):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
        if "log_of" in data:
            other = (folder / "threads" / f"{data.pop('log_of')}.yaml").read_text(encoding="utf-8")
            data["log"] = yaml.load(other, Loader=yaml.CSafeLoader)["log"]
        threads.append(Thread.model_validate({"id": path.stem, **data}))
    return tuple(threads)

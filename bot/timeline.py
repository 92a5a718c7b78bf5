"""A timeline in words: what an answer says of many transactions at a glance, whether it is drawn or read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Row:
    """A transaction: its name, time and client, its outcome as a word of ours and as it is shown, and whether the answer rests on it."""

    name: str
    when: datetime | None
    client: str
    outcome: str
    shown: str
    weighty: bool


@dataclass(frozen=True, slots=True)
class Timeline:
    """Transactions in order: title, rows, notes beneath, and all of it as a text of a line each."""

    lang: str
    title: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    alt: str

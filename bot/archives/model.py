"""What comes out of an archive: files and notes, within a budget."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

What = Literal["bytes", "ratio", "entries", "nested", "encrypted", "unsupported", "link", "truncated", "broken", "empty"]
"""What is to be told of an archive or an entry.

``bytes``, ``ratio`` and ``entries`` are the bounds of the budget at which reading stopped; a ``nested`` archive is not opened; an
``encrypted`` or ``unsupported`` one cannot be; a ``link`` holds no text; of a ``truncated`` or ``broken`` one there is what could be
read; an ``empty`` one holds nothing.
"""

_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class ArchiveBudget:
    """Bounds on one archive.

    Attributes:
        bytes: that come out of it, all entries together.
        ratio: of what comes out to what goes in; a log seldom packs better than 50:1, a bomb up to 1032:1.
        free: bytes that may come out before the ratio is looked at.
        entries: of a zip archive, folders and links included.
        members: of a gzip file, which is the sum of them.
    """

    bytes: int = 4_000_000
    ratio: int = 200
    free: int = 65_536
    entries: int = 100
    members: int = 1_000


@dataclass(frozen=True, slots=True)
class File:
    """A file by its name, made printable, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What is to be told, and of which file or entry."""

    what: What
    name: str


@dataclass(frozen=True, slots=True)
class Unpacked:
    """What a file holds, and what is to be told of it."""

    files: tuple[File, ...]
    notes: tuple[Note, ...] = ()


def printable(name: str) -> str:
    """Return a name with every sign that does not show (controls, marks of direction, lone surrogates) replaced, and cut short."""
    signs = "".join(sign if sign.isprintable() else "\ufffd" for sign in name[: _NAME_CHARACTERS + 1])
    return signs if len(signs) <= _NAME_CHARACTERS else signs[: _NAME_CHARACTERS - 1] + "…"

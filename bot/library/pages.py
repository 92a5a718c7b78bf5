"""Markdown pages with front matter, cut into their sections."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from pydantic import BaseModel

Front = TypeVar("Front", bound=BaseModel)

_SECTION = re.compile(r"^## +(.+?) *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Page(Generic[Front]):
    """One page in one language.

    Attributes:
        id: the file's path below its folder, without language and ending (``asip/postmaster``).
        lang: ``en`` or ``ja``.
        front: its front matter.
        intro: the markdown before the first heading.
        sections: the markdown under each second-level heading.
        file: where it stands, relative to the knowledge base.
    """

    id: str
    lang: str
    front: Front
    intro: str
    sections: dict[str, str] = field(default_factory=dict)
    file: str = ""

    def section(self, name: str) -> str:
        """Return the markdown under a heading, or an empty text."""
        return self.sections.get(name, "")


def split_front(text: str) -> tuple[str, str, int] | None:
    """Return front matter, body and the line the body begins on, or None where there is no front matter."""
    if not text.startswith("---\n"):
        return None
    front, fence, body = text[4:].partition("\n---\n")
    if not fence:
        return None
    return front, body, front.count("\n") + 4


def split_sections(body: str) -> tuple[str, dict[str, str]]:
    """Return the markdown before the first ``## heading`` and the markdown under each."""
    parts = _SECTION.split(body)
    names, texts = parts[1::2], parts[2::2]
    return parts[0].strip(), {name: text.strip() for name, text in zip(names, texts, strict=True)}

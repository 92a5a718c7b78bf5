"""What folds out of a reply for Discord: its sections in pages of markdown, each short enough for one message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.rendering.discord_markdown import Piece, pieces, plain, size
from bot.rendering.limits import DISCORD
from bot.reply import Reply, Section, SectionName

ROOM = DISCORD.components_text - 400
"""Characters of a card; what is left is for notes and page numbers."""
VIEWS: dict[str, tuple[SectionName, ...]] = {
    "lines": ("coverage", "walkthrough", "contrast", "others"),
    "settings": ("steps", "settings", "cautions"),
    "sources": ("sources",),
}
"""What folds out behind which button."""
_LOOSE_END = "\\`*_~|<>@"
"""Signs that would mean something else, or nothing, where the rest of a line is gone."""


def view_pages(reply: Reply, view: str) -> tuple[str, ...]:
    """Return what folds out behind a button, in pages that fit; nothing if there is nothing."""
    sections = [section for name in VIEWS[view] for section in reply.sections if section.name == name]
    return pages(sections)


def pages(sections: Sequence[Section]) -> tuple[str, ...]:
    """Return sections in pages that fit."""
    parts: list[Piece] = []
    for section in sections:
        found = [piece for piece in _pieces(section, links=section.name == "sources") if piece.text.strip()]
        if section.title and found:
            parts.append(Piece(f"### {plain(section.title)}"))
            found[0] = replace(found[0], follows=True)
        parts += found
    return tuple(joined(page) for page in _paged(parts))


def _pieces(section: Section, *, links: bool) -> list[Piece]:
    return [piece for block in section.blocks for piece in pieces(block, links=links)]


def _paged(parts: Sequence[Piece]) -> list[list[Piece]]:
    """Return pieces by page; a heading is not left alone at the end of one."""
    paged: list[list[Piece]] = []
    for piece in (Piece(cut_text(piece.text, ROOM), piece.follows) for piece in parts):
        if paged and size(joined([*paged[-1], piece])) <= ROOM:
            paged[-1].append(piece)
            continue
        heading = [paged[-1].pop()] if paged and len(paged[-1]) > 1 and paged[-1][-1].text.startswith("#") else []
        paged.append([*heading, piece])
    return paged


def joined(parts: Sequence[Piece], *, tight: bool = False) -> str:
    """Return pieces as one text, a blank line between those that are no items of one list; none beneath a title."""
    result = ""
    for place, piece in enumerate(parts):
        gap = "" if place == 0 else "\n" if piece.follows or (tight and place == 1) else "\n\n"
        result += gap + piece.text
    return result


def cut_text(text: str, most: int) -> str:
    """Return a text that fits, cut between lines; a code block that is cut open is closed."""
    if size(text) <= most:
        return text
    kept: list[str] = []
    for line in text.splitlines():
        if size("\n".join([*kept, line])) > most - 8:
            break
        kept.append(line)
    if not kept and most > 8:  # one line is longer than all there is room for; half of it in characters surely fits
        return f"{text[: (most - 8) // 2].rstrip(_LOOSE_END)}…"
    closing = ["```"] if sum(line.startswith("```") for line in kept) % 2 else []
    return "\n".join([*kept, *closing, "…"]) if kept and most > 8 else ""

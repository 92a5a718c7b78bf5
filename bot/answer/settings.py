"""Setting pages as an answer tells them: the way for the asker's version, or all ways when it is not known."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from bot.answer.model import AnswerSetting
from bot.answer.wording import Wording
from bot.library.pages import Page
from bot.library.schema import SettingFront, Where
from bot.prose import blocks, text_of
from bot.reply import Block, Code, Heading, Items, Paragraph, Span, Spans, Terms


def labels(letters: Sequence[str | None]) -> tuple[str, ...]:
    """Return the labels of settings: each page's own letter, if it has one; the others are lettered, or numbered beside such letters."""
    mixed = any(letters)
    others = (str(place + 1) if mixed else chr(ord("A") + place % 26) for place in range(len(letters)))
    return tuple(letter or next(others) for letter in letters)


def setting(page: Page[SettingFront], label: str, version: str | None, wording: Wording) -> AnswerSetting:
    """Return a setting's page in words.

    Args:
        page: the page in the answer's language.
        label: what it is called by among the settings told.
        version: the asker's version of the server, None if not known.
        wording: the answer's language.
    """
    return AnswerSetting(
        page=page.id,
        label=label,
        title=page.front.title,
        where=_where(page.front.where, version, wording),
        value=plain(page.section("value")),
        effect=plain(page.section("effect")),
        side_effect=plain(page.section("side effect")),
        limits=plain(page.section("limits")),
    )


@lru_cache(maxsize=1024)
def plain(markdown: str) -> str:
    """Return a page's markdown as plain text, a paragraph, an item or a line of code a line."""
    return "\n".join(line for block in blocks(markdown) for line in _lines_of(block))


def _lines_of(block: Block) -> list[str]:
    if isinstance(block, Items):
        return [f"- {text_of(item)}" for item in block.items]
    if isinstance(block, Code):
        return list(block.lines)
    return [text_of(block.spans)] if isinstance(block, (Paragraph, Heading)) else []


def _where(ways: tuple[Where, ...], version: str | None, wording: Wording) -> str:
    """Return the way to a setting: the one for a told version, else every way with the versions it is for."""
    fitting = [way for way in ways if version is not None and _holds(way.versions, version)]
    chosen = fitting or list(ways)
    if len(chosen) == 1 and (fitting or chosen[0].versions == "any"):
        return chosen[0].path
    return "\n".join(wording.phrase("where-versions", versions=_versions(way, wording), path=way.path) for way in chosen)


def _versions(way: Where, wording: Wording) -> str:
    return wording.phrase("versions-remote") if way.versions == "remote" else way.versions


def _holds(versions: str, version: str) -> bool:
    """Tell whether a range such as ``6.0-6.2``, or a single version, holds a version such as ``6.3`` or ``6.3.1``."""
    first, _, last = versions.partition("-")
    numbers = [_number(text) for text in (first, last or first, version)]
    if any(not number for number in numbers):
        return False
    low, high, told = numbers
    return low <= told[: len(low)] and told[: len(high)] <= high


def _number(text: str) -> tuple[int, ...]:
    parts = text.strip().split(".")
    return tuple(int(part) for part in parts) if all(part.isdecimal() for part in parts) else ()


def setting_blocks(told: AnswerSetting, wording: Wording) -> tuple[Block, ...]:
    """Return a setting as blocks: its letter and title, then where, how, effect, side effect and limits."""
    parts = (
        ("setting-where", told.where),
        ("setting-value", told.value),
        ("setting-effect", told.effect),
        ("setting-side-effect", told.side_effect),
        ("setting-limits", told.limits),
    )
    terms: list[tuple[str, Spans]] = [(wording.phrase(name), (Span(text),)) for name, text in parts if text]
    return (Heading(3, (Span(f"{told.label}. {told.title}"),)), Terms(tuple(terms)))

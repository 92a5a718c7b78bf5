"""A message of the stand-in as text, for transcripts and tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from adapters.discord.standin.rules import BUTTON, CONTAINER, FILE, GALLERY, ROW, SELECT, SEPARATOR, TEXT

Json = Mapping[str, Any]


def drawn(message: Json) -> str:
    """Return what a message shows: its texts as they are written, its buttons in brackets, its files by name."""
    return "\n".join([*([message["content"]] if message["content"] else []), *_lines(message["components"])])


def _lines(components: Sequence[Json]) -> Iterator[str]:
    for component in components:
        kind = component["type"]
        if kind == TEXT:
            yield component["content"]
        elif kind == SEPARATOR:
            yield "────"
        elif kind == ROW:
            yield " ".join(_control(one) for one in component["components"])
        elif kind == FILE:
            yield f"📎 {component['file']['url'].rpartition('/')[2]}"
        elif kind == GALLERY:
            yield from (f"🖼 {line}" for item in component["items"] for line in (item.get("description") or "").splitlines())
        elif kind == CONTAINER:
            yield from (f"┃ {line}" for text in _lines(component["components"]) for line in text.splitlines() or [""])


def _control(component: Json) -> str:
    if component["type"] == BUTTON:
        return f"[{component['label']}]" if not component.get("disabled") else f"({component['label']})"
    if component["type"] == SELECT:
        return f"[{component.get('placeholder', '')} ▾ {' / '.join(option['label'] for option in component['options'])}]"
    return ""

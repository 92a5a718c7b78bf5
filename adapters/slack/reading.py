"""What a message of Slack says, as it was typed.

A message's ``text`` is escaped and has links and mentions written as ``<…>`` ("Formatting text for app surfaces"); its rich text blocks
hold the same text as it is, so they are read where there are any.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

_ENTITY = re.compile(r"<[^<>\s][^<>]{0,4000}>")
_NAMES = {"&lt;": "<", "&gt;": ">", "&amp;": "&"}
_ESCAPED = re.compile("|".join(_NAMES))


def text_in(message: Mapping[str, Any], bot: str = "") -> str:
    """Return the text of a message, with that of its attachments, which programs post their logs in.

    Args:
        message: as Slack gives it.
        bot: the id of our own user, whose mention is left out.
    """
    blocks = [block for block in message.get("blocks") or () if block.get("type") == "rich_text"]
    typed = "\n".join(_lines(block.get("elements", ()), bot) for block in blocks) if blocks else unescaped(message.get("text") or "", bot)
    attached = [unescaped(one.get("text") or one.get("fallback") or "") for one in message.get("attachments") or ()]
    return "\n".join(part for part in (typed.strip("\n"), *attached) if part.strip())


def unescaped(text: str, bot: str = "") -> str:
    """Return escaped text as it was typed: links by their label or address, mentions as ``@name``, our own left out."""
    return _ESCAPED.sub(lambda found: _NAMES[found[0]], _ENTITY.sub(lambda found: _typed(found[0][1:-1], bot), text))


def _typed(inner: str, bot: str) -> str:
    """Return what was typed for the inside of ``<…>``."""
    what, _, label = inner.partition("|")
    if what.startswith("@"):
        return "" if what[1:] == bot else label or what
    if what.startswith("#"):
        return f"#{label or what[1:]}"
    if what.startswith("!"):
        return label or f"@{what[1:].partition('^')[0]}"
    return label or what.removeprefix("mailto:")


def _lines(elements: Sequence[Mapping[str, Any]], bot: str) -> str:
    """Return the elements of a rich text block, each on lines of its own."""
    return "\n".join(_element(element, bot) for element in elements)


def _element(element: Mapping[str, Any], bot: str) -> str:
    inner = element.get("elements", ())
    if element.get("type") == "rich_text_list":
        return _lines(inner, bot)
    return "".join(_texts(inner, bot)).removesuffix("\n")


def _texts(inner: Sequence[Mapping[str, Any]], bot: str) -> Iterator[str]:
    """Yield the texts of one paragraph; what is no text is written as it would be typed."""
    for one in inner:
        kind = one.get("type")
        if kind == "text":
            yield str(one.get("text", ""))
        elif kind == "link":
            yield str(one.get("text") or str(one.get("url", "")).removeprefix("mailto:"))
        elif kind == "emoji":
            yield f":{one.get('name', '')}:"
        elif kind == "user":
            yield "" if one.get("user_id") == bot else f"@{one.get('user_id', '')}"
        elif kind == "broadcast":
            yield f"@{one.get('range', '')}"
        elif kind == "channel":
            yield f"#{one.get('channel_id', '')}"
        else:
            yield str(one.get("text") or one.get("fallback") or one.get("value") or "")

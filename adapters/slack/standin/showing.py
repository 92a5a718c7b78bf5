"""A message as a person sees it: plain text, with its buttons in brackets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

Json = dict[str, Any]


def shown(message: Mapping[str, Any]) -> str:
    """Return all that is read in a message."""
    return "\n".join(_block(block) for block in message.get("blocks") or ()) or str(message.get("text", ""))


def buttons_of(message: Mapping[str, Any]) -> list[Json]:
    """Return the buttons of a message: label, type, action and value."""
    blocks = message.get("blocks") or ()
    return [button for block in blocks for element in block.get("elements", ()) for button in _buttons(element)]


def _buttons(element: Mapping[str, Any]) -> Iterator[Json]:
    if element.get("type") == "button":
        yield {"label": element["text"]["text"], "type": "button", "action_id": element["action_id"], "value": element.get("value", "")}
    elif element.get("type") == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            one = element[name]
            kind, action_id = "feedback_buttons", element["action_id"]
            yield {"label": one["text"]["text"], "type": kind, "action_id": action_id, "value": one["value"]}


def _block(block: Mapping[str, Any]) -> str:
    if block["type"] == "header":
        return f"{block['text']['text']}\n"
    if block["type"] == "rich_text":
        return "\n".join(line for element in block["elements"] for line in _rich(element)) + "\n"
    if block["type"] == "context":
        return "\n".join(element["text"] for element in block["elements"]) + "\n"
    return "  ".join(f"[ {button['label']} ]" for element in block["elements"] for button in _buttons(element)) or "[ ▾ ]"


def _rich(element: Mapping[str, Any]) -> Iterator[str]:
    if element["type"] == "rich_text_list":
        for number, item in enumerate(element["elements"], start=1 + element.get("offset", 0)):
            mark = f"{number}. " if element["style"] == "ordered" else "• "
            yield mark + "".join(_rich(item))
        return
    text = "".join(_text(one) for one in element["elements"])
    if element["type"] == "rich_text_preformatted":
        yield from (f"  │ {line}" for line in text.split("\n"))
    else:
        yield text


def _text(one: Mapping[str, Any]) -> str:
    if one["type"] == "user":
        return f"@{one['user_id']}"
    return str(one.get("text") or one.get("url") or "")

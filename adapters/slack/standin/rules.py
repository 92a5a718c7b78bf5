"""What Slack takes: the fields, kinds and lengths of blocks, views and options, as its Block Kit reference has them (November 2026).

Only the kinds that RelayDoc uses are known; anything else is refused, so that nothing untested is sent.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.rendering.limits import SLACK

Json = Mapping[str, Any]
_FIELDS = {
    "rich_text": {"elements"}, "header": {"text"}, "actions": {"elements"}, "context_actions": {"elements"}, "context": {"elements"},
    "input": {"label", "element", "hint", "optional"},
    "button": {"text", "value", "style", "confirm"}, "feedback_buttons": {"positive_button", "negative_button"},
    "external_select": {"placeholder", "min_query_length"}, "static_select": {"options", "initial_option", "placeholder"},
    "multi_users_select": {"initial_users", "max_selected_items"}, "file_input": {"max_files", "filetypes"},
    "plain_text_input": {"multiline", "max_length", "initial_value"},
}  # fmt: skip
_IN_MESSAGES = frozenset({"rich_text", "header", "actions", "context", "context_actions"})
_IN_MODALS = frozenset({"input", "rich_text"})
_ACTIONS = frozenset({"button", "external_select"})
_INPUTS = frozenset({"static_select", "multi_users_select", "file_input", "plain_text_input"})
_TEXTS = frozenset({"text", "link", "user", "emoji"})
_STYLES = frozenset({"bold", "italic", "code", "strike"})


def faults_in_message(blocks: Sequence[Json], text: str) -> list[str]:
    """Return what is wrong with a message."""
    faults = [] if text.strip() else ["no text for notifications"]
    faults += [f"text of {len(text)}"] if len(text) > SLACK.text else []
    faults += [f"{len(blocks)} blocks"] if len(blocks) > SLACK.blocks else []
    faults += ["text in all"] if sum(_length(block) for block in blocks) > SLACK.all_text else []
    for block in blocks:
        faults += _block(block, _IN_MESSAGES)
    return [*faults, *_twice(blocks)]


def faults_in_view(view: Json) -> list[str]:
    """Return what is wrong with a modal."""
    faults = [f"{len(view['blocks'])} blocks"] if not 1 <= len(view["blocks"]) <= SLACK.modal_blocks else []
    for name in ("title", "submit", "close"):
        faults += _plain(view[name], SLACK.modal_title)
    faults += ["metadata"] if len(view.get("private_metadata", "")) > SLACK.metadata else []
    faults += [f"view has {name}" for name in set(view) - {"type", "callback_id", "private_metadata", "title", "submit", "close", "blocks"}]
    for block in view["blocks"]:
        faults += _block(block, _IN_MODALS)
    return [*faults, *_twice(view["blocks"])]


def faults_in_options(answer: Json) -> list[str]:
    """Return what is wrong with the options that were given for a list: options, or groups of them."""
    groups = answer.get("option_groups", ())
    faults = [f"{len(groups)} groups"] if len(groups) > SLACK.options else []
    for group in groups:
        faults += [*_plain(group["label"], SLACK.option_label), *_options(group["options"])]
    return [*faults, *_options(answer.get("options", ()))]


def _block(block: Json, known: frozenset[str]) -> list[str]:
    kind = str(block.get("type"))
    if kind not in known:
        return [f"block {kind}"]
    faults = _unknown(block, kind, {"type", "block_id"})
    if len(str(block.get("block_id", ""))) > SLACK.block_id:
        faults.append("block_id")
    if kind == "rich_text":
        return [*faults, *(fault for element in block["elements"] for fault in _rich(element)), *([] if block["elements"] else ["empty"])]
    if kind == "header":
        return [*faults, *_plain(block["text"], SLACK.header)]
    if kind == "context":
        count = [] if 1 <= len(block["elements"]) <= SLACK.context else [f"{len(block['elements'])} elements"]
        return [*faults, *count, *(fault for element in block["elements"] for fault in _plain(element, SLACK.context_text))]
    if kind == "input":
        hint = _plain(block["hint"], SLACK.button_value) if "hint" in block else []
        return [*faults, *_plain(block["label"], SLACK.button_value), *hint, *_element(block["element"], _INPUTS)]
    most = SLACK.actions if kind == "actions" else 5
    allowed = _ACTIONS if kind == "actions" else frozenset({"feedback_buttons"})
    if not 1 <= len(block["elements"]) <= most:
        faults.append(f"{len(block['elements'])} elements")
    return [*faults, *(fault for element in block["elements"] for fault in _element(element, allowed))]


def _rich(element: Json) -> Iterator[str]:
    """Yield what is wrong with a part of rich text."""
    kind = element.get("type")
    if kind == "rich_text_list":
        if element["style"] not in ("ordered", "bullet") or not element["elements"] or element.get("offset", 0) < 0:
            yield "list"
        for item in element["elements"]:
            yield from _rich(item)
    elif kind in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
        for one in element["elements"]:
            yield from _text(one)
        if not element["elements"]:
            yield f"empty {kind}"
    else:
        yield f"rich text {kind}"


def _text(one: Json) -> Iterator[str]:
    if one.get("type") not in _TEXTS:
        yield f"text {one.get('type')}"
    if one.get("type") == "text" and not one.get("text"):
        yield "empty text"
    if one.get("type") == "link" and not str(one.get("url", "")).startswith(("https://", "http://127.0.0.1:")):
        yield "link"
    if set(one.get("style") or {}) - _STYLES:
        yield "style"


def _element(element: Json, allowed: frozenset[str]) -> list[str]:
    """Return what is wrong with a button, a list or a field."""
    kind = str(element.get("type"))
    if kind not in allowed:
        return [f"element {kind}"]
    faults = _unknown(element, kind, {"type", "action_id"})
    if not 1 <= len(element.get("action_id", "")) <= SLACK.action_id:
        faults.append("action_id")
    if kind == "button":
        faults += [*_plain(element["text"], SLACK.button_label), *_value(element.get("value", "")), *_confirm(element.get("confirm"))]
        faults += ["style"] if element.get("style", "primary") not in ("primary", "danger") else []
    elif kind == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            faults += [*_plain(element[name]["text"], SLACK.button_label), *_value(element[name]["value"])]
    elif kind == "static_select":
        faults += _options(element["options"], at_least=1)
        faults += ["initial_option"] if "initial_option" in element and element["initial_option"] not in element["options"] else []
    elif kind == "plain_text_input":
        faults += ["initial_value"] if len(element.get("initial_value", "")) > element.get("max_length", SLACK.input_value) else []
        faults += ["max_length"] if element.get("max_length", 1) > SLACK.input_value else []
    elif kind == "file_input":
        faults += ["max_files"] if not 1 <= element.get("max_files", 10) <= 10 else []
    return faults


def _confirm(confirm: Json | None) -> list[str]:
    """Return what is wrong with a dialogue that asks whether one is sure (title 100, text 300, buttons 30)."""
    if confirm is None:
        return []
    return [fault for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)) for fault in _plain(confirm[name], most)]


def _options(options: Sequence[Json], at_least: int = 0) -> list[str]:
    faults = [] if at_least <= len(options) <= SLACK.options else [f"{len(options)} options"]
    for option in options:
        faults += _plain(option["text"], SLACK.option_label)
        faults += ["option value"] if not 1 <= len(option["value"]) <= SLACK.option_value else []
    return faults


def _plain(text: Json, most: int) -> list[str]:
    if text.get("type") != "plain_text" or not 1 <= len(text.get("text", "")) <= most:
        return [f"plain text {text.get('text')!r}"]
    return ["emoji"] if text.get("emoji") is not False else []


def _value(value: str) -> list[str]:
    return [] if len(value) <= SLACK.button_value else ["value"]


def _unknown(part: Json, kind: str, always: set[str]) -> list[str]:
    return [f"{kind} has {name}" for name in set(part) - _FIELDS[kind] - always]


def _twice(blocks: Sequence[Json]) -> list[str]:
    """Return what is named twice: blocks in a message, elements in a block."""
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    faults = ["block_id twice"] if len(ids) != len(set(ids)) else []
    for block in blocks:
        actions = [element.get("action_id") for element in block.get("elements", ()) if "action_id" in element]
        faults += ["action_id twice"] if len(actions) != len(set(actions)) else []
    return faults


def _length(part: Any) -> int:
    """Return the characters of all shown texts."""
    if isinstance(part, Mapping):
        return sum(len(value) if key == "text" and isinstance(value, str) else _length(value) for key, value in part.items())
    return sum(map(_length, part)) if isinstance(part, list) else 0

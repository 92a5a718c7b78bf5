"""Messages through slackblocks, a library that knows Slack's limits by itself: whatever it cannot build is wrong."""

from __future__ import annotations

from typing import Any

from slackblocks import (
    ActionsBlock,
    Button,
    ConfirmationDialogue,
    ContextActionsBlock,
    ContextBlock,
    ExternalSelectMenu,
    FeedbackButton,
    FeedbackButtons,
    HeaderBlock,
    PlainText,
    RichText,
    RichTextBlock,
    RichTextCodeBlock,
    RichTextLink,
    RichTextList,
    RichTextSection,
    RichTextUser,
)

Json = dict[str, Any]


def build(block: Json) -> None:
    """Build a block in the other library.

    Raises:
        Exception: the library's own; the block is none that it would send.
    """
    kind = block["type"]
    if kind == "header":
        HeaderBlock(_plain(block["text"]))
    elif kind == "rich_text":
        RichTextBlock([_rich(element) for element in block["elements"]])
    elif kind == "context":
        ContextBlock([_plain(element) for element in block["elements"]])
    elif kind == "actions":
        ActionsBlock([_element(element) for element in block["elements"]])
    else:
        ContextActionsBlock([_feedback(element) for element in block["elements"]])


def _plain(text: Json) -> PlainText:
    return PlainText(text["text"], emoji=text["emoji"])


def _rich(element: Json) -> Any:
    if element["type"] == "rich_text_list":
        return RichTextList(element["style"], [_rich(item) for item in element["elements"]], offset=element.get("offset", 0))
    inner = [_text(one) for one in element["elements"]]
    return RichTextCodeBlock(inner) if element["type"] == "rich_text_preformatted" else RichTextSection(inner)


def _text(one: Json) -> Any:
    style = one.get("style") or {}
    if one["type"] == "user":
        return RichTextUser(one["user_id"])
    return RichTextLink(one["url"], one["text"], **style) if one["type"] == "link" else RichText(one["text"], **style)


def _element(element: Json) -> Any:
    if element["type"] == "external_select":
        return ExternalSelectMenu(action_id=element["action_id"], placeholder=_plain(element["placeholder"]))
    sure = element.get("confirm")
    confirm = ConfirmationDialogue(*(_plain(sure[name]) for name in ("title", "text", "confirm", "deny"))) if sure else None
    return Button(_plain(element["text"]), element["action_id"], value=element["value"], style=element.get("style"), confirm=confirm)


def _feedback(element: Json) -> FeedbackButtons:
    buttons = (FeedbackButton(_plain(element[name]["text"]), element[name]["value"]) for name in ("positive_button", "negative_button"))
    return FeedbackButtons(*buttons, action_id=element["action_id"])

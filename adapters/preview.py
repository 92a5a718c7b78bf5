"""A reply as Discord and Slack will show it, as text that a person can read: for whoever writes a page and has neither open."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from adapters.slack.standin.showing import shown
from bot.library import load
from bot.rendering.discord_messages import Buttons, Card, Part, Text, card
from bot.rendering.discord_pages import pages, view_pages
from bot.rendering.slack_messages import SHOWN, Drawn, Slip, answer, page, part
from bot.reply import Reply


def discord(reply: Reply) -> str:
    """Return an answer as its card and what folds out of it, or a page of the knowledge base, in Discord's markdown."""
    if not _is_of_a_log(reply):
        return "\n\n".join(_framed(text) for text in pages([one for one in reply.sections if one.name != "others"])) + "\n"
    first = card(reply)
    folded = [f"[ {view} ]\n{text}" for view in first.views for text in view_pages(reply, view)]
    return "\n\n".join(["\n".join(_lines(first)), *folded]) + "\n"


def slack(reply: Reply) -> str:
    """Return an answer as its message and what its buttons show, or a page of the knowledge base, as Slack shows its blocks."""
    library = load()
    if not _is_of_a_log(reply):
        return _read(page(reply, library, Slip()))
    names = [name for name, sections in SHOWN if any(reply.section(section) for section in sections)]
    folded = [f"[ {name} ]\n{_read(message)}" for name in names for message in part(reply, name, library)]
    return "\n".join([_read(answer(reply, library, Slip())), *folded])


CHATS: dict[str, Callable[[Reply], str]] = {"discord": discord, "slack": slack}
"""How each chat shows a reply, by its name."""


def _is_of_a_log(reply: Reply) -> bool:
    return reply.section("walkthrough") is not None


def _read(message: Drawn) -> str:
    return shown({"blocks": message.blocks, "text": message.text})


def _lines(first: Card) -> Iterator[str]:
    for one in first.parts:
        yield _framed(_part(one))


def _part(one: Part) -> str:
    if isinstance(one, Text):
        return one.text
    return " ".join(f"[{choice.label}]" for choice in one.choices) if isinstance(one, Buttons) else "────"


def _framed(text: str) -> str:
    return "\n".join(f"┃ {line}" for line in text.splitlines())

"""How Discord's client reads markdown, as far as something could come of it: an own reading, to hold the renderer to.

The rules and their order are those of "Markdown Text 101" (support.discord.com) and of "Message Formatting" in the reference
(docs.discord.com/developers/reference).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_RULES = [
    ("escape", re.compile(r"\\([^0-9A-Za-z\s])")),
    ("block", re.compile(r"```(?:([a-z0-9_+.#-]+)\n)?\n*([^\n][\s\S]*?)\n*```")),
    ("code", re.compile(r"(`+)([\s\S]*?[^`])\1(?!`)")),
    ("mention", re.compile(r"<(?:@[!&]?|#)\d+>|@everyone|@here")),
    ("special", re.compile(r"<(?:a?:\w+:\d+|t:-?\d+(?::\w)?|/[^<>\n]+:\d+|id:\w+)>")),
    ("link", re.compile(r"<https?://[^\s>]+>|https?://[^\s<]+[^<.,:;\"'\]\s]")),
    ("masked", re.compile(r"\[((?:\\.|[^\]\\])+)\]\((https?://[^\s)]+)\)")),
    ("invite", re.compile(r"(?i)discord(?:app)?\.(?:gg|com/invite|me|io)/\w+")),
    ("emoji", re.compile(r":[\w+-]{1,64}:")),
    ("spoiler", re.compile(r"\|\|[\s\S]+?\|\|")),
    ("strong", re.compile(r"\*\*(?=[\s\S])((?:\\[\s\S]|[^\\])+?)\*\*(?!\*)")),
    ("underline", re.compile(r"__((?:\\[\s\S]|[^\\])+?)__(?!_)")),
    ("strike", re.compile(r"~~([\s\S]+?)~~(?!_)")),
    ("emphasis", re.compile(r"\*(?=\S)((?:\*\*|\\[\s\S]|[^*\\])+?)\*(?!\*)|\b_((?:\\[\s\S]|[^_\\])+?)_\b")),
]
_AT_THE_START = re.compile(r"(?m)^[ \t]*(?:(#{1,3}|-#|>{1,3}|[-*+]|\d+\.) )")
LINE_KINDS = {"#": "heading", "-": "item", "*": "item", "+": "item", ">": "quote"}


@dataclass(frozen=True, slots=True)
class Found:
    """A construct: what kind, and the text that it takes up."""

    kind: str
    text: str


def read(text: str) -> tuple[str, list[Found]]:
    """Return what is shown as text outside of constructs, and the constructs; within strong and emphasis both are looked for too."""
    shown, found = "", []
    at = 0
    while at < len(text):
        start = _AT_THE_START.match(text, at) if at == 0 or text[at - 1] == "\n" else None
        if start:
            mark = start[1]
            found.append(Found("subtext" if mark == "-#" else LINE_KINDS.get(mark[0], "item"), start[0]))
            at = start.end()
            continue
        kind, match = next(((kind, match) for kind, rule in _RULES if (match := rule.match(text, at))), ("", None))
        if match is None:
            shown += text[at]
            at += 1
            continue
        if kind == "escape":
            shown += match[1]
        else:
            found.append(Found(kind, match[0]))
            if kind in ("strong", "emphasis"):
                inner, more = read(match[1] or match[match.lastindex or 0])
                shown, found = shown + inner, found + more
            elif kind in ("block", "code"):
                shown += match[2]
        at = match.end()
    return shown, found


def kinds(text: str) -> set[str]:
    """Return the kinds of constructs in a text."""
    return {one.kind for one in read(text)[1]}

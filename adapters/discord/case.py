"""A whole case in one file, for the person who is asked for help."""

from __future__ import annotations

from bot.conversation import Conversation
from bot.library import Library
from bot.markdown import fenced, markdown_of, visible
from bot.reply import Reply

CASE = "relaydoc-case.md"


def case_text(kept: Conversation, reply: Reply, library: Library) -> str:
    """Return a conversation as markdown: what was asked, the answer as it stands, and the log with its line numbers.

    Args:
        kept: the conversation.
        reply: its latest answer.
        library: for the headings.
    """
    lang = reply.lang
    lines = kept.text.splitlines()
    width = len(str(len(lines)))
    numbered = [f"{number:>{width}}  {visible(line)}" for number, line in enumerate(lines, start=1)]
    asked = [f"## {library.phrase('discord-case-question', lang)}", fenced([visible(line) for line in kept.question.splitlines()])]
    parts = [
        f"# {library.phrase('discord-thread', lang)}",
        *(asked if kept.question.strip() else []),
        markdown_of(reply).rstrip(),
        f"## {library.phrase('discord-case-log', lang)}",
        fenced(numbered),
    ]
    return "\n\n".join(parts) + "\n"

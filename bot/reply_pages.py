"""The meaning of a server's answer as a page, for people who ask about a code."""

from __future__ import annotations

from datetime import date

from bot.library import Library
from bot.library.pages import Page
from bot.library.schema import FaqFront
from bot.replies import Meaning

FOLDER = "replies"
_REVIEWED = date(2026, 11, 24)


def page_of(meaning: Meaning, library: Library, lang: str) -> Page[FaqFront]:
    """Return the meaning of an answer as a page: what it means, what it does not, how final it is, and what to do."""
    title = library.phrase(
        "reply-title-by" if meaning.by else "reply-title", lang, code=meaning.code, by=meaning.by or "", kind=meaning.kind.name.in_(lang)
    )
    said = (meaning.entry.meaning, meaning.entry.not_meaning, meaning.weight)
    intro = "\n\n".join(sentence.in_(lang) for sentence in said if sentence is not None)
    front = FaqFront.model_construct(
        title=title.strip(" :の"), aliases=(), reading=(), codes=(), tags=(FOLDER,), servers=(), related=(),
        source=(meaning.entry.source,), reviewed=_REVIEWED,
    )  # fmt: skip
    todo = {library.phrase("reply-what-to-do", lang): meaning.todo.in_(lang)}
    return Page(f"{FOLDER}/{meaning.id}", lang, front, intro, todo)

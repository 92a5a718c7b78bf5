"""``relaydoc ask``: a question to the knowledge base, answered with a page, with pages to choose from, or not at all."""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.asked import reply_to
from bot.asking import Found, Librarian
from bot.catalogue import Catalogue
from bot.contract import document as answer_document
from bot.desk import Desk, Message
from bot.errors import UsageError
from bot.language import language_of, language_of_locale
from bot.library import load, pages_of
from bot.markdown import markdown_of
from bot.reply import Reply

if TYPE_CHECKING:
    from bot.search import Why

SCHEMA = "relaydoc.ask/1"
SCHEMA_FILE = Path(__file__).parent / "ask.schema.json"
Show = Callable[[Reply, str], None]
"""Draws a reply in the terminal, with a note beneath its headline."""


def ask(options: argparse.Namespace, show: Show) -> int:
    """Answer the question that the arguments hold, or explain it where it is a log.

    Args:
        options: the arguments.
        show: draws a reply in the terminal.

    Raises:
        UsageError: the arguments contradict one another, or ask for an extra that is not installed.
    """
    from bot.search import installed_encoder, looks_like_log

    variable = os.environ.get("RELAYDOC_KNOWLEDGE", "")
    folder: Path | None = options.knowledge or (Path(variable) if variable else None)
    if options.only and folder is None:
        raise UsageError("--only takes the pages of one folder; name it with --knowledge.")
    if options.semantic and installed_encoder() is None:
        raise UsageError('--semantic needs an extra that is not installed: pip install "relaydoc[semantic]".')
    library = load(folder)
    if looks_like_log(options.question, Catalogue(library).recognise):
        _write_log(Desk(library), options, show)
        return 0
    librarian = Librarian(pages_of(library, folder) if options.only and folder else library, semantic=options.semantic)
    found = librarian.ask(options.question, options.lang or _lang(options.question))
    _write(found, librarian, options, show)
    return 0


def document(found: Found, librarian: Librarian, *, why: bool = False) -> dict[str, Any]:
    """Return what came of a question as the contract's document."""
    results = [{"id": hit.id, "title": hit.title, "score": hit.score, **({"why": _why(hit.why)} if why else {})} for hit in found.hits]
    return {
        "schema": SCHEMA,
        "lang": found.lang,
        "outcome": found.outcome,
        "mode": found.mode,
        "results": results,
        "markdown": markdown_of(reply_to(found, librarian, why=why)),
    }


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the document."""
    loaded: dict[str, Any] = json.loads(SCHEMA_FILE.read_text(encoding="utf-8"))
    return loaded


def _why(why: Why) -> dict[str, Any]:
    names = ("lexical", "wording", "coverage", "reading", "semantic", "matched", "exact")
    told = {name: getattr(why, name) for name in names}
    return {**told, "matched": list(why.matched), "correction": dict(why.correction)}


def _lang(question: str) -> str | None:
    """Return the language to answer in: None leaves it to how the page was found, as for romaji."""
    return "ja" if language_of(question) == "ja" else None if language_of(question) else language_of_locale(os.environ)


def _write_log(desk: Desk, options: argparse.Namespace, show: Show) -> None:
    """Explain a log as ``relaydoc explain`` would."""
    answer = desk.explain(Message(text=options.question, lang=options.lang, locale_lang=language_of_locale(os.environ)))
    if options.format == "json":
        print(json.dumps(answer_document(answer), ensure_ascii=False, indent=2))  # noqa: T201 - the result
    elif options.format == "markdown":
        print(markdown_of(answer.reply), end="")  # noqa: T201 - the result
    else:
        show(answer.reply, desk.library.phrase("rules-and-pages", answer.lang))


def _write(found: Found, librarian: Librarian, options: argparse.Namespace, show: Show) -> None:
    """Print what came of a question in one of the formats."""
    if options.format == "json":
        print(json.dumps(document(found, librarian, why=options.why), ensure_ascii=False, indent=2))  # noqa: T201 - the result
        return
    reply = reply_to(found, librarian, why=options.why)
    if options.format == "markdown":
        print(markdown_of(reply), end="")  # noqa: T201 - the result
    else:
        show(reply, "")

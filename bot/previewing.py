"""``relaydoc knowledge preview``: a draft as each place will show it, before it is anybody's answer."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from bot.asked import page_reply
from bot.asking import Librarian
from bot.catalogue.matching import Messages, PartsReader
from bot.desk import Desk, Message
from bot.drafting import Draft, laid_over
from bot.errors import UsageError
from bot.language import language_of_locale
from bot.library import bundled
from bot.library.schema import Message as MessageEntry
from bot.library.schema import MessageFile
from bot.lint import problems
from bot.markdown import markdown_of
from bot.paste.cleaning import clean, squeeze
from bot.prose import Filling, spans
from bot.rendering.html import html_of
from bot.rendering.plain import plain_of
from bot.reply import Block, Heading, Log, LogQuote, Paragraph, Reply, Section, Span
from bot.site import Site
from bot.threads import read_threads
from bot.told import read_tells

Renderer = Callable[[Reply], str]
"""Makes of a reply what a place shows, as text that a person can read."""


def _html(reply: Reply) -> str:
    parts = [html_of(((Heading(2, (Span(section.title),)),) if section.title else ()) + section.blocks) for section in reply.sections]
    return "\n".join(parts) + "\n"


RENDERERS: dict[str, Renderer] = {"markdown": markdown_of, "plain": plain_of, "html": _html}
"""How each place shows a reply, by its name; those of the terminal and the chats are added where things are put together."""


def preview(options: argparse.Namespace, renderers: Mapping[str, Renderer]) -> tuple[str, tuple[str, ...]]:
    """Return a draft as each place shows it, one after the other, and what the check says of it.

    Args:
        options: ``file``, ``log``, ``lang``, ``only`` (one place) and ``knowledge``.
        renderers: the places.

    Raises:
        UsageError: the file or the log cannot be used, or there is no such place.
        KnowledgeError: the draft does not fit into the knowledge base.
    """
    if options.only and options.only not in renderers:
        raise UsageError(f"There is no place {options.only}; there are {', '.join(renderers)}.")
    with laid_over(options.file, options.knowledge) as draft:
        reply = reply_for(draft, _text(options.log) if options.log else None, options.lang)
        stem = draft.file.partition(".")[0]
        found = tuple(str(problem) for problem in problems(draft.library) if problem.file.partition(".")[0] == stem)
    chosen = [options.only] if options.only else list(renderers)
    return "\n".join(f"===== {name} =====\n\n{renderers[name](reply)}" for name in chosen), found


def reply_for(draft: Draft, log: str | None, lang: str | None) -> Reply:
    """Return the reply that shows a draft.

    Args:
        draft: the entry.
        log: a log to be answered with the draft in place; without one a page is shown as itself, a rule by a worked case in which it
            holds, and messages by their samples.
        lang: the language of the reply; None: the page's own, else that of the surroundings.

    Raises:
        UsageError: a rule holds in no worked case, so that a log is needed.
    """
    lang = lang or draft.lang or language_of_locale(os.environ) or "en"
    if log is not None:
        return Desk(draft.library).explain(Message(text=log, lang=lang)).reply
    if draft.kind == "messages":
        return _samples(draft, lang)
    if draft.kind == "diagnoses":
        return _case(draft, lang)
    librarian = Librarian(draft.library)
    page = librarian.page(f"{draft.kind}/{draft.id}", lang)
    if page is None:
        raise UsageError(f"{draft.file} is no page.")
    return page_reply(page, librarian, lang)


def _case(draft: Draft, lang: str) -> Reply:
    """Return the answer to the first worked case in which a rule holds."""
    desk = Desk(draft.library)
    for folder in (*draft.library.folders[1:], bundled()):
        for thread in read_threads(folder):
            for turn in thread.turns:
                account = read_tells(turn.tell, draft.library.vocabulary.facts)
                answer = desk.explain(Message(text=thread.text(turn), lang=lang), Site.model_validate(turn.site), account)
                if any(finding.rule == draft.id for finding in answer.findings):
                    return answer.reply
    raise UsageError(f"No worked case shows {draft.id}; name a log in which it holds with --log FILE.")


def _samples(draft: Draft, lang: str) -> Reply:
    """Return every message of the draft's file with its samples and what is said of them."""
    library = draft.library
    here = {key for (kind, key), (file, _) in library.places.items() if kind == "message" and file == draft.file}
    server = next((s for s in library.servers.values() if any(f"{s.server}/{entry.id}" in here for entry in s.messages)), None)
    if server is None:
        raise UsageError(f"There is no message in {draft.file}.")
    name = server.name.in_(lang)
    heading = Section("headline", "", (Heading(1, (Span(library.phrase("preview-messages", lang, server=name)),)),))
    messages = Messages(server, PartsReader(library.words))
    entries = [entry for entry in server.messages if f"{server.server}/{entry.id}" in here]
    sections = (Section("walkthrough", entry.id, tuple(_message(entry, messages, server, lang))) for entry in entries)
    return Reply(lang, "unknown", library.phrase("preview-title", lang), (heading, *sections))


def _message(entry: MessageEntry, messages: Messages, server: MessageFile, lang: str) -> Iterator[Block]:
    """Yield the samples of a message, each with its meaning filled in."""
    for number, sample in enumerate(entry.samples, start=1):
        match = messages.match(entry.shape or server.shapes[0], squeeze(clean(sample.line)))
        fields = match.fields if match else sample.fields
        yield Log((LogQuote(number, sample.line, entry.tone or "plain"),))
        for said in (entry.meaning, entry.not_meaning):
            if said is not None:
                yield Paragraph(spans(said.in_(lang), Filling(fields, frozenset(fields))))


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}.") from error

"""The desk: the only door that adapters use.

A message comes in, an answer goes out; nothing is read from or written to anywhere on the way. ``explain`` answers one paste by
itself; ``respond`` goes on with a conversation, which it returns as a new value.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from bot.answer import Answer
from bot.catalogue import Catalogue, Reading
from bot.consulting import Consulting, Setting
from bot.conversation import Conversation
from bot.intake import take_in
from bot.language import language_of
from bot.library import Library
from bot.missing import unanswered, unread_lines, went_on
from bot.paste import Budget, Paste
from bot.paste.cleaning import clean
from bot.paste.prefixes import head_of
from bot.pasting import read_pasted
from bot.reply import Reply
from bot.responding import Responding
from bot.site import Site
from bot.told import Account


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a message: the name it had, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What came in from a person.

    Attributes:
        text: what was typed or pasted.
        data: the bytes of a paste that came as bytes, instead of ``text``.
        files: files that came with it; each is read as more of the paste.
        question: what was asked, where it came apart from the paste.
        server: which server wrote the log, if the asker named one (its short name).
        choice: an answer that was clicked, as ``ReplyChoice.token``.
        lang: the language that was chosen, None to go by the text.
        locale_lang: the language that the person's surroundings name, None if they name none.
    """

    text: str = ""
    data: bytes | None = None
    files: tuple[File, ...] = ()
    question: str = ""
    server: str | None = None
    choice: str | None = None
    lang: str | None = None
    locale_lang: str | None = None


class Desk:
    """Answers messages out of one library.

    Args:
        library: the knowledge.
        budget: how much of a paste is read.
        notes_gaps: puts into each reply what the knowledge base had no word for, without the names in it.
    """

    def __init__(self, library: Library, budget: Budget | None = None, *, notes_gaps: bool = False) -> None:
        self.library = library
        self.budget = budget or Budget()
        self._notes_gaps = notes_gaps
        self._catalogue = Catalogue(library)
        self._consulting = Consulting(library, self._catalogue)
        self._responding = Responding(library, self._consulting)

    def explain(self, message: Message, site: Site | None = None, account: Account | None = None) -> Answer:
        """Return the answer to one paste.

        Args:
            message: what came in.
            site: what is known of the asker's site.
            account: what the asker has told.

        Returns:
            The answer; no text and no bytes make it raise.
        """
        site, account = _with_server(site or Site(), message), account or Account()
        reading = self._consulting.read(self._take_in(message)[1])
        lang = self._lang(message, site, reading)
        return self._consulting.consult(reading, Setting(message.question, lang, site, account)).answer

    def respond(self, conversation: Conversation, message: Message, site: Site | None = None) -> tuple[Conversation, Reply]:
        """Return a conversation after one more message, and the reply to it.

        Args:
            conversation: as it was.
            message: what came in: a paste, an answer, a question, or a wish such as "undo".
            site: what is known of the asker's site beforehand.

        Returns:
            The conversation as it is now, and what to show. Nothing raises; a message that is not understood is asked about.
        """
        site = site or Site()
        text, paste = self._take_in(message)
        reading = self._consulting.read(paste)
        fresh = conversation.lang is None or message.lang is not None
        lang = self._lang(message, site, reading) if fresh else (conversation.lang or "en")
        told = _with_server(conversation.site, message)
        conversation = replace(conversation, lang=lang, turns=conversation.turns + 1, forgotten=False, site=told)
        if message.choice is not None:
            return self._responding.choose(conversation, message.choice, site)
        if reading.server is not None:
            after, reply = self._responding.paste(conversation, text, reading, message.question, site, self.budget)
            return after, replace(reply, missed=unread_lines(reading)) if self._notes_gaps else reply
        words = f"{message.question}\n{text}".strip()
        after, reply = self._responding.words(conversation, words, reading, site)
        if self._notes_gaps and not went_on(conversation, after):
            reply = replace(reply, missed=unanswered(words, self._consulting.librarian, lang))
        return after, reply

    def review(self, conversation: Conversation, site: Site | None = None) -> Answer:
        """Return the whole latest answer of a conversation made anew, line by line; it changes nothing.

        Args:
            conversation: with a log; its language is the answer's.
            site: what is known of the asker's site beforehand.

        Returns:
            The answer, whose reply offers the choices that stand.
        """
        return self._responding.review(conversation, site or Site())

    def begins_a_log(self, text: str) -> bool:
        """Tell whether a line begins as lines of a log do, so that more of them may follow."""
        return head_of(clean(text[:400])) is not None

    def _take_in(self, message: Message) -> tuple[str, Paste]:
        """Return all text of a message, and its paste, within the budget."""
        started = time.monotonic()
        pasted = [("", message.data)] if message.data is not None else []
        taken = take_in(message.text, [*pasted, *((file.name, file.data) for file in message.files)], self.budget)
        left = replace(self.budget, seconds=max(0.5, self.budget.seconds - (time.monotonic() - started)))
        paste = read_pasted(taken.text, self._catalogue, left)
        cuts = tuple(dict.fromkeys((*taken.cuts, *paste.cuts)))
        return taken.text, replace(paste, encoding=taken.encoding, guessed=taken.guessed, cuts=cuts)

    def _lang(self, message: Message, site: Site, reading: Reading) -> str:
        """Return the language to answer in: chosen, the site's, of the question, of the words, of the surroundings, of the log."""
        log = "\n".join(line.body for line in reading.paste.lines[:50])
        from_log = "ja" if language_of(log) == "ja" else None
        named = (message.lang, site.language if site.language in ("en", "ja") else None, language_of(message.question))
        words = language_of(reading.paste.words[:4000]) if reading.server or reading.input == "question" else None
        found = next((lang for lang in (*named, words, message.locale_lang, from_log) if lang), None)
        return found or language_of(reading.paste.words[:4000]) or "en"


def _with_server(site: Site, message: Message) -> Site:
    """Return a site with the server that a message names, which is the latest word on it."""
    return site.model_copy(update={"server": message.server}) if message.server else site

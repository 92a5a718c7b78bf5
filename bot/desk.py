"""The desk: the only door that adapters use.

A message comes in, an answer goes out; nothing is read from or written to anywhere on the way.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

from bot.answer import Answer, compose, compose_without_log
from bot.answer.composing import Case
from bot.catalogue import Catalogue, Reading
from bot.diagnosis import diagnose
from bot.facts import Known
from bot.identity import parse_ip
from bot.language import language_of
from bot.library import Library
from bot.paste import Budget, Cut, Paste, read
from bot.paste.decoding import decode
from bot.site import Site
from bot.told import Account
from bot.transactions import transactions


@dataclass(frozen=True, slots=True)
class Message:
    """What came in from a person.

    Attributes:
        text: what was typed or pasted.
        data: the bytes of a file that came with it, or instead of it.
        question: what was asked, where it came apart from the paste.
        lang: the language that was chosen, None to go by the text.
        locale_lang: the language that the person's surroundings name, None if they name none.
    """

    text: str = ""
    data: bytes | None = None
    question: str = ""
    lang: str | None = None
    locale_lang: str | None = None


class Desk:
    """Answers messages out of one library."""

    def __init__(self, library: Library, budget: Budget | None = None) -> None:
        self.library = library
        self.budget = budget or Budget()
        self._catalogue = Catalogue(library)

    def explain(self, message: Message, site: Site | None = None, account: Account | None = None) -> Answer:
        """Return the answer to one paste.

        Args:
            message: what came in.
            site: what is known of the asker's site.
            account: what the asker has told.

        Returns:
            The answer; no text and no bytes make it raise.
        """
        site, account = site or Site(), account or Account()
        reading = self._catalogue.read(self._paste(message))
        lang = self._lang(message, site, reading)
        page = self._page_without_log(message, reading)
        if page is not None:
            return compose_without_log(page, self._as_input(message, reading), self.library, lang)
        server = self.library.servers[reading.server or ""]
        found = transactions(reading, server.sessions, self.library.vocabulary.events)
        known = Known(site, account, server.profile, found, self.library.vocabulary.facts)
        diagnosis = diagnose(known, self.library, server.sessions.fetch)
        version = account.version or site.version or self._version(reading)
        return compose(Case(reading, found, diagnosis, self.library, lang, version))

    def _paste(self, message: Message) -> Paste:
        """Return the paste of a message, its bytes decoded within the budget."""
        if message.data is None:
            return read(message.text, self._catalogue.recognise, self.budget)
        started = time.monotonic()
        decoded = decode(message.data[: self.budget.bytes])
        left = replace(self.budget, seconds=max(0.5, self.budget.seconds - (time.monotonic() - started)))
        paste = read(decoded.text, self._catalogue.recognise, left)
        cuts = paste.cuts if len(message.data) <= self.budget.bytes else (Cut("bytes", self.budget.bytes), *paste.cuts)
        return replace(paste, encoding=decoded.encoding, guessed=decoded.guessed, cuts=cuts)

    def _page_without_log(self, message: Message, reading: Reading) -> str | None:
        """Return the page to answer by where there is nothing to diagnose, None where there is a log."""
        if reading.server == "unknown":
            return "unknown-server"
        if reading.server is not None:
            return None
        if reading.input == "question" or (message.question and not reading.paste.words and not reading.paste.lines):
            return "a-question"
        return "not-a-log" if reading.paste.words or reading.paste.lines or reading.paste.cuts else "empty"

    def _as_input(self, message: Message, reading: Reading) -> Reading:
        """Return the reading of an empty paste that came with a question as that question."""
        empty = not reading.paste.words and not reading.paste.lines
        return replace(reading, input="question") if empty and message.question else reading

    def _lang(self, message: Message, site: Site, reading: Reading) -> str:
        """Return the language to answer in: chosen, the site's, of the question, of the words, of the surroundings, of the log."""
        log = "\n".join(line.body for line in reading.paste.lines[:50])
        from_log = "ja" if language_of(log) == "ja" else None
        named = (message.lang, site.language if site.language in ("en", "ja") else None, language_of(message.question))
        words = language_of(reading.paste.words[:4000]) if reading.server or reading.input == "question" else None
        found = next((lang for lang in (*named, words, message.locale_lang, from_log) if lang), None)
        return found or language_of(reading.paste.words[:4000]) or "en"

    def _version(self, reading: Reading) -> str | None:
        """Return the server's version as far as a line of the paste names it."""
        return next(
            (e.fields["version"] for e in reading.events if "version" in e.fields and not parse_ip(e.fields["version"])),
            None,
        )

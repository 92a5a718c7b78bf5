"""One consultation: from a paste, with all that is known and was said, to an answer."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from bot.answer import Answer, compose, compose_without_log
from bot.answer.case import Case
from bot.asked import reply_to, with_invitation
from bot.asking import Librarian
from bot.catalogue import Catalogue, Reading
from bot.catalogue.outages import with_outages
from bot.diagnosis import Diagnosis, Rules, diagnose, rules_for
from bot.directives.complaints import SHAPE as REPORT
from bot.directives.finding import SHAPE
from bot.facts import Known, table_of
from bot.library import Library
from bot.library.schema import Both
from bot.listening import Case as HeardCase
from bot.listening import Heard, hear, is_discussion
from bot.listening.of_owners import hear_of_owners
from bot.listening.of_papers import hear_of_paper
from bot.listening.of_programs import hear_of_programs
from bot.listening.of_queues import hear_of_queue
from bot.papers.tally import SHAPE as TALLY
from bot.paste import Paste
from bot.pasting import read_pasted
from bot.site import Site
from bot.told import Account, Told
from bot.transactions import Transaction, transactions
from bot.whose_log import taken_for

MOST_QUESTIONS = 3
LONGEST_QUESTION = 400
"""Characters; a longer text without a log is no question to the knowledge base."""


@dataclass(frozen=True, slots=True)
class Consultation:
    """What one paste came to.

    Attributes:
        answer: the answer.
        reading: the paste as events.
        transactions: its transactions.
        diagnosis: the diagnosis; None where there was no log.
        account: all that was told, with what was heard in the question and the words around the log.
        heard: what was heard there.
        proposed: what the opener of a pasted discussion said; told only once the asker confirms it.
    """

    answer: Answer
    reading: Reading
    transactions: tuple[Transaction, ...]
    diagnosis: Diagnosis | None
    account: Account
    heard: Heard
    proposed: tuple[Told, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a consultation starts from besides the paste: question, language, site, what was told, what was noted, how much to ask."""

    question: str = ""
    lang: str = "en"
    site: Site = field(default_factory=Site)
    account: Account = field(default_factory=Account)
    notes: tuple[Both, ...] = ()
    most_questions: int = MOST_QUESTIONS
    listens: bool = True


class Consulting:
    """Consults one library."""

    def __init__(self, library: Library, catalogue: Catalogue) -> None:
        self._library = library
        self._catalogue = catalogue
        self._rules: dict[tuple[str, bool], Rules] = {}
        self._table = table_of(library.vocabulary.facts)
        self.librarian = Librarian(library)

    def read(self, paste: Paste) -> Reading:
        """Return a paste as events; a paper is called what it is, one of settings alone a configuration, a tally a log."""
        phrases = self._library.phrases
        reading = with_outages(self._catalogue.read(paste), phrases["login-unchecked"], phrases["login-unchecked-not"])
        if reading.server is None:
            return reading
        only_settings = all(line.shape == SHAPE for line in paste.lines)
        paper = None if paste.paper == TALLY else paste.paper
        return replace(reading, input=paper or ("config" if only_settings else reading.input))

    def read_text(self, text: str) -> Reading:
        """Return a text as events."""
        return self.read(read_pasted(text, self._catalogue))

    def consult(self, reading: Reading, setting: Setting) -> Consultation:
        """Return what a paste comes to."""
        page = page_without_log(reading, setting.question)
        if page is not None:
            reading = as_question(reading, setting.question)
            answer = self._without_log(page, reading, setting)
            return Consultation(answer, reading, (), None, setting.account, Heard())
        sessions = self._library.servers[reading.server or ""].sessions
        found = transactions(reading, sessions, self._library.vocabulary.events, self._library.servers["dsn"].sessions)
        diagnosis = self._diagnose(reading, found, setting)
        heard, proposed = self._hear(reading.paste, found, diagnosis, setting)
        heard = replace(heard, told=(*heard.told, *self._hear_beside(reading.paste, found, setting)))
        account = setting.account
        if heard.told or heard.version or heard.site != Site():
            account = Account((*heard.told, *account.facts), account.version or heard.version)
            setting = replace(setting, account=account, site=joined(setting.site, heard.site))
            diagnosis = self._diagnose(reading, found, setting)
        version = account.version or setting.site.version or _version(reading)
        named = setting.site.server
        server = taken_for(reading, named, self._library)
        notes = (*setting.notes, *heard.notes)
        case = Case(
            reading,
            found,
            diagnosis,
            self._library,
            setting.lang,
            server,
            named,
            version,
            heard.told,
            notes,
            heard.site,
            self.librarian.replies,
        )
        return Consultation(compose(case), reading, found, diagnosis, account, heard, proposed)

    def _without_log(self, page: str, reading: Reading, setting: Setting) -> Answer:
        """Return the answer where there is no log: to a question the page of the library that fits, else what to paste."""
        answer = compose_without_log(page, reading, self._library, setting.lang)
        question = " ".join(f"{setting.question} {reading.paste.words}".split())
        if page not in ("a-question", "not-a-log") or reading.paste.lines or not 0 < len(question) <= LONGEST_QUESTION:
            return answer
        found = self.librarian.ask(question, setting.lang)
        if found.outcome == "dont_know":
            return answer
        reply = reply_to(found, self.librarian)
        headline = found.hits[0].title if found.outcome == "answer" else self._library.phrase("asked-choose", setting.lang)
        sources = found.hits[0].page.front.source if found.outcome == "answer" else ()
        return replace(answer, input="question", headline=headline, reply=with_invitation(reply, self._library), steps=(), sources=sources)

    def _diagnose(self, reading: Reading, found: tuple[Transaction, ...], setting: Setting) -> Diagnosis:
        server = self._library.servers[taken_for(reading, setting.site.server, self._library)]
        facts = self._library.vocabulary.facts
        known = Known(setting.site, setting.account, server.profile, found, facts, events=reading.events, table=self._table)
        rules = self._rules_for(reading.paste.paper or "log", returned=bool(reading.paste.returned))
        return diagnose(known, self._library, server.sessions.fetch, setting.most_questions, rules=rules)

    def _rules_for(self, reads: str, *, returned: bool) -> Rules:
        """Return the rules for one kind of paste, with or without a returned message beside it, laid out once."""
        if (reads, returned) not in self._rules:
            self._rules[reads, returned] = rules_for(reads, self._library.rules, returned=returned)
        return self._rules[reads, returned]

    def _hear_beside(self, paste: Paste, found: tuple[Transaction, ...], setting: Setting) -> tuple[Told, ...]:
        """Return what was said of all messages of a paper that is no log or of a complaint, or of the owners of the log-ins in a log."""
        if not setting.listens:
            return ()
        return self._hear_of(f"{setting.question}\n{paste.words}", _paper_of(paste), found, setting.site)

    def _hear_of(self, said: str, paper: str | None, found: tuple[Transaction, ...], site: Site) -> tuple[Told, ...]:
        programs = hear_of_programs(said, found, self._library.told)
        if paper in (None, TALLY):
            returned = [transaction for transaction in found if transaction.is_returned]
            of_returned = hear_of_paper(said, "bounce", returned, self._library.told) if returned else ()
            queue = hear_of_queue(said, found, self._library.told)
            return (*hear_of_owners(said, found, site, self._library.told), *programs, *queue, *of_returned)
        return (*hear_of_paper(said, paper, found, self._library.told), *programs)

    def with_paper(self, pasted: str, said: str, case: HeardCase, heard: Heard) -> Heard:
        """Return what was heard, with what was said later of a paper, or of the owners of log-ins, pasted earlier."""
        told = self._hear_of(said, _paper_of(self.read_text(pasted).paste), case.transactions, case.site) if pasted else ()
        return replace(heard, told=(*heard.told, *told), missed=()) if told else heard

    def _hear(self, paste: Paste, found: tuple[Transaction, ...], diagnosis: Diagnosis, setting: Setting) -> tuple[Heard, tuple[Told, ...]]:
        """Return what was heard in the question and around the log, and what a pasted discussion's opener said there.

        No question was asked yet, so a bare yes or no tells nothing. In a discussion other people speak too, so nothing of it is told
        before the asker confirms it.
        """
        if not setting.listens:
            return Heard(), ()
        about = HeardCase(found, diagnosis.in_question, (), told_clients(setting.account), setting.site)
        phrases = self._library.told
        if is_discussion(paste.words, phrases):
            opener = hear(_opening(paste.words, self._library), about, phrases)
            return hear(setting.question, about, phrases), opener.told
        return hear(f"{setting.question}\n{paste.words}", about, phrases), ()


def told_clients(account: Account) -> frozenset[str]:
    """Return the clients of which it was told whose they are."""
    return frozenset(told.about for told in account.facts if told.fact == "client_is_ours" and told.about and told.value is not None)


def joined(site: Site, more: Site) -> Site:
    """Return a site with what was said of it added; single values that it has stay."""
    return site.model_copy(
        update={
            "domains": tuple(dict.fromkeys((*site.domains, *more.domains))),
            "networks": tuple(dict.fromkeys((*site.networks, *more.networks))),
            "gateways": tuple(dict.fromkeys((*site.gateways, *more.gateways))),
            "server": site.server or more.server,
            "version": site.version or more.version,
        }
    )


def page_without_log(reading: Reading, question: str) -> str | None:
    """Return the page to answer by where there is nothing to diagnose, None where there is a log."""
    if reading.server == "unknown" and len(reading.unread) == len(reading.events):
        return "unknown-server"
    if reading.server is not None:
        return None
    nothing = not reading.paste.words and not reading.paste.lines
    if reading.input == "question" or (question and nothing):
        return "a-question"
    return "empty" if nothing and not reading.paste.cuts else "not-a-log"


def as_question(reading: Reading, question: str) -> Reading:
    """Return the reading of an empty paste that came with a question as that question."""
    return replace(reading, input="question") if question and not reading.paste.words and not reading.paste.lines else reading


def _paper_of(paste: Paste) -> str | None:
    """Return what kind of paper a paste is, or that it is a complaint, beside which people say the like."""
    return paste.paper or ("report" if any(line.shape == REPORT for line in paste.lines) else None)


def _opening(words: str, library: Library) -> str:
    """Return what stands in a pasted discussion before the second line that names a speaker."""
    lines = words.splitlines()
    speakers = [i for i in range(len(lines)) if is_discussion("\n".join(lines[: i + 1]), library.told)]
    return "\n".join(lines[: speakers[0]]) if speakers else words


def _version(reading: Reading) -> str | None:
    """Return the server's version as far as a line of the paste names it."""
    return next((event.fields["version"] for event in reading.events if "version" in event.fields), None)

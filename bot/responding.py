"""How a conversation goes on: what each kind of message does to it, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.answer.model import Answer
from bot.answer.wording import Wording
from bot.asked import PAGE, in_between, none_in_between, page_reply, reply_to
from bot.catalogue import Reading
from bot.consulting import MOST_QUESTIONS, Consultation, Consulting, Setting, joined, told_clients
from bot.conversation import Concluded, Conversation, Offered, Standing
from bot.language import is_question
from bot.library import Library
from bot.listening import Asked, Heard, hear
from bot.listening import Case as HeardCase
from bot.paste import Budget
from bot.pictures import with_timeline
from bot.recounting import CONFIRM, changed, compared, not_understood, understood, with_proposed, with_sections
from bot.reply import Paragraph, Reply, ReplyChoice, Section, Span
from bot.site import Site
from bot.told import VALUES, Account, Told

AGAIN = "again"
"""The token that shows the latest answer once more."""
_MOST_BEFORE = 20  # tellings that can be taken back
_MOST_STANDING = 12  # questions that may still be answered by their buttons


class Responding:
    """Goes on with conversations out of one library."""

    def __init__(self, library: Library, consulting: Consulting) -> None:
        self._library = library
        self._consulting = consulting

    def paste(
        self, conversation: Conversation, text: str, reading: Reading, question: str, site: Site, budget: Budget
    ) -> tuple[Conversation, Reply]:
        """Take in lines of a log: the case's first, more of it, or another piece."""
        if not conversation.text:
            return self._answer(replace(conversation, text=text, question=question), site, listens=True)
        earlier = self._consult(conversation, site, listens=False)
        if self._belongs(reading, earlier):
            more = replace(conversation, text=f"{conversation.text.rstrip()}\n{text}")
            if len(more.text) <= budget.bytes:
                return self._answer(more, site, listens=True, said=("joined-lines",))
        names = tuple(told for told in conversation.account.facts if told.about is not None)  # others were about the earlier lines
        account = replace(conversation.account, facts=names)
        other = replace(conversation, text=text, question=question, account=account, standing=(), proposed=())
        return self._answer(other, site, listens=True, said=("new-case",), compare=earlier)

    def choose(self, conversation: Conversation, token: str, site: Site) -> tuple[Conversation, Reply]:
        """Take in an answer that was clicked, by the number of its question; one whose question is long gone is told so."""
        number, _, value = token.partition(":")
        if number == PAGE:
            return conversation, self._page(conversation, value, site)
        if number == AGAIN:
            return conversation, self._again(conversation, site)
        if number == CONFIRM:
            return self._confirm(conversation, value == "yes", site)
        standing = next((s for s in conversation.standing if str(s.number) == number), None)
        offered = next((o for o in standing.offered if o.value == value), None) if standing else None
        if standing is None or offered is None:
            return conversation, self._say(conversation, "stale-answer")
        transaction = None if standing.about else standing.transaction
        told = tuple(Told(fact, VALUES[tells], standing.about, transaction) for fact, tells in offered.tells)
        return self._tell(conversation, Heard(told=told), site)

    def _again(self, conversation: Conversation, site: Site) -> Reply:
        """Return the latest answer, with the questions that stand."""
        if not conversation.text:
            return self._say(conversation, "stale-answer")
        return self.review(conversation, site).reply

    def review(self, conversation: Conversation, site: Site) -> Answer:
        """Return the latest answer with the questions that stand."""
        answer = self._consult_again(conversation, site).answer
        return replace(answer, reply=replace(answer.reply, choices=_choices(_latest(conversation))))

    def words(self, conversation: Conversation, text: str, reading: Reading, site: Site) -> tuple[Conversation, Reply]:
        """Take in words without a log: an answer, a wish, or something that was not understood."""
        case = self._case(conversation, site)
        heard = self._consulting.with_paper(conversation.text, text, case, hear(text, case, self._library.told))
        wish = self._wish(conversation, heard, site)
        if wish is not None:
            return wish
        if heard.told or heard.notes or heard.version or heard.site != Site():
            return self._tell(conversation, heard, site)
        if not conversation.text:
            answer = self._consulting.consult(reading, Setting(lang=conversation.lang or "en", site=site)).answer
            return conversation, answer.reply
        between = None if heard.missed else self._question(conversation, text)
        if between is not None:
            return conversation, self._between(conversation, between, site)
        return conversation, self._ask_again(conversation, heard.missed, site)

    def _page(self, conversation: Conversation, id_: str, site: Site) -> Reply:
        """Return a page that was chosen; one that is not there any more is told so."""
        librarian, lang = self._consulting.librarian, conversation.lang or "en"
        page = librarian.page(id_, lang)
        if page is None:
            return self._say(conversation, "stale-answer")
        reply = page_reply(page, librarian, lang)
        return self._between(conversation, reply, site) if conversation.text else reply

    def _question(self, conversation: Conversation, text: str) -> Reply | None:
        """Return the reply to a question that came in between, None if it seems to be none."""
        librarian, asks = self._consulting.librarian, is_question(text)
        found = librarian.ask(text, conversation.lang)
        if found.outcome == "answer" or (asks and found.outcome == "did_you_mean"):
            return reply_to(found, librarian)
        return none_in_between(self._library, found.lang) if asks else None

    def _between(self, conversation: Conversation, reply: Reply, site: Site) -> Reply:
        """Return the reply to a question in between; the case stays open."""
        asked = self._consult_again(conversation, site).answer.reply.section("questions")
        return in_between(reply, self._library, asked, _choices(_latest(conversation)))

    def _wish(self, conversation: Conversation, heard: Heard, site: Site) -> tuple[Conversation, Reply] | None:
        """Do what was asked for, if nothing else was said; None if nothing was asked for."""
        if heard.told or not heard.commands:
            return None
        command = heard.commands[0]
        if command == "forget":
            emptied = Conversation(conversation.id, lang=conversation.lang, turns=conversation.turns, forgotten=True)
            return emptied, self._say(conversation, "forgotten")
        if command == "undo":
            return self._undo(conversation, site)
        if command in ("in-english", "in-japanese"):
            switched = replace(conversation, lang="en" if command == "in-english" else "ja")
            if not conversation.text:
                return switched, self._say(switched, "language-switched")
            return self._answer(switched, site, listens=False, said=("language-switched",))
        if command == "my-words":
            return self._confirm(conversation, True, site)
        return conversation, self._say(conversation, "you-are-welcome" if command == "thanks" else "what-i-do")

    def _tell(self, conversation: Conversation, heard: Heard, site: Site) -> tuple[Conversation, Reply]:
        """Give the verdict anew with what was told; the way back is kept."""
        account = Account((*conversation.account.facts, *heard.told), heard.version or conversation.account.version)
        after = replace(
            conversation,
            account=account,
            before=(*conversation.before, conversation.account)[-_MOST_BEFORE:],
            notes=tuple(dict.fromkeys((*conversation.notes, *heard.notes))),
            site=joined(conversation.site, heard.site),
        )
        if not conversation.text:
            return after, self._only_understood(after, heard)
        return self._answer(after, site, listens=False, heard=heard)

    def _undo(self, conversation: Conversation, site: Site) -> tuple[Conversation, Reply]:
        if not conversation.before:
            return conversation, self._say(conversation, "nothing-to-undo")
        back = replace(conversation, account=conversation.before[-1], before=conversation.before[:-1])
        if not conversation.text:
            return back, self._say(back, "undone")
        return self._answer(back, site, listens=False, said=("undone",))

    def _confirm(self, conversation: Conversation, yes: bool, site: Site) -> tuple[Conversation, Reply]:
        """Take the statements of a pasted discussion for the asker's own, or drop them."""
        proposed = conversation.proposed if yes else ()
        if not conversation.proposed:
            return conversation, self._say(conversation, "stale-answer")
        return self._tell(replace(conversation, proposed=()), Heard(told=proposed), site)

    def _consult(self, conversation: Conversation, site: Site, *, listens: bool, most: int | None = None) -> Consultation:
        """Consult on the case; at most so many questions are asked, else all at first and one at a time after that."""
        reading = self._consulting.read_text(conversation.text)
        first = conversation.concluded is None
        setting = Setting(
            question=conversation.question if listens else "",
            lang=conversation.lang or "en",
            site=joined(site, conversation.site).model_copy(update={"server": conversation.site.server or site.server}),
            account=conversation.account,
            most_questions=most or (MOST_QUESTIONS if first else 1),
            listens=listens,
        )
        return self._consulting.consult(reading, setting)

    def _consult_again(self, conversation: Conversation, site: Site) -> Consultation:
        """Consult on the case as it was last answered, with as many questions."""
        return self._consult(conversation, site, listens=False, most=len(conversation.latest) or 1)

    def _case(self, conversation: Conversation, site: Site) -> HeardCase:
        """Return what words may be about: the case as it stands, and the latest questions."""
        if not conversation.text:
            return HeardCase()
        consultation = self._consult(conversation, site, listens=False)
        latest = _latest(conversation)
        questions = tuple(
            Asked(s.fact, s.about, s.transaction, tuple(((o.label.casefold(), o.value), o.tells) for o in s.offered)) for s in latest
        )
        asked = consultation.diagnosis.in_question if consultation.diagnosis else frozenset[int]()
        return HeardCase(consultation.transactions, asked, questions, told_clients(conversation.account), site)

    def _belongs(self, reading: Reading, earlier: Consultation) -> bool:
        """Tell whether new lines go on with the case: one of them names a message or a client of it, or follows within the hour."""
        if reading.server != earlier.reading.server:
            return False
        ids = {t.queue_id for t in earlier.transactions if t.queue_id}
        if any(event.fields.get("queue_id") in ids for event in reading.events):
            return True
        begins = {"connection_opened", "blocklist_query", "received_header"}
        return not any(event.kind in begins for event in reading.events) and bool(earlier.transactions)

    def _answer(
        self,
        conversation: Conversation,
        site: Site,
        *,
        listens: bool,
        heard: Heard | None = None,
        said: Sequence[str] = (),
        compare: Consultation | None = None,
    ) -> tuple[Conversation, Reply]:
        """Return the conversation with its new conclusion, and the answer with what was understood and what changed."""
        consultation = self._consult(conversation, site, listens=listens)
        words = self._words(conversation, consultation)
        concluded = _concluded(consultation)
        heard_now = understood(words, heard or replace(consultation.heard, missed=()))
        moved = changed(conversation, concluded, words, told=heard is not None)
        sorted_out = compared(compare, consultation, words) if compare else ()
        spoken = tuple(Paragraph((Span(words.phrase(name)),)) for name in said)
        standing = self._standing(conversation, consultation)
        after = replace(
            conversation,
            account=consultation.account,
            before=conversation.before if heard or not consultation.heard.told else (*conversation.before, conversation.account),
            concluded=concluded,
            standing=(*conversation.standing, *standing)[-_MOST_STANDING:],
            latest=tuple(question.number for question in standing),
            asked=conversation.asked + len(standing),
            proposed=consultation.proposed or conversation.proposed,
        )
        more = (
            Section("changed", words.phrase("heading-changed"), (*spoken, *moved, *sorted_out)),
            Section("understood", words.phrase("heading-understood"), heard_now),
        )
        told = with_timeline(consultation.answer.reply, consultation.answer, self._library) if listens else consultation.answer.reply
        reply = with_sections(told, more, _choices(standing))
        return after, with_proposed(reply, consultation.proposed, words)

    def _words(self, conversation: Conversation, consultation: Consultation | None = None) -> Wording:
        transactions = consultation.transactions if consultation else ()
        return Wording(self._library, conversation.lang or "en", transactions, None)

    def _standing(self, conversation: Conversation, consultation: Consultation) -> tuple[Standing, ...]:
        """Return the answer's questions under numbers that the conversation has not used."""
        return tuple(
            Standing(
                conversation.asked + place, question.kind, question.fact, question.about, question.transaction,
                tuple(Offered(choice.value, choice.label, tuple(choice.tells.items())) for choice in question.choices),
            )
            for place, question in enumerate(consultation.answer.questions, start=1)
        )  # fmt: skip

    def _only_understood(self, conversation: Conversation, heard: Heard) -> Reply:
        """Return a reply to something told before any log was pasted."""
        words = self._words(conversation)
        page = self._library.diagnoses["empty"][words.lang]
        told = Section("understood", words.phrase("heading-understood"), understood(words, heard))
        sections = (told, Section("close", "", (Paragraph((Span(page.front.headline),)),)))
        return Reply(words.lang, "unknown", words.phrase("label-unknown-verdict"), tuple(s for s in sections if s.blocks))

    def _ask_again(self, conversation: Conversation, missed: Sequence[str], site: Site) -> Reply:
        """Return a reply that says what was not understood, and the questions that stand."""
        consultation = self._consult_again(conversation, site)
        words = self._words(conversation, consultation)
        blocks = not_understood(words, missed) or (Paragraph((Span(words.phrase("not-heard")),)),)
        questions = consultation.answer.reply.section("questions")
        sections = (Section("understood", words.phrase("heading-understood"), blocks), *([questions] if questions else []))
        return Reply(words.lang, "unknown", words.phrase("label-unknown-verdict"), sections, _choices(_latest(conversation)))

    def _say(self, conversation: Conversation, phrase: str) -> Reply:
        words = self._words(conversation)
        return Reply(words.lang, "unknown", "", (Section("close", "", (Paragraph((Span(words.phrase(phrase)),)),)),))


def _latest(conversation: Conversation) -> tuple[Standing, ...]:
    """Return the questions of the last answer."""
    return tuple(question for question in conversation.standing if question.number in conversation.latest)


def _choices(standing: tuple[Standing, ...]) -> tuple[ReplyChoice, ...]:
    return tuple(
        ReplyChoice(place, offered.value, offered.label, f"{question.number}:{offered.value}")
        for place, question in enumerate(standing)
        for offered in question.offered
    )


def _concluded(consultation: Consultation) -> Concluded:
    answer = consultation.answer
    clients = {t.id: t.client or "" for t in consultation.transactions}
    findings = tuple((f.rule, clients.get(f.transactions[0], "") if f.transactions else "") for f in answer.findings)
    return Concluded(answer.verdict, answer.certainty, answer.headline, findings)

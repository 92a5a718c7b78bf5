"""What clauses tell about a case."""

from __future__ import annotations

import re

from bot.identity import canonical, domain_of, parse_network, sameness
from bot.library.schema import Both, Phrase, ToldFile
from bot.listening.clauses import Clause, clauses_of
from bot.listening.heard import Asked, Case, Heard, agreed
from bot.listening.of_sites import hear_of_site
from bot.listening.wording import NAME, is_linked, only_recipients_domain, says_no_more, site_has_other_domains, site_says_ours, stands_in
from bot.site import Site
from bot.told import VALUES, Told
from bot.transactions import Transaction

_WORD_END = re.compile(r"^(?:ませんでした|ません|なかった|ないです|ない|いです|い|ん)")  # the rest of a denial that a form breaks off
_SENDER = ("差出人", "送信者", "送信元", "sender")


def hear(text: str, case: Case, phrases: ToldFile) -> Heard:
    """Return what a text tells about a case.

    Args:
        text: what was said, in either language; at most its first 4,000 characters count.
        case: what it may be about.
        phrases: what people say.
    """
    return _Listener(case, phrases).listen(text[:4000])


class _Listener:
    """Listens to clauses in their order; a clause without a subject goes on with that of the one before."""

    def __init__(self, case: Case, phrases: ToldFile) -> None:
        self._case = case
        self._phrases = phrases
        self._told: list[Told] = []
        self._notes: list[Both] = []
        self._commands: list[str] = []
        self._missed: list[str] = []
        self._site: dict[str, tuple[str, ...]] = {}
        self._version: str | None = None
        self._carried: tuple[str | None, Transaction | None, int | None] = (None, None, None)
        self._answered = 0

    def listen(self, text: str) -> Heard:
        """Return what the text tells."""
        clauses = clauses_of(text)
        for clause, following in zip(clauses, (*clauses[1:], None), strict=False):
            if clause.asks or self._only_begins(clause, following):
                continue
            if not self._hears_choice(clause) and not self._hears_site(clause):
                self._hear(clause)
        told, disputed = agreed(self._told)
        self._missed += disputed
        return Heard(
            told,
            tuple(dict.fromkeys(self._notes)),
            tuple(dict.fromkeys(self._commands)),
            Site.model_validate(self._site),
            self._version,
            tuple(dict.fromkeys(self._missed)),
        )

    def _only_begins(self, clause: Clause, following: Clause | None) -> bool:
        """Tell whether a yes or no only begins a sentence that goes on to say the same in full ("no, that IP is not mine")."""
        if not clause.goes_on or following is None or following.number != clause.number:
            return False
        begun, full = self._phrase(clause.small)[1], self._phrase(following.small)[1]
        return bool(begun and begun.answer and full and full.tells and not full.answer)

    def _hears_choice(self, clause: Clause) -> bool:
        """Take in a clause that is one of the answers offered, or the beginning of just one of them."""
        for question in self._case.questions:
            whole = [tells for names, tells in question.answers if clause.small in names]
            begun = [tells for names, tells in question.answers if any(name.startswith(clause.small) for name in names)]
            chosen = whole or (begun if len(begun) == 1 and len(clause.small) > 3 else [])
            if chosen and self._phrase(clause.small)[0] not in ("yes", "no", "unknown"):
                self._answered += 1
                transaction = None if question.about else question.transaction
                self._told.extend(Told(fact, VALUES[value], question.about, transaction) for fact, value in chosen[0])
                return True
        return False

    def _hear(self, clause: Clause) -> None:
        """Take in one clause: the first phrase that has a form in it, about what the clause is about."""
        name, phrase = self._phrase(clause.small)
        program = next(
            (program for program in self._phrases.mail_programs if stands_in(program, clause.small) and f"{program}." not in clause.small),
            None,
        )
        if program is not None and (phrase is None or not phrase.tells):
            note = self._phrases.mail_program_note
            self._notes.append(Both(en=note.en.format(program=program.title()), ja=note.ja.format(program=program.title())))
            return
        subject, block = self._subject(clause.small), self._block(clause.small)
        if phrase is None:
            if subject or block or clause.number:
                self._carried = (subject, block, clause.number)
            return
        if phrase.command:
            self._commands.append(name)
        elif phrase.note is not None:
            self._notes.append(phrase.note)
        elif (tells := self._tells(phrase, clause.small)) is None:
            if phrase.perhaps and is_linked(clause.small, phrase, self._phrases.asides):
                self._take(clause, phrase.model_copy(update={"tells": _unknown(phrase), "weak": True}), subject, block)
            self._missed.append(clause.text)
        else:
            self._take(clause, phrase.model_copy(update={"tells": tells}), subject, block)

    def _tells(self, phrase: Phrase, small: str) -> dict[str, dict[str, str]] | None:
        """Return what a phrase tells in a clause: the opposite where it is denied, None where it cannot be relied on."""
        # 佐藤は…送ったと言っています is his own word; 社長が…送ったと言っています may be anybody's about the head.
        own_words = (word for word in phrase.owners_word if stands_in(word, small) and "が" not in small.partition(word)[0])
        owners = phrase.hearsay or next(own_words, None) is not None
        if not owners and any(stands_in(hedge, small) for hedge in self._phrases.hedges):
            return None
        form = next(form for form in phrase.forms if stands_in(form, small))
        before, _, after = small.partition(form)
        after = _WORD_END.sub("", after) if phrase.denies else after
        denials = self._phrases.denials
        denied = any(stands_in(word, f"{before} | {after}") for word in denials["before"])
        denied = denied or any(word in after for word in denials["after"])
        if not denied or (phrase.answer and phrase.denies):
            return dict(phrase.tells)  # type: ignore[arg-type]
        return dict(phrase.denied) or None  # type: ignore[arg-type]

    def _phrase(self, small: str) -> tuple[str, Phrase | None]:
        for name, phrase in self._phrases.phrases.items():
            begins = (phrase.answer and phrase.denies is False) or name == "no"
            said = any(stands_in(form, small) and (not begins or small.startswith(form)) for form in phrase.forms)
            if said and not any(stands_in(word, small) for word in phrase.unless):
                return name, phrase
        return "", None

    def _subject(self, small: str) -> str | None:
        """Return what a clause says it is about; the longer word counts, so that an IP address is no mail address.

        An address in a clause that names the recipient is the recipient's, unless the sender is named as well.
        """
        found = [(len(word), subject) for subject, words in self._phrases.subjects.items() for word in words if stands_in(word, small)]
        if any(subject == "recipient" for _, subject in found) and not any(word in small for word in _SENDER):
            return "recipient"
        return max(found)[1] if found else None

    def _block(self, small: str) -> Transaction | None:
        """Return the block that a clause names, where there are blocks to name."""
        transactions = self._case.transactions
        if len(transactions) < 2:
            return None
        for place, words in self._phrases.blocks.items():
            # 上の and 下は name a block only where a clause begins: ネットワーク上の names none.
            if any(small.startswith(word) if len(word) < 3 else stands_in(word, small) for word in words):
                return transactions[0] if place == "first" else transactions[-1]
        return None

    def _take(self, clause: Clause, phrase: Phrase, subject: str | None, block: Transaction | None) -> None:
        """Tell what a phrase tells, about the right name, or say that it was not understood."""
        carried_subject, carried_block, carried_number = self._carried
        self._carried = (None, None, None)
        number = clause.number or carried_number
        named = self._named(clause.text)
        if named is not None:
            self._tell(phrase, "recipient" if phrase.subject == "recipient" and named[0] == "sender" else named[0], named[1])
            return
        if any(says_no_more(form, clause.small) for form in phrase.forms if stands_in(form, clause.small)):
            subject = subject or carried_subject
        block = block or carried_block
        if phrase.subject is not None and subject not in (None, "recipient") and subject not in phrase.tells:
            subject = phrase.subject  # "from a hotel, under our address": where somebody was is told of the client
        if phrase.answer and phrase.denies and block is not None and subject is None:
            self._missed.append(clause.text)
            return
        question = self._question(number, subject, block, phrase)
        if question is not None and not question.of_a_name:
            self._answer(question, phrase, clause)
            return
        if question is not None:
            self._answered += 1
            self._tell(phrase, "sender" if question.fact.startswith("sender") else "client", question.about or "")
            return
        if block is None and not is_linked(clause.small, phrase, self._phrases.asides):
            self._missed.append(clause.text)
            return
        for one in self._subjects(clause.small, phrase, subject):
            about = None if phrase.answer else self._about(phrase, one, block)
            if about is None or site_has_other_domains((*self._case.site.domains, *self._site.get("domains", ())), phrase, *about):
                self._missed.append(clause.text)
            else:
                self._tell(phrase, *about)

    def _subjects(self, small: str, phrase: Phrase, subject: str | None) -> tuple[str | None, ...]:
        """Return what a clause is about: all three parties, sender and recipient, or the one."""
        if "recipient" in phrase.tells and any(stands_in(word, small) for word in self._phrases.everything):
            return ("client", "sender", "recipient")
        both = subject == "sender" and any(stands_in(word, small) for word in self._phrases.subjects["recipient"])
        return (subject, "recipient") if both and "recipient" in phrase.tells else (subject,)

    def _answer(self, question: Asked, phrase: Phrase, clause: Clause) -> None:
        """Take in a yes, a no or a don't know to a question about something else than a sender or a client."""
        values = {value for tells in phrase.tells.values() for value in tells.values()}
        value = values.pop() if len(values) == 1 else None
        chosen = next((tells for _, tells in question.answers if value and dict(tells).get(question.fact) == value), None)
        if chosen is None or not (phrase.answer or question.fact.endswith("_ours")):
            self._missed.append(clause.text)
            return
        self._answered += 1
        transaction = None if question.about else question.transaction
        self._told.extend(Told(fact, VALUES[value], question.about, transaction) for fact, value in chosen)

    def _tell(self, phrase: Phrase, subject: str, about: str) -> None:
        told = next((facts for kind, facts in phrase.tells.items() if kind == subject), None)
        if told is None or not about:
            self._missed.append(about)
            return
        if "no" in told.values() and site_says_ours(self._case.site, subject, about):
            self._missed.append(about)
            return
        self._told.extend(Told(fact, VALUES[value], about=about, weak=phrase.weak) for fact, value in told.items())

    def _named(self, text: str) -> tuple[str, str] | None:
        """Return the name that a clause writes out: one of the case, as the case has it, else as it was written."""
        for word in NAME.findall(text):
            for transaction in self._case.transactions:
                if transaction.client and sameness(word, transaction.client):
                    return "client", transaction.client
                domain = domain_of(transaction.sender) if transaction.sender else None
                if domain and (sameness(domain_of(word) or word, domain) or canonical(word) == canonical(transaction.sender or "")):
                    return "sender", domain
            if parse_network(word) is not None:
                return "client", word
            if "@" in word or re.fullmatch(r"(?:[\w*-]+\.)+[a-z*]{2,}", word.casefold()):
                return "sender", domain_of(word) or word
        return None

    def _question(self, number: int | None, subject: str | None, block: Transaction | None, phrase: Phrase) -> Asked | None:
        """Return the question that a clause answers: the one it numbers, else the first that fits and is not answered yet.

        A clause that names a block, or a subject that no question has, answers none.
        """
        questions = [q for q in self._case.questions if q.of_a_name or q.answers]
        if block is not None and not any(q.transaction == block.id for q in questions):
            return None
        wanted = subject or phrase.subject
        if number is not None:
            found = self._case.questions[number - 1] if 0 < number <= len(self._case.questions) else None
            fits = found is not None and (found.of_a_name or found.answers) and (wanted is None or phrase.answer or found.fits(wanted))
            return found if fits else None
        if block is not None:
            questions = [q for q in questions if q.transaction == block.id]
        if wanted is not None:
            questions = [q for q in questions if q.fits(wanted)]
            return questions[0] if questions and (subject is None or phrase.answer or len(questions) == 1) else None
        if phrase.answer or len(questions) == 1:
            return questions[self._answered] if self._answered < len(questions) else None
        return None

    def _about(self, phrase: Phrase, subject: str | None, block: Transaction | None) -> tuple[str, str] | None:
        """Return the subject and the name that a phrase is about, or None where it could be several.

        A block that is named is told by its client; a client without a block is the only one of which nothing is told yet.
        """
        if "recipient" in (phrase.subject, subject):
            domain = only_recipients_domain(self._case.transactions)
            return ("recipient", domain) if domain else None
        subject = subject or phrase.subject or ("client" if block is not None else None)
        if subject is None:
            return None
        if block is not None:
            name = block.client if subject == "client" else domain_of(block.sender or "")
            return (subject, name) if name else None
        if subject == "client":
            open_ones: set[str | None] = {t.client for t in self._case.transactions if t.client and t.client not in self._case.told_clients}
            open_ones -= {told.about for told in self._told if not told.weak}
        else:
            asked = self._case.in_question or {t.id for t in self._case.transactions}
            open_ones = {domain_of(t.sender) for t in self._case.transactions if t.sender and t.id in asked}
        names = {name for name in open_ones if name}
        return (subject, names.pop()) if len(names) == 1 else None

    def _hears_site(self, clause: Clause) -> bool:
        """Take in a clause that tells of the site: its domains, networks, gateways or version."""
        names, version = hear_of_site(clause, self._phrases)
        for key, found in names.items():
            self._site[key] = (*self._site.get(key, ()), *found)
        self._version = version or self._version
        return bool(names or version)


def _unknown(phrase: Phrase) -> dict[str, dict[str, str]]:
    """Return what a phrase tells as not known."""
    return {subject: dict.fromkeys(told, "unknown") for subject, told in phrase.tells.items()}

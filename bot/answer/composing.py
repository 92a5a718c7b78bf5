"""The answer put together: every sentence from a page, every claim with its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.answer.conditions import cautions, doubts, observations
from bot.answer.lines import ExplainedLine, explain
from bot.answer.model import Answer, AnswerChoice, AnswerFinding, AnswerQuestion, AnswerSetting, AnswerTransaction
from bot.answer.sections import Parts, reply, reply_without_log
from bot.answer.settings import setting
from bot.answer.wording import Wording
from bot.catalogue import Reading
from bot.diagnosis import Diagnosis, Finding, Question
from bot.library import Library
from bot.library.pages import Page
from bot.library.schema import Both, DiagnosisFront, Observation
from bot.prose import Filling, blocks, fill, spans, text_of
from bot.reply import Items, Span, Spans
from bot.told import Told
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Case:
    """All that an answer is composed from.

    Attributes:
        reading, transactions, diagnosis: the paste and what it came to.
        library, lang: whose words, in which language.
        version: the server's version, if known.
        heard: what was understood from the asker's own words, to be repeated back.
        notes: what was said that decides nothing by itself.
    """

    reading: Reading
    transactions: tuple[Transaction, ...]
    diagnosis: Diagnosis
    library: Library
    lang: str
    version: str | None = None
    heard: tuple[Told, ...] = ()
    notes: tuple[Both, ...] = ()

    @property
    def headlined(self) -> Transaction | None:
        """Return the transaction that the headline is about."""
        headline, asked = self.diagnosis.headline, sorted(self.diagnosis.in_question)
        if headline is not None:
            return self.transactions[headline.transactions[0] - 1]
        if asked:
            return self.transactions[asked[0] - 1]
        return self.transactions[-1] if self.transactions else None


def compose(case: Case) -> Answer:
    """Return the answer to a paste that holds a log."""
    return _Composer(case).answer()


def compose_without_log(name: str, reading: Reading, library: Library, lang: str) -> Answer:
    """Return the answer to a paste that there is nothing to diagnose in, by the page of the given name."""
    page = library.diagnoses[name][lang]
    words = Wording(library, lang, (), None)
    lines = tuple(explain(event, words, (), alarm=False) for event in reading.events)
    return Answer(
        lang=lang,
        input=reading.input,
        mta=reading.server,
        lines_total=len(reading.events),
        lines_read=0,
        unread=reading.unread,
        verdict="not_a_log",
        severity="unknown",
        certainty="unknown",
        headline=page.front.headline,
        reply=reply_without_log(page, reading, words),
        lines=lines,
        steps=_steps(page, Filling({})),
    )


def _steps(page: Page[DiagnosisFront], filling: Filling) -> tuple[str, ...]:
    """Return a page's steps as plain text."""
    parts = blocks(page.section("steps"), filling)
    return tuple(text_of(item) for part in parts if isinstance(part, Items) for item in part.items)


class _Composer:
    """Words one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.lang = case.lang
        self.diagnosis = case.diagnosis
        self.library = case.library
        self.server = case.library.servers[case.reading.server or ""]
        self.words = Wording(case.library, case.lang, case.transactions, self.server.sessions.fetch)

    def answer(self) -> Answer:
        """Return the answer."""
        page, reading = self._page(), self.case.reading
        filling = self._filling(self.case.headlined, self.diagnosis.evidence)
        parts = self._parts(page, filling)
        return Answer(
            lang=self.lang,
            input=reading.input,
            mta="headers" if reading.input == "headers" else reading.server,
            lines_total=len(reading.paste.lines),
            lines_read=len(reading.paste.lines) - len(reading.unread),
            unread=reading.unread,
            verdict=self.diagnosis.verdict,
            severity=self.diagnosis.severity,
            certainty=self.diagnosis.certainty,
            headline=fill(page.front.headline, filling),
            reply=reply(parts),
            findings=parts.findings,
            open=self.diagnosis.open,
            evidence=self.diagnosis.evidence,
            transactions=self._transactions(),
            lines=parts.lines,
            questions=parts.questions,
            settings=parts.settings,
            steps=_steps(page, filling),
            cautions=tuple(text_of(caution) for caution in parts.cautions),
            sources=parts.sources,
        )

    def _parts(self, page: Page[DiagnosisFront], filling: Filling) -> Parts:
        settings = self._settings()
        told = cautions(self.diagnosis, self.case.reading, self.library)
        headline = self.diagnosis.headline
        readings = doubts(headline, self.diagnosis, self.library) if headline else []
        return Parts(
            words=self.words,
            page=page,
            filling=filling,
            reading=self.case.reading,
            diagnosis=self.diagnosis,
            transactions=self.case.transactions,
            lines=self._lines(),
            findings=tuple(self._finding(finding) for finding in self.diagnosis.findings),
            questions=tuple(self._question(question) for question in self.diagnosis.questions),
            question_spans=tuple(spans(*self._question_text(question)) for question in self.diagnosis.questions),
            how_spans=tuple(spans(*self._how(question)) for question in self.diagnosis.questions),
            settings=settings,
            observed=tuple(spans(observed.says.in_(self.lang), filling) for observed in self._observed()),
            doubts=tuple(spans(doubt.says.in_(self.lang), filling) for doubt in readings),
            cautions=tuple(spans(c.says.in_(self.lang), Filling(fields, frozenset(fields))) for c, fields in told),
            understood=self._understood(),
            sources=self._sources(settings, [caution.source.in_(self.lang) for caution, _ in told]),
        )

    def _understood(self) -> tuple[Spans, ...]:
        """Return what was understood from the asker's words, to be repeated back."""
        statements = [self.words.statement(told) for told in self.case.heard]
        return (*(said for said in statements if said), *((Span(note.in_(self.lang)),) for note in self.case.notes))

    def _page(self) -> Page[DiagnosisFront]:
        headline, about = self.diagnosis.headline, self.case.headlined
        if headline is not None:
            return self.library.diagnoses[headline.rule][self.lang]
        cut_off = about is None or self.diagnosis.facts[about.id]["accepted"].value is None
        return self.library.diagnoses["incomplete" if cut_off else "undetermined"][self.lang]

    def _filling(self, transaction: Transaction | None, evidence: Sequence[int] = ()) -> Filling:
        return self.words.filling(transaction, evidence, looks=self._looks())

    def _looks(self) -> str:
        """Return what the transaction in question looks like: the innocent reading that the first question decides, and the gravest."""
        verdicts = self.library.vocabulary.verdicts
        first = self.diagnosis.questions[0].fact if self.diagnosis.questions else ""
        innocent = [rule for rule in self.diagnosis.open if rule.severity == "fine"]
        innocent.sort(key=lambda rule: (first not in rule.needs, len(rule.needs), verdicts[rule.verdict].gravity))
        grave = sorted(self.diagnosis.open, key=lambda rule: verdicts[rule.verdict].gravity)
        names = dict.fromkeys([rule.verdict for rule in (*innocent[:1], *grave[:1])])
        looks = [verdicts[name].looks_like.in_(self.lang) for name in names]
        return self.words.phrase("looks-like-both", one=looks[0], other=looks[1]) if len(looks) > 1 else "".join(looks)

    def _transactions(self) -> tuple[AnswerTransaction, ...]:
        return tuple(AnswerTransaction(t, self.words.name(t), self.diagnosis.facts[t.id]) for t in self.case.transactions)

    def _lines(self) -> tuple[ExplainedLine, ...]:
        grave = {n for f in self.diagnosis.findings if f.severity in ("act_now", "problem") for n in f.evidence}
        alarm = self.diagnosis.severity in ("act_now", "problem", "stopped")
        return tuple(explain(event, self.words, grave, alarm=alarm) for event in self.case.reading.events)

    def _finding(self, finding: Finding) -> AnswerFinding:
        page = self.library.diagnoses[finding.rule][self.lang]
        filling = self._filling(self.case.transactions[finding.transactions[0] - 1], finding.evidence)
        return AnswerFinding(
            rule=finding.rule,
            verdict=finding.verdict,
            of=finding.of,
            transactions=finding.transactions,
            certainty=finding.certainty,
            severity=finding.severity,
            evidence=finding.evidence,
            headline=fill(page.front.headline, filling),
            doubts=tuple(fill(doubt.says.in_(self.lang), filling) for doubt in doubts(finding, self.diagnosis, self.library)),
            spans=spans(page.front.headline, filling),
        )

    def _question_text(self, question: Question) -> tuple[str, Filling]:
        """Return a question's sentence and what fills it; without an id to search for, the lines after the last one are asked for."""
        facts = self.library.vocabulary.facts
        searchable = question.kind != "lines" or question.fetch is not None
        kind = facts[question.fact if searchable else "accepted"]
        asked = kind.question or kind.means
        return asked.in_(self.lang), self._filling(self.case.transactions[question.transaction - 1])

    def _how(self, question: Question) -> tuple[str, Filling]:
        """Return how the lines that are asked for are fetched, and what fills it; nothing where there is no id to search for."""
        template = self.server.fetch_lines.in_(self.lang) if self.server.fetch_lines and question.fetch else ""
        return template, self._filling(self.case.transactions[question.transaction - 1])

    def _question(self, question: Question) -> AnswerQuestion:
        kind = self.library.vocabulary.facts[question.fact]
        template, filling = self._question_text(question)
        return AnswerQuestion(
            kind=question.kind,
            fact=question.fact,
            about=question.about,
            transaction=question.transaction,
            text=fill(template, filling),
            why=fill(kind.why.in_(self.lang), filling) if kind.why else "",
            choices=tuple(AnswerChoice(choice.value, choice.label.in_(self.lang), dict(choice.tells)) for choice in question.choices),
            fetch=question.fetch,
            how=fill(*self._how(question)) or None,
        )

    def _settings(self) -> tuple[AnswerSetting, ...]:
        headline = self.diagnosis.headline
        pages = self.library.rules[headline.rule].settings.get(self.case.reading.server or "", ()) if headline else ()
        found = [self.library.settings[page][self.lang] for page in pages]
        return tuple(setting(page, place, self.case.version, self.words) for place, page in enumerate(found))

    def _observed(self) -> list[Observation]:
        about = self.case.headlined
        return observations(about, self.diagnosis.facts[about.id], self.library) if about is not None else []

    def _sources(self, settings: Sequence[AnswerSetting], more: Sequence[str]) -> tuple[str, ...]:
        """Return what the answer's statements rest on, each once."""
        kinds = {event.message.source.split()[0] for event in self.case.reading.events if event.message}
        from_messages = [self.words.phrase(f"source-{kind}") for kind in ("attested", "documented", "inferred") if kind in kinds]
        from_settings = [s for told in settings for s in self.library.settings[told.page][self.lang].front.source]
        return tuple(dict.fromkeys([*from_messages, *from_settings, *more]))

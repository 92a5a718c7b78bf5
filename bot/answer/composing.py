"""The answer put together: every sentence from a page, every claim with its lines."""

from __future__ import annotations

from collections.abc import Sequence

from bot.answer import papers_told, undecided
from bot.answer.asking import Asking
from bot.answer.case import Case
from bot.answer.conditions import cautions, doubts, observations
from bot.answer.lines import ExplainedLine, explain
from bot.answer.model import Answer, AnswerFinding, AnswerSetting, AnswerTransaction
from bot.answer.sections import Parts, reply, reply_without_log
from bot.answer.settings import labels, setting
from bot.answer.wording import Wording
from bot.catalogue import Reading
from bot.diagnosis import Finding
from bot.library import Library
from bot.library.pages import Page
from bot.library.schema import DiagnosisFront
from bot.prose import Filling, blocks, spans, text_of
from bot.reply import Items, Paragraph, Span, Spans
from bot.transactions import Transaction
from bot.whose_log import contradicts


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


def _paragraphs(markdown: str) -> tuple[str, ...]:
    """Return paragraphs as plain text."""
    return tuple(text_of(part.spans) for part in blocks(markdown) if isinstance(part, Paragraph))


class _Composer:
    """Words one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self.lang = case.lang
        self.diagnosis = case.diagnosis
        self.library = case.library
        self.server = case.library.servers[case.server]
        self.words = Wording(case.library, case.lang, case.transactions, self.server.sessions.fetch, case.replies)
        self.asking = Asking(case, self.words)

    def answer(self) -> Answer:
        """Return the answer."""
        page, reading = self._page(), self.case.reading
        filling = self._filling(self.case.headlined, self.diagnosis.evidence)
        parts = self._parts(page, filling)
        return Answer(
            lang=self.lang,
            input=reading.input,
            mta=papers_told.writer(reading) if reading.paste.paper else "headers" if reading.input == "headers" else self.case.server,
            lines_total=len(reading.paste.lines),
            lines_read=len(reading.paste.lines) - len(reading.unread),
            unread=reading.unread,
            verdict=self.diagnosis.verdict,
            severity=self.diagnosis.severity,
            certainty=self.diagnosis.certainty,
            headline=text_of(spans(page.front.said(self.diagnosis.certainty), filling)),
            reply=reply(parts),
            findings=parts.findings,
            open=self.diagnosis.open,
            evidence=self.diagnosis.evidence,
            transactions=self._transactions(),
            lines=parts.lines,
            questions=parts.questions,
            settings=parts.settings,
            steps=(*_steps(page, filling), *_paragraphs(parts.steps_here)),
            cautions=tuple(text_of(caution) for caution in parts.cautions),
            sources=parts.sources,
        )

    def _parts(self, page: Page[DiagnosisFront], filling: Filling) -> Parts:
        settings = self._settings()
        told = cautions(self.diagnosis, self.case.reading, self.library, self.case.server)
        headline = self.diagnosis.headline
        readings = doubts(headline, self.diagnosis, self.library) if headline else []
        return Parts(
            words=self.words,
            page=page,
            filling=filling,
            reading=self.case.reading,
            server_name=self.server.name.in_(self.lang),
            steps_here=self._steps_here(),
            diagnosis=self.diagnosis,
            transactions=self.case.transactions,
            lines=self._lines(),
            findings=tuple(self._finding(finding) for finding in self.diagnosis.findings),
            below=self._below(),
            close=undecided.close(self.case, self.words) if headline is None else None,
            questions=tuple(self.asking.question(question) for question in self.diagnosis.questions),
            question_spans=tuple(self.asking.spans(question) for question in self.diagnosis.questions),
            how_spans=tuple(self.asking.how_spans(question) for question in self.diagnosis.questions),
            settings=settings,
            observed=self._observed(filling),
            doubts=tuple(spans(doubt.says.in_(self.lang), filling) for doubt in readings),
            cautions=tuple(spans(c.says.in_(self.lang), Filling(fields, frozenset(fields))) for c, fields in told),
            understood=self._understood(),
            sources=self._sources(settings, [caution.source.in_(self.lang) for caution, _ in told]),
        )

    def _steps_here(self) -> str:
        """Return what the steps come to in the server's own commands, where that is said."""
        name = f"steps-{self.diagnosis.verdict}-{self.case.server}"
        return self.words.phrase(name) if name in self.library.phrases else ""

    def _below(self) -> str:
        """Return what stands beneath the first sentence: how sure it is and on which lines, or which question decides."""
        if self.diagnosis.headline is None:
            return undecided.below(self.case, self.words)
        certainty = self.library.vocabulary.certainty[self.diagnosis.certainty].in_(self.lang)
        return self.words.phrase("certainty", certainty=certainty, lines=self.words.lines(self.diagnosis.evidence))

    def _understood(self) -> tuple[Spans, ...]:
        """Return what was understood from the asker's words, to be repeated back, and what was told of blocks that are not there."""
        statements = [self.words.statement(told) for told in self.case.heard]
        astray = dict.fromkeys(told.transaction for told in self.diagnosis.astray)
        return (
            *self._server_named(),
            *self.words.site_told(self.case.heard_site),
            *(said for said in dict.fromkeys(statements) if said),
            *((Span(note.in_(self.lang)),) for note in self.case.notes),
            *((Span(self.words.phrase("no-such-block", number=number)),) for number in astray),
        )

    def _server_named(self) -> tuple[Spans, ...]:
        """Return what became of the server that the asker named, where the lines do not show it, or show another."""
        named, reading = self.case.named, self.case.reading
        server = self.library.servers.get(named or "")
        name = server.name.in_(self.lang) if server else named
        if self.case.server != reading.server or (reading.input == "headers" and self.case.server == named):
            return ((Span(self.words.phrase("server-taken-as-named", named=name)),),)
        if contradicts(reading, named, self.library):
            return ((Span(self.words.phrase("server-not-as-named", named=name, found=self.server.name.in_(self.lang))),),)
        return ()

    def _page(self) -> Page[DiagnosisFront]:
        headline = self.diagnosis.headline
        return self.library.diagnoses[headline.rule if headline is not None else undecided.page_name(self.case)][self.lang]

    def _filling(self, transaction: Transaction | None, evidence: Sequence[int] = ()) -> Filling:
        unread = self.words.lines(undecided.unread_lines(self.case))
        return self.words.filling(transaction, evidence, looks=undecided.looks(self.case, self.words), unread_lines=unread)

    def _transactions(self) -> tuple[AnswerTransaction, ...]:
        return tuple(AnswerTransaction(t, self.words.name(t), self.diagnosis.facts[t.id]) for t in self.case.transactions)

    def _lines(self) -> tuple[ExplainedLine, ...]:
        grave = {n for f in self.diagnosis.findings if f.severity in ("act_now", "problem") for n in f.evidence}
        alarm = self.diagnosis.severity in ("act_now", "problem", "stopped")
        in_order = sorted(self.case.reading.events, key=lambda event: event.line.number)
        ours = frozenset(number for one in self.case.transactions if self._is_ours(one) for number in one.lines)
        return tuple(explain(event, self.words, grave, alarm=alarm, ours=event.line.number in ours) for event in in_order)

    def _is_ours(self, transaction: Transaction) -> bool:
        """Tell whether the server at the other end of a conversation is the asker's own."""
        return transaction.server == "transcript" and self.case.facts(transaction)["talks_with_ours"].value is True

    def _finding(self, finding: Finding) -> AnswerFinding:
        page = self.library.diagnoses[finding.rule][self.lang]
        filling = self.words.filling(self.case.first_of(finding), finding.evidence)
        headline = page.front.said(finding.certainty)
        return AnswerFinding(
            rule=finding.rule,
            verdict=finding.verdict,
            of=finding.of,
            transactions=finding.transactions,
            certainty=finding.certainty,
            severity=finding.severity,
            evidence=finding.evidence,
            headline=text_of(spans(headline, filling)),
            doubts=tuple(text_of(spans(doubt.says.in_(self.lang), filling)) for doubt in doubts(finding, self.diagnosis, self.library)),
            spans=spans(headline, filling),
        )

    def _settings(self) -> tuple[AnswerSetting, ...]:
        headline = self.diagnosis.headline
        told = self.library.rules[headline.rule].settings if headline else {}
        pages = dict.fromkeys(page for server in self._servers() for page in told.get(server, ()))
        found = [self.library.settings[page][self.lang] for page in pages]
        running = labels([page.front.letter for page in found])
        return tuple(setting(page, label, self.case.version, self.words) for page, label in zip(found, running, strict=True))

    def _servers(self) -> tuple[str, ...]:
        """Return the servers whose settings are told: that of the paste, those of the lines that the verdict rests on, the one named."""
        evidence = frozenset(self.diagnosis.evidence)
        writers = dict.fromkeys(e.server for e in self.case.reading.events if e.server and e.line.number in evidence)
        if writers and self.case.server not in writers and all(self.library.servers[name].is_a_mail_server for name in writers):
            return tuple(writers)  # another mail server's doing, which settings of the one that was named do not touch
        named = (self.case.server, *writers, self.case.named, papers_told.writer(self.case.reading))
        return tuple(dict.fromkeys(name for name in named if name))

    def _observed(self, filling: Filling) -> tuple[Spans, ...]:
        """Return what is to be observed about the headline's transaction, and what matters wherever it holds."""
        about = self.case.headlined
        if about is None:
            return ()
        if self.case.reading.paste.paper is not None or about.is_returned:  # observations compare the sessions of a log
            return papers_told.observed(self.case, self.words)
        told = observations(self.case.transactions, about, self.diagnosis, self.library)
        return tuple(spans(o.says.in_(self.lang), filling if other is about else self._filling(other)) for o, other in told)

    def _sources(self, settings: Sequence[AnswerSetting], more: Sequence[str]) -> tuple[str, ...]:
        """Return what the answer's statements rest on, each once."""
        kinds = {event.message.source.split()[0] for event in self.case.reading.events if event.message}
        attested = "attested" if self.case.server == "asip" else "attested-elsewhere"
        told = {"attested": attested, "documented": "documented", "inferred": "inferred"}
        from_messages = [self.words.phrase(f"source-{phrase}") for kind, phrase in told.items() if kind in kinds]
        from_settings = [s for one in settings for s in self.library.settings[one.page][self.lang].front.source]
        return tuple(dict.fromkeys([*from_messages, *from_settings, *more]))

"""Questions in words: what is asked, why, with which answers, and how lines are fetched."""

from __future__ import annotations

from bot.answer.case import Case
from bot.answer.fetching import commands_for
from bot.answer.model import AnswerChoice, AnswerQuestion
from bot.answer.wording import Wording
from bot.diagnosis import Question
from bot.prose import Filling, fill, spans
from bot.reply import Spans
from bot.transactions import Transaction


class Asking:
    """Words the questions of one case."""

    def __init__(self, case: Case, words: Wording) -> None:
        self._case = case
        self._words = words
        self._lang = case.lang
        self._server = case.library.servers[case.server]
        self._fetch_lines = self._server.fetch_lines.in_(case.lang) if self._server.fetch_lines else ""

    def question(self, question: Question) -> AnswerQuestion:
        """Return a question in words."""
        filling = self._filling(question)
        return AnswerQuestion(
            kind=question.kind,
            fact=question.fact,
            about=question.about,
            transaction=question.transaction,
            text=fill(self._text(question), filling),
            why=fill(self._why(question), filling),
            choices=tuple(AnswerChoice(choice.value, choice.label.in_(self._lang), dict(choice.tells)) for choice in question.choices),
            fetch=question.fetch,
            how=fill(self._how(question), filling) or None,
            command=next(iter(self._commands(question)), None),
        )

    def spans(self, question: Question) -> Spans:
        """Return a question's sentence, with what came out of the paste told apart."""
        return spans(self._text(question), self._filling(question))

    def how_spans(self, question: Question) -> Spans:
        """Return how the lines that are asked for are fetched; nothing where there is no id to search for."""
        return spans(self._how(question), self._filling(question))

    def _filling(self, question: Question) -> Filling:
        named = dict(zip(("command", "command_too"), self._commands(question), strict=False))
        if question.fact == "first_half_seen" and question.fetch:
            named["fetch"] = question.fetch  # what the question names, which may be another id than that of the lines in the paste
        filling = self._words.filling(self._case.asked_about(question), (), **named)
        return Filling(filling.values, filling.pasted | named.keys())

    def _commands(self, question: Question) -> tuple[str, ...]:
        return commands_for(self._server, question.id, self._case.reading.paste.lines)

    def _text(self, question: Question) -> str:
        """Return a question's sentence; without an id to search for, those around the lines are asked for."""
        about = self._case.asked_about(question)
        facts = self._case.facts(about)
        if self._of_the_paste(question):
            return self._lacking(question)
        if about is None:
            return self._phrase("ask-a-session")
        if question.last:
            return self._phrase("ask-later-lines")
        if self._asks_for_the_log(question, about):
            return self._phrase("ask-the-log-of-a-header")
        if question.fact == "client_is_ours" and facts["client_is_gateway"].value:
            return self._phrase("ask-who-stood-behind")
        kinds = self._case.library.vocabulary.facts
        searchable = question.kind != "lines" or question.fetch is not None
        if question.fact == "first_half_seen" and not searchable:
            return self._phrase("ask-earlier-lines")
        kind = kinds[question.fact if searchable else "accepted"]
        return (kind.question or kind.means).in_(self._lang)

    def _asks_for_the_log(self, question: Question, about: Transaction) -> bool:
        """Tell whether lines are asked for of which the paste shows only the trace in a message, so that none follows it in a log."""
        if question.kind == "lines" and about.of_kind("received_header"):
            return True
        return question.fact == "accepted" and self._case.facts(about)["lines_are_ours"].value is not True

    def _of_the_paste(self, question: Question) -> bool:
        return self._case.library.vocabulary.facts[question.fact].of == "paste"

    def _lacking(self, question: Question) -> str:
        """Return the question about what all of the paste lacks; for the lines of a message, and what to find them by if no id is known."""
        kind = self._case.library.vocabulary.facts[question.fact]
        asked = kind.question.in_(self._lang) if kind.question else ""
        return asked if question.id or self._case.reading.input == "config" else asked + self._phrase("find-by-time-and-sender")

    def _why(self, question: Question) -> str:
        about = self._case.asked_about(question)
        if self._of_the_paste(question):
            why = self._case.library.vocabulary.facts[question.fact].why
            return why.in_(self._lang) if why else ""
        if about is None or self._asks_for_the_log(question, about):
            return self._phrase("why-a-session")
        why = self._case.library.vocabulary.facts[question.fact].why
        return why.in_(self._lang) if why and not question.last else ""

    def _how(self, question: Question) -> str:
        """Return how the lines are fetched: by a command where there is one, else in words."""
        commands = self._commands(question)
        if commands:
            return self._phrase("fetch-by-command" if len(commands) == 1 else "fetch-by-either-command")
        return self._fetch_lines if question.fetch else ""

    def _phrase(self, name: str) -> str:
        return self._case.library.phrases[name].in_(self._lang)

"""How often the verdict is a senior postmaster's: counted over all cases, for each server and language.

``python -m tests.cases.accuracy`` prints it and writes ``knowledge/ACCURACY.md``.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.contract import document
from bot.desk import Desk, Message
from bot.library import bundled, load
from bot.site import Site
from bot.told import read_tells
from tests.cases.reading import Case, read_cases

FILE = bundled() / "ACCURACY.md"
HARMLESS = ("fine", "stopped")
FIRST_ANSWERS = (
    "`postfix-seen-*`: 115 of 131 (88 %), 2 false accusations, no missed abuse;",
    "the other `*-seen-*`: 43 of 102 (42 %), 1 false accusation, 3 missed; two thirds of them are of servers and kinds of "
    "pastes that were not read line by line then (Exim, Sendmail, OpenSMTPD, Exchange, qmail, bounces, headers, settings, transcripts);",
    "`postfix-fresh`, after that: 23 of 28 (82 %), no false accusation, 1 missed;",
    "`others-fresh`, after that: 24 of 28 (86 %), 2 false accusations, 1 missed;",
    "`postfix-fresh-2`, the commonest questions, after that: 25 of 25, no false accusation, none missed;",
    "`others-fresh-2`, the commonest questions, after that: 25 of 25, no false accusation, none missed;",
    "`postfix-late`, after that: 37 of 40 (92 %), no false accusation, none missed;",
    "`others-late`, at the same time: 34 of 40 (85 %), no false accusation, 1 missed;",
    "`mixed-late`, after that: 37 of 40 (92 %), 1 false accusation, none missed;",
    "`postfix-late-2`, after that: 19 of 20, no false accusation, none missed;",
    "`others-late-2`, at the same time: 18 of 20, 1 false accusation, none missed;",
    "`postfix-dawn` and `postfix-dusk`, after that: 29 of 40 (72 %), 1 false accusation, 1 missed;",
    "`asip-dusk`, at the same time: 16 of 20, no false accusation, none missed;",
    "`others-dusk`, at the same time: 13 of 20, no false accusation, none missed;",
    "`unknown-dusk`, logs of servers that nobody listed, at the same time: 8 of 20, no false accusation, none missed;",
    "`postfix-asa` and `postfix-noon`, in which what people say beside the log decides or misleads, after that: 33 of 40 (82 %), "
    "1 false accusation, none missed;",
    "`mixed-noon`, of the same kind, at the same time: 12 of 20, 2 false accusations, 1 missed;",
    "`postfix-rain-ja`, modelled on what people ask in public, after that: 21 of 25, no false accusation, none missed;",
    "`postfix-rain-en`, English, of the same kind, at the same time: 19 of 25, no false accusation, none missed;",
    "`others-rain`, of the same kind, at the same time: 19 of 25, no false accusation, none missed;",
    "`mixed-rain`, AppleShare IP and pieces of chat, at the same time: 24 of 25, no false accusation, 1 missed;",
    "`frost`, longer pastes with several stories and scanners in all of them, after that: 18 of 20, no false accusation, none missed;",
    "`postfix-snow`, ordinary questions besides the commonest ones, after that: 20 of 24, no false accusation, 1 missed;",
    "`others-snow`, of the same kind, with servers that nobody listed, at the same time: 18 of 24, no false accusation, none missed;",
    "`postfix-hail`, worried owners of small servers, few site facts, after that: 13 of 20, no false accusation, none missed;",
    "`mixed-hail`, of the same kind, at the same time: 19 of 20, no false accusation, none missed.",
)


@dataclass(frozen=True)
class Answered:
    """A case with the answer to it, as the contract's document."""

    case: Case
    answer: dict[str, Any]

    @property
    def agrees(self) -> bool:
        """Tell whether the verdict is one of those that count as right."""
        return self.answer["verdict"] in self.case.expect.verdicts

    @property
    def accuses(self) -> bool:
        """Tell whether it says to act now where there is nothing of the kind."""
        return not self.agrees and self.answer["severity"] == "act_now" and self.case.expect.severity != "act_now"

    @property
    def misses(self) -> bool:
        """Tell whether it calls harmless what is abuse."""
        return self.case.expect.severity == "act_now" and not self.agrees and self.answer["severity"] in HARMLESS

    @property
    def evidence(self) -> float:
        """Return how well the lines agree that the verdict rests on: the F1 measure, from 0 to 1."""
        wanted, found = set(self.case.expect.evidence), set(self.answer["evidence"])
        if not wanted and not found:
            return 1.0
        both = len(wanted & found)
        return 2 * both / (len(wanted) + len(found))


def answer(case: Case, desk: Desk) -> Answered:
    """Return a case with the desk's answer to it."""
    account = read_tells(case.tell, desk.library.vocabulary.facts)
    message = Message(text=case.log, question=case.question, lang=case.lang)
    return Answered(case, document(desk.explain(message, Site.model_validate(case.site), account)))


def answer_all(cases: Iterable[Case]) -> tuple[Answered, ...]:
    """Return all cases with their answers out of the bundled knowledge base."""
    desk = Desk(load())
    return tuple(answer(case, desk) for case in cases)


def _row(name: str, answered: Sequence[Answered]) -> str:
    count, agreeing = len(answered), sum(one.agrees for one in answered)
    evidence = sum(one.evidence for one in answered) / count
    accused, missed = sum(one.accuses for one in answered), sum(one.misses for one in answered)
    return f"| {name} | {count} | {agreeing} ({100 * agreeing / count:.0f} %) | {accused} | {missed} | {evidence:.2f} |"


def report(answered: Sequence[Answered]) -> str:
    """Return the figures as a page of markdown."""
    servers = sorted({one.case.server for one in answered})
    rows = [_row("all", answered)]
    for lang, name in (("en", "English"), ("ja", "Japanese")):
        rows.append(_row(name, [one for one in answered if one.case.lang == lang]))
    rows.extend(_row(server, [one for one in answered if one.case.server == server]) for server in servers)
    apart = [f"- `{one.case.id}`: {one.answer['verdict']} instead of {one.case.expect.verdict}" for one in answered if not one.agrees] or [
        "None."
    ]
    return "\n".join(
        [
            "# How often the verdict is right",
            "",
            "Each case is a paste with a question, and beside it what a senior postmaster would say of it; see `tests/cases/`.",
            "`make accuracy` answers them all and writes this page; a test keeps it fresh.",
            "",
            "These are no figures for logs that nobody here has seen. Files named `-seen-`, `-fresh`, `-late` and `-dusk` hold cases by",
            "somebody who had not seen the rules; the others are by the rules' author. At their first answer, before anything was mended,",
            "the rules agreed with the blind ones as follows; since then rules and catalogues were mended with them in view, so that",
            "the table below tells how well they are kept, and the figures here how well unseen ones fare:",
            "",
            *(f"- {line}" for line in FIRST_ANSWERS),
            "",
            "| cases | number | verdict agrees | false accusations | missed abuse | evidence F1 |",
            "|---|---|---|---|---|---|",
            *rows,
            "",
            "A *false accusation* says to act now where nothing of the kind happened; *missed abuse* is abuse that is called harmless.",
            "The *evidence* is the lines that the verdict rests on, compared with those that the postmaster would point at.",
            "",
            "## Verdicts that differ",
            "",
            *apart,
            "",
        ]
    )


def main() -> int:
    """Print the figures and write the page; the exit status tells whether anybody was accused wrongly or abuse missed."""
    answered = answer_all(read_cases())
    text = report(answered)
    FILE.write_text(text, encoding="utf-8")
    sys.stdout.write(text)
    return int(any(one.accuses or one.misses for one in answered))


if __name__ == "__main__":
    sys.exit(main())

"""Thresholds for a knowledge base: found on its questions, and written beside its pages."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path

from bot.asking import index_of
from bot.errors import UsageError
from bot.library import Library, load
from bot.library.questions import read_questions
from bot.search import Asked, Figures, Report, Thresholds, installed_encoder
from bot.search import calibrate as find

FILE = "calibration.yaml"
_HEAD = """# Written by `relaydoc knowledge calibrate`; not to be edited by hand.
#
# The thresholds of the search for these pages, chosen on the tuning half of questions/ and measured on the test half. Thresholds are
# never chosen by the test half; whether the pages were written without a look at it is told in DECISIONS.md. Shares stand with their
# interval (Wilson, 95 %), hits and number.
"""


def asked(library: Library) -> tuple[Asked, ...]:
    """Return the questions of a knowledge base and of those that it is laid over."""
    found = [entry for folder in library.folders for entry in read_questions(folder)]
    return tuple(Asked(question.text, lang, question.wants) for lang, question in found)


def calibrate(folder: Path | None, *, semantic: bool = False) -> str:
    """Find the thresholds of a knowledge base, write them into its folder, and return the file's text.

    Args:
        folder: a team's folder, None for the knowledge base that ships with the program.
        semantic: find those for comparing by meaning anew, too; else they stay as they are.

    Raises:
        UsageError: the extra is not installed, there are no questions, or the file cannot be written.
    """
    if semantic and installed_encoder() is None:
        raise UsageError('--semantic needs an extra that is not installed: pip install "relaydoc[semantic]".')
    library = load(folder)
    questions = asked(library)
    if not questions:
        raise UsageError("There are no questions to calibrate on; questions/ holds them.")
    reports = [find(index_of(library, semantic=mode), questions) for mode in ((False, True) if semantic else (False,))]
    text = written(library, reports, len(questions))
    path = library.folders[-1] / FILE
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}.") from error
    return text


def written(library: Library, reports: list[Report], questions: int) -> str:
    """Return the file for these reports; what they do not tell is taken over from the library's own."""
    before = library.calibration
    settings = index_of(library).settings
    figures = {mode: dict(halves) for mode, halves in before.figures.items()} if before else {}
    for report in reports:
        settings = replace(settings, **{report.mode: report.calibration.of(report.mode)})
        figures[report.mode] = {"tuning": _shares(report.tuning), "test": _shares(report.test)}
    pages = sum(len(halves) for kind in (library.faq, library.settings) for halves in kind.values())
    lines = [f"made: {datetime.now(UTC).date()}", f"pages: {pages}", f"questions: {questions}"]
    lines += [f"lexical: {_thresholds(settings.lexical)}", f"semantic: {_thresholds(settings.semantic)}", "figures:"]
    for mode, halves in figures.items():
        lines.append(f"  {mode}:")
        for half, shares in halves.items():
            lines += [f"    {half}:", *(f"      {name}: {share}" for name, share in shares.items())]
    return _HEAD + "\n".join(lines) + "\n"


def _thresholds(found: Thresholds) -> str:
    return f"{{hi: {found.hi}, margin: {found.margin}, lo: {found.lo}}}"


def _shares(figures: Figures) -> dict[str, str]:
    return {field.name: str(getattr(figures, field.name)) for field in fields(figures)}

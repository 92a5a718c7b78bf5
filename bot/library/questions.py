"""The questions that a knowledge base is measured by: what people ask, and the page that answers it."""

from __future__ import annotations

from pathlib import Path as FilePath

from pydantic import ValidationError

from bot.errors import KnowledgeError, Problem
from bot.library.schema import LANGS, Question
from bot.library.yamlfile import Located


def read_questions(folder: FilePath) -> tuple[tuple[str, Question], ...]:
    """Return the questions of a knowledge base, each with its language, file by file.

    Raises:
        KnowledgeError: a file holds something else; all problems are told at once.
    """
    found: list[tuple[str, Question]] = []
    problems: list[Problem] = []
    for path in sorted(folder.glob("questions/*.yaml")):
        file, lang = path.relative_to(folder).as_posix(), path.stem.rpartition("-")[2]
        located = Located(path.read_text(encoding="utf-8"))
        entries = located.data.get("questions") if isinstance(located.data, dict) else None
        if lang not in LANGS or not isinstance(entries, list):
            problems.append(Problem(file, 1, "a file of questions is named …-en.yaml or …-ja.yaml and holds a list of questions"))
            continue
        for i, entry in enumerate(entries):
            try:
                found.append((lang, Question.model_validate(entry)))
            except ValidationError as error:
                problems.append(Problem(file, located.line(("questions", i)), error.errors()[0]["msg"]))
    if problems:
        raise KnowledgeError(tuple(problems))
    return tuple(found)

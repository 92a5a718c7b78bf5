"""Reading single files of a knowledge base: what each holds, and every problem with its file and line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path as FilePath
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.errors import Problem
from bot.library.whole import Place, bundled
from bot.library.yamlfile import Located, Path, located

Model = TypeVar("Model", bound=BaseModel)


class Files:
    """Reads files of one folder after the other, and collects where entries stand and what is wrong with them."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.folders: list[FilePath] = []

    def problem(self, file: str, line: int, text: str) -> None:
        """Remember what is wrong in a line of a file."""
        self.problems.append(Problem(file, line, text))

    def yaml(self, folder: FilePath, path: FilePath) -> Located | None:
        """Return a YAML file's data, or None (with a problem told, unless the file is not there)."""
        name = path.relative_to(folder).as_posix()
        try:
            found = located(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            self.problem(name, 1, "this file is not UTF-8")
        except yaml.YAMLError as error:
            self.problem(name, line_of(error), f"this is no YAML: {sentence_of(error)}")
        else:
            if isinstance(found.data, dict):
                return found
            self.problem(name, 1, "this file should hold a mapping (name: value)")
        return None

    def validate(self, model: type[Model], data: Any, located: Located, file: str, path: Path) -> Model | None:
        """Return one entry, or None with its problems told."""
        try:
            return model.model_validate(data, context={"checked": self.folders[-1] == bundled()})
        except ValidationError as error:
            for problem in error.errors():
                where = (*path, *problem["loc"])
                named = ".".join(str(step) for step in where) or "file"
                self.problem(file, located.line(where), f"{named}: {said(problem['msg'])}")
            return None

    def whole(self, model: type[Model], data: Mapping[str, Any], file: str) -> Model | None:
        """Return what several folders' files hold together, or None with its problems told where the entries stand."""
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors():
                place = next((self.places[key] for key in _prefixes(problem["loc"]) if key in self.places), (file, 1))
                self.problem(*place, f"{'.'.join(map(str, problem['loc']))}: {said(problem['msg'])}")
            return None


def _prefixes(loc: tuple[int | str, ...]) -> Iterator[tuple[str, str]]:
    if len(loc) >= 2:
        yield str(loc[0]), str(loc[1])


def said(message: str) -> str:
    """Return what is wrong with a value, without what the library that checks puts before it."""
    return message.removeprefix("Value error, ")


def line_of(error: yaml.YAMLError) -> int:
    """Return the line on which a text ceases to be YAML."""
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def sentence_of(error: yaml.YAMLError) -> str:
    """Return why a text is no YAML."""
    return str(getattr(error, "problem", None) or "it cannot be read")

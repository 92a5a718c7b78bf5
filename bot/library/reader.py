"""Reading ``knowledge/`` into one frozen ``Library``."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from pathlib import Path as FilePath

from pydantic import BaseModel

from bot.errors import KnowledgeError, UsageError
from bot.library.checking import Files, Model
from bot.library.laid_over import LaidOver
from bot.library.page_files import PageFiles
from bot.library.references import missing_names
from bot.library.replies import RepliesFile
from bot.library.schema import (
    Both,
    Caution,
    DoctorFile,
    Doubt,
    Fixed,
    Observation,
    RedactionFile,
    Rule,
    SearchFile,
    ToldFile,
    Vocabulary,
    WordsFile,
)
from bot.library.server_files import ServerFiles
from bot.library.whole import Library, Place, bundled

__all__ = ["Library", "Place", "bundled", "load", "load_anew", "pages_of"]


def load(overlay: FilePath | None = None) -> Library:
    """Return the bundled knowledge base with ``overlay`` laid over it.

    Args:
        overlay: a team's folder, laid out like ``knowledge/``; it may hold any part of it.

    Raises:
        KnowledgeError: something in either folder is wrong; all problems are told at once.
        UsageError: ``overlay`` is no folder.
    """
    return _load(overlay)


def load_anew(overlay: FilePath | None = None) -> Library:
    """Return what ``load`` does, as the files are now: ``load`` remembers what it has read."""
    if overlay is not None and not overlay.is_dir():
        raise UsageError(f"{overlay} is not a folder; --knowledge takes the folder of a knowledge base.")
    reader = Reader()
    for folder in (bundled(), *([overlay] if overlay else [])):
        reader.read(folder)
    return reader.library()


def pages_of(library: Library, folder: FilePath) -> Library:
    """Return a knowledge base whose FAQ and setting pages are those of one folder alone.

    Raises:
        KnowledgeError: something in that folder is wrong.
    """
    reader = Reader()
    reader.read(folder)
    if reader.files.problems:
        raise KnowledgeError(tuple(reader.files.problems))
    return replace(library, faq=reader.pages.pages["faq"], settings=reader.pages.pages["settings"])


@lru_cache(maxsize=4)
def _load(overlay: FilePath | None) -> Library:
    return load_anew(overlay)


class Reader:
    """Collects entries and problems from one folder after the other."""

    def __init__(self) -> None:
        self.files = Files()
        self.pages = PageFiles(self.files)
        self._servers = ServerFiles(self.files)
        self._laid_over = LaidOver(self.files)
        self._entries: dict[str, dict[str, BaseModel]] = {}

    def read(self, folder: FilePath) -> None:
        """Read one knowledge base over what was read before."""
        self.files.folders.append(folder)
        self._laid_over.read(folder)
        for name, model in (("doubts", Doubt), ("cautions", Caution), ("observations", Observation)):
            self._named(folder, f"{name}.yaml", name, model)
        for path in sorted(folder.glob("interface/*.yaml")):
            if path.name != "doctor.yaml":
                self._named(folder, f"interface/{path.name}", "phrases", Fixed, below="phrases")
        self._servers.read(folder)
        for path in sorted(folder.glob("diagnoses/*.yaml")):
            self._rule(folder, path)
        self.pages.read(folder)

    def library(self) -> Library:
        """Return all that was read.

        Raises:
            KnowledgeError: there were problems.
        """
        whole = self._laid_over.whole
        vocabulary, words, told = whole(Vocabulary), whole(WordsFile), whole(ToldFile)
        doctor, search, redaction = whole(DoctorFile), whole(SearchFile), whole(RedactionFile)
        replies, calibration = whole(RepliesFile), self._laid_over.calibration()
        servers, pages, get = self._servers.servers(), self.pages.pages, self._collected
        if vocabulary is None or words is None or told is None or doctor is None or search is None or redaction is None or replies is None:
            raise KnowledgeError(tuple(self.files.problems))
        library = Library(
            vocabulary, servers, words, get("rules", Rule), get("doubts", Doubt), get("cautions", Caution),
            get("observations", Observation), get("phrases", Both), told, doctor, pages["diagnoses"], pages["settings"],
            pages["faq"], self.files.places, tuple(self.files.folders), search, calibration, replies, redaction,
        )  # fmt: skip
        problems = tuple(self.files.problems) or tuple(missing_names(library))
        if problems:
            raise KnowledgeError(problems)
        return library

    def _collected(self, kind: str, model: type[Model]) -> dict[str, Model]:
        return {key: entry for key, entry in self._entries.get(kind, {}).items() if isinstance(entry, model)}

    def _named(self, folder: FilePath, file: str, kind: str, model: type[BaseModel], below: str | None = None) -> None:
        """Take in a file of entries with their names."""
        located = self.files.yaml(folder, folder / file)
        if located is None:
            return
        data, path = (located.data, ()) if below is None else (located.data.get(below), (below,))
        if not isinstance(data, dict):
            self.files.problem(file, 1, f"this file should hold {below or kind} with their names")
            return
        for key, value in data.items():
            entry = self.files.validate(model, value, located, file, (*path, str(key)))
            if entry is not None:
                self._entries.setdefault(kind, {})[str(key)] = entry
                self.files.places[kind, str(key)] = (file, located.line((*path, str(key))))

    def _rule(self, folder: FilePath, path: FilePath) -> None:
        """Take in a rule, whose name is the file's."""
        located = self.files.yaml(folder, path)
        if located is None:
            return
        file = path.relative_to(folder).as_posix()
        rule = self.files.validate(Rule, located.data, located, file, ())
        if rule is not None:
            self._entries.setdefault("rules", {})[path.stem] = rule
            self.files.places["rules", path.stem] = (file, 1)

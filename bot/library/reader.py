"""Reading ``knowledge/`` into one frozen ``Library``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

import bot
from bot.errors import KnowledgeError, Problem, UsageError
from bot.library.pages import Page, split_front, split_sections
from bot.library.pieces import with_pieces
from bot.library.references import missing_names
from bot.library.replies import RepliesFile
from bot.library.schema import (
    LANGS,
    Both,
    CalibrationFile,
    Caution,
    DiagnosisFront,
    DoctorFile,
    Doubt,
    FaqFront,
    Fixed,
    Message,
    MessageFile,
    Observation,
    RedactionFile,
    Rule,
    SearchFile,
    SettingFront,
    ToldFile,
    Vocabulary,
    WordsFile,
)
from bot.library.yamlfile import Located, Path, located

Model = TypeVar("Model", bound=BaseModel)
Place = tuple[str, int]
"""A file relative to the knowledge base, and a line in it."""


@dataclass(frozen=True, slots=True)
class Library:
    """All that RelayDoc knows.

    Pages are found by id, then by language. ``places`` tells for ``("rule", id)``, ``("message", "asip/id")`` and so on where each
    entry stands; ``folders`` are the folders that were read, in order.
    """

    vocabulary: Vocabulary
    servers: dict[str, MessageFile]
    words: WordsFile
    rules: dict[str, Rule]
    doubts: dict[str, Doubt]
    cautions: dict[str, Caution]
    observations: dict[str, Observation]
    phrases: dict[str, Both]
    told: ToldFile
    doctor: DoctorFile
    diagnoses: dict[str, dict[str, Page[DiagnosisFront]]]
    settings: dict[str, dict[str, Page[SettingFront]]]
    faq: dict[str, dict[str, Page[FaqFront]]]
    places: dict[tuple[str, str], Place] = field(default_factory=dict)
    folders: tuple[FilePath, ...] = ()
    search: SearchFile = field(default_factory=SearchFile)
    calibration: CalibrationFile | None = None
    replies: RepliesFile = field(default_factory=RepliesFile)
    redaction: RedactionFile = field(default_factory=RedactionFile)

    def phrase(self, name: str, lang: str, /, **values: object) -> str:
        """Return a fixed phrase in ``lang`` with its ``{placeholders}`` filled in."""
        return self.phrases[name].in_(lang).format(**values)


def bundled() -> FilePath:
    """Return the folder of the knowledge base that ships with the program."""
    return FilePath(bot.__file__).parent.parent / "knowledge"


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
    reader = _Reader()
    for folder in (bundled(), *([overlay] if overlay else [])):
        reader.read(folder)
    return reader.library()


def pages_of(library: Library, folder: FilePath) -> Library:
    """Return a knowledge base whose FAQ and setting pages are those of one folder alone.

    Raises:
        KnowledgeError: something in that folder is wrong.
    """
    reader = _Reader()
    reader.read(folder)
    if reader.problems:
        raise KnowledgeError(tuple(reader.problems))
    return replace(library, faq=reader.pages["faq"], settings=reader.pages["settings"])


@lru_cache(maxsize=4)
def _load(overlay: FilePath | None) -> Library:
    return load_anew(overlay)


class _Reader:
    """Collects entries and problems from one folder after the other."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.places: dict[tuple[str, str], Place] = {}
        self.folders: list[FilePath] = []
        self.raw: dict[str, dict[str, dict[str, BaseModel]]] = {}
        self.headers: dict[str, dict[str, Any]] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.pieces: dict[str, dict[str, Any]] = {}
        self.seen: dict[str, set[str]] = {}
        self.daemons: dict[str, list[Any]] = {}
        self.words: dict[str, Any] = {"words": {}, "fields": {}}
        self.vocabulary: dict[str, Any] = {}
        self.told: dict[str, Any] = {}
        self.doctor: dict[str, Any] = {}
        self.replies: dict[str, Any] = {}
        self.search: dict[str, Any] = {}
        self.redaction: dict[str, Any] = {}
        self.calibration: dict[str, Any] | None = None
        self.pages: dict[str, dict[str, dict[str, Page[Any]]]] = {"diagnoses": {}, "settings": {}, "faq": {}}

    def read(self, folder: FilePath) -> None:
        """Read one knowledge base over what was read before."""
        self.folders.append(folder)
        self.seen = {}
        self._merge_words(folder)
        self._merge_vocabulary(folder)
        self._merge_told(folder)
        self._merge_doctor(folder)
        self._merge_search(folder)
        self._merge_replies(folder)
        self._merge_redaction(folder)
        for name, model in (("doubts", Doubt), ("cautions", Caution), ("observations", Observation)):
            self._entries(folder, f"{name}.yaml", name, model)
        for path in sorted(folder.glob("interface/*.yaml")):
            if path.name != "doctor.yaml":
                self._entries(folder, f"interface/{path.name}", "phrases", Fixed, below="phrases")
        for path in sorted(folder.glob("messages/*.yaml"), key=lambda path: path.stem):  # a server's own file before its further ones
            if path.name != "words.yaml":
                self._server(folder, path)
        for path in sorted(folder.glob("diagnoses/*.yaml")):
            self._rule(folder, path)
        for kind, front in (("diagnoses", DiagnosisFront), ("settings", SettingFront), ("faq", FaqFront)):
            for path in sorted((folder / kind).rglob("*.md")):
                if path.name != "README.md":
                    self._page(folder, path, kind, front)

    def library(self) -> Library:
        """Return all that was read.

        Raises:
            KnowledgeError: there were problems.
        """
        vocabulary = self._whole(Vocabulary, self.vocabulary, "vocabulary.yaml")
        told = self._whole(ToldFile, self.told, "told.yaml")
        doctor = self._whole(DoctorFile, self.doctor, "interface/doctor.yaml")
        words = self._whole(WordsFile, self.words, "messages/words.yaml")
        search = self._whole(SearchFile, self.search, "search.yaml")
        redaction = self._whole(RedactionFile, self.redaction, "redaction.yaml")
        calibration = None if self.calibration is None else self._whole(CalibrationFile, self.calibration, "calibration.yaml")
        replies = self._whole(RepliesFile, self.replies, "replies/codes.yaml") or RepliesFile()
        servers = self._servers()
        if self.problems or vocabulary is None or words is None or told is None or doctor is None or search is None or redaction is None:
            raise KnowledgeError(tuple(self.problems))
        get = self._collected
        library = Library(
            vocabulary, servers, words, get("rules", Rule), get("doubts", Doubt), get("cautions", Caution),
            get("observations", Observation), get("phrases", Both), told, doctor, self.pages["diagnoses"], self.pages["settings"],
            self.pages["faq"], self.places, tuple(self.folders), search, calibration, replies, redaction,
        )  # fmt: skip
        missing = tuple(missing_names(library))
        if missing:
            raise KnowledgeError(missing)
        return library

    def _collected(self, kind: str, model: type[Model]) -> dict[str, Model]:
        entries = self.raw.get(kind, {}).get("", {})
        return {key: entry for key, entry in entries.items() if isinstance(entry, model)}

    def _problem(self, file: str, line: int, text: str) -> None:
        self.problems.append(Problem(file, line, text))

    def _yaml(self, folder: FilePath, path: FilePath) -> Located | None:
        """Return a YAML file's data, or None (with a problem told, unless the file is not there)."""
        name = path.relative_to(folder).as_posix()
        try:
            found = located(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        except UnicodeDecodeError:
            self._problem(name, 1, "this file is not UTF-8")
        except yaml.YAMLError as error:
            self._problem(name, _line_of(error), f"this is no YAML: {_sentence_of(error)}")
        else:
            if isinstance(found.data, dict):
                return found
            self._problem(name, 1, "this file should hold a mapping (name: value)")
        return None

    def _validate(self, model: type[Model], data: Any, located: Located, file: str, path: Path) -> Model | None:
        """Return one entry, or None with its problems told."""
        try:
            return model.model_validate(data, context={"checked": self.folders[-1] == bundled()})
        except ValidationError as error:
            for problem in error.errors():
                where = (*path, *problem["loc"])
                named = ".".join(str(step) for step in where) or "file"
                self._problem(file, located.line(where), f"{named}: {_said(problem['msg'])}")
            return None

    def _whole(self, model: type[Model], data: Mapping[str, Any], file: str) -> Model | None:
        try:
            return model.model_validate(data)
        except ValidationError as error:
            for problem in error.errors():
                place = next((self.places[key] for key in _prefixes(problem["loc"]) if key in self.places), (file, 1))
                self._problem(*place, f"{'.'.join(map(str, problem['loc']))}: {_said(problem['msg'])}")
            return None

    def _merge(self, located: Located, file: str, into: dict[str, Any]) -> None:
        """Lay a file of mappings over what is there, entry by entry."""
        for section, entries in located.data.items():
            if not isinstance(entries, dict):
                self._problem(file, located.line((str(section),)), f"{section}: this should hold names with their entries")
                continue
            into.setdefault(section, {}).update(entries)
            for key in entries:
                self.places[str(section), str(key)] = (file, located.line((str(section), str(key))))

    def _merge_words(self, folder: FilePath) -> None:
        located = self._yaml(folder, folder / "messages" / "words.yaml")
        if located is not None:
            self._merge(located, "messages/words.yaml", self.words)

    def _merge_vocabulary(self, folder: FilePath) -> None:
        located = self._yaml(folder, folder / "vocabulary.yaml")
        if located is not None:
            self._merge(located, "vocabulary.yaml", self.vocabulary)

    def _merge_doctor(self, folder: FilePath) -> None:
        located = self._yaml(folder, folder / "interface" / "doctor.yaml")
        if located is not None:
            self._merge(located, "interface/doctor.yaml", self.doctor)

    def _merge_replies(self, folder: FilePath) -> None:
        for path in sorted(folder.glob("replies/*.yaml")):
            located = self._yaml(folder, path)
            if located is not None:
                self._merge(located, f"replies/{path.name}", self.replies)

    def _merge_search(self, folder: FilePath) -> None:
        """Lay what the search knows over what is there; a list, and a calibration, are replaced as a whole."""
        located = self._yaml(folder, folder / "search.yaml")
        if located is not None:
            named = {section: entries for section, entries in located.data.items() if isinstance(entries, dict)}
            self.search.update({section: {**self.search.get(section, {}), **entries} for section, entries in named.items()})
            self.search.update({section: entries for section, entries in located.data.items() if section not in named})
        calibration = self._yaml(folder, folder / "calibration.yaml")
        self.calibration = calibration.data if calibration else self.calibration

    def _merge_redaction(self, folder: FilePath) -> None:
        """Add what a team's folder names to what is there: nothing that stays is to be forgotten by an overlay."""
        located = self._yaml(folder, folder / "redaction.yaml")
        for section, entries in (located.data if located else {}).items():
            before = self.redaction.get(section, [])
            self.redaction[section] = [*before, *entries] if isinstance(entries, list) else entries

    def _merge_told(self, folder: FilePath) -> None:
        """Lay a file of what people say over what is there; its lists are replaced as a whole."""
        located = self._yaml(folder, folder / "told.yaml")
        if located is None:
            return
        for section, entries in located.data.items():
            if isinstance(entries, dict) and section != "mail-program-note":
                self.told.setdefault(section, {}).update(entries)
                for key in entries:
                    self.places[str(section), str(key)] = ("told.yaml", located.line((str(section), str(key))))
            else:
                self.told[section] = entries

    def _entries(self, folder: FilePath, file: str, kind: str, model: type[BaseModel], below: str | None = None) -> None:
        located = self._yaml(folder, folder / file)
        if located is None:
            return
        data, path = (located.data, ()) if below is None else (located.data.get(below), (below,))
        if not isinstance(data, dict):
            self._problem(file, 1, f"this file should hold {below or kind} with their names")
            return
        for key, value in data.items():
            entry = self._validate(model, value, located, file, (*path, str(key)))
            if entry is not None:
                self.raw.setdefault(kind, {}).setdefault("", {})[str(key)] = entry
                self.places[kind, str(key)] = (file, located.line((*path, str(key))))

    def _rule(self, folder: FilePath, path: FilePath) -> None:
        located = self._yaml(folder, path)
        if located is None:
            return
        file = path.relative_to(folder).as_posix()
        rule = self._validate(Rule, located.data, located, file, ())
        if rule is not None:
            self.raw.setdefault("rules", {}).setdefault("", {})[path.stem] = rule
            self.places["rules", path.stem] = (file, 1)

    def _server(self, folder: FilePath, path: FilePath) -> None:
        located = self._yaml(folder, path)
        if located is None:
            return
        file = path.relative_to(folder).as_posix()
        header = {key: value for key, value in located.data.items() if key != "messages"}
        server = str(header.get("server", path.stem))
        if path.stem == server or header.get("fallback") is True:
            self.headers[server] = {**self.headers.get(server, {"server": server}), **header}
            self.places["server", server] = (file, 1)
        elif not path.stem.startswith(f"{server}-"):
            self._problem(file, located.line(("server",)), f"server: this file's name says {path.stem}")
        elif others := header.keys() - {"server", "daemons"}:
            self._problem(file, located.line((min(others),)), f"{min(others)}: this belongs into {server}.yaml")
        pieces = header.get("pieces")
        self.pieces.setdefault(server, {}).update(pieces if isinstance(pieces, dict) else {})
        limits = header.get("daemons") if path.stem.startswith(f"{server}-") else None
        self.daemons.setdefault(server, []).extend(header["daemons"] if isinstance(header.get("daemons"), list) else [])
        self._messages(located, file, server, limits or ())

    def _messages(self, located: Located, file: str, server: str, daemons: Any) -> None:
        """Take in the messages of one file; ``daemons`` are those of every message that names none itself."""
        messages = located.data.get("messages") or []
        if not isinstance(messages, list):
            self._problem(file, located.line(("messages",)), "messages: this should be a list")
            return
        seen = self.seen.setdefault(server, set())
        for i, raw in enumerate(messages):
            data = self._with_pieces(raw, self.pieces[server], file, located.line(("messages", i)))
            if isinstance(data, dict):
                data = {"daemons": daemons, **data}
            message = self._validate(Message, data, located, file, ("messages", i))
            if message is None:
                continue
            if message.id in seen:
                self._problem(file, located.line(("messages", i)), f"the id {message.id!r} stands here twice")
            seen.add(message.id)
            self.messages.setdefault(server, {})[message.id] = message
            self.places["message", f"{server}/{message.id}"] = (file, located.line(("messages", i)))

    def _with_pieces(self, message: Any, pieces: Mapping[str, Any], file: str, line: int) -> Any:
        """Return a message whose pattern has each ``%{name}`` replaced by the piece of that name; one that is not there is told."""
        if not isinstance(message, dict) or not isinstance(message.get("pattern"), str):
            return message
        try:
            return {**message, "pattern": with_pieces(message["pattern"], pieces)}
        except KeyError as error:
            self._problem(file, line, f"there is no piece %{{{error.args[0]}}}")
            return message

    def _servers(self) -> dict[str, MessageFile]:
        servers: dict[str, MessageFile] = {}
        for server, header in self.headers.items():
            try:
                whole = MessageFile.model_validate({**header, "messages": ()})
            except ValidationError as error:
                for problem in error.errors():
                    self._problem(*self.places["server", server], f"{'.'.join(map(str, problem['loc']))}: {_said(problem['msg'])}")
            else:
                update = {"messages": tuple(self.messages.get(server, {}).values()), "daemons": tuple(dict.fromkeys(self.daemons[server]))}
                servers[server] = whole.model_copy(update=update)
        for server in self.messages.keys() - self.headers.keys():
            file, _ = next(place for (kind, key), place in self.places.items() if kind == "message" and key.startswith(f"{server}/"))
            self._problem(file, 1, f"there is no messages/{server}.yaml, which these messages are a part of")
        return servers

    def _page(self, folder: FilePath, path: FilePath, kind: str, front_model: type[BaseModel]) -> None:
        file = path.relative_to(folder).as_posix()
        stem, _, lang = path.name.removesuffix(".md").rpartition(".")
        if lang not in LANGS or not stem:
            self._problem(file, 1, "a page's name ends in .en.md or .ja.md")
            return
        try:
            split = split_front(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            self._problem(file, 1, "this file is not UTF-8")
            return
        if split is None:
            self._problem(file, 1, "a page begins with its front matter between two lines of ---")
            return
        try:
            front_matter = located(split[0], 2)
        except yaml.YAMLError as error:
            self._problem(file, _line_of(error) + 1, f"the front matter is no YAML: {_sentence_of(error)}")
            return
        front = self._validate(front_model, front_matter.data or {}, front_matter, file, ())
        if front is None:
            return
        key = (path.parent.relative_to(folder / kind) / stem).as_posix()
        intro, sections = split_sections(split[1])
        self.pages[kind].setdefault(key, {})[lang] = Page(key, lang, front, intro, sections, file)
        self.places[f"{kind}.{lang}", key] = (file, split[2])


def _prefixes(loc: tuple[int | str, ...]) -> Iterator[tuple[str, str]]:
    if len(loc) >= 2:
        yield str(loc[0]), str(loc[1])


def _said(message: str) -> str:
    return message.removeprefix("Value error, ")


def _line_of(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _sentence_of(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", None) or "it cannot be read")

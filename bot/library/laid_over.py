"""Files of which there is one in each folder, and which are laid over each other: vocabulary, words, what people say, the search's."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

from pydantic import BaseModel

from bot.library.checking import Files, Model
from bot.library.replies import RepliesFile
from bot.library.schema import CalibrationFile, DoctorFile, RedactionFile, SearchFile, ToldFile, Vocabulary, WordsFile
from bot.library.yamlfile import Located

FILES: dict[type[BaseModel], str] = {
    Vocabulary: "vocabulary.yaml",
    WordsFile: "messages/words.yaml",
    ToldFile: "told.yaml",
    DoctorFile: "interface/doctor.yaml",
    SearchFile: "search.yaml",
    RedactionFile: "redaction.yaml",
    RepliesFile: "replies/codes.yaml",
}
"""Where each stands; of replies there are several files, of which this is the first."""


class LaidOver:
    """Collects what these files hold, folder over folder, and checks it when all is read.

    Args:
        files: reads single files.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self._data: dict[type[BaseModel], dict[str, Any]] = {model: {} for model in FILES}
        self._data[WordsFile] = {"words": {}, "fields": {}, "keys": {}}
        self._calibration: dict[str, Any] | None = None

    def read(self, folder: FilePath) -> None:
        """Read the files of one folder over what was read before."""
        for model in (WordsFile, Vocabulary, DoctorFile):
            self._merge(folder, folder / FILES[model], model)
        for path in sorted(folder.glob("replies/*.yaml")):
            self._merge(folder, path, RepliesFile)
        self._told(folder)
        self._search(folder)
        self._redaction(folder)

    def whole(self, model: type[Model]) -> Model | None:
        """Return what was read of one kind, or None with its problems told."""
        return self._files.whole(model, self._data[model], FILES[model])

    def calibration(self) -> CalibrationFile | None:
        """Return the calibration of the last folder that has one."""
        return None if self._calibration is None else self._files.whole(CalibrationFile, self._calibration, "calibration.yaml")

    def _merge(self, folder: FilePath, path: FilePath, model: type[BaseModel]) -> None:
        """Lay a file of mappings over what is there, entry by entry."""
        located, file, into = self._files.yaml(folder, path), path.relative_to(folder).as_posix(), self._data[model]
        for section, entries in (located.data if located else {}).items():
            if not isinstance(entries, dict):
                self._files.problem(file, _line(located, section), f"{section}: this should hold names with their entries")
                continue
            into.setdefault(section, {}).update(entries)
            self._remember(located, file, section, entries)

    def _search(self, folder: FilePath) -> None:
        """Lay what the search knows over what is there; a list, and a calibration, are replaced as a whole."""
        located, into = self._files.yaml(folder, folder / "search.yaml"), self._data[SearchFile]
        for section, entries in (located.data if located else {}).items():
            into[section] = {**into.get(section, {}), **entries} if isinstance(entries, dict) else entries
        calibration = self._files.yaml(folder, folder / "calibration.yaml")
        self._calibration = calibration.data if calibration else self._calibration

    def _redaction(self, folder: FilePath) -> None:
        """Add what a team's folder names to what is there: nothing that stays is to be forgotten by an overlay."""
        located, into = self._files.yaml(folder, folder / "redaction.yaml"), self._data[RedactionFile]
        for section, entries in (located.data if located else {}).items():
            into[section] = [*into.get(section, []), *entries] if isinstance(entries, list) else entries

    def _told(self, folder: FilePath) -> None:
        """Lay a file of what people say over what is there; its lists are replaced as a whole."""
        located, into = self._files.yaml(folder, folder / "told.yaml"), self._data[ToldFile]
        for section, entries in (located.data if located else {}).items():
            if isinstance(entries, dict) and section != "mail-program-note":
                into.setdefault(section, {}).update(entries)
                self._remember(located, "told.yaml", section, entries)
            else:
                into[section] = entries

    def _remember(self, located: Located | None, file: str, section: Any, entries: dict[Any, Any]) -> None:
        """Remember where the entries of a section stand."""
        for key in entries:
            self._files.places[str(section), str(key)] = (file, _line(located, section, key))


def _line(located: Located | None, *path: Any) -> int:
    return located.line(tuple(map(str, path))) if located else 1

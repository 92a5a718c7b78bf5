"""``faq/``, ``settings/`` and ``diagnoses/``: markdown pages in two languages, read folder over folder."""

from __future__ import annotations

from pathlib import Path as FilePath
from typing import Any

import yaml
from pydantic import BaseModel

from bot.library.checking import Files, line_of, sentence_of
from bot.library.pages import Page, split_front, split_sections
from bot.library.schema import LANGS, DiagnosisFront, FaqFront, SettingFront
from bot.library.yamlfile import located

FRONTS: tuple[tuple[str, type[BaseModel]], ...] = (("diagnoses", DiagnosisFront), ("settings", SettingFront), ("faq", FaqFront))


class PageFiles:
    """Collects pages by folder, id and language.

    Args:
        files: checks front matter, and collects problems.
    """

    def __init__(self, files: Files) -> None:
        self._files = files
        self.pages: dict[str, dict[str, dict[str, Page[Any]]]] = {kind: {} for kind, _ in FRONTS}

    def read(self, folder: FilePath) -> None:
        """Read the pages of one folder over what was read before."""
        for kind, front in FRONTS:
            for path in sorted((folder / kind).rglob("*.md")):
                if path.name != "README.md":
                    self._page(folder, path, kind, front)

    def _page(self, folder: FilePath, path: FilePath, kind: str, front_model: type[BaseModel]) -> None:
        file = path.relative_to(folder).as_posix()
        stem, _, lang = path.name.removesuffix(".md").rpartition(".")
        if lang not in LANGS or not stem:
            self._files.problem(file, 1, "a page's name ends in .en.md or .ja.md")
            return
        try:
            split = split_front(path.read_text(encoding="utf-8"))
        except UnicodeDecodeError:
            self._files.problem(file, 1, "this file is not UTF-8")
            return
        if split is None:
            self._files.problem(file, 1, "a page begins with its front matter between two lines of ---")
            return
        try:
            front_matter = located(split[0], 2)
        except yaml.YAMLError as error:
            self._files.problem(file, line_of(error) + 1, f"the front matter is no YAML: {sentence_of(error)}")
            return
        front = self._files.validate(front_model, front_matter.data or {}, front_matter, file, ())
        if front is None:
            return
        key = (path.parent.relative_to(folder / kind) / stem).as_posix()
        intro, sections = split_sections(split[1])
        self.pages[kind].setdefault(key, {})[lang] = Page(key, lang, front, intro, sections, file)
        self._files.places[f"{kind}.{lang}", key] = (file, split[2])

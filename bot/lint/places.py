"""Where things stand in a page's file, so that each problem can be told with its line."""

from __future__ import annotations

from typing import Any

from bot.library import Library
from bot.library.pages import Page, split_front
from bot.library.yamlfile import located


class Source:
    """The text of a page as it stands in its file."""

    def __init__(self, library: Library, page: Page[Any]) -> None:
        folder = next(folder for folder in reversed(library.folders) if (folder / page.file).is_file())
        front, body, above = split_front((folder / page.file).read_text(encoding="utf-8")) or ("", "", 0)
        self.file = page.file
        self._front = located(front, 2)
        self._lines = body.split("\n")
        self._first = above

    def front(self, *path: str | int) -> int:
        """Return the line of something in the front matter."""
        return self._front.line(path)

    def line_of(self, text: str) -> int:
        """Return the line of the body, or else of the front matter, that a text stands in first."""
        return next((number for number, line in self.body() if text in line), None) or self._in_front(text)

    def body(self) -> list[tuple[int, str]]:
        """Return the lines of the body with their numbers, those within code blocks left out."""
        kept, code = [], False
        for number, line in enumerate(self._lines, start=self._first):
            if line.lstrip().startswith("```"):
                code = not code
            elif not code:
                kept.append((number, line))
        return kept

    def _in_front(self, text: str) -> int:
        places = ((name, value) for name, value in (self._front.data or {}).items())
        return next((self.front(name) for name, value in places if text in str(value)), 1)


class Sources:
    """The files of a library's pages, each read once."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._read: dict[str, Source] = {}

    def of(self, page: Page[Any]) -> Source:
        """Return the source of a page."""
        if page.file not in self._read:
            self._read[page.file] = Source(self._library, page)
        return self._read[page.file]

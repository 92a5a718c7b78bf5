"""The knowledge base as it is now: a changed file is taken in without a restart, and a wrong one changes nothing.

Whoever answers asks before each answer, or every few seconds. The whole new set is read and checked before it takes the place of the old
one, all at once; what is wrong with it is kept to be told, and the old one stays in use.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Lock
from typing import Any, Literal

from bot.asking import Librarian
from bot.errors import KnowledgeError, Problem, UsageError
from bot.library import Library, bundled, load, load_anew

EVERY = 1.0
"""Seconds between two looks at the files."""
Refreshed = Literal["same", "taken", "refused"]
Fingerprint = frozenset[tuple[str, int, int]]
"""Each file's name, time of change and size."""


class Current:
    """The knowledge base in use.

    It can be pickled, so that a process that is started anew begins with what is in use, whatever the files are like by then.

    Args:
        overlay: a team's own folder.
        every: seconds between two looks at the files.
        clock: seconds that go forward.

    Raises:
        KnowledgeError: it cannot be used as it is at the start.
        UsageError: there is no such folder.
    """

    def __init__(self, overlay: Path | None = None, every: float = EVERY, clock: Callable[[], float] = time.monotonic) -> None:
        self._overlay = overlay
        self._every = every
        self._clock = clock
        self._seen = fingerprint(overlay)
        self._looked = clock()
        self._lock = Lock()
        self.library = load(overlay)
        self.refused: tuple[Problem, ...] = ()
        """Why the files as they are now are not in use; nothing if they are."""

    def refresh(self) -> Refreshed:
        """Take in what has changed, if the last look was long enough ago; safe to be called from several threads.

        Returns:
            ``taken`` if another library is in use since this call, ``refused`` if what has changed is wrong, else ``same``.
        """
        with self._lock:
            if self._clock() - self._looked < self._every:
                return "same"
            self._looked = self._clock()
            seen = fingerprint(self._overlay)
            if seen == self._seen:
                return "same"
            self._seen = seen
            library, self.refused = read(self._overlay)
            if library is None:
                return "refused"
            self.library = library
            return "taken"

    def __getstate__(self) -> dict[str, Any]:
        """Return all but the lock, which stays in its process."""
        return {name: value for name, value in vars(self).items() if name != "_lock"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take all over, with a lock of this process's own."""
        vars(self).update(state, _lock=Lock())


class CurrentLibrarian(Librarian):
    """A librarian who goes on with another library, so that whoever knows her finds the pages that are there now."""

    def take(self, library: Library) -> None:
        """Go on with another library; its index is made before, so that no question waits for it."""
        fresh = Librarian(library, semantic=self._semantic)
        index = fresh.index()
        with self._lock:
            self.library, self._index, self._browsing, self.replies = library, index, fresh._browsing, fresh.replies


def read(overlay: Path | None) -> tuple[Library | None, tuple[Problem, ...]]:
    """Return the knowledge base as the files are now, or None and what is wrong with it."""
    from bot.lint import errors  # it needs the search, which answering a log does without

    try:
        library = load_anew(overlay)
    except KnowledgeError as error:
        return None, error.problems
    except (UsageError, OSError) as error:
        return None, (Problem(str(overlay), 1, str(error)),)
    found = errors(library)
    return (None, found) if found else (library, ())


def fingerprint(overlay: Path | None) -> Fingerprint:
    """Return what tells whether anything in the folders has changed."""
    return frozenset(entry for folder in (bundled(), overlay) if folder is not None for entry in _files(str(folder)))


def _files(folder: str) -> Iterator[tuple[str, int, int]]:
    """Yield the files of knowledge in a folder; one that vanishes while it is looked at is not there."""
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir():
                    yield from _files(entry.path)
                elif entry.name.endswith((".yaml", ".md")):
                    told = entry.stat()
                    yield entry.path, told.st_mtime_ns, told.st_size
    except OSError:
        return

"""Lines told apart by how they begin: a tree that is walked by a few signs of the line at a time."""

from __future__ import annotations

from collections.abc import Iterable

Entry = tuple[str, int]
"""A text that a line begins with, and the place of the pattern that asks for it."""


class Branch:
    """A place in the tree: which patterns a line may still fit, and where to go on.

    A branch is laid out when a line first comes to it, as most never do.
    """

    __slots__ = ("_branches", "_cut", "_depth", "_entries", "_other", "places")

    def __init__(self, entries: Iterable[Entry], depth: int = 0) -> None:
        self._entries: tuple[Entry, ...] = tuple(entries)
        self._depth = depth
        self._cut = -1
        self._branches: dict[str, Branch] = {}
        self._other: Branch = self
        self.places: frozenset[int] = frozenset()

    def leaf(self, text: str) -> Branch:
        """Return where a text leads to; ``places`` of that branch are the patterns it may fit, by its beginning."""
        branch = self
        while True:
            cut = branch._cut
            if cut < 0:
                cut = branch._lay_out()
            if not cut:
                return branch
            branch = branch._branches.get(text[:cut], branch._other)

    def _lay_out(self) -> int:
        """Divide the entries by their next signs, as many as the shortest of those has that go on here; return how many, 0 at a leaf."""
        longer = [text for text, _ in self._entries if len(text) > self._depth]
        if longer:
            cut = min(map(len, longer))
            short = [entry for entry in self._entries if len(entry[0]) <= self._depth]
            divided: dict[str, list[Entry]] = {}
            for entry in self._entries:
                if len(entry[0]) > self._depth:
                    divided.setdefault(entry[0][:cut], list(short)).append(entry)
            self._branches = {text: Branch(entries, cut) for text, entries in divided.items()}
            self._other = Branch(short, cut)
            self._cut = cut
        else:
            self.places = frozenset(place for _, place in self._entries)
            self._cut = 0
        return self._cut

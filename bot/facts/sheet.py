"""The facts of one subject, each found when it is first asked for: of some two hundred a rule that is contradicted early asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from bot.facts.known import Fact


class FactSheet(Mapping[str, Fact]):
    """All facts of a subject by name, in the order in which the names are given.

    Args:
        names: the facts that there are.
        find: finds one of them; it is asked once for each, and may look others up on the sheet that it is given.
    """

    __slots__ = ("_find", "_found", "_names")

    def __init__(self, names: Iterable[str], find: Callable[[str, FactSheet], Fact]) -> None:
        self._names = names if isinstance(names, dict) else dict.fromkeys(names)
        self._find = find
        self._found: dict[str, Fact] = {}

    def __getitem__(self, name: str) -> Fact:
        """Return a fact.

        Raises:
            KeyError: there is no such fact about the subject.
        """
        found = self._found.get(name)
        if found is None:
            if name not in self._names:
                raise KeyError(name)
            found = self._found[name] = self._find(name, self)
        return found

    def __contains__(self, name: object) -> bool:
        """Tell whether there is such a fact about the subject; it need not be found for that."""
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        """Yield the names of all facts."""
        return iter(self._names)

    def __len__(self) -> int:
        """Return how many facts there are."""
        return len(self._names)

    def __reduce__(self) -> tuple[type[dict[str, Fact]], tuple[dict[str, Fact]]]:
        """Let another process have the facts as they are: with all of them found, as what finds them stays here."""
        return dict, (dict(self),)

"""What may be told about a case, and what was understood."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.library.schema import Both
from bot.site import Site
from bot.told import Told
from bot.transactions import Transaction


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that stands.

    Attributes:
        fact: what an answer tells.
        about: the name it is about; None for a request for lines.
        transaction: the transaction it was asked for.
        answers: for each answer, what may be typed for it (labels and value) and what it tells.
    """

    fact: str
    about: str | None
    transaction: int
    answers: tuple[tuple[tuple[str, ...], tuple[tuple[str, str], ...]], ...] = ()

    @property
    def of_a_name(self) -> bool:
        """Tell whether it asks whose a sender or a client is."""
        return self.fact.startswith("sender") or self.fact == "client_is_ours"

    def fits(self, subject: str) -> bool:
        """Tell whether words about a subject (``sender``, ``client``) may answer it; whose a server is may be said as of either."""
        return self.fact.startswith(subject) or (self.fact.endswith("_ours") and not self.of_a_name)


@dataclass(frozen=True, slots=True)
class Case:
    """What a clause may be about: transactions, which are in question, the questions that stand, what was told before, the site."""

    transactions: tuple[Transaction, ...] = ()
    in_question: frozenset[int] = frozenset()
    questions: tuple[Asked, ...] = ()
    told_clients: frozenset[str] = frozenset()
    site: Site = field(default_factory=Site)


@dataclass(frozen=True, slots=True)
class Heard:
    """What was understood.

    Attributes:
        told: facts.
        notes: things said that decide nothing by themselves, in both languages.
        commands: ids of phrases that ask for something.
        site: what was said of the site; empty where nothing was.
        version: the server's version.
        missed: clauses that seem to answer but could be meant of several things, as written.
    """

    told: tuple[Told, ...] = ()
    notes: tuple[Both, ...] = ()
    commands: tuple[str, ...] = ()
    site: Site = field(default_factory=Site)
    version: str | None = None
    missed: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Tell whether anything was understood."""
        return bool(self.told or self.notes or self.commands or self.version or self.site != Site())


def agreed(told: Iterable[Told]) -> tuple[tuple[Told, ...], tuple[str, ...]]:
    """Return what was told, without what was told both ways in one breath, and the names of which that was so.

    What is said firmly goes before that somebody only does not know a name; and of those who do not know it, but know who may have been
    there, it is not known.
    """
    said: dict[tuple[str, str | None, bool], set[bool | None]] = {}
    for one in told:
        said.setdefault((one.fact, one.about, one.weak), set()).add(one.value)
    values: dict[tuple[str, str | None], set[bool | None]] = {}
    for (fact, about, weak), found in said.items():
        if not weak or (fact, about, False) not in said:
            values[fact, about] = {None} if weak and None in found else found
    kept = (one for one in dict.fromkeys(told) if values[one.fact, one.about] == {one.value})
    disputed = tuple(about for (_, about), found in values.items() if len(found) > 1 and about)
    return tuple(one for one in kept if not one.weak or (one.fact, one.about, False) not in said), disputed

"""Facts that are data: a kind of event that is there, a text that stands in it, or so many other facts that hold."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.catalogue import Event
from bot.facts.known import Fact
from bot.library.schema import FactKind

_WORDS = ("reply_text", "reason")
NOT_THERE = Fact(False, "logged")


def in_events(kind: FactKind, events: Iterable[Event]) -> Fact:
    """Return whether one of the fact's kinds of event is among some, with one of its texts if it has any; its lines are the evidence."""
    found = [event for event in events if event.kind in kind.events and _says(kind, event)]
    if not found:
        return NOT_THERE
    inferred = all(event.inferred for event in found)
    return Fact(True, "inferred" if inferred else "logged", tuple(sorted({event.line.number for event in found})))


def _says(kind: FactKind, event: Event) -> bool:
    """Tell whether one of the fact's texts stands in an event: in the fields it names, else in what a server said, else in the line."""
    if not kind.says:
        return True
    parts = [event.fields[name] for name in kind.within or _WORDS if name in event.fields]
    text = " ".join(parts or ([] if kind.within else [event.line.body])).casefold()
    return any(said in text for said in kind.says)


def count_signs(kind: FactKind, facts: Mapping[str, Fact]) -> Fact:
    """Return whether at least so many of a fact's signs hold; if too few are known to, but enough may, it is unknown."""
    signs = [facts[name] for name in kind.signs]
    holding = [sign for sign in signs if sign.value]
    evidence = tuple(sorted({number for sign in holding for number in sign.evidence}))
    least = kind.at_least or 1
    if len(holding) >= least:
        return Fact(True, "inferred" if all(sign.strength != "presumed" for sign in holding) else "presumed", evidence)
    possible = len(holding) + sum(sign.value is None for sign in signs)
    return Fact(None if possible >= least else False, None if possible >= least else "inferred", evidence)

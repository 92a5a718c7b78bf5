"""What people say beside a paper that is no log: that they never sent the message, or from where they tried."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library.schema import ToldFile
from bot.listening.clauses import clauses_of
from bot.told import VALUES, Told
from bot.transactions import Transaction

_MOST = 4_000


def hear_of_paper(text: str, paper: str, transactions: Sequence[Transaction], phrases: ToldFile) -> tuple[Told, ...]:
    """Return what words tell of every message of a paper; a clause that asks or supposes tells nothing.

    Args:
        text: what was said, in either language.
        paper: what kind of paper it is.
        transactions: its messages.
        phrases: what people say; the first phrase that a clause holds counts.
    """
    found: dict[str, bool | None] = {}
    for clause in clauses_of(text[:_MOST]):
        hedges = [] if clause.asks else [hedge for hedge in _words(phrases.hedges) if hedge in f" {clause.small} "]
        only_hearsay = set(hedges) <= set(_words(phrases.hearsay))
        if clause.asks or not only_hearsay:
            continue
        for said in phrases.papers.values():
            if paper in said.papers and (said.hearsay or not hedges) and any(form in clause.small for form in said.forms):
                found.update({fact: VALUES[value] for fact, value in said.tells.items() if fact not in found})
                break
    return tuple(Told(fact, value, transaction=one.id) for fact, value in found.items() for one in transactions)


def _words(hedges: Sequence[str]) -> tuple[str, ...]:
    """Return the words of hearsay and supposition; those in Latin letters as whole words."""
    return tuple(f" {hedge} " if hedge[0].isascii() else hedge for hedge in hedges)

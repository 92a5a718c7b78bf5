"""What people say beside a paper that is no log: that they never sent the message, or from where they tried."""

from __future__ import annotations

from collections.abc import Sequence

from bot.library.schema import ToldFile
from bot.library.schema.telling import PaperPhrase
from bot.listening.clauses import clauses_of
from bot.listening.wording import MOST, is_of_mail
from bot.told import VALUES, Told
from bot.transactions import Transaction


def hear_of_paper(text: str, paper: str, transactions: Sequence[Transaction], phrases: ToldFile) -> tuple[Told, ...]:
    """Return what words tell of every message of a paper; a clause that supposes tells nothing, one that asks what it takes for granted.

    Args:
        text: what was said, in either language.
        paper: what kind of paper it is.
        transactions: its messages.
        phrases: what people say; of those about one thing the first that a clause holds counts.
    """
    found: dict[str, bool | None] = {}
    for clause in clauses_of(text[:MOST]):
        hedges = [hedge for hedge in _words(phrases.hedges) if hedge in f" {clause.small} "]
        if not set(hedges) <= set(_words(phrases.hearsay)):
            continue
        for said in phrases.papers.values():
            counts = paper in said.papers and (said.asked or not clause.asks) and (said.hearsay or not hedges)
            if counts and _is_said(said, clause.small, phrases):
                found.update({fact: VALUES[value] for fact, value in said.tells.items() if fact not in found})
    return tuple(Told(fact, value, transaction=one.id) for fact, value in found.items() for one in transactions)


def _is_said(said: PaperPhrase, small: str, phrases: ToldFile) -> bool:
    forms = (form for form in said.forms if form in small)
    return any(not said.of_mail or is_of_mail(form, small, phrases.owners.objects) for form in forms)


def _words(hedges: Sequence[str]) -> tuple[str, ...]:
    """Return the words of hearsay and supposition; those in Latin letters as whole words."""
    return tuple(f" {hedge} " if hedge[0].isascii() else hedge for hedge in hedges)

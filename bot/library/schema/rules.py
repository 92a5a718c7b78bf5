"""``diagnoses/``, ``doubts.yaml``, ``cautions.yaml`` and ``observations.yaml``: what is concluded, and what is said beside it."""

from __future__ import annotations

from pydantic import Field

from bot.library.schema.basics import Both, Certainty, Entry, Name, PasteKind, Severity, Subject


class Rule(Entry):
    """``diagnoses/<id>.yaml``: when a verdict holds; see ``bot.diagnosis`` for how rules work together.

    Attributes:
        verdict, severity, certainty: what it concludes.
        of: the subject it is about.
        reads: what kind of paste it is for; one for logs says nothing of a returned message, and the other way round.
        when: facts that must hold as given.
        unless: facts that silence the rule when one of them is known to be as given.
        over: rules that this one beats when both hold and neither contains the other.
        beside: rules with another verdict of the same severity that may be told together with this one; ``any`` where it speaks of a line
            of its own.
        explains: verdicts of narrower subjects that this one explains away.
        decisive: the facts whose lines are the evidence.
        doubts: innocent (or other) readings, from ``doubts.yaml``.
        cautions: what to keep in mind, from ``cautions.yaml``.
        settings: pages for each server, in the order they are told.
    """

    verdict: Name
    severity: Severity
    certainty: Certainty
    of: Subject = "transaction"
    reads: PasteKind = "log"
    when: dict[Name, bool]
    unless: dict[Name, bool] = Field(default_factory=dict)
    over: tuple[Name, ...] = ()
    beside: tuple[Name, ...] = ()
    explains: tuple[Name, ...] = ()
    decisive: tuple[Name, ...] = ()
    doubts: tuple[Name, ...] = ()
    cautions: tuple[Name, ...] = ()
    settings: dict[Name, tuple[str, ...]] = Field(default_factory=dict)


class Doubt(Entry):
    """``doubts.yaml``: another reading of the same lines; not told once a fact in ``unless`` is known to be as given."""

    says: Both
    unless: dict[Name, bool] = Field(default_factory=dict)


class Caution(Entry):
    """``cautions.yaml``: what to keep in mind, told when the answer has the given servers, verdicts, severity or fields.

    It is not told where the answer turns on lines of the kinds ``but_for`` alone.
    """

    says: Both
    servers: tuple[Name, ...] = ()
    field: dict[Name, tuple[str, ...]] = Field(default_factory=dict)
    verdicts: tuple[Name, ...] = ()
    but_for: tuple[Name, ...] = ()
    severity: tuple[Severity, ...] = ()
    source: Both


class Observation(Entry):
    """``observations.yaml``: what is odd or ordinary about a transaction in question, told when the facts are as given.

    ``null`` stands for unknown. ``missing`` names what the paste must not show of the transaction. One that is told ``anywhere`` is told
    of the first transaction that it holds for, were it not the one in question.
    """

    says: Both
    when: dict[Name, bool | None] = Field(default_factory=dict)
    missing: tuple[Name, ...] = ()
    verdicts: tuple[Name, ...] = ()
    servers: tuple[Name, ...] = ()
    anywhere: bool = False

"""``vocabulary.yaml``: kinds of events, facts and verdicts."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from bot.library.schema.basics import About, Both, Certainty, Entry, Name, Severity, Subject, Text, Tone


class EventKind(Entry):
    """A kind of event, the same for every server.

    Attributes:
        means: its name for people.
        tone: how a line of this kind is marked, unless the message says otherwise.
        outcome: what the event tells of a message's fate, in the words of the contract.
        seen: what such a line shows of a transaction.
    """

    means: Both
    tone: Tone = "plain"
    outcome: Literal["accepted", "refused", "sent", "delivered", "deferred", "bounced"] | None = None
    seen: tuple[Literal["entry", "sender", "recipients", "outcome", "end"], ...] = ()


class Choice(Entry):
    """One answer to a question: its name, its label, and the facts that it tells (``yes``, ``no``, ``unknown``)."""

    value: Name
    label: Both
    tells: dict[Name, Literal["yes", "no", "unknown"]]


class FactKind(Entry):
    """A fact about a transaction, an identity in it, or several transactions.

    Attributes:
        of: what it is about.
        also: further subjects that it is counted for.
        identity: which name of the transaction it is told about, for a fact of an identity.
        means: its name for people.
        shows: the marks of lines (see ``Message.shows``) that are its evidence.
        lines: kinds of event whose lines are its evidence instead; the first of them that is there counts.
        events: kinds of event one of which makes it hold; no function is needed then.
        says: texts (small letters) one of which must stand in such a line; ``reason`` says where they come from.
        within: the fields in which these texts are looked for; none: what a server replied or gave as its reason, else the whole line.
        signs: facts, ``at_least`` so many of which make it hold.
        first: nothing else is asked of a transaction while this is unknown.
        ask_order: tie breaker among questions; None: never asked on its own.
        ask: ``fact`` asks with choices, ``lines`` asks for the lines that would show it.
        question: the question; placeholders as in pages.
        why: what the answer would decide.
        choices: the answers offered.
        told: how it is repeated back once it was told, for each answer; ``{about}`` is the name.
        at_least: for a counting fact, the number from which it holds; ``reason`` says why.
    """

    of: Literal["transaction", "identity", "server", "client", "login", "mailbox", "paste"]
    also: tuple[Subject, ...] = ()
    identity: Literal["client", "sender_domain", "recipient_domain"] | None = None
    means: Both
    shows: tuple[Name, ...] = ()
    lines: tuple[Name, ...] = ()
    events: tuple[Name, ...] = ()
    says: tuple[Text, ...] = ()
    within: tuple[Name, ...] = ()
    signs: tuple[Name, ...] = ()
    first: bool = False
    ask_order: int | None = None
    ask: Literal["fact", "lines"] = "fact"
    question: Both | None = None
    why: Both | None = None
    choices: tuple[Choice, ...] = ()
    told: dict[Literal["yes", "no", "unknown"], Both] = Field(default_factory=dict)
    at_least: int | None = None
    reason: str | None = None

    @model_validator(mode="after")
    def _can_be_asked(self) -> FactKind:
        if self.ask_order is not None and (self.question is None or self.why is None):
            raise ValueError("a fact that is asked (ask_order) needs a question and a why")
        answers = [choice for choice in self.choices if set(choice.tells.values()) != {"unknown"}]
        if self.ask_order is not None and self.ask == "fact" and not answers:
            raise ValueError("a fact that is asked needs choices that tell it")
        if self.of == "identity" and self.identity is None:
            raise ValueError("a fact of an identity must say which one (identity)")
        if self.at_least is not None and not self.reason:
            raise ValueError("a threshold (at_least) needs a reason")
        if self.says and not (self.reason and self.events):
            raise ValueError("a list of texts (says) needs events to be looked for in, and a reason")
        if self.signs and self.at_least is None:
            raise ValueError("signs are counted, so at_least is wanted")
        return self

    def is_about(self, subject: str) -> bool:
        """Tell whether the fact may be asked for by a rule about a kind of subject."""
        shared = self.of == "server" or (self.of in ("transaction", "identity") and subject in ("transaction", "client"))
        return shared or subject in (self.of, *self.also)


class VerdictKind(Entry):
    """A verdict of the contract: its rank among others of the same severity (1 is gravest), its name, and what looks like it."""

    gravity: int
    means: Both
    looks_like: Both


class Vocabulary(Entry):
    """``vocabulary.yaml``: the words that all other files use."""

    events: dict[Name, EventKind]
    facts: dict[Name, FactKind]
    verdicts: dict[Name, VerdictKind]
    certainty: dict[Certainty, Both]
    severity: dict[Severity, Both]
    about: dict[About, Both]

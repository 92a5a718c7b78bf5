"""What goes into the store and comes out of it; moments are seconds since 1970 (UTC)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to answer one event, for as long as the lease lasts.

    Attributes:
        tenant: the team it belongs to.
        event_id: the platform's id of the event.
        owner: a random word that only this claim knows.
        lease_seconds: how long others keep their hands off, from the claim on, and off its outgoing messages, from the commit on.
    """

    tenant: str
    event_id: str
    owner: str
    lease_seconds: float


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message that is to be sent.

    Attributes:
        key: its idempotency key within the tenant; the platform is asked to take a key once only.
        body: whatever the adapter needs to send it.
        reply_to: the platform's id of the message that it answers, if any.
    """

    key: str
    body: str
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Pending:
    """A message in the outbox that is ours to send for now."""

    tenant: str
    conversation_id: str
    key: str
    body: str
    reply_to: str


@dataclass(frozen=True, slots=True)
class Stored:
    """A conversation as it was saved last.

    Attributes:
        body: the conversation.
        version: counts from 1; 0 stands for one that is not there yet.
        updated: when it was saved.
        latest: the latest reply, where it was to be kept.
    """

    body: str
    version: int
    updated: float
    latest: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """Where a message of the platform belongs.

    Attributes:
        conversation_id: its conversation.
        role: what it is there, such as ``question`` or ``answer``.
        reply_to: the message that it answers, or nothing.
        answers: the messages that answer it, oldest first.
    """

    conversation_id: str
    role: str
    reply_to: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Feedback:
    """What someone thought of an answer; once the conversation is forgotten only ``helped`` and ``given`` are left."""

    conversation_id: str
    helped: bool
    reason: str
    given: float


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that the knowledge base had no word for, and how often that was missed."""

    tenant: str
    kind: str
    text: str
    count: int
    last: float

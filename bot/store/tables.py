"""The tables as they are after the last migration; a test compares the two.

Every table starts its key with the tenant. There are no foreign keys: a message is linked before its conversation is first saved,
and feedback outlives its conversation without its text.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Double, Index, Integer, LargeBinary, MetaData, Table, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.store.errors import StoreError

LONGEST_NAME = 500  # PostgreSQL indexes at most 2704 bytes a row, and a key holds up to three names


class Name(TypeDecorator[str]):
    """An id or another short word. One that a database could not hold is refused before it is sent there."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 -- the signature is SQLAlchemy's
        """Return the name as it is.

        Raises:
            StoreError: it is too long, or holds NUL or a lone surrogate.
        """
        if value is None:
            return None
        try:
            size = len(value.encode())
        except UnicodeEncodeError:
            raise StoreError("A name holds half a character, which no database keeps.") from None
        if "\0" in value:
            raise StoreError("A name holds the character NUL, which not every database keeps.")
        if size > LONGEST_NAME:
            raise StoreError(f"A name is longer than {LONGEST_NAME} bytes.")
        return value


def _key(name: str) -> Column[str]:
    return Column(name, Name(), primary_key=True)


def _name(name: str) -> Column[str]:
    return Column(name, Name(), nullable=False)


def _moment(name: str) -> Column[float]:
    return Column(name, Double(), nullable=False)


def _sealed(name: str) -> Column[bytes]:
    return Column(name, LargeBinary(), nullable=False)


# Transactions that write several tables do so in this order, so that no two wait for each other.
metadata = MetaData()

events = Table(
    "events", metadata,
    _key("tenant"), _key("event_id"), _name("owner"), _moment("lease_until"), _moment("seen"), Column("answered", Double()),
    Index("events_seen", "seen"),
)  # fmt: skip
conversations = Table(
    "conversations", metadata,
    _key("tenant"), _key("conversation_id"), Column("version", Integer(), nullable=False), _sealed("body"), _moment("updated"),
    Column("latest", LargeBinary()),
    Index("conversations_updated", "updated"),
)  # fmt: skip
outbox = Table(
    "outbox", metadata,
    _key("tenant"), _key("key"), _name("conversation_id"), _name("reply_to"), _sealed("body"),
    _moment("created"), Column("place", Integer(), nullable=False), _moment("due"),
    Index("outbox_conversation", "tenant", "conversation_id"),
)  # fmt: skip
links = Table(
    "links", metadata,
    _key("tenant"), _key("message_id"), _name("conversation_id"), _name("role"), _name("reply_to"), _moment("made"),
    Index("links_conversation", "tenant", "conversation_id"),
    Index("links_reply_to", "tenant", "reply_to"),
)  # fmt: skip
sites = Table("sites", metadata, _key("tenant"), _key("room"), _sealed("body"))
feedback = Table(
    "feedback", metadata,
    _key("tenant"), _key("feedback_id"), _name("conversation_id"), Column("helped", Boolean(), nullable=False),
    Column("reason", LargeBinary()), _moment("given"),
    Index("feedback_conversation", "tenant", "conversation_id"),
)  # fmt: skip
gaps = Table(
    "gaps", metadata,
    _key("tenant"), _key("kind"), _key("digest"), _sealed("text"), Column("times", Integer(), nullable=False), _moment("last"),
)  # fmt: skip
preferences = Table("preferences", metadata, _key("tenant"), _key("person"), _key("name"), _name("value"))
tokens = Table("tokens", metadata, _key("tenant"), _key("name"), _sealed("value"))
seals = Table("seals", metadata, _key("name"), _sealed("value"))

SEALED = (
    (conversations, "body"), (conversations, "latest"), (outbox, "body"), (sites, "body"),
    (feedback, "reason"), (tokens, "value"), (seals, "value"),
)  # fmt: skip
"""The columns that hold sealed values; those of ``gaps`` are found by a digest and rotate with it."""

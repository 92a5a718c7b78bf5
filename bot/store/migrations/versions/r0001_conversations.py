"""Conversations, the events that they answer, and the messages that go out."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "conversations",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), primary_key=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("updated", sa.Double(), nullable=False),
    )
    op.create_index("conversations_updated", "conversations", ["updated"])
    op.create_table(
        "events",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("event_id", sa.Text(), primary_key=True),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("lease_until", sa.Double(), nullable=False),
        sa.Column("seen", sa.Double(), nullable=False),
        sa.Column("answered", sa.Double()),
    )
    op.create_index("events_seen", "events", ["seen"])
    op.create_table(
        "outbox",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("key", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created", sa.Double(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("due", sa.Double(), nullable=False),
    )
    op.create_index("outbox_conversation", "outbox", ["tenant", "conversation_id"])
    op.create_table(
        "links",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("message_id", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("reply_to", sa.Text(), nullable=False),
        sa.Column("made", sa.Double(), nullable=False),
    )
    op.create_index("links_conversation", "links", ["tenant", "conversation_id"])
    op.create_index("links_reply_to", "links", ["tenant", "reply_to"])

"""What a team keeps beside its conversations: sites, feedback, gaps, preferences, tokens; and the mark that tells a wrong key."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sites",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("room", sa.Text(), primary_key=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "feedback",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("feedback_id", sa.Text(), primary_key=True),
        sa.Column("conversation_id", sa.Text(), nullable=False),
        sa.Column("helped", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.LargeBinary()),
        sa.Column("given", sa.Double(), nullable=False),
    )
    op.create_index("feedback_conversation", "feedback", ["tenant", "conversation_id"])
    op.create_table(
        "gaps",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("kind", sa.Text(), primary_key=True),
        sa.Column("digest", sa.Text(), primary_key=True),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last", sa.Double(), nullable=False),
    )
    op.create_table(
        "preferences",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("person", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
    )
    op.create_table(
        "tokens",
        sa.Column("tenant", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "seals",
        sa.Column("name", sa.Text(), primary_key=True),
        sa.Column("value", sa.LargeBinary(), nullable=False),
    )

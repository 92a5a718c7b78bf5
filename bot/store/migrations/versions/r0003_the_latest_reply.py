"""The latest reply of a conversation, for places that show it as a page."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the column; conversations that are there already have none."""
    op.add_column("conversations", sa.Column("latest", sa.LargeBinary()))

"""Ballots cast on paper, which the facilitators enter."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"


def upgrade() -> None:
    """Votes that were there before came from devices."""
    op.add_column("votes", sa.Column("paper_number", sa.Integer(), nullable=True))
    op.create_index("ix_votes_paper_number", "votes", ["session_id", "paper_number"], unique=True)

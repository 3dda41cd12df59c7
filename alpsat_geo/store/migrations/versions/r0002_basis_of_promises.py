"""What a promise was computed with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision: str | None = "0001"


def upgrade() -> None:
    """Add a text to each promise; those made before say nothing of it."""
    op.add_column("promised_values", sa.Column("basis", sa.Text(), nullable=True))

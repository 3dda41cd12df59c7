"""What votes weigh, and the verdict that a promise was made under."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"


def upgrade() -> None:
    """Sessions that were there before weigh criteria; promises made before say no verdict."""
    level = sa.Column("level", sa.String(length=200), nullable=False, server_default="criteria")
    op.add_column("consultation_sessions", level)
    op.add_column("promised_values", sa.Column("verdict", sa.Text(), nullable=True))

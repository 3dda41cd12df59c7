"""Which device saved a scenario, and which made a promise."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision: str | None = "0002"


def upgrade() -> None:
    """Add the digest of an owner; rows that were there before have none."""
    for table in ("scenarios", "promised_values"):
        op.add_column(table, sa.Column("owner_digest", sa.String(length=64), nullable=True))

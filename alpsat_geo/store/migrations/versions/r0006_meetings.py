"""What a presenter shows to the devices that follow."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table of the meetings."""
    op.create_table(
        "meetings",
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("owner_digest", sa.String(length=64), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("shown", sa.JSON(), nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_meetings_revision")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_meetings")),
    )

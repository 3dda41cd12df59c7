"""Votes that are prices; consultations that weighed objectives or criteria are over, and stay readable."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision: str | None = "0011"


def upgrade() -> None:
    """Take votes by prices, and close what still takes others."""
    with op.batch_alter_table("votes") as votes:
        votes.drop_constraint(op.f("ck_votes_method"), type_="check")
        votes.create_check_constraint(op.f("ck_votes_method"), "method IN ('prices', 'points', 'ranking')")
    now = datetime.now(UTC)
    if op.get_bind().dialect.name == "sqlite":
        now = now.replace(tzinfo=None)
    instant = sa.DateTime(timezone=True)
    sessions = sa.table("consultation_sessions", sa.column("closed_at", instant), sa.column("expires_at", instant))
    is_running = sessions.c.closed_at.is_(None) & (sessions.c.expires_at > now)
    op.execute(sessions.update().where(is_running).values(closed_at=now))

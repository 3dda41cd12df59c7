"""The journal of corrections to the data, and those under which a consultation opened."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision: str | None = "0007"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Consultations that were open before were under none."""
    op.create_table(
        "corrections",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("territory_key", sa.String(length=200), nullable=False),
        sa.Column("made_at", _INSTANT, nullable=False),
        sa.Column("correction", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.CheckConstraint("(correction IS NULL) <> (undoes IS NULL)", name=op.f("ck_corrections_act")),
        sa.ForeignKeyConstraint(["undoes"], ["corrections.number"], name=op.f("fk_corrections_undoes_corrections")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_corrections")),
        sa.UniqueConstraint("undoes", name=op.f("uq_corrections_undoes")),
    )
    op.create_index(op.f("ix_corrections_territory_key"), "corrections", ["territory_key"])
    op.add_column("consultation_sessions", sa.Column("corrections", sa.JSON(none_as_null=True), nullable=True))

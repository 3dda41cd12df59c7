"""Former versions of a scenario, who signed each, and the bin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Scenarios that were there before are unsigned, and the first of their own versions."""
    op.add_column("scenarios", sa.Column("signature", sa.Text(), nullable=False, server_default=sa.text("''")))
    op.add_column("scenarios", sa.Column("deleted_at", _INSTANT, nullable=True))
    op.create_table(
        "scenario_versions",
        sa.Column("scenario_id", sa.String(length=64), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("signature", sa.Text(), nullable=False),
        sa.Column("saved_at", _INSTANT, nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_scenario_versions_revision")),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_scenario_versions_scenario_id_scenarios"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scenario_id", "revision", name=op.f("pk_scenario_versions")),
    )

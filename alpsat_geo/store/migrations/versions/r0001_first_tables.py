"""Scenarios, consultation sessions and votes, promised and observed values."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision: str | None = None

_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the first tables."""
    op.create_table(
        "consultation_sessions",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("territory_key", sa.String(length=200), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("criteria", sa.JSON(), nullable=False),
        sa.Column("college_capacity_count", sa.Integer(), nullable=True),
        sa.Column("facilitator_digest", sa.String(length=64), nullable=False),
        sa.Column("opened_at", _INSTANT, nullable=False),
        sa.Column("expires_at", _INSTANT, nullable=False),
        sa.Column("closed_at", _INSTANT, nullable=True),
        sa.CheckConstraint("college_capacity_count >= 1", name=op.f("ck_consultation_sessions_capacity")),
        sa.CheckConstraint("expires_at > opened_at", name=op.f("ck_consultation_sessions_expiry")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consultation_sessions")),
    )
    op.create_index(op.f("ix_consultation_sessions_territory_key"), "consultation_sessions", ["territory_key"])
    op.create_table(
        "scenarios",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("territory_key", sa.String(length=200), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("document", sa.JSON(), nullable=False),
        sa.Column("is_outside_study", sa.Boolean(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.Column("copied_from", sa.String(length=64), nullable=True),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_scenarios_revision")),
        sa.ForeignKeyConstraint(
            ["copied_from"], ["scenarios.id"], name=op.f("fk_scenarios_copied_from_scenarios"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenarios")),
    )
    op.create_index(op.f("ix_scenarios_copied_from"), "scenarios", ["copied_from"])
    op.create_index(op.f("ix_scenarios_territory_key"), "scenarios", ["territory_key"])
    op.create_table(
        "promised_values",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("territory_key", sa.String(length=200), nullable=False),
        sa.Column("scenario_id", sa.String(length=64), nullable=True),
        sa.Column("scenario_key", sa.String(length=200), nullable=False),
        sa.Column("scenario_name", sa.Text(), nullable=False),
        sa.Column("indicator_key", sa.String(length=200), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("low", sa.Float(precision=53), nullable=False),
        sa.Column("value", sa.Float(precision=53), nullable=False),
        sa.Column("high", sa.Float(precision=53), nullable=False),
        sa.Column("promised_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.CheckConstraint("low <= value AND value <= high", name=op.f("ck_promised_values_interval")),
        sa.ForeignKeyConstraint(
            ["scenario_id"],
            ["scenarios.id"],
            name=op.f("fk_promised_values_scenario_id_scenarios"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_promised_values")),
    )
    op.create_index(op.f("ix_promised_values_scenario_id"), "promised_values", ["scenario_id"])
    op.create_index(op.f("ix_promised_values_territory_key"), "promised_values", ["territory_key"])
    op.create_table(
        "votes",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("participant_digest", sa.String(length=64), nullable=False),
        sa.Column("college", sa.String(length=200), nullable=False),
        sa.Column("method", sa.String(length=200), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint(
            "college IN ('collectivites', 'entreprises', 'chambres_consulaires', 'lien_social')",
            name=op.f("ck_votes_college"),
        ),
        sa.CheckConstraint("method IN ('points', 'ranking')", name=op.f("ck_votes_method")),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["consultation_sessions.id"],
            name=op.f("fk_votes_session_id_consultation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "participant_digest", name=op.f("pk_votes")),
    )
    op.create_table(
        "observed_values",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("promised_id", sa.String(length=64), nullable=False),
        sa.Column("observed_on", sa.Date(), nullable=False),
        sa.Column("value", sa.Float(precision=53), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", _INSTANT, nullable=False),
        sa.Column("updated_at", _INSTANT, nullable=False),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_observed_values_revision")),
        sa.ForeignKeyConstraint(
            ["promised_id"],
            ["promised_values.id"],
            name=op.f("fk_observed_values_promised_id_promised_values"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observed_values")),
        sa.UniqueConstraint("promised_id", "observed_on", name=op.f("uq_observed_values_promised_id")),
    )

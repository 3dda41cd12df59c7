"""One-time codes of a consultation; those that were opened before are open rooms."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision: str | None = "0010"


def upgrade() -> None:
    """Add the codes, and whether a consultation asks for one."""
    op.add_column(
        "consultation_sessions", sa.Column("has_codes", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_table(
        "voting_codes",
        sa.Column("session_id", sa.String(length=64), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("college", sa.String(length=200), nullable=False),
        sa.Column("seat_digest", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "college IN ('collectivites', 'entreprises', 'chambres_consulaires', 'lien_social')",
            name=op.f("ck_voting_codes_college"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"],
            ["consultation_sessions.id"],
            name=op.f("fk_voting_codes_session_id_consultation_sessions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("session_id", "code_digest", name=op.f("pk_voting_codes")),
    )
    op.create_index("ix_voting_codes_seat", "voting_codes", ["session_id", "seat_digest"], unique=True)

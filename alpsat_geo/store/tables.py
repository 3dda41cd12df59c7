"""The tables: scenarios, consultation sessions and their votes, promised and observed values, meetings, the journal.

No table asks for a name: a save may be signed, by a free line that who saves writes, or leaves empty; the journal holds
the e-mail of an account, where there are accounts. Identifiers that open something (a scenario, a session) are
unguessable; what only has to be recognised again (a participant, a facilitator, the device that made a row) is kept as
a digest.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

LATEST_REVISION = "0012"
"""The migration that makes the tables below; a database at this one is opened without loading Alembic."""

ID_LENGTH = 64
KEY_LENGTH = 200


class UtcDateTime(TypeDecorator[datetime]):
    """An instant, aware of UTC in Python on both databases; SQLite keeps no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Write an aware instant in UTC."""
        if value is None:
            return None
        instant = value.astimezone(UTC)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read an instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    """Parent of the tables; constraints carry stable names, so that a migration can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    # JSON rather than JSONB: it keeps 4.0 from becoming 4, and text as it was written.
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        datetime: UtcDateTime,
        date: Date,
        dict[str, Any]: JSON,
        list[Any]: JSON,
        str: Text,
    }


class ScenarioRow(Base):
    """A scenario as it was saved last; `revision` counts its saves from 1; in the bin once it is deleted."""

    __tablename__ = "scenarios"
    __table_args__ = (CheckConstraint("revision >= 1", name="revision"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    territory_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    name: Mapped[str]
    description: Mapped[str]
    document: Mapped[dict[str, Any]]
    is_outside_study: Mapped[bool]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    copied_from: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("scenarios.id", ondelete="SET NULL"), index=True
    )
    owner_digest: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    signature: Mapped[str] = mapped_column(server_default=text("''"))
    deleted_at: Mapped[datetime | None]


class ScenarioVersionRow(Base):
    """A scenario as a former save left it; the present one is a `ScenarioRow`, and nothing writes here twice."""

    __tablename__ = "scenario_versions"
    __table_args__ = (CheckConstraint("revision >= 1", name="revision"),)

    scenario_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True
    )
    revision: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    document: Mapped[dict[str, Any]]
    signature: Mapped[str]
    saved_at: Mapped[datetime]


class ConsultationSessionRow(Base):
    """A consultation: its question, and the scenarios as they stood when it opened."""

    __tablename__ = "consultation_sessions"
    __table_args__ = (
        CheckConstraint("college_capacity_count >= 1", name="capacity"),
        CheckConstraint("expires_at > opened_at", name="expiry"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    territory_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    question: Mapped[str]
    scenarios: Mapped[list[Any]]
    # The column had its name when votes weighed criteria only: it holds what is asked.
    weighed: Mapped[list[Any]] = mapped_column("criteria")
    college_capacity_count: Mapped[int | None]
    facilitator_digest: Mapped[str] = mapped_column(String(ID_LENGTH))
    opened_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    level: Mapped[str] = mapped_column(String(KEY_LENGTH), server_default="criteria")
    corrections: Mapped[list[Any] | None] = mapped_column(JSON(none_as_null=True))
    has_codes: Mapped[bool] = mapped_column(server_default=false())


class VotingCodeRow(Base):
    """A one-time code of a consultation, known by a digest; once it has served, by whom, in another digest.

    Of the same seat a vote keeps a digest that is not this one: no row says which ballot a code gave.
    """

    __tablename__ = "voting_codes"
    __table_args__ = (
        CheckConstraint(
            "college IN ('collectivites', 'entreprises', 'chambres_consulaires', 'lien_social')", name="college"
        ),
        Index("ix_voting_codes_seat", "session_id", "seat_digest", unique=True),
    )

    session_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("consultation_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    code_digest: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    college: Mapped[str] = mapped_column(String(KEY_LENGTH))
    seat_digest: Mapped[str | None] = mapped_column(String(ID_LENGTH))


class VoteRow(Base):
    """The vote of one participant, known by a digest; a changed vote takes the place of the former."""

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint(
            "college IN ('collectivites', 'entreprises', 'chambres_consulaires', 'lien_social')", name="college"
        ),
        CheckConstraint("method IN ('prices', 'points', 'ranking')", name="method"),
        Index("ix_votes_paper_number", "session_id", "paper_number", unique=True),
    )

    session_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("consultation_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    participant_digest: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    college: Mapped[str] = mapped_column(String(KEY_LENGTH))
    method: Mapped[str] = mapped_column(String(KEY_LENGTH))
    answers: Mapped[dict[str, Any]]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    # Written on the ballot by who enters it; empty for a vote that came from a device.
    paper_number: Mapped[int | None]


class PromisedValueRow(Base):
    """What a scenario promised for one indicator; its name stays when the scenario is deleted."""

    __tablename__ = "promised_values"
    __table_args__ = (CheckConstraint("low <= value AND value <= high", name="interval"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    territory_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    scenario_id: Mapped[str | None] = mapped_column(
        String(ID_LENGTH), ForeignKey("scenarios.id", ondelete="SET NULL"), index=True
    )
    scenario_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    scenario_name: Mapped[str]
    indicator_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    unit: Mapped[str]
    low: Mapped[float] = mapped_column(Float(53))
    value: Mapped[float] = mapped_column(Float(53))
    high: Mapped[float] = mapped_column(Float(53))
    promised_on: Mapped[date]
    due_on: Mapped[date | None]
    created_at: Mapped[datetime]
    basis: Mapped[str | None]
    owner_digest: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    verdict: Mapped[str | None]


class ObservedValueRow(Base):
    """What was observed of a promised value on a date."""

    __tablename__ = "observed_values"
    __table_args__ = (
        CheckConstraint("revision >= 1", name="revision"),
        UniqueConstraint("promised_id", "observed_on"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    promised_id: Mapped[str] = mapped_column(String(ID_LENGTH), ForeignKey("promised_values.id", ondelete="CASCADE"))
    observed_on: Mapped[date]
    value: Mapped[float] = mapped_column(Float(53))
    source: Mapped[str]
    revision: Mapped[int]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]


class CorrectionRow(Base):
    """One line of the journal of corrections, which is only added to: a correction, or the undoing of a former line."""

    __tablename__ = "corrections"
    __table_args__ = (CheckConstraint("(correction IS NULL) <> (undoes IS NULL)", name="act"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    territory_key: Mapped[str] = mapped_column(String(KEY_LENGTH), index=True)
    made_at: Mapped[datetime]
    correction: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    undoes: Mapped[int | None] = mapped_column(ForeignKey("corrections.number"), unique=True)


class JournalRow(Base):
    """One write: who, when, which method of a store, on what, and what it was before and after."""

    __tablename__ = "journal"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    made_at: Mapped[datetime] = mapped_column(index=True)
    territory_key: Mapped[str] = mapped_column(String(KEY_LENGTH))
    author: Mapped[str]
    act: Mapped[str] = mapped_column(String(KEY_LENGTH))
    subject: Mapped[str] = mapped_column(String(ID_LENGTH))
    label: Mapped[str]
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))


class MeetingRow(Base):
    """What a presenter shows to the devices that follow; `revision` counts what was shown from 1."""

    __tablename__ = "meetings"
    __table_args__ = (CheckConstraint("revision >= 1", name="revision"),)

    code: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    owner_digest: Mapped[str | None] = mapped_column(String(ID_LENGTH))
    revision: Mapped[int]
    shown: Mapped[dict[str, Any]]
    expires_at: Mapped[datetime]


class SpentTokenRow(Base):
    """A session that somebody ended, or a login that came back: it opens nothing any more, on any replica."""

    __tablename__ = "spent_tokens"

    digest: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)

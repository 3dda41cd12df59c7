"""What is not to be kept any longer: old lines of the journal, consultations that ended, the bin, meetings."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.errors import InputError
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Store
from alpsat_geo.store.journal import Change, record
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.tables import Base, ConsultationSessionRow, JournalRow, MeetingRow, ScenarioRow

_ENDED_AT: Final = func.coalesce(ConsultationSessionRow.closed_at, ConsultationSessionRow.expires_at)


@dataclass(frozen=True, slots=True)
class Purged:
    """How much went, or would go.

    Attributes
    ----------
    journal_lines : int
    consultations : int
        With their votes.
    scenarios : int
        Of the bin, with their versions.
    meetings : int
    """

    journal_lines: int
    consultations: int
    scenarios: int
    meetings: int


class RetentionStore(Store):
    """What a database keeps too long."""

    @takes_right
    def purge(self, before: datetime, actor: Actor, *, is_trial: bool = False) -> Purged:
        """Delete for good what ended before an instant: journal, consultations, the bin, meetings; all or nothing.

        What is in force stays, however old: scenarios, their versions, corrections, promises and observations.

        Parameters
        ----------
        before : datetime.datetime
            Not to come; what ended at that very instant stays.
        actor : Actor
        is_trial : bool
            Whether it is only counted.

        Raises
        ------
        DeniedError
            If the actor does not administer.
        InputError
            If the instant is to come.
        StoreError
            If the database fails; nothing went.
        """
        now = self._database.read_time()
        if before > now:
            raise InputError(
                f"La date du {before:%d/%m/%Y} n'est pas encore passée : donnez celle avant laquelle rien n'est plus à"
                " garder."
            )
        doomed: dict[str, tuple[type[Base], ColumnElement[bool]]] = {
            "journal_lines": (JournalRow, JournalRow.made_at < before),
            "consultations": (ConsultationSessionRow, before > _ENDED_AT),
            "scenarios": (ScenarioRow, ScenarioRow.deleted_at < before),
            "meetings": (MeetingRow, MeetingRow.expires_at < before),
        }
        with self._database.read() if is_trial else self._database.write() as session:
            purged = Purged(**{name: _count(session, *which) for name, which in doomed.items()})
            if is_trial:
                return purged
            for table, ended in doomed.values():
                session.execute(delete(table).where(ended))
            told: dict[str, Any] = asdict(purged)
            if any(told.values()):
                change = Change("", "", before=told, label=f"{before:%d/%m/%Y}")
                record(session, actor, "RetentionStore.purge", now, change)
        return purged


def _count(session: Session, table: type[Base], ended: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(table).where(ended)) or 0

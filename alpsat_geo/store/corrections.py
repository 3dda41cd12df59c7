"""Corrections to the data, kept for a territory: a journal that is only added to, by whoever may."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from alpsat_geo.domain.correction import AT_MOST
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Store
from alpsat_geo.store.errors import ConflictError, MissingError
from alpsat_geo.store.journal import Change, record
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.tables import CorrectionRow

JOURNAL_AT_MOST = 5000
"""Lines of the journal of one territory."""


@dataclass(frozen=True, slots=True)
class KeptCorrection:
    """A correction of the journal.

    Attributes
    ----------
    number : int
    values : mapping
        The correction, as plain values.
    made_at : datetime
        In UTC.
    undone_at : datetime or None
        None while it is in force.
    """

    number: int
    values: Mapping[str, Any]
    made_at: datetime
    undone_at: datetime | None


class CorrectionStore(Store):
    """The corrections of a database; each method is one transaction, timed by the server's clock alone."""

    def list(self, territory_key: str) -> tuple[KeptCorrection, ...]:
        """List the corrections of a territory, the first made first, those undone included.

        Raises
        ------
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return _list(session, territory_key)

    @takes_right
    def apply(self, territory_key: str, corrections: Sequence[Mapping[str, Any]], actor: Actor) -> None:
        """Keep corrections, all or none; those that are in force already are not kept twice.

        Parameters
        ----------
        territory_key : str
        corrections : sequence of mapping
            As plain values, checked by who calls.
        actor : Actor

        Raises
        ------
        DeniedError
            If the actor is neither alone on this machine nor an agent.
        InputError
            If too many would be in force, or the journal is full.
        StoreError
            If the database fails; nothing was kept.
        """
        now = self._database.read_time()
        with self._database.write() as session:
            kept = _list(session, territory_key)
            in_force = [dict(one.values) for one in kept if one.undone_at is None]
            added = [dict(values) for values in corrections if dict(values) not in in_force]
            if len(in_force) + len(added) > AT_MOST or len(kept) + len(added) > JOURNAL_AT_MOST:
                sentence = N_(
                    "Un territoire garde au plus {most} corrections en vigueur : annulez-en, ou regroupez celles d'un "
                    "même espace."
                )
                raise InputError(remark(sentence, most=AT_MOST))
            if not added:
                return
            rows = [CorrectionRow(territory_key=territory_key, made_at=now, correction=values) for values in added]
            session.add_all(rows)
            # The database numbers them.
            session.flush()
            numbers = [row.number for row in rows]
            change = Change(territory_key, str(numbers[0]), after={"corrections": numbers})
            record(session, actor, "CorrectionStore.apply", now, change)

    @takes_right
    def undo(self, territory_key: str, number: int, actor: Actor) -> None:
        """Undo a correction; its line stays in the journal.

        Raises
        ------
        DeniedError, StoreError
            As `apply`.
        MissingError
            If this territory has no such correction.
        ConflictError
            If it was undone in between.
        """
        now = self._database.read_time()
        with self._database.write() as session:
            # Two who undo at once: the second waits here, then sees that it is done.
            session.get(CorrectionRow, number, with_for_update=True)
            found = next((one for one in _list(session, territory_key) if one.number == number), None)
            if found is None:
                sentence = N_("Cette correction n'est pas dans le journal du territoire : rechargez la page.")
                raise MissingError(remark(sentence))
            if found.undone_at is not None:
                raise ConflictError(remark(N_("Cette correction est déjà annulée : rechargez la page.")))
            session.add(CorrectionRow(territory_key=territory_key, made_at=now, undoes=number))
            change = Change(territory_key, str(number), before={"corrections": [number]})
            record(session, actor, "CorrectionStore.undo", now, change)


def _list(session: Session, territory_key: str) -> tuple[KeptCorrection, ...]:
    asked = select(CorrectionRow).where(CorrectionRow.territory_key == territory_key).order_by(CorrectionRow.number)
    rows = session.scalars(asked).all()
    undone = {row.undoes: row.made_at for row in rows if row.undoes is not None}
    return tuple(
        KeptCorrection(row.number, row.correction, row.made_at, undone.get(row.number))
        for row in rows
        if row.correction is not None
    )

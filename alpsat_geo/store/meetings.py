"""Meetings that other devices follow: one small row each, which its presenter alone moves."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Store
from alpsat_geo.store.errors import DeniedError, MissingError
from alpsat_geo.store.journal import Change, hide_id, record
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.tables import MeetingRow
from alpsat_geo.store.tokens import is_code, make_code

KEPT = timedelta(days=1)
SHOWN_LENGTH = 16_000
"""Longest document that is kept of what a presenter shows, in letters."""

Shown = Mapping[str, Any]
"""What a presenter shows, as plain values; the pages say what they mean."""


@dataclass(frozen=True, slots=True)
class Showing:
    """What a presenter shows, and its number."""

    revision: int
    shown: Shown


class MeetingStore(Store):
    """The meetings of a database; each method is one transaction, timed by the server's clock alone."""

    @takes_right
    def open_meeting(self, shown: Shown, actor: Actor) -> str:
        """Open a meeting to other devices; those of yesterday are forgotten.

        Parameters
        ----------
        shown : mapping of str to plain values
        actor : Actor
            Who presents.

        Returns
        -------
        str
            The code by which any device follows, for a day.

        Raises
        ------
        DeniedError
            If nobody is known who could lead it afterwards, or if the role of the account does not do.
        InputError
            If what is shown is too long to be kept.
        StoreError
            If the database fails.
        """
        actor.require_known()
        _require_short(shown)
        now = self._database.read_time()
        with self._database.write() as session:
            session.execute(delete(MeetingRow).where(MeetingRow.expires_at <= now))
            code = make_code()
            while session.get(MeetingRow, code) is not None:
                code = make_code()
            row = MeetingRow(code=code, owner_digest=actor.sign(code), revision=1, shown=dict(shown))
            row.expires_at = now + KEPT
            session.add(row)
            record(session, actor, "MeetingStore.open_meeting", now, Change("", hide_id(code)))
        return code

    def read_revision(self, code: str) -> int:
        """Return the number of what is shown now, which is all that most askings need.

        Raises
        ------
        MissingError
            If there is no such meeting, or no more.
        StoreError
            If the database fails.
        """
        asked = select(MeetingRow.revision).where(
            MeetingRow.code == code, MeetingRow.expires_at > self._database.read_time()
        )
        with self._database.read() as session:
            revision = session.scalar(asked) if is_code(code) else None
        if revision is None:
            raise _miss()
        return int(revision)

    def get(self, code: str) -> Showing:
        """Return what is shown now; see `read_revision`."""
        with self._database.read() as session:
            row = self._find(session, code)
            return Showing(row.revision, row.shown)

    def may_lead(self, code: str, actor: Actor) -> bool:
        """Tell whether somebody presents a meeting; see `read_revision`."""
        with self._database.read() as session:
            return actor.owns(code, self._find(session, code).owner_digest)

    @takes_right
    def show(self, code: str, shown: Shown, actor: Actor) -> int:
        """Show something else; the same again changes nothing. The journal does not follow each step.

        Parameters
        ----------
        code : str
        shown : mapping of str to plain values
        actor : Actor

        Returns
        -------
        int
            The number of what is shown.

        Raises
        ------
        DeniedError
            If somebody else presents, or if the role of the account does not do.
        InputError, MissingError, StoreError
            As `open_meeting` and `read_revision`; what was shown stays.
        """
        _require_short(shown)
        with self._database.write() as session:
            row = self._lock(session, code, actor)
            if row.shown != dict(shown):
                row.shown, row.revision = dict(shown), row.revision + 1
            return row.revision

    @takes_right
    def close(self, code: str, actor: Actor) -> None:
        """End a meeting: nobody follows it any more; see `show`."""
        with self._database.write() as session:
            session.delete(self._lock(session, code, actor))
            record(session, actor, "MeetingStore.close", self._database.read_time(), Change("", hide_id(code)))

    def _lock(self, session: Session, code: str, actor: Actor) -> MeetingRow:
        row = self._find(session, code, is_locked=True)
        # A colleague does not move what somebody else presents.
        if not actor.owns(code, row.owner_digest):
            sentence = N_("Cette réunion est menée depuis un autre appareil : celui-ci peut seulement la suivre.")
            raise DeniedError(remark(sentence))
        return row

    def _find(self, session: Session, code: str, *, is_locked: bool = False) -> MeetingRow:
        row = session.get(MeetingRow, code, with_for_update=is_locked) if is_code(code) else None
        if row is None or row.expires_at <= self._database.read_time():
            raise _miss()
        return row


def _miss() -> MissingError:
    return MissingError(
        "Aucune réunion n'est ouverte sous ce code, ou elle est terminée : demandez le code à la personne qui présente."
    )


def _require_short(shown: Shown) -> None:
    if len(json.dumps(shown)) > SHOWN_LENGTH:
        sentence = N_(
            "Les autres appareils ne peuvent pas suivre cette page : vos scénarios sont trop longs pour être transmis."
            " Enregistrez-les ou retirez-en."
        )
        raise InputError(remark(sentence))

"""The journal: who changed what, when, what it was before and after; one line a write, kept with it or not at all.

Versions of scenarios and the journal of corrections have their own tables: a line here refers to them by number. No
vote is told, only how many there were when a consultation ended. Nobody is named but by the e-mail of an account; a
device has a pseudonym, which nothing else that it keeps has.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from alpsat_geo.store.actor import Actor
from alpsat_geo.store.database import Store
from alpsat_geo.store.journal_line import DEVICE, MACHINE, JournalLine, Values
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.tables import JournalRow
from alpsat_geo.store.tokens import derive_token, is_token

_AUTHOR_LETTERS, _SUBJECT_LETTERS = 10, 12


@dataclass(frozen=True, slots=True)
class Change:
    """What a line tells of a change; see `JournalLine`."""

    territory_key: str
    subject: str
    label: str = ""
    before: Values | None = None
    after: Values | None = None


def record(session: Session, actor: Actor, act: str, now: datetime, change: Change) -> None:
    """Add a line to the transaction that makes a change.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        That of the change.
    actor : Actor
    act : str
        Name of the method that changes.
    now : datetime
    change : Change
    """
    session.add(
        JournalRow(
            made_at=now,
            territory_key=change.territory_key,
            author=name_author(actor),
            act=act,
            subject=change.subject,
            label=change.label,
            before=None if change.before is None else dict(change.before),
            after=None if change.after is None else dict(change.after),
        )
    )


def name_author(actor: Actor) -> str:
    """Return what the journal calls somebody; see `JournalLine`."""
    if actor.account:
        return actor.account
    if is_token(actor.device) and not actor.is_alone:
        return f"{DEVICE}{derive_token(actor.device, 'journal')[:_AUTHOR_LETTERS]}"
    return MACHINE


def hide_id(opening_id: str) -> str:
    """Return what the journal calls a session or a meeting, whose id opens it."""
    return derive_token(opening_id, "journal")[:_SUBJECT_LETTERS]


class JournalStore(Store):
    """The journal of a database."""

    @takes_right
    def list(
        self,
        actor: Actor,  # noqa: ARG002 - asked for its right
        *,
        since: datetime | None = None,
        until: datetime | None = None,
        territory_key: str | None = None,
        at_most: int | None = None,
    ) -> tuple[JournalLine, ...]:
        """List the lines, the latest first.

        Parameters
        ----------
        actor : Actor
        since, until : datetime or None
            The first instant that counts, and the first that does not any more; None without end.
        territory_key : str or None
            None for all; what belongs to no territory is in each.
        at_most : int or None
            How many are read; None for all.

        Raises
        ------
        DeniedError
            If the actor does not administer.
        StoreError
            If the database fails.
        """
        table = JournalRow
        statement = select(table).order_by(table.number.desc()).limit(at_most)
        if since is not None:
            statement = statement.where(table.made_at >= since)
        if until is not None:
            statement = statement.where(table.made_at < until)
        if territory_key is not None:
            statement = statement.where(table.territory_key.in_(("", territory_key)))
        with self._database.read() as session:
            return tuple(map(_read, session.scalars(statement)))


def _read(row: JournalRow) -> JournalLine:
    return JournalLine(
        row.number,
        row.made_at,
        row.territory_key,
        row.author,
        row.act,
        row.subject,
        row.label,
        row.before,
        row.after,
    )

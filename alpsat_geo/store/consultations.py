"""Consultation sessions and their votes: one vote a participant, changeable until the session closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import cast

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from alpsat_geo.compute.consultation import College
from alpsat_geo.compute.mcda.objectives import Level
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.actor import Actor
from alpsat_geo.store.ballot import Method, Vote, check_vote
from alpsat_geo.store.consultation_session import KEPT_AFTER_END, ConsultationSession, check_opening, read_session
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import ClosedError, MissingError
from alpsat_geo.store.scenario_document import write_document
from alpsat_geo.store.tables import ConsultationSessionRow, VoteRow
from alpsat_geo.store.tokens import digest_token, is_token, make_token

DEFAULT_DURATION = timedelta(hours=12)


class ConsultationStore:
    """The consultations of a database; each method is one transaction, timed by the server's clock alone."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open_session(
        self,
        territory_key: str,
        question: str,
        scenarios: Sequence[Scenario],
        weighed: Sequence[str],
        actor: Actor,
        *,
        level: Level = "objectives",
        duration: timedelta = DEFAULT_DURATION,
        college_capacity_count: int | None = None,
    ) -> tuple[ConsultationSession, str]:
        """Open a consultation.

        Parameters
        ----------
        territory_key, question : str
        scenarios : sequence of Scenario
        weighed : sequence of str
            Keys of what votes weigh, at least one, each once.
        actor : Actor
            Who leads it: `Actor.lead` finds the facilitators' token again on the same device.
        level : {"objectives", "criteria"}
            What those keys are.
        duration : datetime.timedelta
            After which nobody votes, even if nobody closed the session.
        college_capacity_count : int or None
            Most participants in one college; None without limit.

        Returns
        -------
        ConsultationSession
        str
            The facilitators' token, which closes and deletes the session; only its digest is kept.

        Raises
        ------
        DeniedError
            If nobody is known who could lead the session afterwards.
        InputError
            If the question is empty, or if there is no scenario, nothing to weigh, no time or no place to vote.
        StoreError
            If the database fails.
        """
        actor.require_known()
        check_opening(
            question,
            scenarios,
            weighed,
            level=level,
            duration=duration,
            college_capacity_count=college_capacity_count,
        )
        session_id, now = make_token(), self._database.read_time()
        facilitator_token = actor.lead(session_id) or make_token()
        row = ConsultationSessionRow(
            id=session_id,
            territory_key=territory_key,
            question=question,
            scenarios=[write_document(scenario) for scenario in scenarios],
            level=level,
            weighed=list(weighed),
            college_capacity_count=college_capacity_count,
            facilitator_digest=digest_token(session_id, facilitator_token),
            opened_at=now,
            expires_at=now + duration,
            closed_at=None,
        )
        end = func.coalesce(ConsultationSessionRow.closed_at, ConsultationSessionRow.expires_at)
        with self._database.write() as session:
            session.execute(delete(ConsultationSessionRow).where(end < now - KEPT_AFTER_END))
            session.add(row)
        return read_session(row), facilitator_token

    def read_time(self) -> datetime:
        """Return the present instant by the server's clock, the only one that counts, in UTC."""
        return self._database.read_time()

    def get(self, session_id: str) -> ConsultationSession:
        """Return a consultation.

        Parameters
        ----------
        session_id : str

        Raises
        ------
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return read_session(self._find(session, session_id))

    def is_facilitator(self, session_id: str, facilitator_token: str) -> bool:
        """Tell whether a token is the facilitators' of a session.

        Parameters
        ----------
        session_id, facilitator_token : str

        Raises
        ------
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return _is_facilitator(self._find(session, session_id), facilitator_token)

    def vote(self, session_id: str, participant_token: str, vote: Vote) -> None:
        """Keep a participant's vote in place of their former one; sending it twice counts once.

        Parameters
        ----------
        session_id : str
        participant_token : str
            Of a seat on the participant's device, see `Actor.sit`.
        vote : Vote

        Raises
        ------
        ClosedError
            If the session is closed or has expired.
        InputError
            If the vote does not answer what was asked, or if its college is full.
        MissingError
            If there is no such session.
        StoreError
            If the database fails; the former vote stands.
        """
        digest = _require_participant(session_id, participant_token)
        with self._database.write() as session:
            # Votes and the closing wait for each other here: none is counted after it, and no college overflows.
            asked = read_session(self._find(session, session_id, is_locked=True))
            now = self._database.read_time()
            if not asked.is_open_at(now):
                message = "Cette consultation est terminée, votre vote n'a pas été pris : adressez-vous à qui l'anime."
                raise ClosedError(message)
            checked = check_vote(vote, asked.weighed)
            _require_room(session, asked, digest, checked.college)
            row = session.get(VoteRow, (session_id, digest))
            if row is None:
                row = VoteRow(session_id=session_id, participant_digest=digest, created_at=now)
                session.add(row)
            row.college, row.method, row.answers = checked.college, checked.method, dict(checked.answers)
            row.updated_at = now

    def find_vote(self, session_id: str, participant_token: str) -> Vote | None:
        """Return a participant's own vote, for a device that comes back; None before the first.

        Parameters
        ----------
        session_id, participant_token : str

        Raises
        ------
        InputError
            If the token is not one.
        StoreError
            If the database fails.
        """
        digest = _require_participant(session_id, participant_token)
        with self._database.read() as session:
            row = session.get(VoteRow, (session_id, digest))
            return None if row is None else _read_vote(row)

    def list_votes(self, session_id: str) -> tuple[Vote, ...]:
        """List the votes of a session, in an order that says nothing of who voted when.

        Parameters
        ----------
        session_id : str

        Raises
        ------
        StoreError
            If the database fails.
        """
        statement = select(VoteRow).where(VoteRow.session_id == session_id).order_by(VoteRow.participant_digest)
        with self._database.read() as session:
            return tuple(map(_read_vote, session.scalars(statement)))

    def close(self, session_id: str, facilitator_token: str) -> ConsultationSession:
        """Close a session; a session that is closed already keeps the hour of its closing.

        Parameters
        ----------
        session_id, facilitator_token : str

        Raises
        ------
        InputError
            If the token is not the facilitators'.
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = self._find(session, session_id, is_locked=True)
            _require_facilitator(row, facilitator_token)
            row.closed_at = row.closed_at or self._database.read_time()
        return read_session(row)

    def delete(self, session_id: str, facilitator_token: str) -> None:
        """Delete a session and its votes.

        Parameters
        ----------
        session_id, facilitator_token : str

        Raises
        ------
        InputError, MissingError, StoreError
            As `close`.
        """
        with self._database.write() as session:
            row = self._find(session, session_id, is_locked=True)
            _require_facilitator(row, facilitator_token)
            session.delete(row)

    def _find(self, session: Session, session_id: str, *, is_locked: bool = False) -> ConsultationSessionRow:
        row = (
            session.get(ConsultationSessionRow, session_id, with_for_update=is_locked) if is_token(session_id) else None
        )
        if row is None or self._database.read_time() > (row.closed_at or row.expires_at) + KEPT_AFTER_END:
            message = (
                "Cette consultation n'existe pas, ou plus : vérifiez le lien, ou ouvrez de nouveau le code QR de la "
                "salle."
            )
            raise MissingError(message)
        return row


def _require_participant(session_id: str, participant_token: str) -> str:
    if not is_token(participant_token):
        message = "Cet appareil a perdu sa place dans la consultation : ouvrez de nouveau le code QR de la salle."
        raise InputError(message)
    return digest_token(session_id, participant_token)


def _require_facilitator(row: ConsultationSessionRow, token: str) -> None:
    if not _is_facilitator(row, token):
        message = "Ce lien n'est pas celui de l'animation de cette consultation : ouvrez celui reçu à son ouverture."
        raise InputError(message)


def _is_facilitator(row: ConsultationSessionRow, token: str) -> bool:
    # The digests are of random tokens: comparing them tells nothing, however long it takes.
    return digest_token(row.id, token) == row.facilitator_digest


def _require_room(session: Session, asked: ConsultationSession, digest: str, college: College) -> None:
    if asked.college_capacity_count is None:
        return
    others = select(func.count()).where(
        VoteRow.session_id == asked.id, VoteRow.college == college, VoteRow.participant_digest != digest
    )
    if session.scalars(others).one() >= asked.college_capacity_count:
        message = (
            f"Ce groupe est complet ({asked.college_capacity_count} votes) : choisissez le vôtre parmi les autres, ou "
            "adressez-vous à qui anime la consultation."
        )
        raise InputError(message)


def _read_vote(row: VoteRow) -> Vote:
    # The table's own constraints hold these two to their values.
    return Vote(cast("College", row.college), cast("Method", row.method), MappingProxyType(dict(row.answers)))

"""The votes of a consultation as they are kept: one a participant, and ballots on paper, each by its number."""

from __future__ import annotations

from datetime import datetime
from types import MappingProxyType
from typing import cast

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from alpsat_geo.compute.consultation import SHOWN_LEAST_COUNT, College
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.ballot import Method, Vote, check_vote
from alpsat_geo.store.consultation_session import ConsultationSession
from alpsat_geo.store.tables import VoteRow
from alpsat_geo.store.tokens import digest_token, is_token, make_token


def digest_participant(session_id: str, participant_token: str) -> str:
    """Return what a participant's vote is kept under: it tells nothing of them, nor of their other sessions.

    Raises
    ------
    InputError
        If the token is not one.
    """
    if not is_token(participant_token):
        sentence = N_("Cet appareil a perdu sa place dans la consultation : ouvrez de nouveau le code QR de la salle.")
        raise InputError(remark(sentence))
    return digest_token(session_id, participant_token)


def keep_vote(session: Session, asked: ConsultationSession, digest: str, vote: Vote, now: datetime) -> None:
    """Keep a participant's vote, in place of their former one.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        In a transaction that holds the consultation.
    asked : ConsultationSession
        That still takes votes.
    digest : str
        Of the participant, see `digest_participant`.
    vote : Vote
    now : datetime.datetime

    Raises
    ------
    InputError
        If the vote does not answer what was asked, or if its college is full.
    """
    row = session.get(VoteRow, (asked.id, digest))
    if row is None:
        row = VoteRow(session_id=asked.id, participant_digest=digest, created_at=now)
    _keep(session, asked, row, vote, now)


def keep_paper(
    session: Session, asked: ConsultationSession, vote: Vote, now: datetime, paper_number: int | None = None
) -> int:
    """Keep a vote cast on paper, in place of the ballot of a number if one is given, and return its number.

    Parameters
    ----------
    session, asked, vote, now
        As `keep_vote`.
    paper_number : int or None
        None counts another.

    Raises
    ------
    InputError
        As `keep_vote`, or if no ballot has that number.
    """
    row = _make_paper(session, asked.id, now) if paper_number is None else _find_paper(session, asked.id, paper_number)
    _keep(session, asked, row, vote, now)
    return cast("int", row.paper_number)


def withdraw_paper(session: Session, session_id: str, paper_number: int) -> None:
    """Withdraw a ballot on paper.

    Raises
    ------
    InputError
        If none has that number.
    """
    session.delete(_find_paper(session, session_id, paper_number))


def find_vote(session: Session, session_id: str, digest: str) -> Vote | None:
    """Return a participant's vote; None before the first."""
    row = session.get(VoteRow, (session_id, digest))
    return None if row is None else _read(row)


def list_votes(session: Session, session_id: str) -> tuple[Vote, ...]:
    """List the votes of a session, in an order that says nothing of who voted when."""
    return tuple(map(_read, session.scalars(_select(session_id).order_by(VoteRow.participant_digest))))


def list_paper(session: Session, session_id: str) -> tuple[tuple[int, Vote], ...]:
    """List the ballots on paper of a session, by number."""
    statement = _select(session_id).where(VoteRow.paper_number.is_not(None)).order_by(VoteRow.paper_number)
    return tuple((cast("int", row.paper_number), _read(row)) for row in session.scalars(statement))


def count_shown(session: Session, session_id: str) -> int:
    """Count the votes of the colleges that are shown: a smaller one leaves no trace in the journal either."""
    count = func.count()
    by_college = select(count).where(VoteRow.session_id == session_id).group_by(VoteRow.college)
    return sum(session.scalars(by_college.having(count >= SHOWN_LEAST_COUNT)))


def _select(session_id: str) -> Select[VoteRow]:
    return select(VoteRow).where(VoteRow.session_id == session_id)


def _keep(session: Session, asked: ConsultationSession, row: VoteRow, vote: Vote, now: datetime) -> None:
    checked = check_vote(vote, asked.weighed)
    _require_room(session, asked, row.participant_digest, checked.college, is_on_paper=row.paper_number is not None)
    row.college, row.method, row.answers = checked.college, checked.method, dict(checked.answers)
    row.updated_at = now
    session.add(row)


def _make_paper(session: Session, session_id: str, now: datetime) -> VoteRow:
    last = session.scalars(select(func.max(VoteRow.paper_number)).where(VoteRow.session_id == session_id)).one()
    return VoteRow(
        session_id=session_id,
        # Nobody holds this token: a ballot is found by its number alone.
        participant_digest=digest_token(session_id, make_token()),
        created_at=now,
        paper_number=(last or 0) + 1,
    )


def _find_paper(session: Session, session_id: str, paper_number: int) -> VoteRow:
    row = session.scalars(_select(session_id).where(VoteRow.paper_number == paper_number)).one_or_none()
    if row is None:
        sentence = N_("Aucun bulletin n° {number} n'a été saisi ici, ou il a été retiré : choisissez-en un autre.")
        raise InputError(remark(sentence, number=str(paper_number)))
    return row


def _require_room(
    session: Session, asked: ConsultationSession, digest: str, college: College, *, is_on_paper: bool
) -> None:
    # A code is a place: a ballot on paper takes none from who holds one.
    if asked.college_capacity_count is None or (asked.has_codes and not is_on_paper):
        return
    others = select(func.count()).where(
        VoteRow.session_id == asked.id, VoteRow.college == college, VoteRow.participant_digest != digest
    )
    if session.scalars(others).one() >= asked.college_capacity_count:
        sentence = N_(
            "Ce groupe est complet ({count} votes) : choisissez le vôtre parmi les autres, ou adressez-vous à qui "
            "anime la consultation."
        )
        raise InputError(remark(sentence, count=asked.college_capacity_count))


def _read(row: VoteRow) -> Vote:
    # The table's own constraints hold these two to their values.
    return Vote(
        cast("College", row.college),
        MappingProxyType(dict(row.answers)),
        row.paper_number is not None,
        cast("Method", row.method),
    )

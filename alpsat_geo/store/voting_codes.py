"""One-time codes: one seat in one college for whoever holds the paper, and no way from a code to a ballot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, cast

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.tables import VotingCodeRow
from alpsat_geo.store.tokens import digest_token, make_voting_code, read_voting_code

CODES_AT_MOST: Final = 200
"""In one college: a sheet of that many is ready in a few seconds."""


def replace_codes(session: Session, session_id: str, count: int) -> Mapping[College, tuple[str, ...]]:
    """Make the codes of a consultation, in place of those made before.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        In a transaction that holds the consultation.
    session_id : str
    count : int
        In each college.

    Returns
    -------
    mapping of College to tuple of str
        The codes themselves: only their digests are kept.

    Raises
    ------
    InputError
        If one of the former codes has served: who holds another of them must be able to vote.
    """
    served = select(VotingCodeRow.code_digest).where(
        VotingCodeRow.session_id == session_id, VotingCodeRow.seat_digest.is_not(None)
    )
    if session.scalars(served.limit(1)).first() is not None:
        sentence = N_(
            "Le vote a commencé : de nouveaux codes annuleraient ceux que d'autres tiennent. Qui a perdu le sien vote "
            "sur papier ; ou ouvrez une autre consultation."
        )
        raise InputError(remark(sentence))
    session.execute(delete(VotingCodeRow).where(VotingCodeRow.session_id == session_id))
    made: dict[str, College] = {}
    for college in COLLEGES:
        while sum(other == college for other in made.values()) < count:
            made.setdefault(make_voting_code(), college)
    session.add_all(
        VotingCodeRow(session_id=session_id, code_digest=digest_token(session_id, code), college=college)
        for code, college in made.items()
    )
    return {college: tuple(code for code, its in made.items() if its == college) for college in COLLEGES}


def find_college_of_seat(session: Session, session_id: str, participant_token: str) -> College | None:
    """Return the college of the code with which a seat voted; None before."""
    row = _find_of_seat(session, session_id, participant_token)
    return None if row is None else cast("College", row.college)


def find_college_of_code(session: Session, session_id: str, typed: str) -> College:
    """Return the college in which a code gives a seat.

    Raises
    ------
    InputError
        If it has served.
    MissingError
        If there is no such code.
    """
    return cast("College", _find_free(session, session_id, typed).college)


def take_seat(session: Session, session_id: str, participant_token: str, typed: str, college: College) -> None:
    """Give a code to a seat that holds none, and hold its vote to the college of its code.

    Raises
    ------
    InputError
        If the code has served elsewhere, or is of another college.
    MissingError
        If there is no such code.
    """
    row = _find_of_seat(session, session_id, participant_token)
    if row is None:
        row = _find_free(session, session_id, typed)
        row.seat_digest = _digest_seat(session_id, participant_token)
    if row.college != college:
        sentence = N_(
            "Ce code est celui d'un autre groupe : rechargez la page, votre bulletin sera celui de votre code."
        )
        raise InputError(remark(sentence))


def _digest_seat(session_id: str, participant_token: str) -> str:
    # Not the digest that the vote is kept under: a reader of both tables does not learn whose code gave which ballot.
    return digest_token(f"{session_id} code", participant_token)


def _find_of_seat(session: Session, session_id: str, participant_token: str) -> VotingCodeRow | None:
    seat = _digest_seat(session_id, participant_token)
    statement = select(VotingCodeRow).where(VotingCodeRow.session_id == session_id, VotingCodeRow.seat_digest == seat)
    return session.scalars(statement).one_or_none()


def _find_free(session: Session, session_id: str, typed: str) -> VotingCodeRow:
    code = read_voting_code(typed)
    row = session.get(VotingCodeRow, (session_id, digest_token(session_id, code))) if code else None
    if row is None:
        sentence = N_(
            "Ce code n'ouvre aucune place dans cette consultation : vérifiez-le sur votre feuille (dix lettres ou "
            "chiffres), ou adressez-vous à qui l'anime."
        )
        raise MissingError(remark(sentence))
    if row.seat_digest is not None:
        sentence = N_(
            "Ce code a déjà servi, sur un autre appareil ou par une autre personne : un code donne une seule place. "
            "Changez votre vote depuis l'appareil qui l'a envoyé, ou adressez-vous à qui anime la consultation."
        )
        raise InputError(remark(sentence))
    return row

"""Consultation sessions: who leads them, who may vote and until when; what is voted is kept by `votes`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from alpsat_geo.compute.consultation import College
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.store import votes
from alpsat_geo.store.actor import Actor, Role
from alpsat_geo.store.ballot import Vote
from alpsat_geo.store.consultation_session import KEPT_AFTER_END, ConsultationSession, check_opening, read_session
from alpsat_geo.store.database import Store
from alpsat_geo.store.errors import ClosedError, MissingError
from alpsat_geo.store.journal import Change, hide_id, record
from alpsat_geo.store.journal_line import Values
from alpsat_geo.store.quotas import require_room
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.scenario_document import write_document
from alpsat_geo.store.tables import ConsultationSessionRow
from alpsat_geo.store.tokens import digest_token, is_token, make_token
from alpsat_geo.store.voting_codes import find_college_of_code, find_college_of_seat, replace_codes, take_seat

DEFAULT_DURATION = timedelta(hours=12)


class ConsultationStore(Store):
    """The consultations of a database; each method is one transaction, timed by the server's clock alone."""

    @takes_right
    def open_session(
        self,
        territory_key: str,
        question: str,
        scenarios: Sequence[Scenario],
        weighed: Sequence[str],
        actor: Actor,
        *,
        duration: timedelta = DEFAULT_DURATION,
        college_capacity_count: int | None = None,
        corrections: Sequence[Mapping[str, Any]] = (),
        has_codes: bool = False,
    ) -> tuple[ConsultationSession, str]:
        """Open a consultation.

        Parameters
        ----------
        territory_key, question : str
        scenarios : sequence of Scenario
        weighed : sequence of str
            Keys of the results whose price is asked, at least one, each once.
        actor : Actor
            Who leads it: `Actor.lead` finds the facilitators' token again on the same device.
        duration : datetime.timedelta
            After which nobody votes, even if nobody closed the session.
        college_capacity_count : int or None
            Most participants in one college; None without limit.
        corrections : sequence of mapping
            Corrections to the data in force, as plain values.
        has_codes : bool
            Whether a vote takes a one-time code: as many in each college as it has places, see `print_codes`.

        Returns
        -------
        ConsultationSession
        str
            The facilitators' token, which closes and deletes the session; only its digest is kept.

        Raises
        ------
        DeniedError
            If nobody is known who could lead the session afterwards, or if the role of the account does not do.
        InputError
            If the question is empty, if there is no scenario, no result, no time or no place to vote, or if a result is
            unknown.
        StoreError
            If the database fails.
        """
        actor.require_known()
        check_opening(
            question,
            scenarios,
            weighed,
            duration=duration,
            college_capacity_count=college_capacity_count,
            has_codes=has_codes,
        )
        session_id, now = make_token(), self._database.read_time()
        # Where there are accounts the role leads: what an account derives is no secret, and opens nothing.
        facilitator_token = make_token() if actor.role is not None else actor.lead(session_id) or make_token()
        row = ConsultationSessionRow(
            id=session_id,
            territory_key=territory_key,
            question=question,
            scenarios=[write_document(scenario) for scenario in scenarios],
            level="prices",
            weighed=list(weighed),
            college_capacity_count=college_capacity_count,
            facilitator_digest=digest_token(session_id, facilitator_token),
            opened_at=now,
            expires_at=now + duration,
            closed_at=None,
            corrections=[dict(values) for values in corrections],
            has_codes=has_codes,
        )
        end = func.coalesce(ConsultationSessionRow.closed_at, ConsultationSessionRow.expires_at)
        with self._database.write() as session:
            session.execute(delete(ConsultationSessionRow).where(end < now - KEPT_AFTER_END))
            require_room(session, "consultations", territory_key, actor)
            session.add(row)
            told = {"scenarios": [scenario.name for scenario in scenarios], "weighed": list(weighed)}
            self._record(session, actor, "ConsultationStore.open_session", _describe(row, after=told))
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

    def list_sessions(self, territory_key: str) -> tuple[ConsultationSession, ...]:
        """List the consultations of a territory whose votes are still kept, the first opened first.

        Raises
        ------
        StoreError
            If the database fails.
        """
        table, since = ConsultationSessionRow, self._database.read_time() - KEPT_AFTER_END
        statement = (
            select(table)
            .where(table.territory_key == territory_key, func.coalesce(table.closed_at, table.expires_at) >= since)
            .order_by(table.opened_at, table.id)
        )
        with self._database.read() as session:
            return tuple(map(read_session, session.scalars(statement)))

    def is_facilitator(self, session_id: str, facilitator_token: str, actor: Actor) -> bool:
        """Tell whether somebody leads a session: by its facilitators' token, or by role where there are accounts.

        Parameters
        ----------
        session_id, facilitator_token : str
        actor : Actor

        Raises
        ------
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return _is_facilitator(self._find(session, session_id), facilitator_token, actor)

    @takes_right
    def print_codes(self, session_id: str, facilitator_token: str, actor: Actor) -> Mapping[College, tuple[str, ...]]:
        """Make the one-time codes of a session, in place of those made before.

        Parameters
        ----------
        session_id, facilitator_token : str
        actor : Actor

        Returns
        -------
        mapping of College to tuple of str
            As many codes in each college as it has places; only their digests are kept.

        Raises
        ------
        ClosedError, DeniedError, MissingError, StoreError
            As `cast_paper`.
        InputError
            If the token is not the facilitators', if the session takes no code, or if one of them has served.
        """
        with self._database.write() as session:
            row = self._find_led(session, session_id, facilitator_token, actor)
            asked = self._require_open(row)
            if not asked.has_codes:
                sentence = N_("Cette consultation est ouverte à toute la salle : elle ne demande aucun code.")
                raise InputError(remark(sentence))
            count = asked.college_capacity_count or 0
            codes = replace_codes(session, session_id, count)
            self._record(session, actor, "ConsultationStore.print_codes", _describe(row, after={"codes": count}))
            return codes

    def find_college(self, session_id: str, participant_token: str, code: str = "") -> College | None:
        """Return the college in which a seat votes by code: that of the code it voted with, else of the one it brings.

        Parameters
        ----------
        session_id, participant_token : str
        code : str
            As it was typed or scanned; empty when none was: None is then returned for a seat that has not voted.

        Raises
        ------
        ClosedError
            If a code is brought where no vote is taken.
        InputError
            If the code has served elsewhere, or if the token is not one.
        MissingError
            If there is no such session, or no such code.
        StoreError
            If the database fails.
        """
        # What is not the token of a seat is refused, as by `vote`.
        votes.digest_participant(session_id, participant_token)
        with self._database.read() as session:
            held = find_college_of_seat(session, session_id, participant_token)
            if held or not code:
                return held
            self._require_open(self._find(session, session_id))
            return find_college_of_code(session, session_id, code)

    @takes_right
    def vote(self, session_id: str, participant_token: str, vote: Vote, code: str = "") -> None:
        """Keep a participant's vote in place of their former one; sending it twice counts once; no journal tells it.

        Parameters
        ----------
        session_id : str
        participant_token : str
            Of a seat on the participant's device, see `Actor.sit`.
        vote : Vote
        code : str
            The one-time code, where the session takes one and this seat has not voted yet.

        Raises
        ------
        ClosedError
            If the session is closed or has expired.
        InputError
            If the vote does not answer what was asked, if its college is full, or if the code has served elsewhere.
        MissingError
            If there is no such session, or no such code.
        StoreError
            If the database fails; the former vote stands.
        """
        digest = votes.digest_participant(session_id, participant_token)
        with self._database.write() as session:
            # Votes and the closing wait for each other here: none is counted after it, and no college overflows.
            asked = self._require_open(self._find(session, session_id, is_locked=True))
            votes.keep_vote(session, asked, digest, vote, self._database.read_time())
            if asked.has_codes:
                take_seat(session, session_id, participant_token, code, vote.college)

    @takes_right
    def cast_paper(
        self, session_id: str, facilitator_token: str, vote: Vote, actor: Actor, paper_number: int | None = None
    ) -> int:
        """Keep a vote cast on paper.

        Parameters
        ----------
        session_id, facilitator_token : str
        vote : Vote
        actor : Actor
        paper_number : int or None
            Of the ballot that this one corrects; None counts another.

        Returns
        -------
        int
            Number of the ballot, from 1 in its session: who enters it writes it on the paper.

        Raises
        ------
        ClosedError, MissingError, StoreError
            As `vote`.
        DeniedError
            If the role of the account does not do.
        InputError
            As `vote`, or if the token is not the facilitators', or if no ballot has that number.
        """
        with self._database.write() as session:
            row = self._find_led(session, session_id, facilitator_token, actor)
            asked, now = self._require_open(row), self._database.read_time()
            number = votes.keep_paper(session, asked, vote, now, paper_number)
            corrected = None if paper_number is None else {"paper": number}
            self._record(session, actor, "ConsultationStore.cast_paper", _describe(row, corrected, {"paper": number}))
            return number

    @takes_right
    def withdraw_paper(self, session_id: str, facilitator_token: str, paper_number: int, actor: Actor) -> None:
        """Withdraw a ballot that was entered.

        Parameters
        ----------
        session_id, facilitator_token : str
        paper_number : int
        actor : Actor

        Raises
        ------
        ClosedError, DeniedError, InputError, MissingError, StoreError
            As `cast_paper`.
        """
        with self._database.write() as session:
            row = self._find_led(session, session_id, facilitator_token, actor)
            self._require_open(row)
            votes.withdraw_paper(session, session_id, paper_number)
            self._record(session, actor, "ConsultationStore.withdraw_paper", _describe(row, {"paper": paper_number}))

    @takes_right
    def list_paper(self, session_id: str, facilitator_token: str, actor: Actor) -> tuple[tuple[int, Vote], ...]:
        """List the ballots that were entered, by number: who enters them holds the papers.

        Parameters
        ----------
        session_id, facilitator_token : str
        actor : Actor

        Raises
        ------
        DeniedError
            If the role of the account does not do.
        InputError
            If the token is not the facilitators'.
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            self._find_led(session, session_id, facilitator_token, actor, is_locked=False)
            return votes.list_paper(session, session_id)

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
        digest = votes.digest_participant(session_id, participant_token)
        with self._database.read() as session:
            return votes.find_vote(session, session_id, digest)

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
        with self._database.read() as session:
            return votes.list_votes(session, session_id)

    @takes_right
    def close(self, session_id: str, facilitator_token: str, actor: Actor) -> ConsultationSession:
        """Close a session; a session that is closed already keeps the hour of its closing.

        Parameters
        ----------
        session_id, facilitator_token : str
        actor : Actor

        Raises
        ------
        DeniedError
            If the role of the account does not do.
        InputError
            If the token is not the facilitators'.
        MissingError
            If there is no such session.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = self._find_led(session, session_id, facilitator_token, actor)
            if row.closed_at is None:
                row.closed_at = self._database.read_time()
                told = {"votes": votes.count_shown(session, session_id)}
                self._record(session, actor, "ConsultationStore.close", _describe(row, after=told))
        return read_session(row)

    @takes_right
    def delete(self, session_id: str, facilitator_token: str, actor: Actor) -> None:
        """Delete a session and its votes.

        Parameters
        ----------
        session_id, facilitator_token : str
        actor : Actor

        Raises
        ------
        DeniedError, InputError, MissingError, StoreError
            As `close`.
        """
        with self._database.write() as session:
            row = self._find_led(session, session_id, facilitator_token, actor)
            told = {"votes": votes.count_shown(session, session_id)}
            self._record(session, actor, "ConsultationStore.delete", _describe(row, before=told))
            session.delete(row)

    def _record(self, session: Session, actor: Actor, act: str, change: Change) -> None:
        record(session, actor, act, self._database.read_time(), change)

    def _require_open(self, row: ConsultationSessionRow) -> ConsultationSession:
        """Return a session that takes votes: its row must be locked, for it to take them until the transaction ends."""
        asked = read_session(row)
        if not asked.is_open_at(self._database.read_time()):
            sentence = N_("Cette consultation est terminée, votre vote n'a pas été pris : adressez-vous à qui l'anime.")
            raise ClosedError(remark(sentence))
        return asked

    def _find_led(
        self, session: Session, session_id: str, facilitator_token: str, actor: Actor, *, is_locked: bool = True
    ) -> ConsultationSessionRow:
        """Find a session for who leads it, and hold it until the transaction ends unless it is only read."""
        row = self._find(session, session_id, is_locked=is_locked)
        if not _is_facilitator(row, facilitator_token, actor):
            sentence = N_(
                "Ce lien n'est pas celui de l'animation de cette consultation : ouvrez celui reçu à son ouverture."
            )
            raise InputError(remark(sentence))
        return row

    def _find(self, session: Session, session_id: str, *, is_locked: bool = False) -> ConsultationSessionRow:
        row = (
            session.get(ConsultationSessionRow, session_id, with_for_update=is_locked) if is_token(session_id) else None
        )
        if row is None or self._database.read_time() > (row.closed_at or row.expires_at) + KEPT_AFTER_END:
            sentence = N_(
                "Cette consultation n'existe pas, ou plus : vérifiez le lien, ou ouvrez de nouveau le code QR de la "
                "salle."
            )
            raise MissingError(remark(sentence))
        return row


def _describe(row: ConsultationSessionRow, before: Values | None = None, after: Values | None = None) -> Change:
    return Change(row.territory_key, hide_id(row.id), clean_line(row.question), before, after)


def _is_facilitator(row: ConsultationSessionRow, token: str, actor: Actor) -> bool:
    if actor.role is not None:
        return actor.has_role(Role.FACILITATOR)
    # The digests are of random tokens: comparing them tells nothing, however long it takes.
    return digest_token(row.id, token) == row.facilitator_digest

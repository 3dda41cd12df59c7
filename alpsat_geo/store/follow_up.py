"""Promised and observed values: a promise never changes, an observation never overwrites another silently.

Both are changed from the device that made the promise, and from no other; where there are accounts, by any agent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.database import Store
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.indicator import (
    Observation,
    ObservationConflictError,
    ObservedValue,
    Promise,
    PromisedValue,
    check_observation,
    check_promise,
)
from alpsat_geo.store.journal import Change, record
from alpsat_geo.store.journal_line import Values
from alpsat_geo.store.quotas import require_room
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.tables import ObservedValueRow, PromisedValueRow, ScenarioRow
from alpsat_geo.store.tokens import is_token, make_token


def select_observed(promised_id: str) -> Select[ObservedValueRow]:
    """Select what was observed of a promise, by date."""
    return (
        select(ObservedValueRow)
        .where(ObservedValueRow.promised_id == promised_id)
        .order_by(ObservedValueRow.observed_on)
    )


def lock_promised(session: Session, promised_id: str, actor: Actor) -> PromisedValueRow:
    """Lock a promise until the transaction ends, or say that it does not exist, or that it is another's."""
    row = session.get(PromisedValueRow, promised_id, with_for_update=True) if is_token(promised_id) else None
    if row is None:
        raise MissingError(remark(N_("Cette prévision n'existe pas, ou plus : rechargez la page de suivi.")))
    sentence = N_(
        "La prévision pour « {name} » a été enregistrée depuis un autre appareil : ce qu'elle prévoit et ce qu'on en "
        "observe ne se changent que de là-bas."
    )
    actor.require_right(row.id, row.owner_digest, remark(sentence, name=row.scenario_name))
    return row


def lock_observed(session: Session, observed_id: str, actor: Actor) -> tuple[ObservedValueRow, PromisedValueRow]:
    """Lock an observed value and its promise, as `lock_promised`: it belongs to whom the promise belongs."""
    row = session.get(ObservedValueRow, observed_id, with_for_update=True) if is_token(observed_id) else None
    if row is None:
        raise MissingError(remark(N_("Cette valeur observée n'existe pas, ou plus : rechargez la page de suivi.")))
    return row, lock_promised(session, row.promised_id, actor)


def require_scenario(session: Session, scenario_id: str) -> None:
    """Refuse a promise of a stored scenario that is not there any more."""
    found = session.get(ScenarioRow, scenario_id, with_for_update=True) if is_token(scenario_id) else None
    if found is None:
        sentence = N_(
            "Le scénario de cette prévision a été supprimé : choisissez-en un autre, ou enregistrez-le de nouveau."
        )
        raise MissingError(remark(sentence))


def read_promised(row: PromisedValueRow, actor: Actor) -> PromisedValue:
    """Turn a row into a record for who asks."""
    promise = Promise(
        row.indicator_key,
        row.unit,
        row.low,
        row.value,
        row.high,
        row.promised_on,
        row.due_on,
        basis=row.basis or "",
        verdict=row.verdict or "",
    )
    return PromisedValue(
        row.id,
        row.territory_key,
        row.scenario_id,
        row.scenario_key,
        clean_line(row.scenario_name),
        promise,
        row.created_at,
        is_own=actor.may_change(row.id, row.owner_digest),
    )


def read_observed(row: ObservedValueRow) -> ObservedValue:
    """Turn a row into a record."""
    observation = Observation(row.observed_on, row.value, clean_line(row.source))
    return ObservedValue(row.id, row.promised_id, observation, row.revision, row.created_at, row.updated_at)


def _describe(about: Sequence[PromisedValueRow], before: Values | None = None, after: Values | None = None) -> Change:
    """Describe a change of promises of one scenario, or of what was observed of them."""
    return Change(about[0].territory_key, min(row.id for row in about), about[0].scenario_name, before, after)


def _tell_promised(rows: Sequence[PromisedValueRow]) -> Values:
    return {"promised": {row.indicator_key: [row.low, row.value, row.high] for row in rows}}


def _tell_observed(row: ObservedValueRow, promised: PromisedValueRow) -> Values:
    return {
        "indicator": promised.indicator_key,
        "date": row.observed_on.isoformat(),
        "value": row.value,
        "source": row.source,
    }


class FollowUpStore(Store):
    """The promised and observed values of a database; each method is one transaction."""

    @takes_right
    def promise(
        self,
        scenario: Scenario,
        territory_key: str,
        promises: Sequence[Promise],
        actor: Actor,
        scenario_id: str | None = None,
    ) -> tuple[PromisedValue, ...]:
        """Keep what a scenario promises, all of it or nothing.

        Parameters
        ----------
        scenario : Scenario
            Its key and name are kept with the promise.
        territory_key : str
        promises : sequence of Promise
        actor : Actor
            Their owner from now on.
        scenario_id : str or None
            Id of the scenario when it is a stored one.

        Raises
        ------
        DeniedError
            If nobody is known who could change them afterwards, or if the role of the account does not do.
        InputError
            If an interval is not one.
        MissingError
            If the stored scenario does not exist.
        StoreError
            If the database fails.
        """
        actor.require_known()
        for promise in promises:
            check_promise(promise)
        now = self._database.read_time()
        rows = [
            PromisedValueRow(
                id=promised_id,
                owner_digest=actor.sign(promised_id),
                territory_key=territory_key,
                scenario_id=scenario_id,
                scenario_key=scenario.key,
                scenario_name=scenario.name,
                indicator_key=promise.indicator_key,
                unit=promise.unit,
                low=promise.low,
                value=promise.value,
                high=promise.high,
                promised_on=promise.promised_on,
                due_on=promise.due_on,
                basis=promise.basis,
                verdict=promise.verdict or None,
                created_at=now,
            )
            for promised_id, promise in ((make_token(), promise) for promise in promises)
        ]
        with self._database.write() as session:
            if scenario_id is not None:
                require_scenario(session, scenario_id)
            require_room(session, "promises", territory_key, actor, len(rows))
            session.add_all(rows)
            if rows:
                record(session, actor, "FollowUpStore.promise", now, _describe(rows, after=_tell_promised(rows)))
        return tuple(read_promised(row, actor) for row in rows)

    def list_promised(self, territory_key: str, actor: Actor = NOBODY) -> tuple[PromisedValue, ...]:
        """List the promises of a territory, by date, then scenario and indicator.

        Parameters
        ----------
        territory_key : str
        actor : Actor
            Who asks: the records say which are theirs.

        Raises
        ------
        StoreError
            If the database fails.
        """
        table = PromisedValueRow
        statement = (
            select(table)
            .where(table.territory_key == territory_key)
            .order_by(table.promised_on, table.scenario_key, table.indicator_key, table.id)
        )
        with self._database.read() as session:
            return tuple(read_promised(row, actor) for row in session.scalars(statement))

    @takes_right
    def withdraw(self, promised_ids: Sequence[str], actor: Actor) -> None:
        """Delete promises kept by mistake, all of them or none.

        Parameters
        ----------
        promised_ids : sequence of str
        actor : Actor

        Raises
        ------
        DeniedError
            If another device made one of them, or if the role of the account does not do.
        InputError
            If something was observed of one already: what was promised then stays.
        MissingError
            If there is no such promise.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            withdrawn: list[PromisedValueRow] = []
            for promised_id in sorted(promised_ids):
                row = lock_promised(session, promised_id, actor)
                if session.scalars(select_observed(promised_id)).first() is not None:
                    sentence = N_(
                        "L'indicateur « {key} » prévu par « {name} » a déjà des valeurs observées : effacez-les "
                        "d'abord si la prévision était une erreur."
                    )
                    raise InputError(remark(sentence, key=row.indicator_key, name=row.scenario_name))
                withdrawn.append(row)
            if withdrawn:
                now, before = self._database.read_time(), _tell_promised(withdrawn)
                record(session, actor, "FollowUpStore.withdraw", now, _describe(withdrawn, before=before))
            for row in withdrawn:
                session.delete(row)

    @takes_right
    def observe_all(self, batch: Sequence[tuple[str, Observation]], actor: Actor) -> tuple[ObservedValue, ...]:
        """Keep what was observed of promises, all of it or nothing; the same observation twice counts once.

        Parameters
        ----------
        batch : sequence of (promised_id, Observation)
        actor : Actor

        Returns
        -------
        tuple of ObservedValue
            In the order given.

        Raises
        ------
        DeniedError
            If another device made one of the promises, or if the role of the account does not do.
        ObservationConflictError
            If another value is kept for a date; see `correct`.
        InputError
            If a value is not a finite number, or if its date is to come.
        MissingError
            If there is no such promise.
        StoreError
            If the database fails.
        """
        now = self._database.read_time()
        for _promised_id, observation in batch:
            check_observation(observation, now)
        with self._database.write() as session:
            by_date: dict[tuple[str, date], ObservedValueRow] = {}
            # Two people who enter the same date wait for each other here; one order for all keeps them from a deadlock.
            promised: dict[str, PromisedValueRow] = {}
            added: list[ObservedValueRow] = []
            for promised_id in sorted({promised_id for promised_id, _observation in batch}):
                promised[promised_id] = lock_promised(session, promised_id, actor)
                for row in session.scalars(select_observed(promised_id)):
                    by_date[promised_id, row.observed_on] = row
            kept: list[ObservedValueRow] = []
            for promised_id, observation in batch:
                found = by_date.get((promised_id, observation.observed_on))
                if found is None:
                    found = ObservedValueRow(
                        id=make_token(),
                        promised_id=promised_id,
                        observed_on=observation.observed_on,
                        value=observation.value,
                        source=observation.source,
                        revision=1,
                        created_at=now,
                        updated_at=now,
                    )
                    session.add(found)
                    added.append(found)
                    by_date[promised_id, observation.observed_on] = found
                elif read_observed(found).observation != observation:
                    raise ObservationConflictError(read_observed(found), observation)
                kept.append(found)
            if added:
                about = [promised[row.promised_id] for row in added]
                after = {"observed": [_tell_observed(row, of) for row, of in zip(added, about, strict=True)]}
                record(session, actor, "FollowUpStore.observe_all", now, _describe(about, after=after))
        return tuple(map(read_observed, kept))

    def list_observed_by_promise(self, territory_key: str) -> dict[str, tuple[ObservedValue, ...]]:
        """List what was observed of each promise of a territory that was observed, by date.

        Raises
        ------
        StoreError
            If the database fails.
        """
        statement = (
            select(ObservedValueRow)
            .join(PromisedValueRow, PromisedValueRow.id == ObservedValueRow.promised_id)
            .where(PromisedValueRow.territory_key == territory_key)
            .order_by(ObservedValueRow.observed_on)
        )
        found: dict[str, list[ObservedValue]] = {}
        with self._database.read() as session:
            for row in session.scalars(statement):
                found.setdefault(row.promised_id, []).append(read_observed(row))
        return {promised_id: tuple(values) for promised_id, values in found.items()}

    @takes_right
    def correct(
        self, observed_id: str, value: float, source: str, expected_revision: int, actor: Actor
    ) -> ObservedValue:
        """Correct an observed value, unless somebody else did in between.

        Parameters
        ----------
        observed_id : str
        value : float
        source : str
        expected_revision : int
            The revision that the person saw.
        actor : Actor

        Raises
        ------
        DeniedError
            If another device made the promise, or if the role of the account does not do.
        ObservationConflictError
            If the revision moved.
        InputError, MissingError, StoreError
            As `observe_all`.
        """
        now = self._database.read_time()
        with self._database.write() as session:
            row, promised = lock_observed(session, observed_id, actor)
            submitted = Observation(row.observed_on, value, source)
            check_observation(submitted, now)
            if row.revision != expected_revision:
                raise ObservationConflictError(read_observed(row), submitted)
            before = {"observed": [_tell_observed(row, promised)]}
            row.value, row.source, row.revision, row.updated_at = value, source, expected_revision + 1, now
            after = {"observed": [_tell_observed(row, promised)]}
            record(session, actor, "FollowUpStore.correct", now, _describe([promised], before, after))
        return read_observed(row)

    @takes_right
    def erase(self, observed_id: str, expected_revision: int, actor: Actor) -> None:
        """Delete an observed value, unless somebody corrected it in between.

        Parameters
        ----------
        observed_id : str
        expected_revision : int
        actor : Actor

        Raises
        ------
        DeniedError
            If another device made the promise, or if the role of the account does not do.
        ObservationConflictError
            If the revision moved.
        MissingError
            If there is no such value.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row, promised = lock_observed(session, observed_id, actor)
            if row.revision != expected_revision:
                raise ObservationConflictError(read_observed(row), None)
            now, before = self._database.read_time(), {"observed": [_tell_observed(row, promised)]}
            record(session, actor, "FollowUpStore.erase", now, _describe([promised], before))
            session.delete(row)

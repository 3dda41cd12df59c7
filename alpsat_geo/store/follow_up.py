"""Promised and observed values: a promise never changes, an observation never overwrites another silently."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.database import Database
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.indicator import (
    Observation,
    ObservationConflictError,
    ObservedValue,
    Promise,
    PromisedValue,
    check_observation,
    check_promise,
    read_observed,
    read_promised,
)
from alpsat_geo.store.tables import ObservedValueRow, PromisedValueRow, ScenarioRow
from alpsat_geo.store.tokens import is_token, make_token


class FollowUpStore:
    """The promised and observed values of a database; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def promise(
        self, scenario: Scenario, territory_key: str, promises: Sequence[Promise], scenario_id: str | None = None
    ) -> tuple[PromisedValue, ...]:
        """Keep what a scenario promises, all of it or nothing.

        Parameters
        ----------
        scenario : Scenario
            Its key and name are kept with the promise.
        territory_key : str
        promises : sequence of Promise
        scenario_id : str or None
            Id of the scenario when it is a stored one.

        Raises
        ------
        InputError
            If an interval is not one.
        MissingError
            If the stored scenario does not exist.
        StoreError
            If the database fails.
        """
        for promise in promises:
            check_promise(promise)
        now = self._database.read_time()
        rows = [
            PromisedValueRow(
                id=make_token(),
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
                created_at=now,
            )
            for promise in promises
        ]
        with self._database.write() as session:
            if scenario_id is not None:
                _require_scenario(session, scenario_id)
            session.add_all(rows)
        return tuple(map(read_promised, rows))

    def list_promised(self, territory_key: str) -> tuple[PromisedValue, ...]:
        """List the promises of a territory, by date, then scenario and indicator.

        Parameters
        ----------
        territory_key : str

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
            return tuple(map(read_promised, session.scalars(statement)))

    def withdraw(self, promised_id: str) -> None:
        """Delete a promise kept by mistake.

        Parameters
        ----------
        promised_id : str

        Raises
        ------
        InputError
            If something was observed of it already: what was promised then stays.
        MissingError
            If there is no such promise.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = _lock_promised(session, promised_id)
            if session.scalars(_select_observed(promised_id)).first() is not None:
                message = (
                    f"L'indicateur « {row.indicator_key} » promis par « {row.scenario_name} » a déjà des valeurs "
                    "observées : effacez-les d'abord si la promesse était une erreur."
                )
                raise InputError(message)
            session.delete(row)

    def observe(self, promised_id: str, observations: Sequence[Observation]) -> tuple[ObservedValue, ...]:
        """Keep what was observed of a promise, all of it or nothing; the same observation twice counts once.

        Parameters
        ----------
        promised_id : str
        observations : sequence of Observation

        Returns
        -------
        tuple of ObservedValue
            In the order given.

        Raises
        ------
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
        for observation in observations:
            check_observation(observation, now)
        with self._database.write() as session:
            # Two people who enter the same date wait for each other here.
            _lock_promised(session, promised_id)
            by_date = {row.observed_on: row for row in session.scalars(_select_observed(promised_id))}
            kept: list[ObservedValueRow] = []
            for observation in observations:
                row = by_date.get(observation.observed_on)
                if row is None:
                    row = ObservedValueRow(
                        id=make_token(),
                        promised_id=promised_id,
                        observed_on=observation.observed_on,
                        value=observation.value,
                        source=observation.source,
                        revision=1,
                        created_at=now,
                        updated_at=now,
                    )
                    session.add(row)
                    by_date[observation.observed_on] = row
                elif read_observed(row).observation != observation:
                    raise ObservationConflictError(read_observed(row), observation)
                kept.append(row)
        return tuple(map(read_observed, kept))

    def list_observed(self, promised_id: str) -> tuple[ObservedValue, ...]:
        """List what was observed of a promise, by date.

        Parameters
        ----------
        promised_id : str

        Raises
        ------
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return tuple(map(read_observed, session.scalars(_select_observed(promised_id))))

    def correct(self, observed_id: str, value: float, source: str, expected_revision: int) -> ObservedValue:
        """Correct an observed value, unless somebody else did in between.

        Parameters
        ----------
        observed_id : str
        value : float
        source : str
        expected_revision : int
            The revision that the person saw.

        Raises
        ------
        ObservationConflictError
            If the revision moved.
        InputError, MissingError, StoreError
            As `observe`.
        """
        now = self._database.read_time()
        with self._database.write() as session:
            row = _lock_observed(session, observed_id)
            submitted = Observation(row.observed_on, value, source)
            check_observation(submitted, now)
            if row.revision != expected_revision:
                raise ObservationConflictError(read_observed(row), submitted)
            row.value, row.source, row.revision, row.updated_at = value, source, expected_revision + 1, now
        return read_observed(row)

    def erase(self, observed_id: str, expected_revision: int) -> None:
        """Delete an observed value, unless somebody corrected it in between.

        Parameters
        ----------
        observed_id : str
        expected_revision : int

        Raises
        ------
        ObservationConflictError
            If the revision moved.
        MissingError
            If there is no such value.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = _lock_observed(session, observed_id)
            if row.revision != expected_revision:
                raise ObservationConflictError(read_observed(row), None)
            session.delete(row)


def _select_observed(promised_id: str) -> Select[ObservedValueRow]:
    return (
        select(ObservedValueRow)
        .where(ObservedValueRow.promised_id == promised_id)
        .order_by(ObservedValueRow.observed_on)
    )


def _lock_promised(session: Session, promised_id: str) -> PromisedValueRow:
    row = session.get(PromisedValueRow, promised_id, with_for_update=True) if is_token(promised_id) else None
    if row is None:
        message = "Cette promesse n'existe pas, ou plus : rechargez la page de suivi."
        raise MissingError(message)
    return row


def _lock_observed(session: Session, observed_id: str) -> ObservedValueRow:
    row = session.get(ObservedValueRow, observed_id, with_for_update=True) if is_token(observed_id) else None
    if row is None:
        message = "Cette valeur observée n'existe pas, ou plus : rechargez la page de suivi."
        raise MissingError(message)
    return row


def _require_scenario(session: Session, scenario_id: str) -> None:
    found = session.get(ScenarioRow, scenario_id, with_for_update=True) if is_token(scenario_id) else None
    if found is None:
        message = "Le scénario de cette promesse a été supprimé : choisissez-en un autre, ou enregistrez-le de nouveau."
        raise MissingError(message)

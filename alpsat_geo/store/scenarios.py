"""Scenarios that people saved: kept with a revision, so that no save overwrites another silently."""

from __future__ import annotations

from typing import NoReturn, Self

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.database import Clock, Database, read_clock
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.scenario_document import write_document
from alpsat_geo.store.stored_scenario import ScenarioConflictError, StoredScenario, read_row, write_columns
from alpsat_geo.store.tables import ScenarioRow
from alpsat_geo.store.tokens import is_token, make_token


class ScenarioStore:
    """The scenarios of a database; each method is one transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    @classmethod
    def connect(cls, url: str | None = None, clock: Clock = read_clock) -> Self:
        """Open the database and its scenarios.

        Parameters
        ----------
        url : str or None
            See `alpsat_geo.store.location.locate_database`.
        clock : callable
            Returns the present instant, aware of its zone.

        Raises
        ------
        StoreError
            If the database cannot be opened.
        """
        return cls(Database.connect(url, clock))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def save(self, scenario: Scenario, territory_key: str) -> StoredScenario:
        """Keep a scenario under a new id.

        Parameters
        ----------
        scenario : Scenario
        territory_key : str

        Raises
        ------
        InputError
            If the scenario holds a value that none may hold; actions and places are not looked up here.
        StoreError
            If the database fails; nothing was kept.
        """
        return self._insert(scenario, territory_key, None)

    def save_copy(self, scenario: Scenario, territory_key: str, copied_from: str) -> StoredScenario:
        """Keep one's own version of a scenario under a new id, beside the original.

        Parameters
        ----------
        scenario : Scenario
            The version to keep; after a conflict, ``error.submitted``.
        territory_key : str
        copied_from : str
            Id of the original, which is not changed; it may have been deleted in between.

        Raises
        ------
        InputError, StoreError
            As `save`.
        """
        return self._insert(scenario, territory_key, copied_from)

    def copy(self, scenario_id: str) -> StoredScenario:
        """Copy a scenario under a new id, for a person who opens its link and edits it.

        Parameters
        ----------
        scenario_id : str
            The original, which is not changed.

        Raises
        ------
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            # The original must not be deleted before the copy points at it.
            row = _find(session, scenario_id, is_locked=True)
            copied = self._add(session, write_document(read_row(row).scenario), row.territory_key, row.id)
        return read_row(copied)

    def get(self, scenario_id: str) -> StoredScenario:
        """Return a scenario.

        Parameters
        ----------
        scenario_id : str

        Raises
        ------
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return read_row(_find(session, scenario_id))

    def list(self, territory_key: str) -> tuple[StoredScenario, ...]:
        """List the scenarios of a territory, the latest change first.

        Parameters
        ----------
        territory_key : str

        Raises
        ------
        StoreError
            If the database fails.
        """
        statement = (
            select(ScenarioRow)
            .where(ScenarioRow.territory_key == territory_key)
            .order_by(ScenarioRow.updated_at.desc(), ScenarioRow.id)
        )
        with self._database.read() as session:
            return tuple(map(read_row, session.scalars(statement)))

    def update(self, scenario_id: str, scenario: Scenario, expected_revision: int) -> StoredScenario:
        """Keep a new version of a scenario, unless somebody else did in between.

        Parameters
        ----------
        scenario_id : str
        scenario : Scenario
        expected_revision : int
            The revision that the change started from.

        Raises
        ------
        ScenarioConflictError
            If the revision moved; it holds both versions, and the kept one was not touched.
        MissingError
            If there is no such scenario.
        InputError, StoreError
            As `save`.
        """
        columns = write_columns(write_document(scenario))
        statement = (
            update(ScenarioRow)
            .where(ScenarioRow.id == scenario_id, ScenarioRow.revision == expected_revision)
            .values(**columns, revision=expected_revision + 1, updated_at=self._database.read_time())
            .returning(ScenarioRow)
        )
        _require_id(scenario_id)
        with self._database.write() as session:
            row = session.scalars(statement).one_or_none()
            if row is None:
                _refuse(session, scenario_id, expected_revision, scenario)
        return read_row(row)

    def delete(self, scenario_id: str, expected_revision: int) -> None:
        """Delete a scenario, unless somebody changed it in between; its copies stay.

        Parameters
        ----------
        scenario_id : str
        expected_revision : int
            The revision that the person saw.

        Raises
        ------
        ScenarioConflictError
            If the revision moved.
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        statement = (
            delete(ScenarioRow)
            .where(ScenarioRow.id == scenario_id, ScenarioRow.revision == expected_revision)
            .returning(ScenarioRow.id)
        )
        _require_id(scenario_id)
        with self._database.write() as session:
            if session.scalars(statement).one_or_none() is None:
                _refuse(session, scenario_id, expected_revision, None)

    def _insert(self, scenario: Scenario, territory_key: str, copied_from: str | None) -> StoredScenario:
        document = write_document(scenario)
        with self._database.write() as session:
            original = None
            if copied_from is not None and is_token(copied_from):
                original = session.get(ScenarioRow, copied_from, with_for_update=True)
            row = self._add(session, document, territory_key, None if original is None else original.id)
        return read_row(row)

    def _add(
        self, session: Session, document: dict[str, object], territory_key: str, copied_from: str | None
    ) -> ScenarioRow:
        now = self._database.read_time()
        row = ScenarioRow(
            id=make_token(),
            territory_key=territory_key,
            revision=1,
            created_at=now,
            updated_at=now,
            copied_from=copied_from,
            **write_columns(document),
        )
        session.add(row)
        return row


def _require_id(scenario_id: str) -> None:
    if not is_token(scenario_id):
        message = (
            "Le lien de ce scénario est incomplet ou abîmé : copiez-le en entier, ou repartez d'un scénario proposé."
        )
        raise MissingError(message)


def _find(session: Session, scenario_id: str, *, is_locked: bool = False) -> ScenarioRow:
    _require_id(scenario_id)
    row = session.get(ScenarioRow, scenario_id, with_for_update=is_locked)
    if row is None:
        message = (
            f"Aucun scénario n'est enregistré sous « {scenario_id} », il a peut-être été supprimé : demandez un autre "
            "lien, ou repartez d'un scénario proposé."
        )
        raise MissingError(message)
    return row


def _refuse(session: Session, scenario_id: str, expected_revision: int, submitted: Scenario | None) -> NoReturn:
    current = read_row(_find(session, scenario_id))
    raise ScenarioConflictError(current, expected_revision, submitted)

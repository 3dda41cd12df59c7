"""Scenarios that people saved: kept with a revision, so that no save overwrites another silently."""

from __future__ import annotations

from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.store.actor import NOBODY, Actor
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

    def check(self) -> None:
        """Raise what keeps the database from being read; see `alpsat_geo.store.database.Database.check`."""
        self._database.check()

    def save(self, scenario: Scenario, territory_key: str, actor: Actor) -> StoredScenario:
        """Keep a scenario under a new id.

        Parameters
        ----------
        scenario : Scenario
        territory_key : str
        actor : Actor
            Its owner from now on.

        Raises
        ------
        DeniedError
            If nobody is known who could change it afterwards.
        InputError
            If the scenario holds a value that none may hold; actions and places are not looked up here.
        StoreError
            If the database fails; nothing was kept.
        """
        return self._insert(scenario, territory_key, None, actor)

    def save_copy(self, scenario: Scenario, territory_key: str, copied_from: str, actor: Actor) -> StoredScenario:
        """Keep one's own version of a scenario under a new id, beside the original.

        Parameters
        ----------
        scenario : Scenario
            The version to keep; after a conflict, ``error.submitted``.
        territory_key : str
        copied_from : str
            Id of the original, which is not changed; it may have been deleted in between.
        actor : Actor
            Owner of the copy.

        Raises
        ------
        DeniedError, InputError, StoreError
            As `save`.
        """
        return self._insert(scenario, territory_key, copied_from, actor)

    def copy(self, scenario_id: str, actor: Actor) -> StoredScenario:
        """Copy a scenario under a new id, for a person who opens its link and edits it.

        Parameters
        ----------
        scenario_id : str
            The original, which is not changed.
        actor : Actor
            Owner of the copy.

        Raises
        ------
        DeniedError
            As `save`.
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        actor.require_known()
        with self._database.write() as session:
            # The original must not be deleted before the copy points at it.
            row = _find(session, scenario_id, is_locked=True)
            document = write_document(read_row(row, actor).scenario)
            copied = self._add(session, document, row.territory_key, row.id, actor)
        return read_row(copied, actor)

    def get(self, scenario_id: str, actor: Actor = NOBODY) -> StoredScenario:
        """Return a scenario.

        Parameters
        ----------
        scenario_id : str
        actor : Actor
            Who asks: the record says whether it is theirs.

        Raises
        ------
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return read_row(_find(session, scenario_id), actor)

    def list(self, territory_key: str, actor: Actor = NOBODY) -> tuple[StoredScenario, ...]:
        """List the scenarios of a territory, the latest change first.

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
        statement = (
            select(ScenarioRow)
            .where(ScenarioRow.territory_key == territory_key)
            .order_by(ScenarioRow.updated_at.desc(), ScenarioRow.id)
        )
        with self._database.read() as session:
            return tuple(read_row(row, actor) for row in session.scalars(statement))

    def update(self, scenario_id: str, scenario: Scenario, expected_revision: int, actor: Actor) -> StoredScenario:
        """Keep a new version of a scenario, unless it is another's, or somebody changed it in between.

        Parameters
        ----------
        scenario_id : str
        scenario : Scenario
        expected_revision : int
            The revision that the change started from.
        actor : Actor

        Raises
        ------
        DeniedError
            If another device saved it.
        ScenarioConflictError
            If the revision moved; it holds both versions, and the kept one was not touched.
        MissingError
            If there is no such scenario.
        InputError, StoreError
            As `save`.
        """
        columns = write_columns(write_document(scenario))
        with self._database.write() as session:
            row = _find_own(session, scenario_id, expected_revision, scenario, actor)
            for name, value in columns.items():
                setattr(row, name, value)
            row.revision, row.updated_at = expected_revision + 1, self._database.read_time()
        return read_row(row, actor)

    def delete(self, scenario_id: str, expected_revision: int, actor: Actor) -> None:
        """Delete a scenario, unless it is another's, or somebody changed it in between; its copies stay.

        Parameters
        ----------
        scenario_id : str
        expected_revision : int
            The revision that the person saw.
        actor : Actor

        Raises
        ------
        DeniedError
            If another device saved it.
        ScenarioConflictError
            If the revision moved.
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            session.delete(_find_own(session, scenario_id, expected_revision, None, actor))

    def _insert(self, scenario: Scenario, territory_key: str, copied_from: str | None, actor: Actor) -> StoredScenario:
        actor.require_known()
        document = write_document(scenario)
        with self._database.write() as session:
            original = None
            if copied_from is not None and is_token(copied_from):
                original = session.get(ScenarioRow, copied_from, with_for_update=True)
            row = self._add(session, document, territory_key, None if original is None else original.id, actor)
        return read_row(row, actor)

    def _add(
        self, session: Session, document: dict[str, object], territory_key: str, copied_from: str | None, actor: Actor
    ) -> ScenarioRow:
        now, scenario_id = self._database.read_time(), make_token()
        row = ScenarioRow(
            id=scenario_id,
            territory_key=territory_key,
            revision=1,
            created_at=now,
            updated_at=now,
            copied_from=copied_from,
            owner_digest=actor.sign(scenario_id),
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


def _find_own(
    session: Session, scenario_id: str, expected_revision: int, submitted: Scenario | None, actor: Actor
) -> ScenarioRow:
    """Lock a scenario that the actor is about to change, as it was seen, or refuse."""
    row = _find(session, scenario_id, is_locked=True)
    message = (
        f"Le scénario « {row.name} » a été enregistré depuis un autre appareil : il ne se change que de là-bas, "
        "enregistrez le vôtre à part."
    )
    actor.require_right(row.id, row.owner_digest, message)
    if row.revision != expected_revision:
        raise ScenarioConflictError(read_row(row, actor), expected_revision, submitted)
    return row

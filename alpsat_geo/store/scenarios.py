"""Scenarios that people saved: each save keeps the former version, and none overwrites another silently."""

from __future__ import annotations

import json
from typing import Self

from sqlalchemy import select
from sqlalchemy.orm import Session

from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.text import N_, clean_line
from alpsat_geo.store.actor import NOBODY, Actor
from alpsat_geo.store.database import Clock, Database, Store, read_clock
from alpsat_geo.store.errors import MissingError
from alpsat_geo.store.journal import Change, record
from alpsat_geo.store.quotas import require_room
from alpsat_geo.store.rights import takes_right
from alpsat_geo.store.scenario_document import read_document, write_document
from alpsat_geo.store.stored_scenario import (
    SavedVersion,
    ScenarioConflictError,
    StoredScenario,
    clean_signature,
    join_columns,
    read_row,
    write_columns,
)
from alpsat_geo.store.tables import ScenarioRow, ScenarioVersionRow
from alpsat_geo.store.tokens import is_token, make_token

_Told = dict[str, object]


class ScenarioStore(Store):
    """The scenarios of a database; each method is one transaction."""

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

    @takes_right
    def save(self, scenario: Scenario, territory_key: str, actor: Actor, signature: str = "") -> StoredScenario:
        """Keep a scenario under a new id.

        Parameters
        ----------
        scenario : Scenario
        territory_key : str
        actor : Actor
            Its owner from now on.
        signature : str
            A free line of who saves it; empty when they do not sign.

        Raises
        ------
        DeniedError
            If nobody is known who could change it afterwards, or if the role of the account does not do.
        InputError
            If the scenario holds a value that none may hold, or the signature is too long; actions and places are
            not looked up here.
        StoreError
            If the database fails; nothing was kept.
        """
        return self._insert(scenario, territory_key, None, actor, signature, act="ScenarioStore.save")

    @takes_right
    def save_copy(
        self, scenario: Scenario, territory_key: str, copied_from: str, actor: Actor, signature: str = ""
    ) -> StoredScenario:
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
        signature : str
            As `save`.

        Raises
        ------
        DeniedError, InputError, StoreError
            As `save`.
        """
        return self._insert(scenario, territory_key, copied_from, actor, signature, act="ScenarioStore.save_copy")

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

    def list(
        self, territory_key: str, actor: Actor = NOBODY, *, at_most: int | None = None
    ) -> tuple[StoredScenario, ...]:
        """List the scenarios of a territory that are not in the bin, the latest change first.

        Parameters
        ----------
        territory_key : str
        actor : Actor
            Who asks: the records say which are theirs.
        at_most : int, optional
            How many are read; all when it is not said.

        Raises
        ------
        StoreError
            If the database fails.
        """
        statement = (
            select(ScenarioRow)
            .where(ScenarioRow.territory_key == territory_key, ScenarioRow.deleted_at.is_(None))
            .order_by(ScenarioRow.updated_at.desc(), ScenarioRow.id)
            .limit(at_most)
        )
        with self._database.read() as session:
            return tuple(read_row(row, actor) for row in session.scalars(statement))

    @takes_right
    def update(
        self, scenario_id: str, scenario: Scenario, expected_revision: int, actor: Actor, signature: str = ""
    ) -> StoredScenario:
        """Keep a new version of a scenario beside the former, unless it is another's, or was changed in between.

        Parameters
        ----------
        scenario_id : str
        scenario : Scenario
        expected_revision : int
            The revision that the change started from.
        actor : Actor
        signature : str
            As `save`.

        Raises
        ------
        DeniedError
            If another saved it, or if the role of the account does not do.
        ScenarioConflictError
            If the revision moved; it holds both versions, and the kept one was not touched.
        MissingError
            If there is no such scenario.
        InputError, StoreError
            As `save`.
        """
        document, signed = write_document(scenario), clean_signature(signature)
        with self._database.write() as session:
            row = _find_own(session, scenario_id, expected_revision, scenario, actor)
            before = _tell(row)
            self._replace(session, row, document, signed, actor)
            record(session, actor, "ScenarioStore.update", row.updated_at, _describe(row, before, _tell(row)))
        return read_row(row, actor)

    def list_versions(self, scenario_id: str, *, at_most: int | None = None) -> tuple[SavedVersion, ...]:
        """List the saves of a scenario, the latest first; whoever may read it may read them.

        Parameters
        ----------
        scenario_id : str
        at_most : int, optional
            How many are read; all when it is not said.

        Raises
        ------
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        table = ScenarioVersionRow
        former = (
            select(table.revision, table.document["name"].as_string(), table.signature, table.saved_at)
            .where(table.scenario_id == scenario_id)
            .order_by(table.revision.desc())
            .limit(None if at_most is None else at_most - 1)
        )
        with self._database.read() as session:
            row = _find(session, scenario_id)
            rows = [(row.revision, row.name, row.signature, row.updated_at), *session.execute(former)]
        return tuple(
            SavedVersion(revision, clean_line(name), signature, saved_at)
            for revision, name, signature, saved_at in rows
        )

    def get_version(self, scenario_id: str, revision: int) -> Scenario:
        """Return a scenario as one of its saves left it.

        Parameters
        ----------
        scenario_id : str
        revision : int
            The rank of the save, from 1.

        Raises
        ------
        MissingError
            If there is no such scenario, or no such version of it.
        StoreError
            If the database fails.
        """
        with self._database.read() as session:
            return read_document(_find_version(session, _find(session, scenario_id), revision))

    @takes_right
    def restore(
        self, scenario_id: str, revision: int, expected_revision: int, actor: Actor, signature: str = ""
    ) -> StoredScenario:
        """Make a former version the present one: a new version, and the one it replaces is kept like any other.

        Parameters
        ----------
        scenario_id : str
        revision : int
            The version to come back to.
        expected_revision : int
            The revision that the person saw as the present one.
        actor : Actor
        signature : str
            As `save`.

        Raises
        ------
        DeniedError, ScenarioConflictError, InputError, StoreError
            As `update`.
        MissingError
            If there is no such scenario, or no such version of it.
        """
        signed = clean_signature(signature)
        with self._database.write() as session:
            wanted = read_document(_find_version(session, _find(session, scenario_id, is_locked=True), revision))
            row = _find_own(session, scenario_id, expected_revision, wanted, actor)
            before = _tell(row)
            self._replace(session, row, write_document(wanted), signed, actor)
            after = _tell(row) | {"from_version": revision}
            record(session, actor, "ScenarioStore.restore", row.updated_at, _describe(row, before, after))
        return read_row(row, actor)

    @takes_right
    def discard(self, scenario_id: str, expected_revision: int, actor: Actor) -> None:
        """Put a scenario in the bin: nobody finds it any more but its owner, who may take it out again.

        Parameters
        ----------
        scenario_id : str
        expected_revision : int
            The revision that the person saw.
        actor : Actor

        Raises
        ------
        DeniedError, ScenarioConflictError, MissingError, StoreError
            As `delete`.
        """
        with self._database.write() as session:
            row = _find_own(session, scenario_id, expected_revision, None, actor)
            before = _tell(row)
            row.deleted_at = self._database.read_time()
            record(session, actor, "ScenarioStore.discard", row.deleted_at, _describe(row, before, _tell(row)))

    def list_discarded(self, territory_key: str, actor: Actor) -> tuple[StoredScenario, ...]:
        """List what one may take out of the bin, the latest put there first.

        Parameters
        ----------
        territory_key : str
        actor : Actor

        Raises
        ------
        StoreError
            If the database fails.
        """
        statement = (
            select(ScenarioRow)
            .where(ScenarioRow.territory_key == territory_key, ScenarioRow.deleted_at.is_not(None))
            .order_by(ScenarioRow.deleted_at.desc(), ScenarioRow.id)
        )
        with self._database.read() as session:
            rows = session.scalars(statement)
            return tuple(read_row(row, actor) for row in rows if actor.may_change(row.id, row.owner_digest))

    @takes_right
    def recover(self, scenario_id: str, actor: Actor) -> StoredScenario:
        """Take a scenario out of the bin, with all its versions.

        Parameters
        ----------
        scenario_id : str
        actor : Actor

        Raises
        ------
        DeniedError
            If another saved it, or if the role of the account does not do.
        MissingError
            If it was deleted for good.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = _find(session, scenario_id, is_locked=True, is_discarded=True)
            _require_owner(row, actor)
            before = _tell(row)
            row.deleted_at = None
            record(
                session, actor, "ScenarioStore.recover", self._database.read_time(), _describe(row, before, _tell(row))
            )
        return read_row(row, actor)

    @takes_right
    def delete(self, scenario_id: str, expected_revision: int, actor: Actor) -> None:
        """Delete a scenario and its versions for good, in the bin or not; its copies stay.

        Parameters
        ----------
        scenario_id : str
        expected_revision : int
            The revision that the person saw.
        actor : Actor

        Raises
        ------
        DeniedError
            If another saved it, or if the role of the account does not do.
        ScenarioConflictError
            If the revision moved.
        MissingError
            If there is no such scenario.
        StoreError
            If the database fails.
        """
        with self._database.write() as session:
            row = _find_own(session, scenario_id, expected_revision, None, actor, is_discarded=True)
            record(session, actor, "ScenarioStore.delete", self._database.read_time(), _describe(row, _tell(row), None))
            session.delete(row)

    def _insert(
        self,
        scenario: Scenario,
        territory_key: str,
        copied_from: str | None,
        actor: Actor,
        signature: str,
        *,
        act: str,
    ) -> StoredScenario:
        actor.require_known()
        document, signed = write_document(scenario), clean_signature(signature)
        with self._database.write() as session:
            original = None
            if copied_from is not None and is_token(copied_from):
                # It must not be deleted before the copy points at it.
                original = session.get(ScenarioRow, copied_from, with_for_update=True)
            require_room(session, "scenarios", territory_key, actor)
            require_room(session, "scenario_bytes", territory_key, actor, _measure(document))
            now, scenario_id = self._database.read_time(), make_token()
            row = ScenarioRow(
                id=scenario_id,
                territory_key=territory_key,
                revision=1,
                created_at=now,
                updated_at=now,
                copied_from=None if original is None else original.id,
                owner_digest=actor.sign(scenario_id),
                signature=signed,
                **write_columns(document),
            )
            session.add(row)
            record(session, actor, act, row.updated_at, _describe(row, None, _tell(row)))
        return read_row(row, actor)

    def _replace(
        self, session: Session, row: ScenarioRow, document: dict[str, object], signature: str, actor: Actor
    ) -> None:
        """Keep the present version of a locked row among the former ones, and write the next in its place."""
        require_room(session, "versions", row.id, actor)
        require_room(session, "scenario_bytes", row.territory_key, actor, _measure(document))
        session.add(
            ScenarioVersionRow(
                scenario_id=row.id,
                revision=row.revision,
                document=join_columns(row),
                signature=row.signature,
                saved_at=row.updated_at,
            )
        )
        for name, value in write_columns(document).items():
            setattr(row, name, value)
        row.revision, row.updated_at, row.signature = row.revision + 1, self._database.read_time(), signature


def _measure(document: dict[str, object]) -> int:
    return len(json.dumps(document, ensure_ascii=False))


def _tell(row: ScenarioRow) -> _Told:
    """Return what the journal tells of a scenario: the versions hold what it was."""
    told: _Told = {"version": row.revision, "name": row.name}
    if row.copied_from is not None:
        told["copied_from"] = row.copied_from
    return told | {"in_bin": True} if row.deleted_at is not None else told


def _describe(row: ScenarioRow, before: _Told | None, after: _Told | None) -> Change:
    return Change(row.territory_key, row.id, row.name, before, after)


def _find(session: Session, scenario_id: str, *, is_locked: bool = False, is_discarded: bool = False) -> ScenarioRow:
    """Find a scenario, or say that there is none; one in the bin is found only where it is looked for."""
    if not is_token(scenario_id):
        sentence = N_(
            "Le lien de ce scénario est incomplet ou abîmé : copiez-le en entier, ou repartez d'un scénario proposé."
        )
        raise MissingError(remark(sentence))
    row = session.get(ScenarioRow, scenario_id, with_for_update=is_locked)
    if row is None or (row.deleted_at is not None and not is_discarded):
        sentence = N_(
            "Aucun scénario n'est enregistré sous « {id} », il a peut-être été supprimé : demandez un autre lien, ou "
            "repartez d'un scénario proposé."
        )
        raise MissingError(remark(sentence, id=scenario_id))
    return row


def _find_version(session: Session, row: ScenarioRow, revision: int) -> dict[str, object]:
    """Return the document of one version of a scenario, the present one or a former."""
    if revision == row.revision:
        return join_columns(row)
    version = session.get(ScenarioVersionRow, (row.id, revision)) if revision > 0 else None
    if version is None:
        sentence = N_("La version {number} du scénario « {name} » n'est pas gardée : choisissez-en une de la liste.")
        raise MissingError(remark(sentence, number=str(revision), name=row.name))
    return version.document


def _find_own(
    session: Session,
    scenario_id: str,
    expected_revision: int,
    submitted: Scenario | None,
    actor: Actor,
    *,
    is_discarded: bool = False,
) -> ScenarioRow:
    """Lock a scenario that the actor is about to change, as it was seen, or refuse."""
    row = _find(session, scenario_id, is_locked=True, is_discarded=is_discarded)
    _require_owner(row, actor)
    if row.revision != expected_revision:
        raise ScenarioConflictError(read_row(row, actor), expected_revision, submitted)
    return row


def _require_owner(row: ScenarioRow, actor: Actor) -> None:
    sentence = N_(
        "Le scénario « {name} » a été enregistré depuis un autre appareil : il ne se change que de là-bas, "
        "enregistrez le vôtre à part."
    )
    actor.require_right(row.id, row.owner_digest, remark(sentence, name=row.name))

"""Own scenarios in the store: saved, listed with their versions, thrown away; without it the visit goes on alone."""

from __future__ import annotations

import dataclasses
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.mode import find_actor, is_hosted, is_shared
from alpsat_geo.app.core.wiring import load_store
from alpsat_geo.app.parts.outage import reach_store
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.language import _
from alpsat_geo.report.scenarios.own import OwnScenario
from alpsat_geo.store.errors import ConflictError, DeniedError, MissingError

if TYPE_CHECKING:
    from alpsat_geo.store.scenarios import ScenarioStore
    from alpsat_geo.store.stored_scenario import SavedVersion, StoredScenario

_OUTAGE_KEY = "panne_base"
_SIGNATURE_KEY = "signature_gardee"
LISTED_AT_MOST = 100


def save_own(project: Project, own: OwnScenario) -> tuple[OwnScenario, str]:
    """Save an own scenario: in its record when it is the person's, else in a new one.

    Returns
    -------
    own : OwnScenario
        With its record.
    sentence : str
        What was done, in French.

    Raises
    ------
    StoreError
        If the store cannot be reached; nothing is lost.
    DeniedError
        If nobody is known whose the scenario would be.
    LimitError
        If too much was saved just before.
    InputError
        If the store may not hold the scenario.
    """
    scenario, territory_key, actor, signature = own.scenario, project.territory.key, find_writer(), read_signature()
    name, sentence = scenario.name, _("« {name} » est enregistré.")
    with _reach_store() as store:
        if not own.stored_id:
            stored = store.save(scenario, territory_key, actor, signature)
        elif own.is_copy:
            stored = store.save_copy(scenario, territory_key, own.stored_id, actor, signature)
            sentence = _("« {name} » est enregistré à part : le scénario dont il est la copie n'a pas changé.")
        else:
            try:
                stored = store.update(own.stored_id, scenario, own.revision, actor, signature)
            except MissingError:
                stored = store.save(scenario, territory_key, actor, signature)
                sentence = _("« {name} » n'était plus dans la bibliothèque : votre version y est enregistrée à part.")
            except (ConflictError, DeniedError) as error:
                # Neither version may be lost: this one goes beside the other, which may have another name by now.
                stored = store.save_copy(scenario, territory_key, own.stored_id, actor, signature)
                name = getattr(error, "current", own).scenario.name
                sentence = _(
                    "« {name} » a été modifié entre-temps, dans un autre onglet ou par quelqu'un d'autre : votre"
                    " version est enregistrée à part, l'autre est gardée."
                )
    saved = dataclasses.replace(own, stored_id=stored.id, revision=stored.revision, is_saved=True, is_copy=False)
    return saved, sentence.format(name=name)


def fetch_own(stored_id: str, *, keeps_record: bool = False) -> OwnScenario:
    """Open a record as a copy: what is done to it never changes the record.

    Parameters
    ----------
    stored_id : str
    keeps_record : bool
        Whether a record of one's own is opened itself, so that saving again changes it.

    Raises
    ------
    MissingError
        If there is no such record.
    InputError
        If it was saved for another territory.
    StoreError
        If the store cannot be reached.
    """
    with _reach_store() as store:
        stored = store.get(stored_id, find_actor())
    if stored.territory_key != state.find_territory():
        raise InputError(_("Un scénario du lien a été enregistré pour un autre territoire : il est laissé de côté."))
    is_copy = not (keeps_record and stored.is_own)
    return OwnScenario(stored.scenario, stored.id, stored.revision, is_saved=True, is_copy=is_copy)


def list_archived(project: Project) -> tuple[StoredScenario, ...]:
    """List the saved scenarios of the territory, the latest change first.

    Raises
    ------
    StoreError
        If the store cannot be reached; so do the functions below.
    """
    with _reach_store() as store:
        return store.list(project.territory.key, find_actor(), at_most=LISTED_AT_MOST)


def list_discarded(project: Project) -> tuple[StoredScenario, ...]:
    """List what the person may take out of the bin."""
    with _reach_store() as store:
        return store.list_discarded(project.territory.key, find_actor())[:LISTED_AT_MOST]


def list_versions(stored: StoredScenario) -> tuple[SavedVersion, ...]:
    """List the versions of a saved scenario, the latest first."""
    with _reach_store() as store:
        return store.list_versions(stored.id, at_most=LISTED_AT_MOST)


def fetch_version(stored: StoredScenario, revision: int) -> Scenario:
    """Return one version of a saved scenario."""
    with _reach_store() as store:
        return store.get_version(stored.id, revision)


def restore_version(stored: StoredScenario, revision: int) -> StoredScenario:
    """Make a former version the present one, unless somebody changed the scenario since it was shown."""
    actor = find_writer()
    with _reach_store() as store:
        return store.restore(stored.id, revision, stored.revision, actor, read_signature())


def discard(stored: StoredScenario) -> None:
    """Put a saved scenario in the bin, unless somebody changed it since it was shown."""
    actor = find_writer()
    with _reach_store() as store:
        store.discard(stored.id, stored.revision, actor)


def recover(stored: StoredScenario) -> None:
    """Take a saved scenario out of the bin."""
    actor = find_writer()
    with _reach_store() as store:
        store.recover(stored.id, actor)


def delete(stored: StoredScenario) -> None:
    """Delete a saved scenario for good, with its versions."""
    actor = find_writer()
    with _reach_store() as store:
        store.delete(stored.id, stored.revision, actor)


def read_signature() -> str:
    """Return the line that this visit signs what it saves with; empty when it does not."""
    return str(state.recall(_SIGNATURE_KEY) or "")


def keep_signature(signature: str) -> None:
    """Keep the line that this visit signs with, for its length alone."""
    state.keep(_SIGNATURE_KEY, signature)


def is_marked() -> bool:
    """Tell whether a list says which scenarios are one's own: where there are others', that one may not change."""
    return is_shared() and not is_hosted()


def _reach_store() -> AbstractContextManager[ScenarioStore]:
    sentence = _("La base des scénarios ne répond pas : vos scénarios restent dans le lien de cette page.")
    return reach_store(load_store, _OUTAGE_KEY, sentence)

"""Own scenarios in the store: saved, opened, listed; without it the visit goes on alone."""

from __future__ import annotations

import dataclasses
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from alpsat_geo.app.core import state
from alpsat_geo.app.core.limits import find_writer
from alpsat_geo.app.core.mode import find_actor, is_shared
from alpsat_geo.app.core.wiring import load_store
from alpsat_geo.project import Project
from alpsat_geo.report.figures import format_moment
from alpsat_geo.report.labels import tell_apart
from alpsat_geo.report.language import _, choose_plural
from alpsat_geo.report.scenarios.own import OwnScenario
from alpsat_geo.store.errors import ConflictError, DeniedError, MissingError, StoreError

if TYPE_CHECKING:
    from alpsat_geo.store.scenarios import ScenarioStore
    from alpsat_geo.store.stored_scenario import StoredScenario

_LOG = logging.getLogger(__name__)
_OUTAGE_KEY = "panne_base"
_OUTAGE_S = 30.0
_LISTED_AT_MOST = 100


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
    scenario, territory_key, actor = own.scenario, project.territory.key, find_writer()
    sentence = _("« {name} » est enregistré.")
    with _reach_store() as store:
        if not own.stored_id:
            stored = store.save(scenario, territory_key, actor)
        elif own.is_copy:
            stored = store.save_copy(scenario, territory_key, own.stored_id, actor)
            sentence = _("« {name} » est enregistré à part : le scénario dont il est la copie n'a pas changé.")
        else:
            try:
                stored = store.update(own.stored_id, scenario, own.revision, actor)
            except (ConflictError, DeniedError, MissingError):
                # Neither version may be lost: this one goes beside the other.
                stored = store.save_copy(scenario, territory_key, own.stored_id, actor)
                sentence = _(
                    "Quelqu'un d'autre a modifié « {name} » entre-temps : votre version est enregistrée à part,"
                    " la sienne est gardée."
                )
    saved = dataclasses.replace(own, stored_id=stored.id, revision=stored.revision, is_saved=True, is_copy=False)
    return saved, sentence.format(name=scenario.name)


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
    StoreError
        If the store cannot be reached.
    """
    with _reach_store() as store:
        stored = store.get(stored_id, find_actor())
    is_copy = not (keeps_record and stored.is_own)
    return OwnScenario(stored.scenario, stored.id, stored.revision, is_saved=True, is_copy=is_copy)


def list_archived(project: Project) -> dict[str, str]:
    """List the saved scenarios of the territory, the latest change first: their labels by id, none twice.

    Raises
    ------
    StoreError
        If the store cannot be reached.
    """
    with _reach_store() as store:
        found = store.list(project.territory.key, find_actor())[:_LISTED_AT_MOST]
    is_marked = is_shared()
    return tell_apart({stored.id: _write_label(stored, is_marked=is_marked) for stored in found})


def _write_label(stored: StoredScenario, *, is_marked: bool) -> str:
    """Write what tells a saved scenario from another: its name, how many actions, when, and whether it is one's own."""
    count = len(stored.scenario.actions)
    details = [
        choose_plural("{count} action", "{count} actions", count).format(count=count),
        format_moment(stored.updated_at),
        *([_("le vôtre")] if is_marked and stored.is_own else []),
    ]
    return f"{stored.scenario.name} ({', '.join(details)})"


@contextmanager
def _reach_store() -> Iterator[ScenarioStore]:
    """Reach the store, or say once and for a while that it does not answer.

    A server that is down keeps each visitor waiting: it is not asked again at each gesture.
    """
    sentence = _("La base des scénarios ne répond pas : vos scénarios restent dans le lien de cette page.")
    if time.monotonic() < float(state.recall(_OUTAGE_KEY) or 0.0):
        raise StoreError(sentence)
    try:
        yield load_store()
    except StoreError as error:
        _LOG.warning("%s", error)
        state.keep(_OUTAGE_KEY, time.monotonic() + _OUTAGE_S)
        raise StoreError(sentence) from error

"""What is loaded once per server: the project, the background of its maps, the databases.

Nothing that a slider moves is kept here: each call runs the whole model, and what is written of it is remembered where
it is written. Answers that depend on nothing but what was asked are kept: the choice of sites and its front, and what
each action of the catalogue costs.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.app.core import state
from alpsat_geo.app.core.assets import ADDRESS, list_map_assets
from alpsat_geo.app.core.garbage import freeze_garbage
from alpsat_geo.app.core.preparation import publish_background
from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.request import TRACED_AT_MOST, SitingRequest
from alpsat_geo.compute.sketch import Sketch
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.errors import AlpSatError
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.domain.published_count import PublishedCount
from alpsat_geo.domain.territory import Territory
from alpsat_geo.project import Project, Registries, open_project
from alpsat_geo.report.atlas.drawing import bound_territory
from alpsat_geo.report.atlas.folium_map import Background
from alpsat_geo.report.composition.question import Offer, Programmes, measure_programmes
from alpsat_geo.report.corrections.code import decode_corrections, read_correction
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length
from alpsat_geo.sources.inventory import Inventory, take_inventory
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.published_counts import read_published_counts
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.store.place import may_hold_rows

if TYPE_CHECKING:  # the first map does not wait for what it does not use
    from alpsat_geo.store.consultations import ConsultationStore
    from alpsat_geo.store.corrections import CorrectionStore
    from alpsat_geo.store.database import Database
    from alpsat_geo.store.follow_up import FollowUpStore
    from alpsat_geo.store.journal import JournalStore
    from alpsat_geo.store.meetings import MeetingStore
    from alpsat_geo.store.scenarios import ScenarioStore
    from alpsat_geo.store.spent_tokens import SpentTokenStore

_ANSWERS_KEPT = 200
_TERRITORIES_KEPT = 4  # one of 36 communes takes about 10 MB, one of 512 about 70
_PROGRAMMES_KEPT = 4  # scores and measures of every programme take about 40 MB
_VARIANTS_KEPT = 8
_READING = threading.Lock()
_SAVED_FOR_S, _STAMP_FOR_S, _OUTAGE_S = 2.0, 1.0, 30.0
_LOG = logging.getLogger(__name__)
_BY_FILES: dict[str | type[Any], Callable[[Any], Any]] = {Project: lambda project: project.territory.fingerprint}
_BY_IDENTITY: dict[str | type[Any], Callable[[Any], Any]] = {Project: lambda project: project.identity}


_sites: Memory[SitingResult] = Memory(_ANSWERS_KEPT, length=Length.SITING)
_fronts: Memory[tuple[SitePlan, ...]] = Memory(_ANSWERS_KEPT, length=Length.SITING)
_programmes: Memory[Programmes] = Memory(_PROGRAMMES_KEPT, length=Length.PROGRAMMES)
# Places that a person picks may make four times as many programmes: one set of them alone is kept.
_chosen_programmes: Memory[Programmes] = Memory(1, length=Length.PROGRAMMES)


@dataclass
class _Saved:
    """The corrections of a territory as they were last read: each run of each visit asks for them."""

    corrections: tuple[Correction, ...] = ()
    read_again_at: float = 0.0


_saved: defaultdict[str, _Saved] = defaultdict(_Saved)
_stamps: dict[str, tuple[float, tuple[int, ...]]] = {}
"""Until when the stamp of a pack stands: a run asks for it ten times, of the disk."""


def load_project() -> Project:
    """Return the project under the assumptions and the corrections of this visit.

    Raises
    ------
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    return vary_project(state.find_assumptions())


def load_embedded() -> Project:
    """Return the project of the territory of this visit, under the assumptions of the files.

    Raises
    ------
    InputError
        If there is no such territory.
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    key = state.find_territory()
    until_s, stamp = _stamps.get(key, (0.0, ()))
    if time.monotonic() >= until_s:
        stamp = find_pack(key).read_stamp()
        _stamps[key] = time.monotonic() + _STAMP_FOR_S, stamp
    return open_territory(key, stamp)


@st.cache_resource(show_spinner=False, max_entries=_TERRITORIES_KEPT)
def open_territory(key: str, stamp: tuple[int, ...]) -> Project:  # noqa: ARG001 - part of what it is kept under
    """Read a territory and prepare the model, once for all visits, and again when its files were changed."""
    registries = Registries(ACTION_TYPES, CRITERIA)
    project = open_project(key, registries, read_scenarios(key)).prepare()
    freeze_garbage()
    return project


def load_background(project: Project) -> Background:
    """Publish what the frame of the map fetches, and return its addresses; the corrections of a project are on it."""
    return _publish(project.territory) if project.territory.corrections else _load_background(project)


@st.cache_resource(show_spinner=False, max_entries=_TERRITORIES_KEPT, hash_funcs=_BY_FILES)
def _load_background(project: Project) -> Background:
    return _publish(project.territory)


def _publish(territory: Territory) -> Background:
    assets = list_map_assets()
    geometry = f"{ADDRESS}/{publish_background(territory)}"
    return Background(
        assets.scripts, assets.styles, assets.font, geometry, tuple(map(tuple, bound_territory(territory)))
    )


def load_inventory() -> Inventory:
    """Check every file of the territory of this visit, once."""
    return _take_inventory(load_embedded())


@st.cache_resource(show_spinner=False, max_entries=_TERRITORIES_KEPT, hash_funcs=_BY_FILES)
def _take_inventory(project: Project) -> Inventory:
    return take_inventory(project.territory.key)


def vary_project(assumptions: Assumptions) -> Project:
    """Return the project of this visit with other assumptions; the embedded one when nothing differs from it."""
    return vary_corrected(assumptions, find_corrections())


def vary_corrected(assumptions: Assumptions, corrections: tuple[Correction, ...]) -> Project:
    """Return the project of the files with parameters moved and data corrected; itself when none are."""
    project = load_embedded()
    return _vary(project, assumptions, corrections) if assumptions or corrections else project


# A record is hashed at once; field by field, a hundred of them would take 20 ms each time.
@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT, hash_funcs={**_BY_FILES, Correction: hash})
def _vary(project: Project, assumptions: Assumptions, corrections: tuple[Correction, ...]) -> Project:
    corrected = project.correct(corrections) if corrections else project
    return (corrected.vary(assumptions) if assumptions else corrected).prepare()


def find_corrections() -> tuple[Correction, ...]:
    """Return the corrections of this visit: those kept for the territory, then those that its link alone carries."""
    saved, code = read_saved(), state.find_corrections()
    if not code:
        return saved
    known = {replace(one, is_saved=False) for one in saved}
    return (*saved, *(one for one in read_carried(code) or () if one not in known))


def read_saved() -> tuple[Correction, ...]:
    """Read the corrections kept for the territory; those of a moment ago stand when the database does not answer."""
    with _READING:
        saved = _saved[state.find_territory()]
        if time.monotonic() >= saved.read_again_at:
            _read_saved(saved)
        return saved.corrections


def forget_saved() -> None:
    """Read the corrections of the territory anew at the next run: somebody changed them."""
    _saved[state.find_territory()].read_again_at = 0.0


def _read_saved(saved: _Saved) -> None:
    saved.read_again_at = time.monotonic() + _SAVED_FOR_S
    # Where nobody ever kept anything, no database is opened: the first page does not wait for its libraries.
    if not may_hold_rows():
        saved.corrections = ()
        return
    pack = load_embedded().territory
    try:
        kept = load_corrections().list(pack.key)
    except AlpSatError as error:
        _LOG.warning("%s", error)
        saved.read_again_at = time.monotonic() + _OUTAGE_S
        return
    found = (read_correction(one.values, pack) for one in kept if one.undone_at is None)
    saved.corrections = tuple(replace(one, is_saved=True) for one in found if one is not None)


def read_carried(code: str) -> tuple[Correction, ...] | None:
    """Read the corrections that an address carries; None when it was not written by this territory's pages."""
    return _read_carried(load_embedded(), code)


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT, hash_funcs=_BY_FILES)
def _read_carried(project: Project, code: str) -> tuple[Correction, ...] | None:
    return decode_corrections(code, project.territory)


@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT, hash_funcs=_BY_IDENTITY)
def sketch_actions(project: Project) -> dict[str, tuple[Sketch, ...]]:
    """Sketch what each action of the catalogue costs, by key."""
    return project.sketch()


def answer_siting(project: Project, request: SitingRequest) -> SitingResult:
    """Choose sites; a question asked before is answered at once.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    return _sites.recall((project.identity, request), lambda: project.site(request))


def trace_siting(project: Project, request: SitingRequest) -> tuple[SitePlan, ...]:
    """Trace what each further space brings, up to five, whatever count or budget was asked."""
    return _fronts.recall((project.identity, request), lambda: project.trace_sites(request, TRACED_AT_MOST))


def _open_database() -> Database:
    from alpsat_geo.store.database import Database  # noqa: PLC0415 - see above

    return Database.connect()


@st.cache_resource(show_spinner=False)
def load_store() -> ScenarioStore:
    """Open the database of the scenarios that people save.

    Raises
    ------
    StoreError
        If it cannot be opened; the next call tries again.
    """
    from alpsat_geo.store.scenarios import ScenarioStore  # noqa: PLC0415 - see above

    return ScenarioStore.connect()


@st.cache_resource(show_spinner=False)
def load_consultations() -> ConsultationStore:
    """Open the database of the consultations; see `load_store`."""
    from alpsat_geo.store.consultations import ConsultationStore  # noqa: PLC0415 - see above

    return ConsultationStore(_open_database())


@st.cache_resource(show_spinner=False)
def load_follow_up() -> FollowUpStore:
    """Open the database of what was promised and observed; see `load_store`."""
    from alpsat_geo.store.follow_up import FollowUpStore  # noqa: PLC0415 - see above

    return FollowUpStore(_open_database())


@st.cache_resource(show_spinner=False)
def load_corrections() -> CorrectionStore:
    """Open the database of the corrections to the data; see `load_store`."""
    from alpsat_geo.store.corrections import CorrectionStore  # noqa: PLC0415 - see above

    return CorrectionStore(_open_database())


@st.cache_resource(show_spinner=False)
def load_journal() -> JournalStore:
    """Open the journal of the database; see `load_store`."""
    from alpsat_geo.store.journal import JournalStore  # noqa: PLC0415 - see above

    return JournalStore(_open_database())


@st.cache_resource(show_spinner=False)
def load_meetings() -> MeetingStore:
    """Open the database of the meetings; see `load_store`."""
    from alpsat_geo.store.meetings import MeetingStore  # noqa: PLC0415 - see above

    return MeetingStore(_open_database())


@st.cache_resource(show_spinner=False)
def load_spent_tokens() -> SpentTokenStore:
    """Open the database of the sessions that were ended; see `load_store`."""
    from alpsat_geo.store.spent_tokens import SpentTokenStore  # noqa: PLC0415 - see above

    return SpentTokenStore(_open_database())


def is_offline() -> bool:
    """Tell whether the application may offer anything from another host."""
    return os.environ.get("ALPSAT_OFFLINE", "") == "1"


@st.cache_resource(show_spinner=False)
def load_counts() -> tuple[PublishedCount, ...]:
    """Read the published counts, once."""
    return read_published_counts()


def evaluate_programmes(project: Project, offer: Offer) -> Programmes:
    """Evaluate every programme that an offer makes; each further question is then answered at once.

    Raises
    ------
    InputError
        If the offer cannot be evaluated.
    """
    kept = _chosen_programmes if offer.places else _programmes
    return kept.recall((project.identity, offer), lambda: measure_programmes(project, offer))

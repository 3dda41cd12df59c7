"""What is loaded once per server: the project, the background of its maps, the databases.

Nothing that a slider moves is kept here: each call runs the whole model, and what is written of it is remembered where
it is written. Answers that depend on nothing but what was asked are kept: the choice of sites and its front, and what
each action of the catalogue costs.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
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
from alpsat_geo.domain.parameters import Assumptions
from alpsat_geo.domain.published_count import PublishedCount
from alpsat_geo.project import Project, Registries, open_project
from alpsat_geo.report.atlas.drawing import bound_territory
from alpsat_geo.report.atlas.folium_map import Background
from alpsat_geo.report.composition.question import Offer, Programmes, score_programmes
from alpsat_geo.sources.inventory import Inventory, take_inventory
from alpsat_geo.sources.published_counts import read_published_counts
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.territory import DEFAULT_TERRITORY

if TYPE_CHECKING:  # the first map does not wait for what it does not use
    from alpsat_geo.store.consultations import ConsultationStore
    from alpsat_geo.store.follow_up import FollowUpStore
    from alpsat_geo.store.meetings import MeetingStore
    from alpsat_geo.store.scenarios import ScenarioStore

_ANSWERS_KEPT = 200
_PROGRAMMES_KEPT = 4  # scores and measures of every programme take about 40 MB
_VARIANTS_KEPT = 8
# Links that each ask for other programmes wait for one another: evaluated all at once, they would fill the memory.
_EVALUATING = threading.BoundedSemaphore(2)
_BY_IDENTITY: dict[str | type[Any], Callable[[Any], Any]] = {Project: lambda project: project.identity}


def load_project() -> Project:
    """Return the project under the assumptions of this visit.

    Raises
    ------
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    return vary_project(state.find_assumptions())


@st.cache_resource(show_spinner=False)
def load_embedded() -> Project:
    """Read the territory and prepare the model, under the assumptions of the files.

    Raises
    ------
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    registries = Registries(ACTION_TYPES, CRITERIA)
    project = open_project(DEFAULT_TERRITORY, registries, read_scenarios()).prepare()
    freeze_garbage()
    return project


@st.cache_resource(show_spinner=False)
def load_background() -> Background:
    """Publish what the frame of the map fetches, and return its addresses."""
    territory, assets = load_embedded().territory, list_map_assets()
    geometry = f"{ADDRESS}/{publish_background(territory)}"
    return Background(
        assets.scripts, assets.styles, assets.font, geometry, tuple(map(tuple, bound_territory(territory)))
    )


@st.cache_resource(show_spinner=False)
def load_inventory() -> Inventory:
    """Check every file of the pack, once."""
    return take_inventory(DEFAULT_TERRITORY)


def vary_project(assumptions: Assumptions) -> Project:
    """Return the embedded project with parameters moved; itself when none are."""
    return _vary(assumptions) if assumptions else load_embedded()


@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT)
def _vary(assumptions: Assumptions) -> Project:
    return load_embedded().vary(assumptions).prepare()


@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT, hash_funcs=_BY_IDENTITY)
def sketch_actions(project: Project) -> dict[str, tuple[Sketch, ...]]:
    """Sketch what each action of the catalogue costs, by key."""
    return project.sketch()


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT, hash_funcs=_BY_IDENTITY)
def answer_siting(project: Project, request: SitingRequest) -> SitingResult:
    """Choose sites; a question asked before is answered at once.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    return project.site(request)


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT, hash_funcs=_BY_IDENTITY)
def trace_siting(project: Project, request: SitingRequest) -> tuple[SitePlan, ...]:
    """Trace what each further space brings, up to five, whatever count or budget was asked."""
    return project.trace_sites(request, TRACED_AT_MOST)


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
    from alpsat_geo.store.database import Database  # noqa: PLC0415 - see above

    return ConsultationStore(Database.connect())


@st.cache_resource(show_spinner=False)
def load_follow_up() -> FollowUpStore:
    """Open the database of what was promised and observed; see `load_store`."""
    from alpsat_geo.store.database import Database  # noqa: PLC0415 - see above
    from alpsat_geo.store.follow_up import FollowUpStore  # noqa: PLC0415 - see above

    return FollowUpStore(Database.connect())


@st.cache_resource(show_spinner=False)
def load_meetings() -> MeetingStore:
    """Open the database of the meetings; see `load_store`."""
    from alpsat_geo.store.database import Database  # noqa: PLC0415 - see above
    from alpsat_geo.store.meetings import MeetingStore  # noqa: PLC0415 - see above

    return MeetingStore(Database.connect())


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
    return _evaluate_chosen_places(project, offer) if offer.places else _evaluate_programmes(project, offer)


@st.cache_resource(show_spinner=False, max_entries=_PROGRAMMES_KEPT, hash_funcs=_BY_IDENTITY)
def _evaluate_programmes(project: Project, offer: Offer) -> Programmes:
    with _EVALUATING:
        return score_programmes(project, offer)


# Places that a person picks may make four times as many programmes: one set of them alone is kept.
@st.cache_resource(show_spinner=False, max_entries=1, hash_funcs=_BY_IDENTITY)
def _evaluate_chosen_places(project: Project, offer: Offer) -> Programmes:
    with _EVALUATING:
        return score_programmes(project, offer)

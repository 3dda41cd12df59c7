"""Where registries, sources and computation meet, once per server.

Nothing that a slider moves is cached here: each call runs the whole model, and what is written of it is remembered
where it is written. Two answers are cached: the choice of sites and its front, both fixed by what was asked.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import streamlit as st

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.app.core import state
from alpsat_geo.app.core.assets import list_map_assets
from alpsat_geo.app.core.garbage import freeze_garbage
from alpsat_geo.app.core.preparation import prepare_model, publish_background
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.criterion import join_anchors
from alpsat_geo.compute.demand import Funnel
from alpsat_geo.compute.draws import SEED, Draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate, evaluate_all
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.priorities import read_weighting
from alpsat_geo.compute.profile import Profile
from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.request import SitingRequest, find_sites, trace_request_front
from alpsat_geo.compute.sketch import Sketch, sketch_action
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Season, Territory
from alpsat_geo.report.address.codecs import Assumptions
from alpsat_geo.report.atlas.drawing import bound_territory
from alpsat_geo.report.labels import tell_apart
from alpsat_geo.report.language import _
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.inventory import Inventory, take_inventory
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenarios import read_scenarios
from alpsat_geo.sources.territory import DEFAULT_TERRITORY, read_territory

if TYPE_CHECKING:  # the first map does not wait for what it does not use
    from alpsat_geo.store.consultations import ConsultationStore
    from alpsat_geo.store.scenarios import ScenarioStore

FRONT_COUNT_MAX = 5
_ANSWERS_KEPT = 200
_VARIANTS_KEPT = 8

ACTION_TYPES_BY_KEY = {action.key: action for action in ACTION_TYPES}
CRITERIA_BY_KEY = {criterion.key: criterion for criterion in CRITERIA}


@dataclass(frozen=True, eq=False)
class Project:
    """All that the pages read, loaded once.

    ``funnel`` and ``central_funnel`` are those of today, on the draws and at the central values;
    ``geometry`` is the address of the map's background in the static folder; ``assumptions`` are the
    parameters that the person moved, in ``table`` and in all that comes from it.
    """

    territory: Territory
    table: ParameterTable
    anchors: dict[str, Anchor]
    scenarios: tuple[Scenario, ...]
    baseline: Baseline
    draws: Draws
    central: Draws
    funnel: Funnel
    central_funnel: Funnel
    profiles: dict[Season, Profile]
    geometry: str
    bounds: list[list[float]]
    assumptions: Assumptions = ()

    def scenario_names(self) -> dict[str, str]:
        """Return the scenarios' names by key, in the order of the files, none twice; what was not studied says so."""
        outside = " (" + _("hors étude") + ")"
        return tell_apart({s.key: _(s.name) + (outside if s.is_outside_study else "") for s in self.scenarios})


def load_project() -> Project:
    """Return the project under the assumptions of this visit.

    Raises
    ------
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    assumptions = state.find_assumptions()
    return vary_project(assumptions) if assumptions else load_embedded()


@st.cache_resource(show_spinner=False)
def load_embedded() -> Project:
    """Read the territory and prepare the model, under the assumptions of the files.

    Raises
    ------
    DataError
        With every finding, when a file of the pack cannot be used.
    """
    territory, anchors = read_territory(DEFAULT_TERRITORY), join_anchors(CRITERIA, read_anchors())
    list_map_assets()
    project = Project(
        territory=territory,
        anchors=anchors,
        scenarios=read_scenarios(),
        geometry=publish_background(territory),
        bounds=bound_territory(territory),
        **prepare_model(territory, read_parameters(), anchors),
    )
    freeze_garbage()
    return project


@st.cache_resource(show_spinner=False)
def load_inventory() -> Inventory:
    """Check every file of the pack, once."""
    return take_inventory(DEFAULT_TERRITORY)


@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT)
def vary_project(assumptions: Assumptions) -> Project:
    """Prepare the model again with parameters moved; the draws keep their quantiles."""
    embedded = load_embedded()
    table = embedded.table.move(dict(assumptions))
    prepared = prepare_model(embedded.territory, table, embedded.anchors)
    return replace(embedded, **prepared, assumptions=assumptions)


def load_sketches() -> dict[str, tuple[Sketch, ...]]:
    """Sketch what each action of the catalogue costs, by key."""
    project = load_project()
    return _sketch_catalogue(project, project.assumptions)


@st.cache_resource(show_spinner=False, max_entries=_VARIANTS_KEPT)
def _sketch_catalogue(_project: Project, assumptions: Assumptions) -> dict[str, tuple[Sketch, ...]]:
    del assumptions  # the key of the cache: a project is too large to be one
    return {action.key: sketch_action(action, _project.baseline, _project.draws) for action in ACTION_TYPES}


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


def evaluate_today(project: Project, season: Season, catchment_min: float) -> Outcome:
    """Run the model without any action, on the draws of the screen."""
    return evaluate(
        DO_NOTHING,
        project.baseline,
        project.draws,
        ACTION_TYPES_BY_KEY,
        settings=Settings(season, float(catchment_min)),
    )


def evaluate_scenario(project: Project, scenario: Scenario, season: Season, catchment_min: float) -> Outcome:
    """Run the model for one scenario, embedded or not, on the draws of the screen."""
    settings = Settings(season, float(catchment_min))
    return evaluate(scenario, project.baseline, project.draws, ACTION_TYPES_BY_KEY, settings=settings)


def evaluate_scenarios(
    project: Project, scenarios: tuple[Scenario, ...], season: Season, catchment_min: float
) -> tuple[Outcome, ...]:
    """Run the model for scenarios, embedded or not, on the draws of the screen."""
    settings = Settings(season, float(catchment_min))
    return evaluate_all(scenarios, project.baseline, project.draws, ACTION_TYPES_BY_KEY, settings)


def compare(
    project: Project,
    keys: tuple[str, ...],
    season: Season,
    catchment_min: float,
    points: tuple[tuple[str, int], ...],
    *,
    outcomes: tuple[Outcome, ...] | None = None,
) -> Comparison:
    """Compare scenarios by key on the draws of the screen; no points stated leaves the weights free.

    ``outcomes`` are theirs, from `evaluate_scenarios`, where the page has asked for them already.
    """
    problem = DecisionProblem(
        project.baseline,
        project.draws,
        ACTION_TYPES_BY_KEY,
        CRITERIA,
        project.anchors,
        Settings(season, float(catchment_min)),
    )
    weighting = read_weighting({key: float(count) for key, count in points}, CRITERIA)
    return compare_scenarios(_find_scenarios(project, keys), problem, weighting, SEED, outcomes)


def _find_scenarios(project: Project, keys: tuple[str, ...]) -> list[Scenario]:
    by_key = {scenario.key: scenario for scenario in project.scenarios}
    return [by_key[key] for key in keys]


def answer_siting(project: Project, request: SitingRequest) -> SitingResult:
    """Choose sites; a question asked before is answered at once.

    Raises
    ------
    InputError
        If the request cannot be met.
    """
    return _answer_siting(project, request, project.assumptions)


def trace_siting(project: Project, request: SitingRequest) -> tuple[SitePlan, ...]:
    """Trace what each further space brings, up to five, whatever count or budget was asked."""
    return _trace_siting(project, replace(request, count=FRONT_COUNT_MAX, budget_eur=None), project.assumptions)


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT)
def _answer_siting(_project: Project, request: SitingRequest, assumptions: Assumptions) -> SitingResult:
    del assumptions  # part of the key of the cache
    return find_sites(_project.baseline, _project.table, request)


@st.cache_resource(show_spinner=False, max_entries=_ANSWERS_KEPT)
def _trace_siting(_project: Project, request: SitingRequest, assumptions: Assumptions) -> tuple[SitePlan, ...]:
    del assumptions  # part of the key of the cache
    return trace_request_front(_project.baseline, _project.table, request, FRONT_COUNT_MAX)


def is_offline() -> bool:
    """Tell whether the application may offer anything from another host."""
    return os.environ.get("ALPSAT_OFFLINE", "") == "1"

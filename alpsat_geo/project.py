"""A territory with all that decides on it: what is read, what the model makes of it once, and what may be asked.

The commands and the pages ask the same `Project`; none of them joins registries, sources and computation by itself.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import DESKS_PARAMETER, Baseline, build_baseline, list_space_parameters
from alpsat_geo.compute.commune_types import CommuneType, classify_communes
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, Measured, compare_scenarios
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.demand import Funnel, compute_funnel
from alpsat_geo.compute.draws import DRAW_COUNT, SEED, Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate, evaluate_all
from alpsat_geo.compute.net_benefit.appraisal import Prices
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.profile import Profile, feasibility_profile
from alpsat_geo.compute.reach import read_columns
from alpsat_geo.compute.resemblance import Resemblance, find_resembling
from alpsat_geo.compute.siting.plan import SitePlan, SitingResult
from alpsat_geo.compute.siting.request import SitingRequest, find_sites, trace_request_front
from alpsat_geo.compute.sketch import Sketch, sketch_action
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.blanks import NEEDED_ROLES, ROLE_NAMES, BlankError
from alpsat_geo.domain.corrected import correct_territory
from alpsat_geo.domain.correction import Correction
from alpsat_geo.domain.parameters import Assumptions, ParameterTable
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import SEASONS, Season, Territory
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.national import build_country, read_national_sheets
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.territory import read_territory

_FIRST_COMPARED_COUNT = 3

RESEMBLING_COUNT = 3
"""Communes that resemble, told of each commune."""


@dataclass(frozen=True, slots=True)
class Registries:
    """The catalogues, handed down by the door."""

    action_types: tuple[ActionType, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, eq=False)
class Project:
    """One territory, ready to be decided on.

    What is drawn or summed up is made when it is first asked for, and shared by `add_scenarios`.

    Attributes
    ----------
    territory : Territory
    table : ParameterTable
    anchors : mapping of str to Anchor
    baseline : Baseline
    action_types : mapping of str to ActionType
        By key, in the order of the catalogue.
    criteria : tuple of Criterion
    scenarios : tuple of Scenario
        Those that may be named; none where a command reads its own.
    assumptions : tuple of (key, central value)
        The parameters that a person moved, in ``table`` and in all that comes from it.
    draw_count, seed : int
        Of ``draws``.
    """

    territory: Territory
    table: ParameterTable
    anchors: Mapping[str, Anchor]
    baseline: Baseline
    action_types: Mapping[str, ActionType]
    criteria: tuple[Criterion, ...]
    scenarios: tuple[Scenario, ...] = ()
    assumptions: Assumptions = ()
    draw_count: int = DRAW_COUNT
    seed: int = SEED

    @property
    def identity(self) -> tuple[object, ...]:
        """Return all that an answer which names no scenario depends on: a project itself is too large to be a key."""
        return (self.territory.fingerprint, self.territory.corrections, self.assumptions, self.draw_count, self.seed)

    @property
    def blanks(self) -> tuple[str, ...]:
        """Return what is missing before anything may be ranked, as `ROLE_NAMES` calls it; nothing where it may."""
        return tuple(
            ROLE_NAMES[role] for role in ROLE_NAMES if role in NEEDED_ROLES.intersection(self.territory.awaited)
        )

    def require_whole(self, *, needs_spaces: bool = False) -> None:
        """Refuse to evaluate where the model would take what is missing for nothing.

        Parameters
        ----------
        needs_spaces : bool
            Whether the answer is about the workspaces of today alone.

        Raises
        ------
        BlankError
        """
        if self.blanks or (needs_spaces and not self.baseline.knows_spaces):
            raise BlankError(self.territory.key, self.blanks)

    @cached_property
    def draws(self) -> Draws:
        """Return the parameters drawn."""
        return sample_draws(self.table, self.baseline.spaces, self.draw_count, self.seed)

    @cached_property
    def central(self) -> Draws:
        """Return the parameters at their central values, as one draw."""
        return central_draws(self.table, self.baseline.spaces)

    @cached_property
    def funnel(self) -> Funnel:
        """Return the funnel of today on the draws."""
        return compute_funnel(self.baseline, self.draws)

    @cached_property
    def central_funnel(self) -> Funnel:
        """Return the funnel of today at the central values."""
        return compute_funnel(self.baseline, self.central)

    @cached_property
    def profiles(self) -> dict[Season, Profile]:
        """Return what each commune is fit for, by season."""
        return {
            season: feasibility_profile(self.baseline, self.territory, self.table, self.anchors, season)
            for season in SEASONS
        }

    @cached_property
    def commune_types(self) -> tuple[CommuneType | None, ...]:
        """Return the type of each commune: valley floor, mid-mountain or valley head; None where it is not known."""
        everywhere = range(len(self.territory.insee_codes))
        summer, winter = (read_columns(self.baseline.minutes[season], everywhere, math.inf) for season in SEASONS[:2])
        return classify_communes(self.territory.town_hall_altitudes.altitude_m, summer, winter)

    @cached_property
    def resemblance(self) -> Resemblance:
        """Return the communes of France that resemble those of the territory."""
        return find_resembling(build_country(read_national_sheets()), self.territory.insee_codes, RESEMBLING_COUNT)

    def prepare(self) -> Project:
        """Make now all that the pages ask first, and return the project itself."""
        _ = self.funnel, self.central_funnel, self.profiles
        return self

    def vary(self, assumptions: Assumptions) -> Project:
        """Return the project with parameters moved; the draws keep their quantiles."""
        table = self.table.move(dict(assumptions))
        return replace(self, table=table, baseline=build_baseline(self.territory, table), assumptions=assumptions)

    def correct(self, corrections: Sequence[Correction]) -> Project:
        """Return the project with its data corrected; spaces that are not corrected keep their draws.

        What finds nothing to correct is left out: `correct_territory` tells which.
        """
        territory, _left = correct_territory(self.territory, corrections)
        return replace(self, territory=territory, baseline=build_baseline(territory, self.table))

    def find_stated(self, pack: Project) -> frozenset[str]:
        """Return the parameters that corrections leave without effect: they state what was drawn from them.

        Parameters
        ----------
        pack : Project
            Of the same territory, without its corrections.
        """
        drawn, former = (list_space_parameters(one.baseline.spaces, one.table) for one in (self, pack))
        return former - drawn

    def redraw(self, draw_count: int, seed: int) -> Project:
        """Return the project with other draws."""
        return replace(self, draw_count=draw_count, seed=seed)

    def add_scenarios(self, scenarios: Sequence[Scenario]) -> Project:
        """Return the project with more scenarios, after its own; whatever is made already is shared."""
        joined = copy.copy(self)
        object.__setattr__(joined, "scenarios", (*self.scenarios, *scenarios))
        return joined

    def find_scenarios(self, keys: Sequence[str]) -> tuple[Scenario, ...]:
        """Return scenarios by key, in the order of the keys."""
        by_key = {scenario.key: scenario for scenario in self.scenarios}
        return tuple(by_key[key] for key in keys)

    def pose(self, settings: Settings, far_factor: float = 1.0) -> DecisionProblem:
        """Return the decision problem of this territory, on the draws; `evaluate`, `site` and others too.

        Raises
        ------
        BlankError
            While the data that it rests on are awaited.
        """
        self.require_whole()
        return DecisionProblem(
            self.baseline, self.draws, self.action_types, self.criteria, settings, self.central, far_factor
        )

    def evaluate(self, scenario: Scenario, settings: Settings) -> Outcome:
        """Run the model for one scenario, on the draws; see `pose`."""
        self.require_whole()
        return evaluate(scenario, self.baseline, self.draws, self.action_types, settings=settings)

    def evaluate_today(self, settings: Settings) -> Outcome:
        """Run the model without any action, on the draws: what is there today says nothing while nobody listed it.

        Raises
        ------
        BlankError
            See `pose`; also where the workspaces are not known.
        """
        self.require_whole(needs_spaces=True)
        return self.evaluate(DO_NOTHING, settings)

    def evaluate_all(self, scenarios: Sequence[Scenario], settings: Settings) -> tuple[Outcome, ...]:
        """Run the model for scenarios, on the draws; see `pose`."""
        self.require_whole()
        return evaluate_all(scenarios, self.baseline, self.draws, self.action_types, settings)

    def compare(
        self,
        scenarios: Sequence[Scenario],
        settings: Settings,
        prices: Prices,
        outcomes: tuple[Outcome, ...] | None = None,
        *,
        far_factor: float = 1.0,
        remembered: Measured | None = None,
    ) -> Comparison:
        """Compare scenarios on the draws.

        Parameters
        ----------
        scenarios : sequence of Scenario
        settings : Settings
        prices : mapping of result key to euros a year
            None chooses nothing.
        outcomes : tuple of Outcome, optional
            Theirs, from `evaluate_all`, where they are known already.
        far_factor : float
            What a result counts in a commune that is far from an open space, from 1 to 3.
        remembered : Measured, optional
            What was measured of them already, with that factor.

        Raises
        ------
        InputError
            See `compare_scenarios`.
        """
        return compare_scenarios(scenarios, self.pose(settings, far_factor), prices, outcomes, remembered)

    def site(self, request: SitingRequest) -> SitingResult:
        """Choose sites.

        Raises
        ------
        InputError
            If the request cannot be met.
        BlankError
            See `pose`.
        """
        self.require_whole()
        return find_sites(self.baseline, self.table, request)

    def trace_sites(self, request: SitingRequest, count_max: int) -> tuple[SitePlan, ...]:
        """Trace what each further space brings, up to a count, whatever count or budget was asked."""
        self.require_whole()
        return trace_request_front(self.baseline, self.table, request, count_max)

    def list_first_compared(self) -> tuple[str, ...]:
        """Return the keys of the scenarios compared before anybody chooses: the pack's, else the first."""
        known = [scenario.key for scenario in self.scenarios]
        named = [key for key in self.territory.first_compared if key in known]
        return tuple(named if len(named) > 1 else sorted(known, key=DO_NOTHING.key.__ne__)[:_FIRST_COMPARED_COUNT])

    def sketch(self) -> dict[str, tuple[Sketch, ...]]:
        """Sketch what each action of the catalogue costs, by key."""
        return {key: sketch_action(action, self.baseline, self.draws) for key, action in self.action_types.items()}


def open_project(territory_key: str, registries: Registries, scenarios: tuple[Scenario, ...] = ()) -> Project:
    """Read a territory and its tables.

    Parameters
    ----------
    territory_key : str
    registries : Registries
    scenarios : tuple of Scenario
        Those that may be named.

    Raises
    ------
    InputError
        If there is no such territory.
    DataError
        If the pack is not good; holds every finding.
    """
    territory = read_territory(territory_key)
    table = _keep_own_rows(read_parameters(), territory)
    return Project(
        territory,
        table,
        read_anchors(),
        build_baseline(territory, table),
        {action.key: action for action in registries.action_types},
        registries.criteria,
        scenarios,
    )


def _keep_own_rows(table: ParameterTable, territory: Territory) -> ParameterTable:
    """Leave out what the table says of spaces that are elsewhere, each by a row of its own."""
    own = {space.key for space in territory.spaces}
    start = f"{DESKS_PARAMETER}_"
    kept = {key: row for key, row in table.items() if not key.startswith(start) or key.removeprefix(start) in own}
    return ParameterTable(kept)

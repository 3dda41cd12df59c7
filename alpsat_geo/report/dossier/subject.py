"""What a dossier is about: one scenario chosen among those compared, and all that was computed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from shapely.geometry.base import BaseGeometry

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.bearers import Bearer
from alpsat_geo.compute.benefit import Benefit, measure_benefit
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.entry_moves import EntryMove, move_entry_prices
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate_all
from alpsat_geo.compute.information import PricedInformation, price_information
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.profile import Profile, feasibility_profile
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.labels import name_scenario
from alpsat_geo.sources.anchors import read_anchors


@dataclass(frozen=True)
class Subject:
    """Everything a dossier tells.

    Attributes
    ----------
    territory : Territory
    shapes : tuple of geometry, length n
        Limits of the communes, EPSG:4326, in the order of the codes.
    comparison : Comparison
        The chosen scenario and one to three others.
    whole : Comparison
        The same beside every scenario of the project: what is read at prices is read among all of them.
    project_names : mapping of scenario key to str
        Of every scenario of the whole.
    chosen_key : str
    profile : Profile
        Of the communes, in the season chosen.
    seed : int
        Of the draws.
    link : str
        Address that restores all of this.
    moved_keys : tuple of str
        Parameters to which the reader gave another central value.
    bearer : Bearer
        Who bears the costs, in what is told by place.
    commune_code : str
        The commune that reads; empty: none, all the EPCI are told.
    is_short : bool
        Whether the two pages go without their annexes.
    known_moves : mapping of scenario key to tuple of EntryMove, optional
        Of the whole, for who has found them already: that takes seconds.
    """

    territory: Territory
    shapes: tuple[BaseGeometry, ...]
    comparison: Comparison
    whole: Comparison
    project_names: Mapping[str, str]
    chosen_key: str
    profile: Profile
    seed: int
    link: str
    moved_keys: tuple[str, ...] = ()
    bearer: Bearer = "host"
    commune_code: str = ""
    is_short: bool = False
    known_moves: Mapping[str, tuple[EntryMove, ...]] | None = None

    @cached_property
    def information(self) -> PricedInformation:
        """Return what knowing is worth at the set prices."""
        return price_information(self.whole)

    @cached_property
    def moves(self) -> Mapping[str, tuple[EntryMove, ...]]:
        """Return how far each unknown moves the entry prices of each scenario, the widest first."""
        return move_entry_prices(self.whole) if self.known_moves is None else self.known_moves

    @cached_property
    def choice_map(self) -> ChoiceMap:
        """Return which scenario is the best at which prices."""
        return self.whole.appraisal.choice_map(self.whole.prices)

    def list_equals(self, row: int) -> tuple[int, ...]:
        """Return the rows of the whole that cost and bring the same as one, itself included."""
        regions = (*self.choice_map.regions, *self.choice_map.beyond)
        return next((region.programmes for region in regions if row in region.programmes), (row,))

    @property
    def row(self) -> int:
        """Return the row of the chosen scenario in the appraisal of the whole."""
        return self.whole.position(self.chosen_key)

    @property
    def table(self) -> ParameterTable:
        """Return the parameters that the draws were made of."""
        return self.comparison.problem.draws.table

    @property
    def action_types(self) -> Mapping[str, ActionType]:
        """Return the catalogue by key."""
        return self.comparison.problem.action_types

    @cached_property
    def position(self) -> int:
        """Return where the chosen scenario stands among those compared."""
        return [outcome.scenario.key for outcome in self.comparison.outcomes].index(self.chosen_key)

    @property
    def outcome(self) -> Outcome:
        """Return the chosen scenario on the draws."""
        return self.comparison.outcomes[self.position]

    @property
    def scenario(self) -> Scenario:
        """Return the chosen scenario."""
        return self.outcome.scenario

    @property
    def choices(self) -> tuple[tuple[ActionType, ActionChoice], ...]:
        """Return the actions of the chosen scenario, with their types."""
        return tuple((self.action_types[choice.type_key], choice) for choice in self.scenario.actions)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Return the names of the scenarios compared; what was not studied says so."""
        return tuple(name_scenario(outcome.scenario) for outcome in self.comparison.outcomes)

    @property
    def name(self) -> str:
        """Return the name of the chosen scenario."""
        return self.names[self.position]

    @cached_property
    def benefits(self) -> tuple[tuple[Benefit, ...], ...]:
        """Return what each scenario brings: by scenario, then by criterion, in the order of the registry."""
        comparison = self.comparison
        return tuple(
            tuple(
                measure_benefit(criterion, outcome, central, self.bearer) for criterion in comparison.problem.criteria
            )
            for outcome, central in zip(comparison.outcomes, comparison.central_outcomes, strict=True)
        )

    @property
    def own_benefits(self) -> tuple[Benefit, ...]:
        """Return what the chosen scenario brings, by criterion."""
        return self.benefits[self.position]

    @property
    def day(self) -> date:
        """Return the last day on which a source was read: the only date of a dossier, so that it can be made again."""
        return self.territory.last_read_on


def gather_subject(
    territory: Territory,
    shapes: Sequence[BaseGeometry],
    comparison: Comparison,
    chosen_key: str,
    *,
    projects: Sequence[Scenario],
    seed: int,
    link: str,
    moved_keys: tuple[str, ...] = (),
    bearer: Bearer = "host",
    commune_code: str = "",
    is_short: bool = False,
    known_moves: Mapping[str, tuple[EntryMove, ...]] | None = None,
) -> Subject:
    """Gather what a dossier tells of a comparison: the rest is computed here.

    Parameters
    ----------
    territory, shapes, comparison, chosen_key, seed, link, moved_keys, bearer, is_short, known_moves : as `Subject`.
    commune_code : str
        One that the territory does not know counts as none.
    projects : sequence of Scenario
        Every scenario of the project: it stands on the choice map.
    """
    problem = comparison.problem
    profile = feasibility_profile(
        problem.baseline, territory, problem.draws.table, read_anchors(), problem.settings.season
    )
    names = {one.key: name_scenario(one) for one in (DO_NOTHING, *projects, *comparison.scenarios)}
    return Subject(
        territory=territory,
        shapes=tuple(shapes),
        comparison=comparison,
        whole=_widen(comparison, projects),
        project_names=names,
        chosen_key=chosen_key,
        profile=profile,
        seed=seed,
        link=link,
        moved_keys=moved_keys,
        bearer=bearer,
        commune_code=commune_code if commune_code in territory.insee_codes else "",
        is_short=is_short,
        known_moves=known_moves,
    )


def _widen(comparison: Comparison, projects: Sequence[Scenario]) -> Comparison:
    """Set what is compared beside the scenarios of the project that do something else, in their order."""
    problem = comparison.problem
    done = [scenario.actions for scenario in comparison.scenarios]
    others = [scenario for scenario in projects if scenario.actions and scenario.actions not in done]
    drawn = evaluate_all(others, problem.baseline, problem.draws, problem.action_types, problem.settings)
    rank = {scenario.key: number for number, scenario in enumerate(projects)}
    outcomes = tuple(
        sorted((*comparison.outcomes, *drawn), key=lambda outcome: rank.get(outcome.scenario.key, len(rank)))
    )
    return Comparison(problem, tuple(outcome.scenario for outcome in outcomes), comparison.prices, outcomes)

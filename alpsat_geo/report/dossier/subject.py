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
from alpsat_geo.compute.cross_checks import CrossCheck, cross_check
from alpsat_geo.compute.decision import Decision, judge_comparison
from alpsat_geo.compute.information import PricedInformation, price_comparison
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.profile import Profile, feasibility_profile
from alpsat_geo.compute.robustness import Priority, verify_first
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.labels import name_scenario


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
    decision : Decision
    project_names : mapping of scenario key to str
        Of every scenario that the decision reads.
    chosen_key : str
    priorities : tuple of Priority
        What to verify first.
    checks : tuple of CrossCheck
    profile : Profile
        Of the communes, in the season chosen.
    seed : int
        Of the draws and the weights.
    has_weights : bool
        Whether a person stated weights.
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
    """

    territory: Territory
    shapes: tuple[BaseGeometry, ...]
    comparison: Comparison
    decision: Decision
    project_names: Mapping[str, str]
    chosen_key: str
    priorities: tuple[Priority, ...]
    checks: tuple[CrossCheck, ...]
    profile: Profile
    seed: int
    has_weights: bool
    link: str
    moved_keys: tuple[str, ...] = ()
    bearer: Bearer = "host"
    commune_code: str = ""
    is_short: bool = False

    @cached_property
    def information(self) -> PricedInformation:
        """Return what knowing is worth."""
        return price_comparison(self.comparison)

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
    has_weights: bool,
    link: str,
    moved_keys: tuple[str, ...] = (),
    bearer: Bearer = "host",
    commune_code: str = "",
    is_short: bool = False,
) -> Subject:
    """Gather what a dossier tells of a comparison: the rest is computed here.

    Parameters
    ----------
    territory, shapes, comparison, chosen_key, seed, has_weights, link, moved_keys, bearer, is_short : as `Subject`.
    commune_code : str
        One that the territory does not know counts as none.
    projects : sequence of Scenario
        Every scenario of the project: the verdict must survive them.
    """
    problem = comparison.problem
    profile = feasibility_profile(
        problem.baseline, territory, problem.draws.table, problem.anchors, problem.settings.season
    )
    compared = [outcome.scenario for outcome in comparison.outcomes]
    names = {scenario.key: name_scenario(scenario) for scenario in (*projects, *compared)}
    return Subject(
        territory=territory,
        shapes=tuple(shapes),
        comparison=comparison,
        decision=judge_comparison(comparison, projects, seed),
        project_names=names,
        chosen_key=chosen_key,
        priorities=verify_first(comparison),
        checks=cross_check(comparison),
        profile=profile,
        seed=seed,
        has_weights=has_weights,
        link=link,
        moved_keys=moved_keys,
        bearer=bearer,
        commune_code=commune_code if commune_code in territory.insee_codes else "",
        is_short=is_short,
    )

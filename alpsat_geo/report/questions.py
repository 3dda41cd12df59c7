"""What a page asks of the model: evaluated only where an answer is not remembered.

Each question has a key made of values alone: the territory, the parameters moved, the content of the scenarios, the
season, T and the weights. Whole outcomes are never kept: they hold megabytes, what is written of them kilobytes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.cross_checks import CrossCheck, cross_check
from alpsat_geo.compute.decision import (
    Decision,
    judge_headline,
    judge_viabilities,
    rate_exchanges,
    read_comparison,
)
from alpsat_geo.compute.information import PricedInformation, price_comparison
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.readings import Reading, Verdict, judge_readings
from alpsat_geo.compute.robustness import (
    Priority,
    SwitchingValue,
    UnknownBar,
    central_gap,
    switching_values,
    tornado,
    verify_first,
)
from alpsat_geo.compute.viability import Viability
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.codecs import Points
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import get_language
from alpsat_geo.report.measures import MEASURES, MeasuredMap, list_opened_codes, measure_outcome
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length

_MAPS_KEPT = 600
_EXAMINATIONS_KEPT = 100


@dataclass(frozen=True, slots=True)
class ScenarioMap:
    """What the map of a scenario shows: a measure by commune, and the codes where it opens a space."""

    measured: MeasuredMap
    opened: tuple[str, ...]


_maps: Memory[ScenarioMap] = Memory(_MAPS_KEPT)


def name_content(scenario: Scenario) -> Hashable:
    """Return what a scenario does, whatever its name."""
    # To Python True is 1, and 1 is 1.0; an option that takes one may refuse the other.
    return tuple(
        (
            choice.type_key,
            choice.places,
            tuple(sorted((name, repr(value)) for name, value in choice.options.items())),
            choice.figures,
        )
        for choice in scenario.actions
    )


@dataclass(frozen=True, eq=False)
class Situation:
    """Scenarios under one choice of the viewer's.

    Attributes
    ----------
    project : Project
    scenarios : tuple of Scenario
    settings : Settings
        The season and T.
    """

    project: Project
    scenarios: tuple[Scenario, ...]
    settings: Settings

    @cached_property
    def key(self) -> Hashable:
        """Return all that the outcomes depend on, and the language that tells them."""
        return (self._place, tuple(map(name_content, self.scenarios)))

    @cached_property
    def keys(self) -> tuple[Hashable, ...]:
        """Return the same for each scenario alone: what is told of one is the same beside any others."""
        return tuple((self._place, name_content(scenario)) for scenario in self.scenarios)

    @cached_property
    def _place(self) -> Hashable:
        return (self.project.identity, self.settings, get_language())

    @cached_property
    def outcomes(self) -> tuple[Outcome, ...]:
        """Return the outcomes of the scenarios, on the draws of the screen."""
        return self.project.evaluate_all(self.scenarios, self.settings)

    def draw_maps(self, measure_key: str, *, is_difference: bool) -> tuple[ScenarioMap, ...]:
        """Return what the map of each scenario shows.

        Parameters
        ----------
        measure_key : str
            A key of ``MEASURES``.
        is_difference : bool
            Subtract doing nothing.
        """
        measure = MEASURES[measure_key]

        def draw(position: int) -> ScenarioMap:
            outcome = self.outcomes[position]
            return ScenarioMap(
                measure_outcome(measure, outcome, is_difference=is_difference), list_opened_codes(outcome)
            )

        return tuple(
            _maps.recall((key, measure_key, is_difference), partial(draw, position))
            for position, key in enumerate(self.keys)
        )


@dataclass(frozen=True, eq=False)
class Inquiry:
    """Scenarios to compare in a situation, at stated points; no points leave the weights free."""

    situation: Situation
    points: Points

    @cached_property
    def key(self) -> Hashable:
        """Return all that the answer depends on, the names of the scenarios included: it says them."""
        return (self.situation.key, tuple(self.names), self.points)

    @cached_property
    def comparison(self) -> Comparison:
        """Return the comparison itself.

        Raises
        ------
        InputError
            When nothing tells the scenarios apart.
        """
        asked = self.situation
        return asked.project.compare(asked.scenarios, asked.settings, dict(self.points), asked.outcomes)

    @cached_property
    def decision_key(self) -> Hashable:
        """Return all that the decision depends on: it reads every scenario of the project too."""
        project = self.situation.project
        others = tuple((name_content(scenario), self.all_names[scenario.key]) for scenario in project.scenarios)
        return (self.key, others)

    @cached_property
    def headline(self) -> Verdict:
        """Return what the first reading alone allows to say.

        Raises
        ------
        InputError
            When nothing tells the scenarios apart.
        """
        return judge_headline(self.comparison)

    @cached_property
    def readings(self) -> tuple[Reading, ...]:
        """Return every reading of the comparison: they evaluate the other scenarios of the project too."""
        project = self.situation.project
        return read_comparison(self.comparison, project.scenarios, project.seed)

    @cached_property
    def verdict(self) -> Verdict:
        """Return the verdict; where nobody leads the first reading, the others change nothing of it."""
        return self.headline if self.headline.status == "undecided" else judge_readings(self.readings)

    @cached_property
    def exchange_rates(self) -> Mapping[str, float]:
        """Return the euros a year that one more unit of each criterion is worth."""
        return rate_exchanges(self.comparison)

    @cached_property
    def viabilities(self) -> tuple[Viability, ...]:
        """Return whether each scenario lives."""
        return judge_viabilities(self.comparison)

    @cached_property
    def decision(self) -> Decision:
        """Return all of the above."""
        return Decision(self.readings, self.verdict, self.exchange_rates, self.viabilities)

    @cached_property
    def information(self) -> PricedInformation:
        """Return what knowing is worth."""
        return price_comparison(self.comparison)

    @cached_property
    def all_names(self) -> dict[str, str]:
        """Return the names of every scenario of the project, by key."""
        return name_scenarios(self.situation.project)

    @cached_property
    def names(self) -> list[str]:
        """Return the names of the scenarios, as the pages say them."""
        return [self.all_names[scenario.key] for scenario in self.situation.scenarios]


@dataclass(frozen=True, slots=True)
class Robustness:
    """What would change the answer of a comparison, and what to know before reading it."""

    priorities: tuple[Priority, ...]
    checks: tuple[CrossCheck, ...]


@dataclass(frozen=True, slots=True)
class Reversals:
    """What the lead of the first on the second depends on."""

    bars: tuple[UnknownBar, ...]
    central_gap: float
    switches: tuple[SwitchingValue, ...]


_examinations: Memory[Robustness] = Memory(_EXAMINATIONS_KEPT, length=Length.PROGRAMMES)
_reversals: Memory[Reversals] = Memory(_EXAMINATIONS_KEPT, length=Length.PROGRAMMES)


def examine(inquiry: Inquiry) -> Robustness:
    """Say what would change the answer of a comparison."""

    def examine_anew() -> Robustness:
        comparison = inquiry.comparison
        return Robustness(priorities=verify_first(comparison), checks=cross_check(comparison))

    return _examinations.recall(inquiry.key, examine_anew)


def find_reversals(inquiry: Inquiry) -> Reversals:
    """Say what the lead of the first on the second depends on: as long to find as all that a page shows unasked."""

    def find_anew() -> Reversals:
        comparison = inquiry.comparison
        return Reversals(tornado(comparison), central_gap(comparison), switching_values(comparison))

    return _reversals.recall(inquiry.key, find_anew)

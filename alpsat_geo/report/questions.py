"""What a page asks of the model: evaluated only where an answer is not remembered.

Each question has a key made of values alone: the territory, the parameters moved, the content of the scenarios, the
season, T and the prices. Whole outcomes are never kept: they hold megabytes, what is written of them kilobytes.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from alpsat_geo.compute.comparison import Comparison, Measured
from alpsat_geo.compute.entry_moves import EntryMove, Shift, move_entry_prices, shift_unknowns
from alpsat_geo.compute.information import PricedInformation, price_information
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import EVEN_PERCENT
from alpsat_geo.report.address.codecs import Points
from alpsat_geo.report.labels import name_scenarios
from alpsat_geo.report.language import get_language
from alpsat_geo.report.measures import MEASURES, MeasuredMap, list_opened_codes, measure_outcome
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.precedence import Length

_MAPS_KEPT = 600
_EXAMINATIONS_KEPT = 100
_MEASURED_KEPT = 40  # a megabyte each


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
    """Scenarios to compare in a situation, at set prices; none chooses nothing.

    Attributes
    ----------
    situation : Situation
    prices : Points
        Euros a year, by key of result.
    far_percent : int
        What a result counts in a commune that is far from an open space, 100 to 300.
    """

    situation: Situation
    prices: Points = ()
    far_percent: int = EVEN_PERCENT

    @cached_property
    def key(self) -> Hashable:
        """Return all that the answer depends on, the names of the scenarios included: it says them."""
        return (self._measured_key, tuple(self.names), self.prices)

    @cached_property
    def _measured_key(self) -> Hashable:
        # What is measured says the keys of the scenarios, whatever their names.
        keys = tuple(scenario.key for scenario in self.situation.scenarios)
        return (self.situation.key, keys, self.far_percent)

    @cached_property
    def comparison(self) -> Comparison:
        """Return the comparison itself.

        Raises
        ------
        InputError
            See `compare_scenarios`.
        """
        # Prices only price again what is remembered: a slider of effort evaluates nothing.
        remembered = _measured.recall(self._measured_key, lambda: self._compare().measured)
        return self._compare(remembered)

    def _compare(self, remembered: Measured | None = None) -> Comparison:
        asked = self.situation
        return asked.project.compare(
            asked.scenarios,
            asked.settings,
            dict(self.prices),
            asked.outcomes if remembered is None else None,
            far_factor=self.far_percent / 100,
            remembered=remembered,
        )

    @cached_property
    def information(self) -> PricedInformation:
        """Return what knowing is worth at the set prices."""
        return _informations.recall(self.key, lambda: price_information(self.comparison))

    @cached_property
    def moves(self) -> Mapping[str, tuple[EntryMove, ...]]:
        """Return how far each unknown moves each entry price: measured once, as long as all that a page shows."""
        shifts = _shifts.recall(self._measured_key, lambda: shift_unknowns(self.comparison))
        return move_entry_prices(self.comparison, shifts)

    @cached_property
    def all_names(self) -> dict[str, str]:
        """Return the names of every scenario of the project, by key."""
        return name_scenarios(self.situation.project)

    @cached_property
    def names(self) -> list[str]:
        """Return the names of the scenarios, as the pages say them."""
        return [self.all_names[scenario.key] for scenario in self.situation.scenarios]


_measured: Memory[Measured] = Memory(_MEASURED_KEPT)
_informations: Memory[PricedInformation] = Memory(_EXAMINATIONS_KEPT)
_shifts: Memory[tuple[Shift, ...]] = Memory(_EXAMINATIONS_KEPT, length=Length.PROGRAMMES)

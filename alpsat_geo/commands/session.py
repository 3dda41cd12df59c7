"""What every command needs: the territory, its baseline, the tables, and the registries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import Baseline, build_baseline
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.criterion import Criterion, join_anchors
from alpsat_geo.compute.draws import sample_draws
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Territory
from alpsat_geo.sources.anchors import read_anchors
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.scenarios import read_scenario
from alpsat_geo.sources.territory import read_territory


@dataclass(frozen=True, slots=True)
class Registries:
    """The catalogues, handed down by the door: no command knows them by itself."""

    action_types: tuple[ActionType, ...]
    criteria: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True)
class Session:
    """One territory, ready to be computed on."""

    territory: Territory
    table: ParameterTable
    anchors: Mapping[str, Anchor]
    baseline: Baseline
    registries: Registries

    def problem(self, settings: Settings, draw_count: int, seed: int) -> DecisionProblem:
        """Draw the parameters and return the decision problem of this territory."""
        return DecisionProblem(
            baseline=self.baseline,
            draws=sample_draws(self.table, self.baseline.spaces, draw_count, seed),
            action_types={action.key: action for action in self.registries.action_types},
            criteria=self.registries.criteria,
            anchors=self.anchors,
            settings=settings,
        )


def open_session(territory_key: str, registries: Registries) -> Session:
    """Read a territory and its tables.

    Raises
    ------
    DataError
        If the pack is not good; holds every finding.
    """
    territory = read_territory(territory_key)
    table = read_parameters()
    anchors = join_anchors(registries.criteria, read_anchors())
    return Session(territory, table, anchors, build_baseline(territory, table), registries)


def read_named_scenarios(names: Sequence[str]) -> tuple[Scenario, ...]:
    """Read scenarios given by key or by path."""
    return tuple(read_scenario(name) for name in names)

"""Levers: all that actions may change in the baseline, and how sure the change is.

An action is a pure function from levers to levers. What it may not express here, it may not do.
D draws, n communes, E EPCI.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.baseline import FRANCE_SERVICES, Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.territory import Season

SpaceKind = Literal["existing", "frugal", "standard"]


@dataclass(frozen=True, slots=True)
class SpaceState:
    """One workspace in a scenario; every array is (D,).

    The costs of an existing space are its operator's and unknown: NaN.
    """

    key: str
    name: str
    kind: SpaceKind
    commune_index: int
    is_open: BoolArray
    desks_count: FloatArray
    capex_eur: FloatArray
    opex_eur_per_year: FloatArray
    grant_eur: FloatArray
    price_month_eur: FloatArray

    @property
    def is_new(self) -> bool:
        """Whether the scenario opens it."""
        return self.kind != "existing"


@dataclass(frozen=True, slots=True)
class CostLine:
    """What one action costs to all public funders; every array is (D,).

    ``commune_index`` is where it is spent; empty: shared by all, in proportion to residents.
    Grants are part of the cost to all funders, and not of the cost to the PETR.
    """

    action_key: str
    capex_eur: FloatArray
    opex_eur_per_year: FloatArray
    lifetime_year: FloatArray
    grant_eur: FloatArray
    grant_eur_per_year: FloatArray
    commune_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Start:
    """Months (D,) before an action's first effect, and where (empty: everywhere)."""

    action_key: str
    months: FloatArray
    commune_index: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Levers:
    """Everything a scenario sets.

    Attributes
    ----------
    spaces : tuple of SpaceState
        Existing spaces first, in the order of the baseline.
    use_factor : float array (D,)
        Multiplies the users of all spaces.
    cost_lines, starts : tuples
    weekly_telework_gain : float array (D,)
        Relative gain of the weekly telework share; what jobs allow bounds the result.
    newcomer_intensity : float array (D, E)
        Share of the sourced newcomer rate that is reached, at most 1 once evaluated.
    retention_gain_share : float array (D, E)
        Added to the five-year retention.
    france_services_level : mapping of season to float array (D or 1, n)
        Access to the help of France services, 0 to 1.
    car_free_share : float array (D or 1, n)
        Share of the users of each commune who could come without a car.
    added_ftth_premises_count : float array (n,)
    """

    spaces: tuple[SpaceState, ...]
    use_factor: FloatArray
    cost_lines: tuple[CostLine, ...]
    starts: tuple[Start, ...]
    weekly_telework_gain: FloatArray
    newcomer_intensity: FloatArray
    retention_gain_share: FloatArray
    france_services_level: dict[Season, FloatArray]
    car_free_share: FloatArray
    added_ftth_premises_count: FloatArray

    @property
    def space_communes(self) -> list[int]:
        """Position of the commune of each space."""
        return [space.commune_index for space in self.spaces]

    def with_use_factor(self, factor: FloatArray) -> Levers:
        """Multiply the use of the spaces by a factor (D,).

        It holds for every space of the network, new ones included: what makes existing spaces
        better known does not stop at their door, and a new space must not dilute the effect.
        """
        return dataclasses.replace(self, use_factor=self.use_factor * factor)

    def with_cost(self, line: CostLine, start: Start) -> Levers:
        """Add what an action costs and when it starts."""
        return dataclasses.replace(self, cost_lines=(*self.cost_lines, line), starts=(*self.starts, start))

    def with_france_services(self, level: FloatArray, communes: tuple[int, ...]) -> Levers:
        """Raise the access of some communes to the help of France services to a level (D,) or (1,)."""
        raised = {}
        for season, before in self.france_services_level.items():
            after = np.broadcast_to(before, np.broadcast_shapes(before.shape, (len(level), 1))).copy()
            after[:, communes] = np.maximum(after[:, communes], level[:, None])
            raised[season] = after
        return dataclasses.replace(self, france_services_level=raised)


def baseline_levers(baseline: Baseline, draws: Draws) -> Levers:
    """Return the levers of doing nothing: existing spaces as drawn, everything else at zero."""
    size, epci_count = draws.size, len(baseline.epci_sirens)
    unknown = np.full(size, np.nan)
    spaces = tuple(
        SpaceState(
            key=space.key,
            name=space.name,
            kind="existing",
            commune_index=space.commune_index,
            is_open=draws.space_is_open[:, j],
            desks_count=draws.space_desks_count[:, j],
            capex_eur=unknown,
            opex_eur_per_year=unknown,
            grant_eur=unknown,
            price_month_eur=unknown,
        )
        for j, space in enumerate(baseline.spaces)
    )
    return Levers(
        spaces=spaces,
        use_factor=np.ones(size),
        cost_lines=(),
        starts=(),
        weekly_telework_gain=np.zeros(size),
        newcomer_intensity=np.zeros((size, epci_count)),
        retention_gain_share=np.zeros((size, epci_count)),
        france_services_level={
            season: reached[None, :, FRANCE_SERVICES] for season, reached in baseline.basket_reached.items()
        },
        car_free_share=np.zeros((1, baseline.commune_count)),
        added_ftth_premises_count=np.zeros(baseline.commune_count),
    )

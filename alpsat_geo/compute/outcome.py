"""The outcome of a scenario: intermediate values kept by name, so that each figure can be explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alpsat_geo.compute.access import Access
from alpsat_geo.compute.action_type import ActionType
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.demand import weekly_shares
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.levers import CAR_FREE, WEEKLY_GAIN, Levers
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Season


@dataclass(frozen=True, slots=True)
class Settings:
    """What the viewer chooses, never drawn: the season and T, minutes where half still come."""

    season: Season = "winter"
    catchment_min: float = 20.0


@dataclass(frozen=True, eq=False)
class Outcome:
    """A scenario evaluated on D draws, n communes, J spaces (existing first), E EPCI.

    Attributes
    ----------
    action_types : mapping of key to ActionType
        The catalogue that the scenario was read with.
    combination_index : integer array (D,)
        Row of ``reach`` and ``is_within`` for each draw: few combinations of open spaces and roads occur.
    reach : float array (P, n)
        In the chosen season.
    is_within : float array (P, n)
        1 where an open space is within T minutes in winter, else 0.
    access : Access
        From each commune to each space, in the chosen season.
    attraction : float array (D, J)
        ``desks**alpha`` of the open spaces.
    demand_users : float array (D, n)
    conversion : float array (D, n)
        Demand that reaches a space, per unit of attraction and decay, factor of use included.
    space_users, space_capacity_users : float array (D, J)
        Users who would come, and how many the desks hold.
    additional_households, additional_inhabitants : float array (D, n)
        Five years after the start, net of those who would have come anyway.
    households_without_home : float array (D,)
        Additional households that the homes cap turns away.
    reference : Outcome or None
        Doing nothing, on the same draws; None for doing nothing itself.
    """

    scenario: Scenario
    settings: Settings
    baseline: Baseline
    draws: Draws
    levers: Levers
    action_types: Mapping[str, ActionType]
    combination_index: IntArray
    reach: FloatArray
    is_within: FloatArray
    access: Access
    attraction: FloatArray
    demand_users: FloatArray
    conversion: FloatArray
    space_users: FloatArray
    space_capacity_users: FloatArray
    additional_households: FloatArray
    additional_inhabitants: FloatArray
    households_without_home: FloatArray
    reference: Outcome | None

    def measure(self, measure: Callable[[Outcome], FloatArray]) -> FloatArray:
        """Return what a criterion measures of it; a comparison asks for the same several times."""
        if measure not in self._measured:
            self._measured[measure] = measure(self)
        return self._measured[measure]

    @cached_property
    def _measured(self) -> dict[Callable[[Outcome], FloatArray], FloatArray]:
        return {}

    @cached_property
    def teleworkers(self) -> FloatArray:
        """Employees of each commune who telework at least one day a week (D, n)."""
        weekly = weekly_shares(self.draws, self.levers[WEEKLY_GAIN])
        return weekly @ np.nan_to_num(self.baseline.employed_by_csp_count, nan=0.0).T

    @cached_property
    def space_served_users(self) -> FloatArray:
        """Users served by each space (D, J): overflow beyond the desks is reported, not served."""
        return np.minimum(self.space_users, self.space_capacity_users)

    @cached_property
    def overflow_users(self) -> FloatArray:
        """Users (D,) whom the desks cannot hold."""
        overflow: FloatArray = np.maximum(self.space_users - self.space_capacity_users, 0.0).sum(axis=1)
        return overflow

    @cached_property
    def served_users(self) -> FloatArray:
        """Regular users served (D,)."""
        served: FloatArray = self.space_served_users.sum(axis=1)
        return served

    @cached_property
    def net_new_users(self) -> FloatArray:
        """Users (D,) beyond those that doing nothing would serve; the rest only changes place."""
        return self.served_users - (self.reference or self).served_users

    @cached_property
    def served_weight(self) -> FloatArray:
        """Attraction of each space times the share of its users that its desks hold (D, J)."""
        return self.attraction * ratio_or(self.space_served_users, self.space_users, 0.0)

    @cached_property
    def served_users_by_commune(self) -> FloatArray:
        """Served users by commune of residence (D, n)."""
        return self.conversion * self.access.felt(self.served_weight)

    @cached_property
    def trips_km_by_commune(self) -> FloatArray:
        """One-way car kilometres of one visit by all served users, by commune of residence (D, n)."""
        km = self.baseline.km[self.settings.season][:, self.levers.space_communes]
        by_car: FloatArray = 1 - self.levers[CAR_FREE]
        return self.conversion * self.access.times(km).felt(self.served_weight) * by_car

"""How far spaces are from those who would use them: minutes from home, and the decay of use with them.

Town halls stand for communes between themselves, at the speeds of the road network times a factor that is drawn. Nobody
lives at the town hall: inside a commune, one parks, then crosses half of the inhabited surface. Draws in which the
roads and the decay are alike share one table (n, J).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.sparse import csc_matrix, issparse

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.reach import Matrix, decay_of_minutes
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.territory import Season

_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, eq=False)
class Roads:
    """The states of the roads that occur in the draws, W of them.

    Attributes
    ----------
    speed_factors, decay_divisors : float array (W,)
    road_of : integer array (D,)
        State of the roads in each draw.
    """

    speed_factors: FloatArray
    decay_divisors: FloatArray
    road_of: IntArray

    @cached_property
    def rows(self) -> tuple[IntArray | slice, ...]:
        """The draws of each state."""
        count = len(self.speed_factors)
        return (slice(None),) if count == 1 else tuple(np.flatnonzero(self.road_of == road) for road in range(count))


def list_roads(draws: Draws) -> Roads:
    """List the states of the roads that occur in the draws; the draws keep them."""
    return draws.keep("roads", lambda: _list_roads(draws))


def _list_roads(draws: Draws) -> Roads:
    both = np.stack([draws["road_speed_factor"], draws["catchment_decay_divisor"]], axis=1)
    states, road_of = np.unique(both, axis=0, return_inverse=True)
    return Roads(states[:, 0], states[:, 1], road_of.reshape(-1))


@dataclass(frozen=True, eq=False)
class Access:
    """Share of users who still come from each commune to each of J spaces, by state of the roads.

    Attributes
    ----------
    roads : Roads
    decays : tuple of float array or sparse matrix (n, J)
        One by state of the roads.
    """

    roads: Roads
    decays: tuple[Matrix, ...]

    def felt(self, weights: FloatArray) -> FloatArray:
        """Return what each commune feels (D, n) of what weighs in each space (D, J)."""
        result = np.empty((len(weights), self.decays[0].shape[0]))
        for road, decay in enumerate(self.decays):
            rows = self.roads.rows[road]
            if issparse(decay):
                result[rows] = np.asarray((decay @ weights[rows].T).T)
            else:
                result[rows] = weights[rows] @ np.asarray(decay).T
        return result

    def gather(self, people: FloatArray) -> FloatArray:
        """Return what each space draws (D, J) from the people of each commune (D, n)."""
        result = np.empty((len(people), self.decays[0].shape[1]))
        for road, decay in enumerate(self.decays):
            rows = self.roads.rows[road]
            result[rows] = np.asarray(people[rows] @ decay)
        return result

    def times(self, table: Matrix) -> Access:
        """Return the same access, each entry times that of a table (n, J); what is not reached stays 0."""
        if issparse(table):
            return Access(self.roads, tuple(csc_matrix(decay).multiply(table).tocsc() for decay in self.decays))
        # What cannot be reached is not driven to, however far it is.
        finite = np.where(np.isfinite(table), table, 0.0)
        return Access(self.roads, tuple(np.asarray(decay) * finite for decay in self.decays))


def minutes_from_homes(
    baseline: Baseline, draws: Draws, communes: Sequence[int], season: Season, speed_factor: float
) -> Matrix:
    """Minutes (n, J) that the inhabitants of each commune take to spaces in some communes.

    Parameters
    ----------
    baseline : Baseline
    draws : Draws
        ``terminal_time_min`` and ``inside_commune_speed_kmh`` are read at their central value.
    communes : sequence of int, length J
        Where the spaces stand.
    season : {"summer", "winter", "closure_day"}
    speed_factor : float
        Real speeds over those of the network; terminal time is not driven.

    Returns
    -------
    Same type as the minutes of the baseline; inf, or absent in a sparse matrix, where a space cannot be reached.
    """
    terminal_min = draws.table["terminal_time_min"].value
    inside_kmh = draws.table["inside_commune_speed_kmh"].value
    inside_min = terminal_min + _MINUTES_PER_HOUR * baseline.inside_km / (inside_kmh * speed_factor)
    between = baseline.minutes[season][:, list(communes)]
    if issparse(between):
        minutes = csc_matrix(between, copy=True)
        minutes.data = _drive(minutes.data, terminal_min, speed_factor)
        columns = np.repeat(np.arange(len(communes)), np.diff(minutes.indptr))
        is_inside = minutes.indices == np.asarray(communes, dtype=np.int64)[columns]
        minutes.data[is_inside] = inside_min[minutes.indices[is_inside]]
        return minutes
    dense = _drive(np.asarray(between), terminal_min, speed_factor)
    dense[list(communes), np.arange(len(communes))] = inside_min[list(communes)]
    return dense


def _drive(minutes: FloatArray, terminal_min: float, speed_factor: float) -> FloatArray:
    driven: FloatArray = np.maximum(minutes - terminal_min, 0.0) / speed_factor
    return driven + np.minimum(minutes, terminal_min)


def access_to(
    baseline: Baseline, draws: Draws, communes: Sequence[int], season: Season, catchment_min: float
) -> Access:
    """Return the access to spaces in some communes.

    Parameters
    ----------
    baseline, draws : Baseline, Draws
    communes : sequence of int, length J
    season : {"summer", "winter", "closure_day"}
    catchment_min : float
        T, the viewer's choice.
    """
    roads = list_roads(draws)
    minutes = {
        float(factor): minutes_from_homes(baseline, draws, communes, season, float(factor))
        for factor in np.unique(roads.speed_factors)
    }
    decays = [
        decay_of_minutes(minutes[float(factor)], catchment_min, float(divisor))
        for factor, divisor in zip(roads.speed_factors, roads.decay_divisors, strict=True)
    ]
    return Access(roads, tuple(decays))

"""Travel times by car between communes on a road network, by season.

Shortest paths are those of `scipy.sparse.csgraph.dijkstra` on the fastest minutes, from a few sources at a time: what
is held in memory grows with the nodes, never with their square.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import dijkstra

from alpsat_geo.compute.road_graph import RoadGraph, SeasonGraph, direct_edges, open_in_season
from alpsat_geo.domain.arrays import FloatArray, IntArray, freeze_floats
from alpsat_geo.domain.territory import LENGTH_BASES, LengthBasis, RoadNetwork, Season, Territory

_CELLS_AT_ONCE = 4_000_000  # sources x nodes of one round: 12 bytes each


@dataclass(frozen=True, slots=True)
class TravelTimes:
    """Minutes and kilometres between the n communes in one season.

    Attributes
    ----------
    season : {"summer", "winter", "closure_day"}
    minutes : float array (n, n)
        From row to column, terminal time included between different communes; inf: unreachable.
    km : float array (n, n)
        Length of the fastest path; inf where unreachable.
    share_by_basis : mapping of basis to float array (n, n)
        Share of that length which is measured, published, derived, estimated or read in a detailed network; NaN on the
        diagonal and where unreachable.
    """

    season: Season
    minutes: FloatArray
    km: FloatArray
    share_by_basis: Mapping[LengthBasis, FloatArray]


def travel_times(roads: RoadNetwork, season: Season, terminal_time_min: float) -> TravelTimes:
    """Compute the fastest car paths between town halls.

    Parameters
    ----------
    roads : RoadNetwork
        A one-way edge is driven one way only.
    season : {"summer", "winter", "closure_day"}
        In winter the closed roads vanish and winter speeds hold; on a closure day the roads with
        short closures vanish too.
    terminal_time_min : float
        Minutes for parking and walking, added between different communes only.

    Returns
    -------
    TravelTimes
    """
    halls = roads.commune_node_index
    path_min, km_by_basis = measure_paths(direct_edges(roads), season, halls, halls)
    reached = np.isfinite(path_min)
    total_km = np.where(reached, km_by_basis.sum(axis=2), np.inf)
    is_elsewhere = ~np.eye(len(halls), dtype=np.bool_)
    path = np.where(is_elsewhere, path_min + terminal_time_min, 0.0)
    has_length = reached & (total_km > 0)
    shares = np.full(km_by_basis.shape, np.nan)
    shares[has_length] = km_by_basis[has_length] / total_km[has_length][:, None]
    return TravelTimes(
        season,
        freeze_floats(path),
        freeze_floats(total_km),
        {basis: freeze_floats(shares[:, :, k]) for k, basis in enumerate(LENGTH_BASES)},
    )


def travel_in_territory(territory: Territory, season: Season, terminal_time_min: float) -> TravelTimes:
    """Compute the paths between the town halls of a territory; all of them are NaN while its roads are awaited."""
    if "road_edges" not in territory.awaited:
        return travel_times(territory.roads, season, terminal_time_min)
    count = len(territory.insee_codes)
    unknown = np.full((count, count), np.nan)
    shares = dict.fromkeys(LENGTH_BASES, freeze_floats(unknown))
    np.fill_diagonal(unknown, 0.0)
    minutes = freeze_floats(unknown)
    return TravelTimes(season, minutes, minutes, shares)


def measure_paths(
    graph: RoadGraph, season: Season, sources: IntArray, targets: IntArray
) -> tuple[FloatArray, FloatArray]:
    """Measure the fastest paths between chosen nodes of a graph.

    Parameters
    ----------
    graph : RoadGraph
    season : {"summer", "winter", "closure_day"}
    sources : integer array (s,)
    targets : integer array (t,)

    Returns
    -------
    minutes : float array (s, t)
        inf where no path leads.
    km_by_basis : float array (s, t, 6)
        Length of the path, in the order of ``LENGTH_BASES``; 0 where no path leads.
    """
    opened = open_in_season(graph, season)
    minutes = np.full((len(sources), len(targets)), np.inf)
    km_by_basis = np.zeros((len(sources), len(targets), len(LENGTH_BASES)))
    for part in _cut(len(sources), max(1, _CELLS_AT_ONCE // max(1, graph.node_count))):
        all_min, predecessors = dijkstra(opened.minutes, directed=True, indices=sources[part], return_predecessors=True)
        minutes[part] = all_min[:, targets]
        km_by_basis[part] = _sum_lengths(graph, opened, predecessors, targets)
    return minutes, km_by_basis


def measure_minutes(graph: RoadGraph, season: Season, sources: IntArray, targets: IntArray) -> FloatArray:
    """Measure the minutes of the fastest paths alone, (s, t); see `measure_paths`."""
    opened = open_in_season(graph, season).minutes
    minutes = np.full((len(sources), len(targets)), np.inf)
    for part in _cut(len(sources), max(1, _CELLS_AT_ONCE // max(1, graph.node_count))):
        minutes[part] = dijkstra(opened, directed=True, indices=sources[part])[:, targets]
    return minutes


def _cut(count: int, size: int) -> Iterator[slice]:
    return (slice(start, start + size) for start in range(0, count, size))


def _sum_lengths(graph: RoadGraph, opened: SeasonGraph, predecessors: np.ndarray, targets: IntArray) -> FloatArray:
    """Sum the lengths of the paths to the targets by doubling the stride along the predecessors."""
    source_count, node_count = predecessors.shape
    # One number for a node as seen from a source: only those that a path to a target meets are looked at.
    previous = predecessors.ravel()
    wanted = (np.arange(source_count, dtype=np.int64)[:, None] * node_count + targets).ravel()
    place = np.full(previous.size, -1, dtype=np.int64)
    met: list[IntArray] = []
    waiting = np.unique(wanted)
    while waiting.size:
        place[waiting] = 0
        met.append(waiting)
        behind = previous[waiting]
        has_previous = behind >= 0
        waiting = np.unique((waiting - waiting % node_count + behind)[has_previous])
        waiting = waiting[place[waiting] < 0]
    nodes = np.concatenate(met) if met else np.zeros(0, dtype=np.int64)
    place[nodes] = np.arange(len(nodes))
    behind = previous[nodes].astype(np.int64)
    moves = np.flatnonzero(behind >= 0)
    stride = np.arange(len(nodes))
    stride[moves] = place[nodes[moves] - nodes[moves] % node_count + behind[moves]]
    total = np.zeros((len(nodes), len(LENGTH_BASES)))
    taken = opened.find_edges(behind[moves], nodes[moves] % node_count)
    total[moves, graph.basis_index[taken]] = graph.length_km[taken]
    while True:
        following = stride[stride]
        if np.array_equal(following, stride):
            found: FloatArray = total[place[wanted]].reshape(source_count, len(targets), len(LENGTH_BASES))
            return found
        total = total + total[stride]
        stride = following

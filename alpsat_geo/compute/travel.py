"""Travel times by car between communes on a road network, by season.

Shortest paths are those of `scipy.sparse.csgraph.dijkstra` on the fastest minutes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats
from alpsat_geo.domain.territory import LENGTH_BASES, LengthBasis, RoadNetwork, Season

_NO_PREDECESSOR = -9999


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
        Share of that length which is measured, published, derived or estimated; NaN on the
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
        Edges run both ways.
    season : {"summer", "winter", "closure_day"}
        In winter the closed roads vanish and winter speeds hold; on a closure day the roads with
        short closures vanish too.
    terminal_time_min : float
        Minutes for parking and walking, added between different communes only.

    Returns
    -------
    TravelTimes
    """
    is_winter = season != "summer"
    speed_kmh = roads.edge_speed_winter_kmh if is_winter else roads.edge_speed_summer_kmh
    node_count = len(roads.node_ids)
    minutes = 60.0 * roads.edge_length_km / speed_kmh
    best_edge = _fastest_edge_by_pair(roads, _open_edges(roads, season), minutes)
    pairs = np.array(list(best_edge), dtype=np.int64).reshape(-1, 2)
    chosen = np.array(list(best_edge.values()), dtype=np.int64)
    graph = csr_matrix((minutes[chosen], (pairs[:, 0], pairs[:, 1])), shape=(node_count, node_count))
    sources = roads.commune_node_index
    path_min, predecessors = dijkstra(graph, directed=False, indices=sources, return_predecessors=True)

    lengths = np.zeros((node_count, node_count, len(LENGTH_BASES)))
    basis_index = np.array([LENGTH_BASES.index(basis) for basis in roads.edge_bases], dtype=np.int64)
    for start, end in ((0, 1), (1, 0)):
        lengths[pairs[:, start], pairs[:, end], basis_index[chosen]] = roads.edge_length_km[chosen]
    km_by_basis = _accumulate_along_paths(predecessors, lengths)[:, sources]
    reached = np.isfinite(path_min[:, sources])
    total_km = np.where(reached, km_by_basis.sum(axis=2), np.inf)
    is_elsewhere = ~np.eye(len(sources), dtype=np.bool_)
    path = np.where(is_elsewhere, path_min[:, sources] + terminal_time_min, 0.0)
    has_length = reached & (total_km > 0)
    shares = np.full(km_by_basis.shape, np.nan)
    shares[has_length] = km_by_basis[has_length] / total_km[has_length][:, None]
    return TravelTimes(
        season,
        freeze_floats(path),
        freeze_floats(total_km),
        {basis: freeze_floats(shares[:, :, k]) for k, basis in enumerate(LENGTH_BASES)},
    )


def _open_edges(roads: RoadNetwork, season: Season) -> BoolArray:
    is_open = np.ones(len(roads.edge_ids), dtype=np.bool_)
    if season != "summer":
        is_open &= ~np.array(roads.edge_is_closed_in_winter, dtype=np.bool_)
    if season == "closure_day":
        is_open &= ~np.array(roads.edge_has_short_closures, dtype=np.bool_)
    return is_open


def _fastest_edge_by_pair(roads: RoadNetwork, is_open: BoolArray, minutes: FloatArray) -> dict[tuple[int, int], int]:
    # csr_matrix would add the minutes of parallel roads together: keep the fastest of each pair.
    best: dict[tuple[int, int], int] = {}
    for edge in np.flatnonzero(is_open):
        pair = (int(roads.edge_from_index[edge]), int(roads.edge_to_index[edge]))
        pair = min(pair, pair[::-1])
        if pair not in best or minutes[edge] < minutes[best[pair]]:
            best[pair] = int(edge)
    return best


def _accumulate_along_paths(predecessors: np.ndarray, lengths: FloatArray) -> FloatArray:
    """Sum edge lengths from each source to each node by doubling the stride along predecessors."""
    source_count, node_count = predecessors.shape
    nodes = np.arange(node_count)
    has_previous = predecessors != _NO_PREDECESSOR
    stride = np.where(has_previous, predecessors, nodes)
    total: FloatArray = np.where(has_previous[:, :, None], lengths[stride, nodes], 0.0)
    rows = np.arange(source_count)[:, None]
    while True:
        following = stride[rows, stride]
        if np.array_equal(following, stride):
            return total
        total = total + total[rows, stride]
        stride = following

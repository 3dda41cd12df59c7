"""The directed, sparse graph of a road network; a season is a mask over its edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_matrix

from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.territory import LENGTH_BASES, SEASONS, RoadNetwork, Season


@dataclass(frozen=True, slots=True)
class RoadGraph:
    """The d directed edges of a network between its opaque nodes, numbered from 0.

    Attributes
    ----------
    node_count : int
    from_index, to_index : integer array (d,)
    length_km : float array (d,)
    basis_index : integer array (d,)
        Into ``LENGTH_BASES``.
    minutes : mapping of season to float array (d,)
    is_open : mapping of season to bool array (d,)
    """

    node_count: int
    from_index: IntArray
    to_index: IntArray
    length_km: FloatArray
    basis_index: IntArray
    minutes: Mapping[Season, FloatArray]
    is_open: Mapping[Season, BoolArray]


@dataclass(frozen=True, slots=True)
class SeasonGraph:
    """What is open in one season: the fastest edge of each ordered pair of nodes.

    Attributes
    ----------
    minutes : csr_matrix (v, v)
    pair_keys : integer array (k,)
        ``from * v + to`` of each pair, in increasing order.
    edges : integer array (k,)
        The edge of each pair, in the order of ``pair_keys``.
    """

    minutes: csr_matrix
    pair_keys: IntArray
    edges: IntArray

    def find_edges(self, from_index: IntArray, to_index: IntArray) -> IntArray:
        """Return the edge that is taken between nodes which one edge joins."""
        keys = from_index.astype(np.int64) * self.minutes.shape[0] + to_index
        found: IntArray = self.edges[np.searchsorted(self.pair_keys, keys)]
        return found


def direct_edges(roads: RoadNetwork) -> RoadGraph:
    """Lay out a network as directed edges: a two-way edge becomes two, a one-way edge stays alone.

    Parameters
    ----------
    roads : RoadNetwork
        In winter the closed roads vanish and winter speeds hold; on a closure day the roads with short closures vanish
        too.
    """
    is_two_way = ~np.array(roads.edge_is_oneway, dtype=np.bool_)
    forward = np.arange(len(roads.edge_ids), dtype=np.int64)
    edges = np.concatenate((forward, forward[is_two_way]))
    is_closed = np.array(roads.edge_is_closed_in_winter, dtype=np.bool_)[edges]
    has_short_closures = np.array(roads.edge_has_short_closures, dtype=np.bool_)[edges]
    is_open = {
        "summer": np.ones(len(edges), dtype=np.bool_),
        "winter": ~is_closed,
        "closure_day": ~(is_closed | has_short_closures),
    }
    summer_min, winter_min = (
        (60.0 * roads.edge_length_km / speed_kmh)[edges]
        for speed_kmh in (roads.edge_speed_summer_kmh, roads.edge_speed_winter_kmh)
    )
    basis_index = np.array([LENGTH_BASES.index(basis) for basis in roads.edge_bases], dtype=np.int64)
    return RoadGraph(
        node_count=len(roads.node_ids),
        from_index=np.concatenate((roads.edge_from_index, roads.edge_to_index[is_two_way])),
        to_index=np.concatenate((roads.edge_to_index, roads.edge_from_index[is_two_way])),
        length_km=roads.edge_length_km[edges],
        basis_index=basis_index[edges],
        minutes={season: summer_min if season == "summer" else winter_min for season in SEASONS},
        is_open={season: is_open[season] for season in SEASONS},
    )


def open_in_season(graph: RoadGraph, season: Season) -> SeasonGraph:
    """Keep what is open in a season, and of parallel edges the fastest: a sparse matrix would add them together."""
    kept = np.flatnonzero(graph.is_open[season])
    minutes = graph.minutes[season]
    keys = graph.from_index[kept] * graph.node_count + graph.to_index[kept]
    kept = kept[np.lexsort((minutes[kept], keys))]
    pair_keys, first = np.unique(graph.from_index[kept] * graph.node_count + graph.to_index[kept], return_index=True)
    edges = kept[first]
    shape = (graph.node_count, graph.node_count)
    matrix = csr_matrix((minutes[edges], (graph.from_index[edges], graph.to_index[edges])), shape=shape)
    return SeasonGraph(matrix, pair_keys, edges)

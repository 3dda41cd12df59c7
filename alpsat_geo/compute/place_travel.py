"""Travel from the town halls to the places of a territory, each at its own position on the roads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.sparse.csgraph import connected_components

from alpsat_geo.compute.road_graph import RoadGraph, direct_edges, open_in_season
from alpsat_geo.compute.road_lines import find_nearest_segments
from alpsat_geo.compute.travel import measure_minutes
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray, freeze_floats
from alpsat_geo.domain.territory import SEASONS, Place, RoadNetwork, Season, Territory

_MINUTES_PER_HOUR = 60.0
_SAME_LENGTH_KM = 1e-6


@dataclass(frozen=True, slots=True)
class RoadPositions:
    """Where p points join a network.

    Attributes
    ----------
    first, last : integer array (p,)
        Nodes at the ends of the road.
    length_km : float array (p,)
        Of that road.
    share : float array (p,)
        How far along it from ``first``, 0 to 1.
    gap_km : float array (p,)
        From the point to the road, as the crow flies.
    """

    first: IntArray
    last: IntArray
    length_km: FloatArray
    share: FloatArray
    gap_km: FloatArray


def is_positioned(place: Place) -> bool:
    """Tell whether a place has a position of its own; one that has none is taken to stand at the town hall."""
    return place.lon_deg is not None and place.lat_deg is not None


def measure_place_minutes(
    territory: Territory, hall_min: Mapping[Season, FloatArray], terminal_min: float, off_road_kmh: float
) -> dict[Season, FloatArray]:
    """Measure the minutes from each town hall to each place, by season.

    Parameters
    ----------
    territory : Territory
    hall_min : mapping of season to float array (n, n)
        Between town halls, of the same territory and terminal time.
    terminal_min : float
        Minutes for parking and walking, added to every trip to a place that has a position, in one's commune too.
    off_road_kmh : float
        Speed as the crow flies between the road and the place.

    Returns
    -------
    mapping of season to float array (n, p)
        In the order of ``territory.places``. A place without a position, and every place while the roads are awaited,
        stands at the town hall of its commune; one outside the territory is inf.
    """
    position = {code: i for i, code in enumerate(territory.insee_codes)}
    known = "road_edges" not in territory.awaited and len(territory.roads.edge_ids) > 0
    ranks = [
        rank
        for rank, place in enumerate(territory.places)
        if known and is_positioned(place) and place.insee_code in position
    ]
    points = [territory.places[rank] for rank in ranks]
    lon = np.array([place.lon_deg for place in points], dtype=np.float64)
    lat = np.array([place.lat_deg for place in points], dtype=np.float64)
    graph = direct_edges(territory.roads)
    joined = join_roads(territory.roads, graph, lon, lat) if ranks else None
    found: dict[Season, FloatArray] = {}
    for season in SEASONS:
        minutes = np.full((len(position), len(territory.places)), np.inf)
        for rank, place in enumerate(territory.places):
            if place.insee_code in position:
                minutes[:, rank] = hall_min[season][:, position[place.insee_code]]
        if joined is not None:
            on_road = _reach_positions(graph, season, territory.roads.commune_node_index, joined)
            minutes[:, ranks] = on_road + _MINUTES_PER_HOUR * joined.gap_km / off_road_kmh + terminal_min
        found[season] = freeze_floats(minutes)
    return found


def join_roads(roads: RoadNetwork, graph: RoadGraph, lon_deg: FloatArray, lat_deg: FloatArray) -> RoadPositions:
    """Bring points to the nearest road of the largest part of the network that stays whole in winter.

    Parameters
    ----------
    roads : RoadNetwork
        Drawn as straight lines between its nodes.
    graph : RoadGraph
        Of the same network.
    lon_deg, lat_deg : float array (p,)
    """
    usable = np.flatnonzero(_find_main_edges(graph))
    ends = graph.from_index[usable], graph.to_index[usable]
    segments, share, gap_km = find_nearest_segments(
        lon_deg,
        lat_deg,
        (roads.node_lon_deg[ends[0]], roads.node_lat_deg[ends[0]]),
        (roads.node_lon_deg[ends[1]], roads.node_lat_deg[ends[1]]),
    )
    edges = usable[segments]
    return RoadPositions(graph.from_index[edges], graph.to_index[edges], graph.length_km[edges], share, gap_km)


def _find_main_edges(graph: RoadGraph) -> BoolArray:
    """Tell which directed edges join points that can all be driven to from each other in winter."""
    opened = open_in_season(graph, "winter")
    labels = connected_components(opened.minutes, directed=True, connection="strong")[1]
    largest = np.bincount(labels).argmax()
    is_inside: BoolArray = (labels[graph.from_index] == largest) & (labels[graph.to_index] == largest)
    return is_inside & graph.is_open["winter"]


def _reach_positions(graph: RoadGraph, season: Season, sources: IntArray, joined: RoadPositions) -> FloatArray:
    """Return the minutes from the sources to points on roads, by whichever end is the sooner."""
    nodes, place = np.unique(np.concatenate((joined.first, joined.last)), return_inverse=True)
    to_nodes = measure_minutes(graph, season, sources, nodes)
    count = len(joined.first)
    forward_min = _cross(graph, season, joined.first, joined.last, joined)
    backward_min = _cross(graph, season, joined.last, joined.first, joined)
    by_first = to_nodes[:, place[:count]] + _drive_part(joined.share, forward_min)
    by_last = to_nodes[:, place[count:]] + _drive_part(1 - joined.share, backward_min)
    return np.minimum(by_first, by_last)


def _drive_part(share: FloatArray, minutes: FloatArray) -> FloatArray:
    """Return the minutes of a part of each road; none of a road takes none, even of one that is not driven that way."""
    part = np.zeros_like(minutes)
    np.multiply(share, minutes, out=part, where=share > 0)
    return part


def _cross(
    graph: RoadGraph,
    season: Season,
    start: IntArray,
    end: IntArray,
    joined: RoadPositions,
) -> FloatArray:
    """Return the minutes of each road from one end to the other; inf where it is not driven that way."""
    keys = graph.from_index * graph.node_count + graph.to_index
    order = np.argsort(keys, kind="stable")
    asked = start * graph.node_count + end
    low, high = np.searchsorted(keys[order], asked, "left"), np.searchsorted(keys[order], asked, "right")
    crossing = np.full(len(asked), np.inf)
    for rank in range(len(asked)):
        for edge in order[low[rank] : high[rank]]:
            is_same = abs(graph.length_km[edge] - joined.length_km[rank]) <= _SAME_LENGTH_KM
            if is_same and graph.is_open[season][edge]:
                crossing[rank] = min(crossing[rank], graph.minutes[season][edge])
    return crossing

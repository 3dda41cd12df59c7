"""The embedded background of the map: what the browser fetches once for a territory.

Roads are schematic: straight lines between the nodes of the network.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely
from shapely import Geometry
from shapely.geometry.base import BaseGeometry

from alpsat_geo.domain.collector import pause_collector
from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.ground import iterate_spots
from alpsat_geo.report.roads_in_use import list_drawn_edges

if TYPE_CHECKING:
    import geopandas  # its import costs as much as the rest of the start: only who reads boundaries pays it

Document = dict[str, Any]

ATLAS_VERSION = 3
"""Raised when what this module draws from the same files changes."""

_DIGITS = 5
_NATIONAL_REF = re.compile(r"[AN]\d")
_ROAD_NUMBER = re.compile(r"(?:[ADN]|SS|SP)\d+[A-Z]?")
_MAIN_SPEED_KMH = 50.0
_SHIELD_SPACING_DEG = 0.09
_EXIT_MARGIN_DEG = 0.012
_CENTRE_COUNT_PER_EPCI = 1
_ENDS_TO_CROSS = 2
_COMMUNES_DRAWN_WHOLE = 200
_POINTS_DRAWN_WHOLE = 64
"""Of a commune, on average: the borders that come with the project have half as many."""
# A pixel of a map of a department on an ordinary screen is 250 m: a tenth of it is not seen.
_TOLERANCE_DEG = 0.0003


def build_atlas(territory: Territory, boundaries: geopandas.GeoDataFrame) -> Document:
    """Gather what the map draws, ready for the browser.

    Parameters
    ----------
    territory : Territory
    boundaries : geopandas.GeoDataFrame
        One row a commune in the order of ``territory.insee_codes``, EPSG:4326.

    Returns
    -------
    dict
        JSON-ready; every position is (latitude, longitude) in degrees.
    """
    shapes = simplify_shapes(list(boundaries.geometry))
    outline = shapely.union_all(shapes)
    members: dict[str, list[Geometry]] = {epci.siren: [] for epci in territory.epcis}
    for shape, siren in zip(shapes, boundaries["epci_siren"], strict=True):
        members[siren].append(shape)
    by_epci = [shapely.union_all(own) for own in members.values()]
    west, south, east, north = outline.bounds
    return {
        "bounds": [_position(west, south), _position(east, north)],
        "communes": _list_communes(territory, shapes),
        "outline": _list_lines(outline.boundary),
        "limits": _list_inner_limits(by_epci),
        "roads": _list_roads(territory, outline.buffer(_EXIT_MARGIN_DEG)),
        "shields": _list_shields(territory, outline),
        "passes": _list_passes(territory),
        "exits": _list_exits(territory, outline),
        "places": list_spots(territory),
    }


def bound_territory(territory: Territory, margin_deg: float = 0.01) -> list[list[float]]:
    """Return south-west and north-east corners around the town halls' communes, as the map's first view."""
    lon, lat = territory.communes.mairie_lon_deg, territory.communes.mairie_lat_deg
    return [
        [round(float(lat.min()) - margin_deg, 4), round(float(lon.min()) - margin_deg, 4)],
        [round(float(lat.max()) + margin_deg, 4), round(float(lon.max()) + margin_deg, 4)],
    ]


def simplify_shapes(shapes: Sequence[Geometry]) -> list[Geometry]:
    """Return shapes that a screen draws alike with fewer points, where there are many; neighbours keep their border.

    Parameters
    ----------
    shapes : list of Polygon or MultiPolygon
        A coverage, in degrees; one of few shapes, or of few points a shape, is returned as it is.

    Returns
    -------
    list of Polygon or MultiPolygon
    """
    coverage = np.array(shapes, dtype=object)
    is_light = shapely.get_num_coordinates(coverage).sum() <= _POINTS_DRAWN_WHOLE * len(shapes)
    if len(shapes) <= _COMMUNES_DRAWN_WHOLE or is_light:
        return list(shapes)
    simplified = shapely.coverage_simplify(coverage, _TOLERANCE_DEG)
    return [shape if kept.is_empty else kept for shape, kept in zip(shapes, simplified, strict=True)]


def list_rings(shapes: Sequence[Geometry]) -> list[list[list[list[list[float]]]]]:
    """Return, by shape, the positions of the rings of each of its parts."""
    with pause_collector():
        return [
            [[_list_positions(ring) for ring in (part.exterior, *part.interiors)] for part in shapely.get_parts(shape)]
            for shape in shapes
        ]


def _list_positions(line: Geometry) -> list[list[float]]:
    """Return the positions (latitude, longitude) along a line, rounded as the map reads them."""
    positions: list[list[float]] = shapely.get_coordinates(line)[:, ::-1].round(_DIGITS).tolist()
    return positions


def _position(lon: float, lat: float) -> list[float]:
    return [round(float(lat), _DIGITS), round(float(lon), _DIGITS)]


def _list_lines(geometry: BaseGeometry) -> list[list[list[float]]]:
    merged = shapely.line_merge(geometry) if geometry.geom_type != "LineString" else geometry
    parts = shapely.get_parts(merged)
    return [_list_positions(part) for part in parts if part.geom_type == "LineString"]


def _list_inner_limits(by_epci: list[BaseGeometry]) -> list[list[list[float]]]:
    pairs = shapely.STRtree(by_epci).query(by_epci, predicate="intersects").T.tolist()
    return [
        line
        for first, second in sorted(map(tuple, pairs))
        if first < second
        for line in _list_lines(shapely.intersection(by_epci[first], by_epci[second]))
    ]


def _list_communes(territory: Territory, shapes: Sequence[Geometry]) -> list[Document]:
    communes = territory.communes
    order = np.argsort(-np.nan_to_num(communes.population_count), kind="stable")
    rank = np.argsort(order)
    by_epci: dict[int, list[int]] = defaultdict(list)
    for place in order.tolist():
        by_epci[int(communes.epci_index[place])].append(place)
    centres = {place for own in by_epci.values() for place in own[:_CENTRE_COUNT_PER_EPCI]}
    return [
        {
            "code": code,
            "name": communes.names[i],
            "lat": round(float(communes.mairie_lat_deg[i]), _DIGITS),
            "lon": round(float(communes.mairie_lon_deg[i]), _DIGITS),
            "rank": int(rank[i]),
            "is_centre": i in centres,
            "rings": rings,
        }
        for i, (code, rings) in enumerate(zip(territory.insee_codes, list_rings(shapes), strict=True))
    ]


def _node(territory: Territory, index: int) -> tuple[float, float]:
    return float(territory.roads.node_lon_deg[index]), float(territory.roads.node_lat_deg[index])


def _list_roads(territory: Territory, around: BaseGeometry) -> list[Document]:
    """List the roads inside the territory and just beyond its limit."""
    roads = territory.roads
    found = []
    for e in list_drawn_edges(roads):
        ends = (int(roads.edge_from_index[e]), int(roads.edge_to_index[e]))
        line = shapely.intersection(shapely.LineString([_node(territory, v) for v in ends]), around)
        found += [
            {
                "level": _level(roads.edge_refs[e], float(roads.edge_speed_summer_kmh[e])),
                "is_closed": bool(roads.edge_is_closed_in_winter[e]),
                "line": part,
            }
            for part in _list_lines(line)
        ]
    return found


def _level(ref: str, speed_kmh: float) -> str:
    if _NATIONAL_REF.match(ref):
        return "national"
    return "main" if speed_kmh >= _MAIN_SPEED_KMH else "local"


def _list_shields(territory: Territory, outline: BaseGeometry) -> list[Document]:
    """Place a road's number on its longest stretches, never two of the same close together."""
    roads = territory.roads
    stretches = []
    for e in list_drawn_edges(roads):
        number = _ROAD_NUMBER.match(roads.edge_refs[e])
        start, end = _node(territory, int(roads.edge_from_index[e])), _node(territory, int(roads.edge_to_index[e]))
        middle = shapely.Point((start[0] + end[0]) / 2, (start[1] + end[1]) / 2)
        if number and outline.covers(middle):
            stretches.append((float(roads.edge_length_km[e]), number[0], middle))
    placed: dict[str, list[shapely.Point]] = defaultdict(list)
    for _length, number_text, middle in sorted(stretches, key=lambda stretch: -stretch[0]):
        if all(middle.distance(other) > _SHIELD_SPACING_DEG for other in placed[number_text]):
            placed[number_text].append(middle)
    return [
        {"ref": number_text, "lat": round(point.y, _DIGITS), "lon": round(point.x, _DIGITS)}
        for number_text, points in placed.items()
        for point in points
    ]


def _list_passes(territory: Territory) -> list[Document]:
    roads = territory.roads
    # A road that takes one time up and another down is two edges, and one way over the pass.
    ends = zip(roads.edge_from_index.tolist(), roads.edge_to_index.tolist(), strict=True)
    open_ways = {
        frozenset(pair) for pair, is_closed in zip(ends, roads.edge_is_closed_in_winter, strict=True) if not is_closed
    }
    open_ends = Counter(node for way in open_ways for node in way)
    return [
        {
            "name": roads.node_names[v],
            "lat": _position(*_node(territory, v))[0],
            "lon": _position(*_node(territory, v))[1],
            "is_closed": open_ends[v] < _ENDS_TO_CROSS,
        }
        for v in range(len(roads.node_ids))
        if roads.node_kinds[v] == "pass"
    ]


def _list_exits(territory: Territory, outline: BaseGeometry) -> list[Document]:
    """Say where the roads that leave the territory lead, just beyond its limit."""
    roads = territory.roads
    around = outline.buffer(_EXIT_MARGIN_DEG)
    exits: dict[str, Document] = {}
    for e in list_drawn_edges(roads):
        ends = (int(roads.edge_from_index[e]), int(roads.edge_to_index[e]))
        gateway = next((v for v in ends if roads.node_kinds[v] == "gateway"), None)
        if gateway is None:
            continue
        line = shapely.LineString([_node(territory, v) for v in ends])
        crossing = shapely.intersection(line, around.boundary)
        if crossing.is_empty:
            continue
        point = shapely.get_parts(crossing)[0]
        name = roads.node_names[gateway].split(" (")[0]
        exits.setdefault(name, {"name": name, "lat": round(point.y, _DIGITS), "lon": round(point.x, _DIGITS)})
    return list(exits.values())


def list_spots(territory: Territory) -> list[Document]:
    """List the stations and the spaces that the map draws, each with its sign, its name and its position."""
    return [
        {"kind": kind, "name": name, "lat": round(lat, _DIGITS), "lon": round(lon, _DIGITS)}
        for kind, name, lon, lat in iterate_spots(territory)
    ]

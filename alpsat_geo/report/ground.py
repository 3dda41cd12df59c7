"""The ground of a printed map: shapes of a territory projected once on a sheet, as paths of an SVG."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.memory import Memory
from alpsat_geo.report.roads_in_use import list_drawn_edges

SHEET_WIDTH = 960.0
_MARGIN = 8.0
_DIGITS = 1
_ROAD_MARGIN_DEG = 0.012
_SYMBOLS = {"open": "open", "open_unverified": "uncertain", "mentioned": "uncertain"}

Position = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of the map: where, its kind, its name."""

    x: float
    y: float
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Projection:
    """From longitude and latitude in degrees to a sheet: its north-west corner, and units a degree along both axes."""

    west: float
    north: float
    x_scale: float
    y_scale: float

    def project(self, lon: float, lat: float) -> Position:
        """Place a point on the sheet."""
        return (_MARGIN + (lon - self.west) * self.x_scale, _MARGIN + (self.north - lat) * self.y_scale)


@dataclass(frozen=True, slots=True)
class Ground:
    """What every map of a territory draws below its colours, in units of the sheet.

    Attributes
    ----------
    height : float
        Of the map; its width is ``SHEET_WIDTH``.
    communes : tuple of str, length n
        Paths, in the order of the codes.
    town_halls : tuple of Spot, length n
    ranks : tuple of int
        Positions of the communes, the most populated first.
    outline, limits, roads, closed_roads : str
        Paths; ``limits`` are those between EPCI, ``closed_roads`` are closed in winter.
    spots : tuple of Spot
        Stations and existing spaces.
    projection : Projection
        From degrees to the sheet.
    """

    height: float
    communes: tuple[str, ...]
    town_halls: tuple[Spot, ...]
    ranks: tuple[int, ...]
    outline: str
    limits: str
    roads: str
    closed_roads: str
    spots: tuple[Spot, ...]
    projection: Projection

    def draw_shapes(self, shapes: Iterable[shapely.Geometry]) -> tuple[str, str, tuple[Position, ...]]:
        """Return shapes in degrees as the path of the surfaces, that of the lines, and the places of the points."""
        parts = [part for shape in shapes for part in shapely.get_parts(shape)]
        areas = (_draw_area(part, self.projection.project) for part in parts if part.geom_type == "Polygon")
        lines = [part for part in parts if part.geom_type == "LineString"]
        points = tuple(self.projection.project(part.x, part.y) for part in parts if part.geom_type == "Point")
        return "".join(areas), _draw_lines(lines, self.projection.project), points


_GROUNDS_KEPT = 4
_grounds: Memory[Ground] = Memory(_GROUNDS_KEPT)


def lay_ground(territory: Territory, shapes: Sequence[BaseGeometry]) -> Ground:
    """Project a territory on a sheet, north up.

    Parameters
    ----------
    territory : Territory
    shapes : sequence of geometry, length n
        Limits of the communes, EPSG:4326, in the order of the codes: those of the territory's own files.

    Returns
    -------
    Ground
        Distances are true along both axes at the middle of the territory (equirectangular projection).
    """
    return _grounds.recall((territory.fingerprint, territory.corrections), lambda: _lay_ground(territory, shapes))


def _lay_ground(territory: Territory, shapes: Sequence[BaseGeometry]) -> Ground:
    outline = shapely.union_all(list(shapes))
    west, south, east, north = outline.bounds
    narrowing = math.cos(math.radians((south + north) / 2))
    scale = (SHEET_WIDTH - 2 * _MARGIN) / ((east - west) * narrowing)
    projection = Projection(west, north, narrowing * scale, scale)
    project = projection.project
    communes = territory.communes
    by_epci = [
        shapely.union_all([shape for shape, index in zip(shapes, communes.epci_index, strict=True) if index == e])
        for e in range(len(territory.epcis))
    ]
    inner = [shapely.intersection(a, b) for i, a in enumerate(by_epci) for b in by_epci[i + 1 :]]
    open_roads, closed_roads = _list_roads(territory, outline.buffer(_ROAD_MARGIN_DEG))
    return Ground(
        height=2 * _MARGIN + (north - south) * scale,
        communes=tuple(_draw_area(shape, project) for shape in shapes),
        town_halls=tuple(
            Spot(*project(float(communes.mairie_lon_deg[i]), float(communes.mairie_lat_deg[i])), "hall", name)
            for i, name in enumerate(communes.names)
        ),
        ranks=tuple(int(i) for i in np.argsort(-np.nan_to_num(communes.population_count), kind="stable")),
        outline=_draw_area(outline, project),
        limits=_draw_lines(inner, project),
        roads=_draw_lines(open_roads, project),
        closed_roads=_draw_lines(closed_roads, project),
        spots=tuple(Spot(*project(lon, lat), kind, name) for kind, name, lon, lat in iterate_spots(territory)),
        projection=projection,
    )


def _list_roads(territory: Territory, around: BaseGeometry) -> tuple[list[BaseGeometry], list[BaseGeometry]]:
    roads = territory.roads
    found: tuple[list[BaseGeometry], list[BaseGeometry]] = ([], [])
    for e in list_drawn_edges(roads):
        ends = (int(roads.edge_from_index[e]), int(roads.edge_to_index[e]))
        line = shapely.LineString([(float(roads.node_lon_deg[v]), float(roads.node_lat_deg[v])) for v in ends])
        found[int(roads.edge_is_closed_in_winter[e])].append(shapely.intersection(line, around))
    return found


def iterate_spots(territory: Territory) -> Iterator[tuple[str, str, float, float]]:
    """Yield the stations, then the spaces, that a map draws: kind of sign, name, longitude and latitude."""
    for place in territory.places:
        if place.kind == "station" and place.lon_deg is not None and place.lat_deg is not None:
            yield "station", place.name, place.lon_deg, place.lat_deg
    for space in territory.spaces:
        is_counted = space.status in _SYMBOLS and space.insee_code in territory.insee_codes
        if is_counted and space.lon_deg is not None and space.lat_deg is not None:
            yield _SYMBOLS[space.status], space.name, space.lon_deg, space.lat_deg


def _draw_area(shape: BaseGeometry, project: Callable[[float, float], Position]) -> str:
    rings = [ring for part in shapely.get_parts(shape) for ring in (part.exterior, *part.interiors)]
    return "".join(_draw_points([project(lon, lat) for lon, lat in ring.coords[:-1]]) + "Z" for ring in rings)


def _draw_lines(shapes: Iterable[BaseGeometry], project: Callable[[float, float], Position]) -> str:
    drawn = []
    for shape in shapes:
        merged = shapely.line_merge(shape) if shape.geom_type != "LineString" else shape
        drawn += [
            _draw_points([project(lon, lat) for lon, lat in part.coords])
            for part in shapely.get_parts(merged)
            if part.geom_type == "LineString" and not part.is_empty
        ]
    return "".join(drawn)


def _draw_points(points: Sequence[Position]) -> str:
    return "M" + "L".join(f"{round(x, _DIGITS):g} {round(y, _DIGITS):g}" for x, y in points)

"""Shapes joined to the communes: points counted, lengths of lines, shares of area; and what a map draws of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import shapely

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.layers.geojson import Shapes
from alpsat_geo.sources.layers.placing import Placed, cut_in_segments, project_metric
from alpsat_geo.sources.layers.record import LayerError, LayerKind, OwnIndicator

_METRES_PER_KM = 1000.0
# Each cut of a segment by a limit takes time; the roads of a territory make a few thousand, most within one commune.
_CUTS_AT_MOST = 20_000
# About thirty metres: less than a line of the map is wide.
_TOLERANCE_DEG = 0.0003
DRAWN_AT_MOST = 1500
_DRAWN_COORDINATES_AT_MOST = 30_000

COUNTED = N_("Nombre de points")
LENGTH = N_("Longueur des lignes")
COVERED = N_("Part de la commune couverte")


def measure_by_commune(placed: Placed, communes: Sequence[shapely.Geometry]) -> OwnIndicator:
    """Measure shapes in each commune.

    Parameters
    ----------
    placed : Placed
    communes : sequence of n geometries
        In degrees.

    Returns
    -------
    OwnIndicator
        Points counted, one on a limit in one commune only; kilometres of lines; share of the area that polygons cover,
        what several cover once. Zero where there is none.
    """
    measures: dict[LayerKind, tuple[str, str, Callable[[Shapes, Shapes], FloatArray]]] = {
        "points": (COUNTED, "", _count_points),
        "lines": (LENGTH, "km", _measure_lines),
        "polygons": (COVERED, "part", _measure_areas),
    }
    label, unit, measure = measures[placed.kind]
    return OwnIndicator(label, unit, measure(placed.shapes, np.array(communes, dtype=object)))


def _count_points(shapes: Shapes, communes: Shapes) -> FloatArray:
    points = shapely.get_parts(shapes)
    commune, point = shapely.STRtree(points).query(communes, predicate="intersects")
    _points, first = np.unique(point, return_index=True)
    return np.bincount(commune[first], minlength=len(communes)).astype(float)


def _measure_lines(shapes: Shapes, communes: Shapes) -> FloatArray:
    # Segment by segment: a line that crosses itself all over is then no longer than another.
    areas, segments = project_metric(communes), cut_in_segments(project_metric(shapes))
    tree = shapely.STRtree(segments)
    if tree.query(areas).shape[1] > 3 * len(segments) + _CUTS_AT_MOST:
        raise LayerError(
            N_("Ces lignes passent trop souvent d'une commune à l'autre : simplifiez-les avant de les apporter.")
        )
    commune, segment = tree.query(areas, predicate="intersects")
    lengths = shapely.length(segments[segment])
    crossing = ~_find_whole(areas, segments, commune, segment)
    lengths[crossing] = shapely.length(shapely.intersection(segments[segment[crossing]], areas[commune[crossing]]))
    return np.bincount(commune, weights=lengths, minlength=len(communes)) / _METRES_PER_KM


def _measure_areas(shapes: Shapes, communes: Shapes) -> FloatArray:
    areas, polygons = project_metric(communes), project_metric(shapes)
    commune, polygon = shapely.STRtree(polygons).query(areas, predicate="intersects")
    parts = polygons[polygon]
    crossing = ~_find_whole(areas, polygons, commune, polygon)
    parts[crossing] = shapely.intersection(parts[crossing], areas[commune[crossing]])
    if shapely.coverage_is_valid(polygons):
        # Squares of a census, plots, zones: none overlaps another, and their areas add up.
        covered = np.bincount(commune, weights=shapely.area(parts), minlength=len(areas))
    else:
        covered = np.array([shapely.area(shapely.union_all(parts[commune == place])) for place in range(len(areas))])
    return np.minimum(covered / shapely.area(areas), 1.0)


def _find_whole(areas: Shapes, shapes: Shapes, commune: np.ndarray, shape: np.ndarray) -> np.ndarray:
    """Tell which pairs hold the whole shape in the commune."""
    whole_commune, whole_shape = shapely.STRtree(shapes).query(areas, predicate="contains")
    return np.isin(commune * len(shapes) + shape, whole_commune * len(shapes) + whole_shape)


def simplify_shapes(placed: Placed) -> tuple[shapely.Geometry, ...]:
    """Return what a map draws: simplified, and no more than it can take, the largest first; points evenly chosen."""
    if placed.kind == "points":
        shapes = shapely.get_parts(placed.shapes)
        return tuple(shapes[:: max(-(-len(shapes) // DRAWN_AT_MOST), 1)])
    sizes = shapely.length(placed.shapes)
    largest = np.argsort(-sizes, kind="stable")[:DRAWN_AT_MOST]
    drawn = shapely.simplify(placed.shapes[np.sort(largest)], _TOLERANCE_DEG)
    coordinates = np.cumsum(shapely.get_num_coordinates(drawn))
    return tuple(drawn[(coordinates <= _DRAWN_COORDINATES_AT_MOST) & ~shapely.is_empty(drawn)])

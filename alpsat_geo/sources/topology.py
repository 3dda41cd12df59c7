"""Polygons that share borders, each border written once (TopoJSON, quantised)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

_DECIMALS = 6
_Points = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Grid:
    """Where whole coordinates stand: degrees = origin + step x whole number, for longitude then latitude."""

    step_deg: tuple[float, float]
    origin_deg: tuple[float, float]

    def snap(self, lonlat_deg: npt.NDArray[np.float64]) -> _Points:
        """Return the nearest whole coordinates, (k, 2)."""
        whole = np.rint((lonlat_deg - np.array(self.origin_deg)) / np.array(self.step_deg))
        return np.asarray(whole, dtype=np.int64)

    def place(self, points: _Points | npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Return degrees, (k, 2), with six decimals: two shapes that share a point share it to the last digit."""
        placed: npt.NDArray[np.float64] = np.round(
            points * np.array(self.step_deg) + np.array(self.origin_deg), _DECIMALS
        )
        return placed


def write_topology(shapes: Mapping[str, shapely.Geometry], grid: Grid) -> dict[str, Any]:
    """Write polygons as one TopoJSON document: a border between two of them stands in it once.

    Parameters
    ----------
    shapes : mapping of str to Polygon or MultiPolygon
        By identifier, in degrees; rings that fall on one point of the grid are left out.
    grid : Grid

    Returns
    -------
    dict
        What the TopoJSON specification calls a Topology, its arcs written as differences.
    """
    rings = _Rings(shapes, grid)
    arcs: list[_Points] = []
    index: dict[bytes, int] = {}

    def place(arc: _Points) -> int:
        ids = rings.identify(arc)
        is_backward = tuple(ids) > tuple(ids[::-1])
        written = arc[::-1] if is_backward else arc
        key = np.ascontiguousarray(written).tobytes()
        if key not in index:
            index[key] = len(arcs)
            arcs.append(written)
        return ~index[key] if is_backward else index[key]

    geometries: list[dict[str, Any]] = []
    for key, polygons in rings.polygons.items():
        placed = [[[place(arc) for arc in rings.cut(ring)] for ring in polygon] for polygon in polygons]
        geometries.append({"type": "MultiPolygon", "id": key, "arcs": placed})
    return {
        "type": "Topology",
        "transform": {"scale": list(grid.step_deg), "translate": list(grid.origin_deg)},
        "objects": {"communes": {"type": "GeometryCollection", "geometries": geometries}},
        "arcs": [np.diff(arc, axis=0, prepend=np.zeros((1, 2), dtype=np.int64)).tolist() for arc in arcs],
    }


class _Rings:
    """The rings of polygons on a grid, and the points where more than two borders meet."""

    def __init__(self, shapes: Mapping[str, shapely.Geometry], grid: Grid) -> None:
        self.polygons: dict[str, list[list[_Points]]] = {}
        for key, shape in shapes.items():
            parts = [_snap_rings(part, grid) for part in shapely.get_parts(shape)]
            self.polygons[key] = [rings for rings in parts if rings]
        rings = [ring for polygons in self.polygons.values() for polygon in polygons for ring in polygon]
        ids = [self.identify(ring) for ring in rings]
        pairs = np.concatenate([np.column_stack([some, np.roll(some, -1)]) for some in ids])
        borders = np.unique(np.sort(pairs, axis=1), axis=0)
        points, degrees = np.unique(borders, return_counts=True)
        self._nodes = points[degrees != 2]  # noqa: PLR2004 - a border goes on where exactly two of its pieces meet

    def identify(self, points: _Points) -> _Points:
        """Return one whole number a point."""
        return (points[:, 0] << 32) + points[:, 1]

    def cut(self, ring: _Points) -> list[_Points]:
        """Return the pieces of a ring between points where borders meet, ends included; always cut alike."""
        ids = self.identify(ring)
        near = np.searchsorted(self._nodes, ids).clip(max=len(self._nodes) - 1)
        places = np.flatnonzero(self._nodes[near] == ids)
        starts_at = int(places[0]) if len(places) else int(np.argmin(ids))
        turned = np.roll(ring, -starts_at, axis=0)
        closed = np.concatenate([turned, turned[:1]])
        ends = [*(places - starts_at), len(ring)] if len(places) else [0, len(ring)]
        return [closed[start : end + 1] for start, end in pairwise(ends)]


def _snap_rings(polygon: shapely.Polygon, grid: Grid) -> list[_Points]:
    """Return the rings of a polygon on a grid, without the point that closes them; none when the outer one is gone."""
    rings = []
    for place, ring in enumerate((polygon.exterior, *polygon.interiors)):
        points = grid.snap(shapely.get_coordinates(ring))
        kept = points[:-1][np.any(points[:-1] != points[1:], axis=1)]
        if len(kept) < 3:  # noqa: PLR2004 - fewer points enclose nothing
            if place == 0:
                return []
            continue
        rings.append(kept)
    return rings


def read_topology(document: Mapping[str, Any], wanted: Sequence[str] | None = None) -> dict[str, shapely.Geometry]:
    """Read polygons of a TopoJSON document that `write_topology` wrote.

    Parameters
    ----------
    document : mapping
    wanted : sequence of str, optional
        Identifiers of those to read; all of them by default.

    Returns
    -------
    dict of str to MultiPolygon
        By identifier, in degrees.
    """
    transform = document["transform"]
    grid = Grid(tuple(transform["scale"]), tuple(transform["translate"]))
    keys = None if wanted is None else set(wanted)
    geometries = [
        geometry for geometry in document["objects"]["communes"]["geometries"] if keys is None or geometry["id"] in keys
    ]
    rings = [ring for geometry in geometries for polygon in geometry["arcs"] for ring in polygon]
    placed = _place_arcs(document["arcs"], sorted({max(arc, ~arc) for ring in rings for arc in ring}), grid)

    def place(number: int) -> npt.NDArray[np.float64]:
        return placed[number] if number >= 0 else placed[~number][::-1]

    def close(numbers: Sequence[int]) -> npt.NDArray[np.float64]:
        return np.concatenate([place(numbers[0]), *(place(number)[1:] for number in numbers[1:])])

    polygons = [polygon for geometry in geometries for polygon in geometry["arcs"]]
    outer = _draw_rings([close(polygon[0]) for polygon in polygons])
    inner = _draw_rings([close(ring) for polygon in polygons for ring in polygon[1:]])
    inner_owner = np.repeat(np.arange(len(polygons)), [len(polygon) - 1 for polygon in polygons])
    owner = np.repeat(np.arange(len(geometries)), [len(geometry["arcs"]) for geometry in geometries])
    drawn = _fill_rings(outer, inner, inner_owner)
    if not polygons:
        return {}
    whole = np.asarray(shapely.multipolygons(drawn, indices=owner))
    return {geometry["id"]: shape for geometry, shape in zip(geometries, whole, strict=True)}


def _draw_rings(points: Sequence[npt.NDArray[np.float64]]) -> npt.NDArray[np.object_]:
    if not points:
        return np.empty(0, dtype=object)
    owner = np.repeat(np.arange(len(points)), [len(ring) for ring in points])
    return np.asarray(shapely.linearrings(np.concatenate(points), indices=owner))


def _fill_rings(
    outer: npt.NDArray[np.object_], inner: npt.NDArray[np.object_], inner_owner: npt.NDArray[np.int64]
) -> npt.NDArray[np.object_]:
    drawn = np.asarray(shapely.polygons(outer))
    for place in np.unique(inner_owner):
        drawn[place] = shapely.Polygon(outer[place], list(inner[inner_owner == place]))
    return drawn


def _place_arcs(
    arcs: Sequence[Sequence[Sequence[int]]], wanted: Sequence[int], grid: Grid
) -> dict[int, npt.NDArray[np.float64]]:
    """Return the points of arcs, in degrees, by their number: all the differences are summed at once."""
    if not wanted:
        return {}
    steps = np.array(list(chain.from_iterable(arcs[number] for number in wanted)), dtype=np.int64)
    ends = np.cumsum([len(arcs[number]) for number in wanted])
    starts = np.concatenate([[0], ends[:-1]])
    summed = np.cumsum(steps, axis=0)
    before = np.concatenate([np.zeros((1, 2), dtype=np.int64), summed])[starts]
    points = grid.place(summed - np.repeat(before, ends - starts, axis=0))
    return {number: points[start:end] for number, start, end in zip(wanted, starts, ends, strict=True)}

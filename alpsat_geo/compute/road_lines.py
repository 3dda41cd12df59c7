"""Roads as a source draws them: lines of points, before they become a network."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.territory import LengthBasis

RoadClass = Literal["motorway", "trunk", "primary", "secondary", "tertiary", "local", "street", "track"]
ROAD_CLASSES: tuple[RoadClass, ...] = (
    "motorway",
    "trunk",
    "primary",
    "secondary",
    "tertiary",
    "local",
    "street",
    "track",
)

_SEMI_MAJOR_AXIS_KM = 6378.137
_ECCENTRICITY_SQUARED = 0.00669437999014
_SAME_POINT_KM = 0.001


@dataclass(frozen=True, slots=True)
class RoadLines:
    """The s segments between neighbouring points of w lines; two lines meet where they share a point.

    Attributes
    ----------
    basis : {"bd_topo", "osm"}
    lon_deg, lat_deg, altitude_m : float array (v,)
        Points, EPSG:4326; an unknown altitude is NaN.
    pass_names : mapping of point to name
    from_index, to_index, line_index : integer array (s,)
        Ends of each segment, in the order in which its line is drawn, and its line.
    line_refs, line_classes : tuple of str, length w
        Number or name of the road; class.
    line_speed_kmh : float array (w,)
        Average speed that the source gives; NaN: that of the class.
    line_speed_limit_kmh : float array (w,)
        NaN where unknown.
    line_goes_forward, line_goes_backward : bool array (w,)
        Whether one may drive the line as it is drawn, and against it.
    line_is_closed_in_winter : bool array (w,)
    """

    basis: LengthBasis
    lon_deg: FloatArray
    lat_deg: FloatArray
    altitude_m: FloatArray
    pass_names: Mapping[int, str]
    from_index: IntArray
    to_index: IntArray
    line_index: IntArray
    line_refs: tuple[str, ...]
    line_classes: tuple[RoadClass, ...]
    line_speed_kmh: FloatArray
    line_speed_limit_kmh: FloatArray
    line_goes_forward: BoolArray
    line_goes_backward: BoolArray
    line_is_closed_in_winter: BoolArray


def project_km(
    lon_deg: FloatArray, lat_deg: FloatArray, lat_0_deg: FloatArray | float
) -> tuple[FloatArray, FloatArray]:
    """Scale degrees to kilometres at a latitude of the WGS 84 ellipsoid: exact for points that are near each other.

    Parameters
    ----------
    lon_deg, lat_deg : float array
    lat_0_deg : float array or float
        Latitude at which the scale holds.

    References
    ----------
    J. P. Snyder, Map Projections: A Working Manual, 1987, equations 4-18 and 4-20 (radii of curvature).
    """
    bent = 1.0 - _ECCENTRICITY_SQUARED * np.sin(np.radians(lat_0_deg)) ** 2
    along_meridian = _SEMI_MAJOR_AXIS_KM * (1.0 - _ECCENTRICITY_SQUARED) / bent**1.5
    along_parallel = _SEMI_MAJOR_AXIS_KM / np.sqrt(bent) * np.cos(np.radians(lat_0_deg))
    return np.radians(lon_deg) * along_parallel, np.radians(lat_deg) * along_meridian


def measure_km(
    from_lon_deg: FloatArray, from_lat_deg: FloatArray, to_lon_deg: FloatArray, to_lat_deg: FloatArray
) -> FloatArray:
    """Measure the straight lines between points that are near each other, in kilometres."""
    east_km, north_km = project_km(
        to_lon_deg - from_lon_deg, to_lat_deg - from_lat_deg, (from_lat_deg + to_lat_deg) / 2
    )
    return np.hypot(east_km, north_km)


def measure_segments(lines: RoadLines) -> FloatArray:
    """Return the length of each segment, (s,), in kilometres."""
    ends = lines.from_index, lines.to_index
    return measure_km(lines.lon_deg[ends[0]], lines.lat_deg[ends[0]], lines.lon_deg[ends[1]], lines.lat_deg[ends[1]])


def keep_segments(lines: RoadLines, is_kept: BoolArray) -> RoadLines:
    """Return the lines without the other segments; points and lines keep their numbers."""
    return dataclasses.replace(
        lines,
        from_index=lines.from_index[is_kept],
        to_index=lines.to_index[is_kept],
        line_index=lines.line_index[is_kept],
    )


def keep_largest_component(lines: RoadLines) -> RoadLines:
    """Keep the largest set of points that can all be driven to from each other in summer."""
    count = len(lines.lon_deg)
    forward, backward = lines.line_goes_forward[lines.line_index], lines.line_goes_backward[lines.line_index]
    start = np.concatenate((lines.from_index[forward], lines.to_index[backward]))
    end = np.concatenate((lines.to_index[forward], lines.from_index[backward]))
    graph = csr_matrix((np.ones(len(start), dtype=np.int8), (start, end)), shape=(count, count))
    labels = connected_components(graph, directed=True, connection="strong")[1]
    if not len(lines.from_index):
        return lines
    largest = np.bincount(labels[lines.from_index]).argmax()
    return keep_segments(lines, (labels[lines.from_index] == largest) & (labels[lines.to_index] == largest))


@dataclass(frozen=True, slots=True)
class Snapped:
    """Points brought to the nearest road.

    Attributes
    ----------
    lines : RoadLines
        With the points that were added.
    point_index : integer array (p,)
    gap_km : float array (p,)
        How far each stood from the road.
    """

    lines: RoadLines
    point_index: IntArray
    gap_km: FloatArray


def snap_points(lines: RoadLines, lon_deg: FloatArray, lat_deg: FloatArray) -> Snapped:
    """Bring points to the nearest segment, which is cut there unless one of its ends is less than a metre away.

    Nobody stops on a motorway: a point is brought to another road.

    Parameters
    ----------
    lines : RoadLines
        At least one segment that is no motorway.
    lon_deg, lat_deg : float array (p,)

    Notes
    -----
    A point that lies as near to two segments is brought to the first of them.
    """
    is_motorway = np.array([road_class == "motorway" for road_class in lines.line_classes], dtype=np.bool_)
    usable = np.flatnonzero(~is_motorway[lines.line_index])
    starts, stops = lines.from_index[usable], lines.to_index[usable]
    nearest, shares, gaps = find_nearest_segments(
        lon_deg,
        lat_deg,
        (lines.lon_deg[starts], lines.lat_deg[starts]),
        (lines.lon_deg[stops], lines.lat_deg[stops]),
    )
    added: list[tuple[float, float, float]] = []
    cuts: dict[int, list[tuple[float, int]]] = {}
    indices = np.zeros(len(lon_deg), dtype=np.int64)
    for rank, (segment, share) in enumerate(zip(nearest.tolist(), shares.tolist(), strict=True)):
        whole = int(usable[segment])
        start, end = int(lines.from_index[whole]), int(lines.to_index[whole])
        length_km = float(
            measure_km(lines.lon_deg[start], lines.lat_deg[start], lines.lon_deg[end], lines.lat_deg[end])
        )
        if share * length_km <= _SAME_POINT_KM or (1 - share) * length_km <= _SAME_POINT_KM:
            indices[rank] = start if share < 0.5 else end  # noqa: PLR2004 - the nearer end
            continue
        same = [point for at, point in cuts.get(whole, ()) if abs(at - share) * length_km <= _SAME_POINT_KM]
        if same:
            indices[rank] = same[0]
            continue
        indices[rank] = len(lines.lon_deg) + len(added)
        cuts.setdefault(whole, []).append((share, int(indices[rank])))
        values = (lines.lon_deg, lines.lat_deg, lines.altitude_m)
        lon_there, lat_there, altitude = (float(v[start] + share * (v[end] - v[start])) for v in values)
        added.append((lon_there, lat_there, altitude))
    return Snapped(_cut_segments(lines, cuts, np.array(added).reshape(-1, 3)), indices, gaps)


def find_nearest_segments(
    lon_deg: FloatArray,
    lat_deg: FloatArray,
    from_deg: tuple[FloatArray, FloatArray],
    to_deg: tuple[FloatArray, FloatArray],
) -> tuple[IntArray, FloatArray, FloatArray]:
    """Find the segment nearest to each point, of several as near the first.

    Parameters
    ----------
    lon_deg, lat_deg : float array (p,)
    from_deg, to_deg : pairs of float arrays (s,)
        Longitudes and latitudes of the ends of the segments; at least one segment.

    Returns
    -------
    segments : integer array (p,)
    shares : float array (p,)
        How far along the segment the nearest point stands, 0 to 1.
    gaps_km : float array (p,)
    """
    segments, shares, gaps_km = np.zeros(len(lon_deg), dtype=np.int64), np.zeros(len(lon_deg)), np.zeros(len(lon_deg))
    for rank, (lon, lat) in enumerate(zip(lon_deg.tolist(), lat_deg.tolist(), strict=True)):
        east, north = project_km(from_deg[0] - lon, from_deg[1] - lat, lat)
        end_east, end_north = project_km(to_deg[0] - lon, to_deg[1] - lat, lat)
        span_east, span_north = end_east - east, end_north - north
        squared = span_east**2 + span_north**2
        share = np.clip(-(east * span_east + north * span_north) / np.where(squared > 0, squared, 1.0), 0.0, 1.0)
        gap_km = np.hypot(east + share * span_east, north + share * span_north)
        segments[rank] = gap_km.argmin()
        shares[rank], gaps_km[rank] = share[segments[rank]], gap_km[segments[rank]]
    return segments, shares, gaps_km


def _cut_segments(lines: RoadLines, cuts: Mapping[int, list[tuple[float, int]]], added: FloatArray) -> RoadLines:
    if not cuts:
        return lines
    is_kept = np.ones(len(lines.from_index), dtype=np.bool_)
    pieces: list[tuple[int, int, int]] = []
    for segment, points in cuts.items():
        is_kept[segment] = False
        stops = [int(lines.from_index[segment]), *(p for _, p in sorted(points)), int(lines.to_index[segment])]
        pieces += [(a, b, int(lines.line_index[segment])) for a, b in pairwise(stops)]
    whole = keep_segments(lines, is_kept)
    new = np.array(pieces, dtype=np.int64)
    return dataclasses.replace(
        whole,
        lon_deg=np.concatenate((lines.lon_deg, added[:, 0])),
        lat_deg=np.concatenate((lines.lat_deg, added[:, 1])),
        altitude_m=np.concatenate((lines.altitude_m, added[:, 2])),
        from_index=np.concatenate((whole.from_index, new[:, 0])),
        to_index=np.concatenate((whole.to_index, new[:, 1])),
        line_index=np.concatenate((whole.line_index, new[:, 2])),
    )

"""How long a stretch of road takes by car: class, slope, sinuosity and season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.road_chains import follow_chains, join_pairs
from alpsat_geo.compute.road_lines import ROAD_CLASSES, RoadClass, RoadLines, measure_km, measure_segments
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import ParameterTable

_WINDOW_KM = 0.3  # each way along the road: two or three hairpin bends
_GAP_KM = 10.0  # between two roads that are laid end to end to be looked at together
_SINUOSITY_MAX = 3.0  # a roundabout or a loop comes back to where it began
_SLOPE_MAX = 0.25  # no road is steeper: what is comes from the altitudes


@dataclass(frozen=True, slots=True)
class RoadSpeeds:
    """Speeds and what slows them down, central values of the parameter table.

    Attributes
    ----------
    class_kmh : mapping of class to float
        On a straight, level road in summer.
    up_slowdown, down_slowdown : float
        Share of time added per unit of slope: 2 adds 20 % on a slope of 10 %.
    sinuosity_slowdown : float
        Share of time added per unit of sinuosity beyond 1: 0.5 adds 25 % on a road one and a half times as long as the
        straight line.
    winter_factor : float
        Winter speed over summer speed.
    """

    class_kmh: Mapping[RoadClass, float]
    up_slowdown: float
    down_slowdown: float
    sinuosity_slowdown: float
    winter_factor: float


def choose_speeds(table: ParameterTable) -> RoadSpeeds:
    """Take the speeds of a detailed network in the parameter table."""
    return RoadSpeeds(
        {road_class: table[f"road_speed_{road_class}_kmh"].value for road_class in ROAD_CLASSES},
        table["road_up_slowdown"].value,
        table["road_down_slowdown"].value,
        table["road_sinuosity_slowdown"].value,
        table["road_winter_speed_factor"].value,
    )


def compute_minutes(lines: RoadLines, speeds: RoadSpeeds) -> tuple[FloatArray, FloatArray]:
    """Compute the summer minutes of each segment.

    Parameters
    ----------
    lines : RoadLines
    speeds : RoadSpeeds

    Returns
    -------
    forward_min, backward_min : float array (s,)
        As the line is drawn, and against it; where an altitude is missing the road counts as level.
    """
    length_km = measure_segments(lines)
    class_kmh = np.array([speeds.class_kmh[road_class] for road_class in lines.line_classes])
    line_kmh = np.where(np.isnan(lines.line_speed_kmh), class_kmh, lines.line_speed_kmh)
    line_kmh = np.fmin(line_kmh, lines.line_speed_limit_kmh)
    level_min = 60.0 * length_km / line_kmh[lines.line_index]
    bends = 1.0 + speeds.sinuosity_slowdown * (measure_sinuosity(lines, length_km) - 1.0)
    slope = measure_slope(lines, length_km)
    rising, falling = np.clip(slope, 0.0, None), np.clip(-slope, 0.0, None)
    forward = 1.0 + speeds.up_slowdown * rising + speeds.down_slowdown * falling
    backward = 1.0 + speeds.up_slowdown * falling + speeds.down_slowdown * rising
    return level_min * bends * forward, level_min * bends * backward


def measure_slope(lines: RoadLines, length_km: FloatArray) -> FloatArray:
    """Return the slope of each segment as it is drawn, (s,): rise over length, 0 where an altitude is missing."""
    rise_km = (lines.altitude_m[lines.to_index] - lines.altitude_m[lines.from_index]) / 1000.0
    slope = np.divide(rise_km, length_km, out=np.zeros_like(length_km), where=length_km > 0)
    clipped: FloatArray = np.clip(np.nan_to_num(slope, nan=0.0), -_SLOPE_MAX, _SLOPE_MAX)
    return clipped


def measure_sinuosity(lines: RoadLines, length_km: FloatArray) -> FloatArray:
    """Return how much a road winds around each segment, (s,): length over straight line, from 1 to 3.

    Both are taken from 300 m before the middle of the segment to 300 m after it, along the road of the same number or
    name across its junctions: the segment and its neighbours.
    """
    count = len(length_km)
    if not count:
        return np.ones(0)
    # A line without a number or a name goes on in no other.
    labels = [ref or f"\0{line}" for line, ref in enumerate(lines.line_refs)]
    names = np.unique(np.array(labels, dtype=str), return_inverse=True)[1][lines.line_index]
    ends = np.column_stack((lines.from_index, lines.to_index)).ravel()
    keys = ends * (int(names.max()) + 1) + np.repeat(names, 2)
    chains = follow_chains(join_pairs(keys, np.ones(2 * count, dtype=np.bool_)))
    entry = np.where(chains.is_turned, lines.to_index[chains.segments], lines.from_index[chains.segments])
    leaving = np.where(chains.is_turned, lines.from_index[chains.segments], lines.to_index[chains.segments])
    # All roads end to end, far enough apart, so that one interpolation serves them all.
    sizes = np.diff(np.append(chains.starts, count))
    rank = np.repeat(np.arange(len(sizes)), sizes)
    ordered = length_km[chains.segments]
    after = np.cumsum(ordered) + rank * _GAP_KM
    before = after - ordered
    ends_of_chains = np.append(chains.starts[1:], count) - 1
    first, last = before[chains.starts][rank], after[ends_of_chains][rank]
    middle = (before + after) / 2
    low, high = np.maximum(middle - _WINDOW_KM, first), np.minimum(middle + _WINDOW_KM, last)
    places = np.column_stack((before, after)).ravel()
    points = np.column_stack((entry, leaving)).ravel()
    lon, lat = lines.lon_deg[points], lines.lat_deg[points]
    straight = measure_km(
        np.interp(low, places, lon), np.interp(low, places, lat),
        np.interp(high, places, lon), np.interp(high, places, lat),
    )  # fmt: skip
    ratio = np.divide(high - low, straight, out=np.full(count, _SINUOSITY_MAX), where=straight > 0)
    found = np.ones(count)
    found[chains.segments] = np.clip(np.where(high > low, ratio, 1.0), 1.0, _SINUOSITY_MAX)
    return found

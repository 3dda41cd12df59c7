"""A detailed network: the lines of a source, cut at what matters and contracted without a change of distance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.road_chains import Chains, follow_chains, join_pairs
from alpsat_geo.compute.road_lines import RoadLines, measure_segments
from alpsat_geo.compute.road_speeds import RoadSpeeds, compute_minutes
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class RoadStretches:
    """The e stretches between junctions, ends and kept points.

    Attributes
    ----------
    from_point, to_point : integer array (e,)
        Points of the lines.
    line_index : integer array (e,)
        The line that gives its number and class.
    length_km : float array (e,)
    forward_min, backward_min : float array (e,)
        Summer minutes each way; inf where one may not drive.
    is_closed_in_winter : bool array (e,)
    """

    from_point: IntArray
    to_point: IntArray
    line_index: IntArray
    length_km: FloatArray
    forward_min: FloatArray
    backward_min: FloatArray
    is_closed_in_winter: BoolArray


def contract_lines(lines: RoadLines, kept_points: IntArray, speeds: RoadSpeeds) -> RoadStretches:
    """Put together the segments that meet two by two and are driven alike; lengths and minutes add up.

    Parameters
    ----------
    lines : RoadLines
    kept_points : integer array
        Points that stay nodes: town halls, passes.
    speeds : RoadSpeeds

    Returns
    -------
    RoadStretches
        A stretch that comes back to where it began leads nowhere, and is left out.
    """
    ends = np.column_stack((lines.from_index, lines.to_index)).ravel()
    is_kept = np.zeros(len(lines.lon_deg), dtype=np.bool_)
    is_kept[kept_points] = True
    forward, backward = lines.line_goes_forward[lines.line_index], lines.line_goes_backward[lines.line_index]
    is_closed = lines.line_is_closed_in_winter[lines.line_index]
    # How one leaves a point by each end, and how one comes to it.
    leaves = np.column_stack((forward, backward)).ravel()
    comes = np.column_stack((backward, forward)).ravel()
    refs = np.unique(np.array(lines.line_refs, dtype=str), return_inverse=True)[1][lines.line_index]
    joined = join_pairs(ends, ~is_kept[ends])
    has_other = np.flatnonzero(joined >= 0)
    other = joined[has_other]
    is_alike = (
        (leaves[has_other] == comes[other])
        & (comes[has_other] == leaves[other])
        & (is_closed[has_other // 2] == is_closed[other // 2])
        & (refs[has_other // 2] == refs[other // 2])
    )
    joined[has_other[~is_alike]] = -1
    chains = follow_chains(joined)
    return _add_up(lines, chains, speeds)


def _add_up(lines: RoadLines, chains: Chains, speeds: RoadSpeeds) -> RoadStretches:
    segments, is_turned, starts = chains.segments, chains.is_turned, chains.starts
    lasts = np.append(starts[1:], len(segments)) - 1
    forward_min, backward_min = compute_minutes(lines, speeds)
    forward_min = np.where(lines.line_goes_forward[lines.line_index], forward_min, np.inf)
    backward_min = np.where(lines.line_goes_backward[lines.line_index], backward_min, np.inf)
    along = np.where(is_turned, backward_min[segments], forward_min[segments])
    against = np.where(is_turned, forward_min[segments], backward_min[segments])
    entry = np.where(is_turned, lines.to_index[segments], lines.from_index[segments])
    leaving = np.where(is_turned, lines.from_index[segments], lines.to_index[segments])
    first_lines = lines.line_index[segments[starts]]
    start, end = entry[starts], leaving[lasts]
    leads_somewhere = start != end

    def add(values: FloatArray) -> FloatArray:
        total: FloatArray = np.add.reduceat(values, starts)[leads_somewhere]
        return total

    return RoadStretches(
        from_point=start[leads_somewhere],
        to_point=end[leads_somewhere],
        line_index=first_lines[leads_somewhere],
        length_km=add(measure_segments(lines)[segments]),
        forward_min=add(along),
        backward_min=add(against),
        is_closed_in_winter=lines.line_is_closed_in_winter[first_lines][leads_somewhere],
    )

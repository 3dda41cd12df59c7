"""The tables of a detailed network, made from the roads of a source and the town halls of a pack."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.road_contraction import RoadStretches, contract_lines
from alpsat_geo.compute.road_lines import RoadClass, RoadLines, keep_largest_component, snap_points
from alpsat_geo.compute.road_speeds import RoadSpeeds
from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.fields import Row
from alpsat_geo.sources.road_closures import CLOSURE_REACH_KM, ClosureRow
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow
from alpsat_geo.sources.table import write_table

_FARTHEST_HALL_KM = 5.0
_SPEED_MAX_KMH, _SPEED_MIN_KMH = 130.0, 1.0
_LENGTH_DIGITS, _SPEED_DIGITS, _POSITION_DIGITS = 4, 3, 6
_TABLE_CLASSES: dict[RoadClass, Literal["national", "departmental_main", "departmental_local"]] = {
    "motorway": "national",
    "trunk": "national",
    "primary": "departmental_main",
    "secondary": "departmental_main",
}
_NUMBER = re.compile(r"\b([A-Z]{1,2}) (?=\d)")
_NAMES = {"osm": "OpenStreetMap", "bd_topo": "BD TOPO"}


@dataclass(frozen=True, slots=True)
class DetailedRoads:
    """The rows of road_nodes.csv and of road_edges.csv.

    ``largest_gap_km`` is the longest way from a town hall to its road; ``with_altitude_share`` the share of the points
    whose altitude is known: the others count as level.
    """

    nodes: tuple[NodeRow, ...]
    edges: tuple[EdgeRow, ...]
    largest_gap_km: float
    with_altitude_share: float


def make_detailed_roads(
    lines: RoadLines, halls: Sequence[NodeRow], closures: Sequence[ClosureRow], speeds: RoadSpeeds
) -> DetailedRoads:
    """Make a network: the largest component, the town halls on their roads, stretches contracted.

    Parameters
    ----------
    lines : RoadLines
    halls : sequence of NodeRow
        One a commune; they keep their ids, names and altitudes, and move to the nearest road.
    closures : sequence of ClosureRow
        Their passes stay nodes, so that the table applies.
    speeds : RoadSpeeds

    Raises
    ------
    InputError
        If a town hall is more than 5 km from any road: the extract is of another place, or cut.
    """
    whole = keep_largest_component(lines)
    snapped = snap_points(whole, np.array([hall.lon_deg for hall in halls]), np.array([hall.lat_deg for hall in halls]))
    far = [
        f"{hall.name} ({hall.insee_code})"
        for hall, gap_km in zip(halls, snapped.gap_km, strict=True)
        if gap_km > _FARTHEST_HALL_KM
    ]
    if far:
        shown = ", ".join(far[:3]) + (" …" if len(far) > 3 else "")  # noqa: PLR2004 - a sentence, not a list
        raise InputError(
            f"Aucune route à moins de {_FARTHEST_HALL_KM:g} km de {len(far)} mairie(s) : {shown}. Prenez un extrait "
            "qui couvre tout le territoire."
        )
    hall_points = snapped.point_index
    tops = snap_points(
        snapped.lines,
        np.array([closure.lon_deg for closure in closures], dtype=np.float64),
        np.array([closure.lat_deg for closure in closures], dtype=np.float64),
    )
    names = {point: name for point, name in lines.pass_names.items() if name}
    for closure, point, gap_km in zip(closures, tops.point_index.tolist(), tops.gap_km.tolist(), strict=True):
        if gap_km <= CLOSURE_REACH_KM:
            names.setdefault(point, closure.pass_name)
    kept = np.array([*hall_points.tolist(), *names], dtype=np.int64)
    stretches = contract_lines(tops.lines, kept, speeds)
    ids = _name_points(stretches, halls, hall_points.tolist())
    nodes = _list_nodes(tops.lines, halls, hall_points.tolist(), ids, names)
    has_altitude = ~np.isnan(whole.altitude_m[np.unique(whole.from_index)])
    return DetailedRoads(
        nodes,
        (
            *_list_edges(tops.lines, stretches, ids, speeds.winter_factor),
            *_join_halls(halls, hall_points.tolist(), ids, tops.lines),
        ),
        float(snapped.gap_km.max(initial=0.0)),
        float(has_altitude.mean()),
    )


def write_rows(rows: Sequence[Row], row_type: type[Row]) -> bytes:
    """Write rows as a table of the pack; see `write_table`."""
    return write_table(row_type.model_fields, (row.model_dump().values() for row in rows))


def _name_points(stretches: RoadStretches, halls: Sequence[NodeRow], hall_points: Sequence[int]) -> dict[int, str]:
    """Give each node an opaque id; a town hall keeps its own."""
    used = np.unique(np.concatenate((stretches.from_point, stretches.to_point))).tolist()
    ids = {point: f"X{rank:06d}" for rank, point in enumerate(used)}
    for hall, point in zip(reversed(halls), reversed(hall_points), strict=True):
        ids[point] = hall.node_id
    return ids


def _list_nodes(
    lines: RoadLines,
    halls: Sequence[NodeRow],
    hall_points: Sequence[int],
    ids: Mapping[int, str],
    pass_names: Mapping[int, str],
) -> tuple[NodeRow, ...]:
    def place(point: int) -> dict[str, float]:
        return {
            "lon_deg": round(float(lines.lon_deg[point]), _POSITION_DIGITS),
            "lat_deg": round(float(lines.lat_deg[point]), _POSITION_DIGITS),
        }

    source = _NAMES[lines.basis]
    placed = [
        hall.model_copy(update={**place(point), "position_basis": f"point de {source} le plus proche de la mairie"})
        for hall, point in zip(halls, hall_points, strict=True)
    ]
    taken = set(hall_points)
    others = [
        NodeRow(
            node_id=node_id,
            name=pass_names.get(point, node_id),
            kind="pass" if point in pass_names else "junction",
            insee_code=None,
            **place(point),
            altitude_m=None if np.isnan(lines.altitude_m[point]) else round(float(lines.altitude_m[point]), 1),
            position_basis=source,
            altitude_basis="" if np.isnan(lines.altitude_m[point]) else source,
        )
        for point, node_id in ids.items()
        if point not in taken
    ]
    return (*placed, *others)


def _list_edges(
    lines: RoadLines,
    stretches: RoadStretches,
    ids: Mapping[int, str],
    winter_factor: float,
) -> list[EdgeRow]:
    """List the stretches: one line when both ways take the same time, one each way otherwise."""
    source = _NAMES[lines.basis]
    edges = []
    for e in range(len(stretches.from_point)):
        line = int(stretches.line_index[e])
        length_km = float(stretches.length_km[e])
        ends = ids[int(stretches.from_point[e])], ids[int(stretches.to_point[e])]
        ways = [
            (*pair, round(min(max(60 * length_km / minutes, _SPEED_MIN_KMH), _SPEED_MAX_KMH), _SPEED_DIGITS))
            for pair, minutes in ((ends, stretches.forward_min[e]), (ends[::-1], stretches.backward_min[e]))
            if np.isfinite(minutes)
        ]
        is_two_way = len(ways) > 1 and ways[0][2] == ways[1][2]
        is_closed = bool(stretches.is_closed_in_winter[e])
        edges += [
            EdgeRow(
                edge_id=f"T{e:06d}{side}",
                from_node_id=start,
                to_node_id=end,
                road_ref=_write_ref(lines.line_refs[line]),
                length_km=max(round(length_km, _LENGTH_DIGITS), 10**-_LENGTH_DIGITS),
                length_basis=lines.basis,
                length_source=source,
                road_class=_TABLE_CLASSES.get(lines.line_classes[line], "departmental_local"),
                speed_summer_kmh=speed_kmh,
                speed_winter_kmh=round(speed_kmh * winter_factor, _SPEED_DIGITS),
                winter_access="closed" if is_closed else "open",
                winter_source=f"{source}, fermeture écrite" if is_closed else f"{source}, aucune fermeture écrite",
                note="",
                is_oneway="no" if is_two_way else "yes",
            )
            for side, (start, end, speed_kmh) in zip("AB", ways[:1] if is_two_way else ways, strict=False)
        ]
    return edges


def _write_ref(ref: str) -> str:
    """Return the number of a road as our tables write it, ``D902``, or its name."""
    return _NUMBER.sub(r"\1", ref) or "sans nom"


def _join_halls(
    halls: Sequence[NodeRow], hall_points: Sequence[int], ids: Mapping[int, str], lines: RoadLines
) -> list[EdgeRow]:
    """Join by a metre the town halls that came to one point of the road: it has one node a town hall."""
    return [
        EdgeRow(
            edge_id=f"M{rank:06d}",
            from_node_id=ids[point],
            to_node_id=hall.node_id,
            road_ref="sans nom",
            length_km=0.001,
            length_basis=lines.basis,
            length_source="mairies au même point de la route",
            road_class="departmental_local",
            speed_summer_kmh=20.0,
            speed_winter_kmh=20.0,
            winter_access="open",
            winter_source="mairies au même point de la route",
            note="",
        )
        for rank, (hall, point) in enumerate(zip(halls, hall_points, strict=True))
        if ids[point] != hall.node_id
    ]

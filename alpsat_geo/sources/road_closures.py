"""Closures of passes: a table that a person keeps, and that wins over what the roads say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.fields import Latitude, Longitude, Row, Text
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow
from alpsat_geo.sources.surface import measure_distance_km
from alpsat_geo.sources.table import Table

CLOSURE_REACH_KM = 1.0
"""How far from the position of the table the pass of the network may stand."""


_SEPARATORS = re.compile(r"[;/,()]")


class ClosureRow(Row):
    """A line of closures.csv: one pass, the road that crosses it (blank: every road there), and its winter."""

    pass_name: Text
    road_ref: str
    lon_deg: Longitude
    lat_deg: Latitude
    winter_access: Literal["open", "open_short_closures", "closed"]
    source: Text
    note: str


def read_closures(contents: PackContents) -> Table[ClosureRow]:
    """Return the table of closures; a pack without one closes what its roads close."""
    if not contents.has("closures"):
        return Table(contents.locate("closures"))
    return contents.table("closures", ClosureRow, may_be_empty=True)


def apply_closures(
    nodes: Sequence[NodeRow], edges: Sequence[EdgeRow], closures: Sequence[ClosureRow]
) -> tuple[EdgeRow, ...]:
    """Give the edges that meet at a pass the winter that the table says.

    Parameters
    ----------
    nodes : sequence of NodeRow
    edges : sequence of EdgeRow
    closures : sequence of ClosureRow
        The last line wins where a pass comes twice; a pass that the network does not have changes nothing.

    Notes
    -----
    A pass that the table opens is opened along the whole stretch that the roads close through it: a barrier stands in
    the valley, not at the top.
    """
    changed = list(edges)
    by_node: dict[str, list[int]] = {}
    for rank, edge in enumerate(edges):
        by_node.setdefault(edge.from_node_id, []).append(rank)
        by_node.setdefault(edge.to_node_id, []).append(rank)
    for closure in closures:
        summit = _find_pass(nodes, closure)
        ranks = {rank for rank in by_node.get(summit.node_id, []) if _is_of(edges[rank], closure)} if summit else set()
        if closure.winter_access != "closed":
            ranks = _spread_along_closed(changed, by_node, ranks, closure)
        for rank in ranks:
            update = {"winter_access": closure.winter_access, "winter_source": closure.source}
            changed[rank] = changed[rank].model_copy(update=update)
    return tuple(changed)


def check_closures(nodes: Table[NodeRow], closures: Table[ClosureRow]) -> list[Finding]:
    """Find the passes that the network does not have: what the table says of them changes nothing.

    Parameters
    ----------
    nodes : Table of NodeRow
    closures : Table of ClosureRow
    """
    findings = []
    for line, row in closures.numbered():
        if _find_pass(nodes.rows, row) is None:
            message = remark(
                N_(
                    "le réseau n'a pas de col à moins de {reach} km de « {pass_name} » : vérifiez sa position, ou"
                    " importez de nouveau les routes."
                ),
                reach=f"{CLOSURE_REACH_KM:g}",
                pass_name=row.pass_name,
            )
            value = f"{row.lon_deg}, {row.lat_deg}"
            findings.append(Finding("warning", closures.path, message, line, "lon_deg", value))
    return findings


def _find_pass(nodes: Sequence[NodeRow], closure: ClosureRow) -> NodeRow | None:
    passes = [
        (measure_distance_km(closure.lon_deg, closure.lat_deg, node.lon_deg, node.lat_deg), node.node_id, node)
        for node in nodes
        if node.kind == "pass"
    ]
    nearest = min(passes, default=None, key=lambda found: found[:2])
    return nearest[2] if nearest is not None and nearest[0] <= CLOSURE_REACH_KM else None


def _is_of(edge: EdgeRow, closure: ClosureRow) -> bool:
    """Tell whether an edge is of the road of a closure: « D 1091 » is « D1091 », and not « D1091B »."""
    numbers = {number.replace(" ", "") for number in _SEPARATORS.split(edge.road_ref)}
    return not closure.road_ref or closure.road_ref.replace(" ", "") in numbers


def _spread_along_closed(
    edges: Sequence[EdgeRow], by_node: dict[str, list[int]], ranks: set[int], closure: ClosureRow
) -> set[int]:
    """Add the edges of the road, closed in winter, that follow those given, one after another."""
    reached, waiting = set(ranks), [rank for rank in ranks if edges[rank].winter_access == "closed"]
    while waiting:
        edge = edges[waiting.pop()]
        for rank in (*by_node[edge.from_node_id], *by_node[edge.to_node_id]):
            if rank not in reached and edges[rank].winter_access == "closed" and _is_of(edges[rank], closure):
                reached.add(rank)
                waiting.append(rank)
    return reached

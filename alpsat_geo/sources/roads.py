"""The road network: nodes and edges, summer and winter (OpenStreetMap, tracks, published lengths, estimates)."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.findings import Finding, Severity
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.territory import DETAILED_BASES, RoadNetwork, TownHallAltitudes
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.access_times import build_access, check_access
from alpsat_geo.sources.commune_keys import check_known, check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import Manifest
from alpsat_geo.sources.positions import check_point, check_swapped
from alpsat_geo.sources.road_closures import apply_closures, check_closures, read_closures
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow, read_edges, read_nodes
from alpsat_geo.sources.source import Source, TerritoryPart
from alpsat_geo.sources.surface import measure_distance_km
from alpsat_geo.sources.table import Table

_LENGTH_TOLERANCE_KM = 0.02
_WITHOUT_COMMUNE = frozenset({"junction", "pass"})  # a detailed network has thousands, and knows no communes


def build_roads(contents: PackContents) -> RoadNetwork:
    """Return the road network of a checked pack, its closures applied."""
    nodes = read_nodes(contents).rows
    edges = apply_closures(nodes, read_edges(contents).rows, read_closures(contents).rows)
    return freeze_network(nodes, edges, contents.manifest.insee_codes)


def freeze_network(nodes: Sequence[NodeRow], edges: Sequence[EdgeRow], insee_codes: Sequence[str]) -> RoadNetwork:
    """Return the network of checked rows; nodes and edges keep their order.

    Parameters
    ----------
    nodes : sequence of NodeRow
        One town hall a commune among them.
    edges : sequence of EdgeRow
    insee_codes : sequence of str
        The communes, in the order of the territory.
    """
    position = {node.node_id: index for index, node in enumerate(nodes)}
    town_halls = {node.insee_code: index for index, node in enumerate(nodes) if node.kind == "mairie"}
    return RoadNetwork(
        node_ids=tuple(node.node_id for node in nodes),
        node_names=tuple(node.name for node in nodes),
        node_kinds=tuple(node.kind for node in nodes),
        node_insee_codes=tuple(node.insee_code or "" for node in nodes),
        node_lon_deg=freeze_floats([node.lon_deg for node in nodes]),
        node_lat_deg=freeze_floats([node.lat_deg for node in nodes]),
        commune_node_index=freeze_integers([town_halls[code] for code in insee_codes]),
        edge_ids=tuple(edge.edge_id for edge in edges),
        edge_refs=tuple(edge.road_ref for edge in edges),
        edge_from_index=freeze_integers([position[edge.from_node_id] for edge in edges]),
        edge_to_index=freeze_integers([position[edge.to_node_id] for edge in edges]),
        edge_is_oneway=tuple(edge.is_oneway == "yes" for edge in edges),
        edge_length_km=freeze_floats([edge.length_km for edge in edges]),
        edge_bases=tuple(edge.length_basis for edge in edges),
        edge_speed_summer_kmh=freeze_floats([edge.speed_summer_kmh for edge in edges]),
        edge_speed_winter_kmh=freeze_floats([edge.speed_winter_kmh for edge in edges]),
        edge_is_closed_in_winter=tuple(edge.winter_access == "closed" for edge in edges),
        edge_has_short_closures=tuple(edge.winter_access == "open_short_closures" for edge in edges),
        edge_winter_sources=tuple(edge.winter_source for edge in edges),
        is_skeleton=not any(edge.length_basis in DETAILED_BASES for edge in edges),
    )


def build_town_hall_altitudes(contents: PackContents) -> TownHallAltitudes:
    """Return how high the town halls of a checked pack stand, in the order of the communes; blank is NaN."""
    by_code = {node.insee_code: node for node in read_nodes(contents).rows if node.kind == "mairie"}
    halls = [by_code[code] for code in contents.manifest.insee_codes]
    return TownHallAltitudes(
        freeze_floats([float("nan") if hall.altitude_m is None else hall.altitude_m for hall in halls]),
        tuple("" if hall.altitude_m is None else hall.altitude_basis for hall in halls),
    )


def check_roads(contents: PackContents) -> list[Finding]:
    """Find what is wrong with the roads: positions, ends, lengths, speeds, closures, communes cut off in winter."""
    nodes, edges = read_nodes(contents), read_edges(contents)
    closures = read_closures(contents)
    findings = [*nodes.findings, *edges.findings, *closures.findings, *check_access(contents)]
    if nodes.rows and not contents.lacks("road_nodes"):
        findings += check_nodes(contents, nodes)
    if nodes.rows and edges.rows:
        findings += check_edges(nodes, edges)
        findings += check_closures(nodes, closures)
        closed = apply_closures(nodes.rows, edges.rows, closures.rows)
        findings += check_winter_access(contents.manifest, nodes, dataclasses.replace(edges, rows=closed))
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return this source's part of the territory; see `Source.build`."""
    return {
        "roads": build_roads(contents),
        "town_hall_altitudes": build_town_hall_altitudes(contents),
        "access_times": build_access(contents),
    }


# Positions are rounded to about a metre and lengths to ten.


def check_nodes(contents: PackContents, table: Table[NodeRow]) -> list[Finding]:
    """Find nodes that repeat, that lie elsewhere than in their commune, and communes without a town hall.

    Parameters
    ----------
    contents : PackContents
    table : Table of NodeRow
    """
    path, manifest = table.path, contents.manifest
    findings = check_unique(table.column("node_id"), path, "node_id")
    findings += check_known(table.column("insee_code"), manifest, path)
    for line, row in table.numbered():
        has_code = row.insee_code is not None
        if has_code if row.kind == "gateway" else not has_code and row.kind not in _WITHOUT_COMMUNE:
            message = remark(
                N_(
                    "un noeud a un code de commune, sauf une porte du territoire (gateway), qui n'en a pas ; un"
                    " carrefour ou un col (junction, pass) peut ne pas en avoir."
                )
            )
            findings.append(Finding("error", path, message, line, "insee_code", row.insee_code or "vide"))
        elif row.insee_code is None:
            findings += check_swapped(manifest.bounding_box, path, line, (row.lon_deg, row.lat_deg))
        else:
            findings += check_point(contents, path, line, (row.lon_deg, row.lat_deg), row.insee_code)
    halls = [(line, row.insee_code or "") for line, row in table.numbered() if row.kind == "mairie"]
    findings += check_unique(halls, path, "insee_code")
    named = {code for _, code in halls}
    findings += [
        Finding(
            "error",
            path,
            remark(N_("la commune {code} n'a pas de noeud « mairie » : ajoutez-le."), code=code),
            None,
            "kind",
            code,
        )
        for code in manifest.insee_codes
        if code not in named
    ]
    return findings


def check_edges(nodes: Table[NodeRow], edges: Table[EdgeRow]) -> list[Finding]:
    """Find edges that repeat, that lead nowhere, or whose length or speed cannot be.

    Parameters
    ----------
    nodes : Table of NodeRow
    edges : Table of EdgeRow
    """
    path = edges.path
    known = {row.node_id: row for row in nodes.rows}
    findings = check_unique(edges.column("edge_id"), path, "edge_id")
    for line, row in edges.numbered():
        for column, node_id in (("from_node_id", row.from_node_id), ("to_node_id", row.to_node_id)):
            if node_id not in known:
                message = remark(
                    N_("le noeud « {node_id} » n'existe pas dans {path} : corrigez son nom ou ajoutez-le."),
                    node_id=node_id,
                    path=nodes.path,
                )
                findings.append(Finding("error", path, message, line, column, node_id))
        if row.from_node_id == row.to_node_id:
            message = remark(
                N_("le tronçon part de « {from_node_id} » et y revient : corrigez l'un de ses bouts."),
                from_node_id=row.from_node_id,
            )
            findings.append(Finding("error", path, message, line, "to_node_id", row.to_node_id))
        elif row.from_node_id in known and row.to_node_id in known:
            findings += _check_length(row, known[row.from_node_id], known[row.to_node_id], path, line)
        if row.speed_winter_kmh > row.speed_summer_kmh:
            message = remark(
                N_(
                    "la vitesse d'hiver ({speed_winter_kmh} km/h) dépasse celle d'été ({speed_summer_kmh} km/h) :"
                    " vérifiez-les."
                ),
                speed_winter_kmh=f"{row.speed_winter_kmh:g}",
                speed_summer_kmh=f"{row.speed_summer_kmh:g}",
            )
            findings.append(Finding("warning", path, message, line, "speed_winter_kmh", f"{row.speed_winter_kmh:g}"))
    return findings


def check_winter_access(manifest: Manifest, nodes: Table[NodeRow], edges: Table[EdgeRow]) -> list[Finding]:
    """Find the communes that the roads closed in winter cut off from most others.

    Parameters
    ----------
    manifest : Manifest
    nodes : Table of NodeRow
    edges : Table of EdgeRow
    """
    hall_of = {row.insee_code: row.node_id for row in nodes.rows if row.kind == "mairie"}
    names = {row.insee_code: row.name for row in nodes.rows if row.kind == "mairie"}
    open_edges = [row for row in edges.rows if row.winter_access != "closed"]
    group_of = _group_nodes((row.from_node_id, row.to_node_id) for row in open_edges)
    communes: dict[str, list[str]] = defaultdict(list)
    for code in manifest.insee_codes:
        if code in hall_of:
            communes[group_of.get(hall_of[code], hall_of[code])].append(code)
    if not communes:
        return []
    main = max(communes.values(), key=len)
    # A road left out of a skeleton is a slip; of a whole network, a commune may well be cut off.
    is_detailed = any(row.length_basis in DETAILED_BASES for row in edges.rows)
    severity: Severity = "warning" if is_detailed else "error"
    findings = []
    for group in communes.values():
        sentence = (
            N_("{name} ({code}) n'est reliée à aucune autre commune en hiver : une route est fermée ou manque.")
            if len(group) == 1
            else N_("{name} ({code}) est coupée de la plupart des communes en hiver : une route est fermée ou manque.")
        )
        for code in group if group is not main else ():
            message = remark(sentence, name=names[code], code=code)
            findings.append(Finding(severity, edges.path, message, column="winter_access", value=code))
    return findings


def _check_length(row: EdgeRow, start: NodeRow, end: NodeRow, path: str, line: int) -> list[Finding]:
    straight_km = measure_distance_km(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
    if row.length_km >= straight_km - _LENGTH_TOLERANCE_KM:
        return []
    straight, written = (f"{length:.2f}".replace(".", ",") for length in (straight_km, row.length_km))
    message = remark(
        N_("{written} km est plus court que le vol d'oiseau, {straight} km : vérifiez la longueur ou les deux bouts."),
        written=written,
        straight=straight,
    )
    return [Finding("warning", path, message, line, "length_km", f"{row.length_km:g}")]


def _group_nodes(links: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return one node that stands for the connected group of each node."""
    neighbours: dict[str, list[str]] = defaultdict(list)
    for one, other in links:
        neighbours[one].append(other)
        neighbours[other].append(one)
    group_of: dict[str, str] = {}
    for start in neighbours:
        waiting = [] if start in group_of else [start]
        while waiting:
            node = waiting.pop()
            if node not in group_of:
                group_of[node] = start
                waiting += neighbours[node]
    return group_of


SOURCE = Source(
    "roads",
    N_("Réseau routier simplifié"),
    "AlpSat Geo, OpenStreetMap",
    ("road_nodes", "road_edges", "closures", "access_times"),
    check_roads,
    build_part,
)

"""Consistency of a road network: its nodes, its edges, and who can leave home in winter."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.commune_keys import check_known, check_unique
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import Manifest
from alpsat_geo.sources.positions import check_point, check_swapped
from alpsat_geo.sources.road_rows import EdgeRow, NodeRow
from alpsat_geo.sources.surface import measure_distance_km
from alpsat_geo.sources.table import Table

# Positions are rounded to about a metre and lengths to ten.
_LENGTH_TOLERANCE_KM = 0.02


def check_nodes(contents: PackContents, table: Table[NodeRow]) -> list[Finding]:
    """Find nodes that repeat, that lie elsewhere than in their commune, and communes without a town hall.

    Parameters
    ----------
    contents : PackContents
    table : Table of NodeRow
    """
    path, manifest = table.path, contents.manifest
    findings = check_unique([(line, row.node_id) for line, row in table.numbered()], path, "node_id")
    findings += check_known(
        [(line, row.insee_code) for line, row in table.numbered() if row.insee_code is not None], manifest, path
    )
    for line, row in table.numbered():
        if (row.insee_code is None) != (row.kind == "gateway"):
            message = "un noeud a un code de commune, sauf une porte du territoire (gateway), qui n'en a pas."
            findings.append(Finding("error", path, message, line, "insee_code", row.insee_code or "vide"))
        elif row.insee_code is None:
            findings += check_swapped(manifest.bounding_box, path, line, (row.lon_deg, row.lat_deg))
        else:
            findings += check_point(contents, path, line, (row.lon_deg, row.lat_deg), row.insee_code)
    halls = [(line, row.insee_code or "") for line, row in table.numbered() if row.kind == "mairie"]
    findings += check_unique(halls, path, "insee_code")
    named = {code for _, code in halls}
    findings += [
        Finding("error", path, f"la commune {code} n'a pas de noeud « mairie » : ajoutez-le.", None, "kind", code)
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
    findings = check_unique([(line, row.edge_id) for line, row in edges.numbered()], path, "edge_id")
    for line, row in edges.numbered():
        for column, node_id in (("from_node_id", row.from_node_id), ("to_node_id", row.to_node_id)):
            if node_id not in known:
                message = f"le noeud « {node_id} » n'existe pas dans {nodes.path} : corrigez son nom ou ajoutez-le."
                findings.append(Finding("error", path, message, line, column, node_id))
        if row.from_node_id == row.to_node_id:
            message = f"le tronçon part de « {row.from_node_id} » et y revient : corrigez l'un de ses bouts."
            findings.append(Finding("error", path, message, line, "to_node_id", row.to_node_id))
        elif row.from_node_id in known and row.to_node_id in known:
            findings += _check_length(row, known[row.from_node_id], known[row.to_node_id], path, line)
        if row.speed_winter_kmh > row.speed_summer_kmh:
            message = (
                f"la vitesse d'hiver ({row.speed_winter_kmh:g} km/h) dépasse celle d'été "
                f"({row.speed_summer_kmh:g} km/h) : vérifiez-les."
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
    findings = []
    for group in communes.values():
        cut = "n'est reliée à aucune autre commune" if len(group) == 1 else "est coupée de la plupart des communes"
        for code in group if group is not main else ():
            message = f"{names[code]} ({code}) {cut} en hiver : une route est fermée ou manque."
            findings.append(Finding("error", edges.path, message, column="winter_access", value=code))
    return findings


def _check_length(row: EdgeRow, start: NodeRow, end: NodeRow, path: str, line: int) -> list[Finding]:
    straight_km = measure_distance_km(start.lon_deg, start.lat_deg, end.lon_deg, end.lat_deg)
    if row.length_km >= straight_km - _LENGTH_TOLERANCE_KM:
        return []
    straight, written = (f"{length:.2f}".replace(".", ",") for length in (straight_km, row.length_km))
    message = (
        f"{written} km est plus court que le vol d'oiseau, {straight} km : vérifiez la longueur ou les deux bouts."
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

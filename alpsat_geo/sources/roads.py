"""The road network: nodes and edges, summer and winter (OpenStreetMap, tracks, published lengths, estimates)."""

from __future__ import annotations

from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.territory import RoadNetwork, TownHallAltitudes
from alpsat_geo.domain.text import N_
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.road_graph import check_edges, check_nodes, check_winter_access
from alpsat_geo.sources.road_rows import read_edges, read_nodes
from alpsat_geo.sources.source import Source, TerritoryPart


def build_roads(contents: PackContents) -> RoadNetwork:
    """Return the road network of a checked pack; nodes and edges keep the order of their files."""
    nodes, edges = read_nodes(contents).rows, read_edges(contents).rows
    position = {node.node_id: index for index, node in enumerate(nodes)}
    town_halls = {node.insee_code: index for index, node in enumerate(nodes) if node.kind == "mairie"}
    return RoadNetwork(
        node_ids=tuple(node.node_id for node in nodes),
        node_names=tuple(node.name for node in nodes),
        node_kinds=tuple(node.kind for node in nodes),
        node_insee_codes=tuple(node.insee_code or "" for node in nodes),
        node_lon_deg=freeze_floats([node.lon_deg for node in nodes]),
        node_lat_deg=freeze_floats([node.lat_deg for node in nodes]),
        commune_node_index=freeze_integers([town_halls[code] for code in contents.manifest.insee_codes]),
        edge_ids=tuple(edge.edge_id for edge in edges),
        edge_refs=tuple(edge.road_ref for edge in edges),
        edge_from_index=freeze_integers([position[edge.from_node_id] for edge in edges]),
        edge_to_index=freeze_integers([position[edge.to_node_id] for edge in edges]),
        edge_length_km=freeze_floats([edge.length_km for edge in edges]),
        edge_bases=tuple(edge.length_basis for edge in edges),
        edge_speed_summer_kmh=freeze_floats([edge.speed_summer_kmh for edge in edges]),
        edge_speed_winter_kmh=freeze_floats([edge.speed_winter_kmh for edge in edges]),
        edge_is_closed_in_winter=tuple(edge.winter_access == "closed" for edge in edges),
        edge_has_short_closures=tuple(edge.winter_access == "open_short_closures" for edge in edges),
        edge_winter_sources=tuple(edge.winter_source for edge in edges),
        is_skeleton=True,
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
    """Find what is wrong with the roads: positions, ends, lengths, speeds, and communes cut off in winter."""
    nodes, edges = read_nodes(contents), read_edges(contents)
    findings = [*nodes.findings, *edges.findings]
    if nodes.rows:
        findings += check_nodes(contents, nodes)
    if not edges.rows and not edges.findings:
        message = "les routes ne sont pas encore récupérées : aucun trajet entre communes ne peut être calculé."
        findings.append(Finding("warning", edges.path, message, value="aucune ligne"))
    if nodes.rows and edges.rows:
        findings += check_edges(nodes, edges)
        findings += check_winter_access(contents.manifest, nodes, edges)
    return findings


def build_part(contents: PackContents) -> TerritoryPart:
    """Return this source's part of the territory; see `Source.build`."""
    return {"roads": build_roads(contents), "town_hall_altitudes": build_town_hall_altitudes(contents)}


SOURCE = Source(
    "roads", N_("Squelette routier"), "AlpSat Geo, OpenStreetMap", ("road_nodes", "road_edges"), check_roads, build_part
)

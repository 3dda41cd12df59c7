"""Roads closed in winter against networkx's connected components."""

from __future__ import annotations

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.pack_folder import find_pack
from alpsat_geo.sources.road_rows import EdgeRow, read_edges, read_nodes
from alpsat_geo.sources.roads import build_roads, check_winter_access
from alpsat_geo.sources.table import Table
from tests.sources.pack_copy import KEY

FOLDER = find_pack(KEY)
MANIFEST = read_manifest(FOLDER)
CONTENTS = PackContents(FOLDER, MANIFEST)
NODES, EDGES = read_nodes(CONTENTS), read_edges(CONTENTS)


def close_edges(closed: set[int]) -> Table[EdgeRow]:
    rows = tuple(
        row.model_copy(update={"winter_access": "closed"}) if rank in closed else row
        for rank, row in enumerate(EDGES.rows)
    )
    return Table(EDGES.path, rows, EDGES.lines)


@settings(max_examples=50)
@given(st.sets(st.integers(0, len(EDGES.rows) - 1), max_size=12))
def test_communes_cut_off_are_those_outside_the_largest_component(closed: set[int]) -> None:
    edges = close_edges(closed)
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(row.node_id for row in NODES.rows)
    graph.add_edges_from((row.from_node_id, row.to_node_id) for row in edges.rows if row.winter_access != "closed")
    code_of = {row.node_id: row.insee_code for row in NODES.rows if row.kind == "mairie"}
    groups = [{code_of[node] for node in part if node in code_of} for part in nx.connected_components(graph)]
    largest = max(len(group) for group in groups)
    found = {finding.value for finding in check_winter_access(MANIFEST, NODES, edges)}
    assert len(MANIFEST.insee_codes) - len(found) == largest
    assert any(set(MANIFEST.insee_codes) - found == group for group in groups)


def test_skeleton_of_the_pack() -> None:
    roads = build_roads(CONTENTS)
    assert (len(roads.node_ids), len(roads.edge_ids)) == (96, 103)
    assert roads.is_skeleton
    assert tuple(roads.node_insee_codes[index] for index in roads.commune_node_index) == MANIFEST.insee_codes
    assert sum(roads.edge_is_closed_in_winter) == 10
    assert sum(roads.edge_has_short_closures) == 5
    assert not roads.edge_length_km.flags.writeable
    izoard = roads.edge_ids.index("E024")
    assert roads.edge_is_closed_in_winter[izoard]
    assert roads.node_names[roads.edge_to_index[izoard]] == "Col d'Izoard"

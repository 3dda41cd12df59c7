"""Travel times on the embedded road network: ours against networkx, same seasons, same pairs."""

from __future__ import annotations

from typing import Any

import networkx as nx
import numpy as np

from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.territory import RoadNetwork
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.territory import read_territory
from bench.timing import time_in_turn

TERRITORY = "brianconnais-queyras"
RUNS = 15


def run() -> dict[str, Any]:
    """Time all pairs of communes in winter, alternately, and check that both agree."""
    roads = read_territory(TERRITORY).roads
    terminal_min = read_parameters()["terminal_time_min"].value
    calls = {
        "ours": lambda: travel_times(roads, "winter", terminal_min).minutes,
        "networkx": lambda: networkx_minutes(roads, terminal_min),
    }
    median_s, minutes = time_in_turn(calls, RUNS)
    return {
        "pairs": int(minutes["ours"].size),
        "ours_median_ms": 1000 * median_s["ours"],
        "networkx_median_ms": 1000 * median_s["networkx"],
        "ratio": median_s["networkx"] / median_s["ours"],
        "largest_gap_min": float(np.abs(minutes["ours"] - minutes["networkx"]).max()),
    }


def networkx_minutes(roads: RoadNetwork, terminal_min: float) -> FloatArray:
    """Winter minutes between town halls by networkx' Dijkstra, built from the same edges."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(len(roads.node_ids)))
    for edge, is_closed in enumerate(roads.edge_is_closed_in_winter):
        if is_closed:
            continue
        ends = int(roads.edge_from_index[edge]), int(roads.edge_to_index[edge])
        minutes = 60 * float(roads.edge_length_km[edge]) / float(roads.edge_speed_winter_kmh[edge])
        if not graph.has_edge(*ends) or graph.edges[ends]["minutes"] > minutes:
            graph.add_edge(*ends, minutes=minutes)
    halls = [int(node) for node in roads.commune_node_index]
    table = np.full((len(halls), len(halls)), np.inf)
    for i, source in enumerate(halls):
        lengths = nx.single_source_dijkstra_path_length(graph, source, weight="minutes")
        for j, target in enumerate(halls):
            if target in lengths:
                table[i, j] = 0.0 if i == j else lengths[target] + terminal_min
    return table

from __future__ import annotations

import dataclasses
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.travel import travel_times
from alpsat_geo.domain.arrays import freeze_floats, freeze_integers
from alpsat_geo.domain.territory import LENGTH_BASES, LengthBasis, RoadNetwork, Season, Territory

SEASONS: tuple[Season, ...] = ("summer", "winter", "closure_day")
TERMINAL_MIN = 2.0


@dataclasses.dataclass(frozen=True)
class Road:
    start: int
    end: int
    length_km: float
    summer_kmh: float = 60.0
    winter_kmh: float = 60.0
    is_closed: bool = False
    has_short_closures: bool = False
    basis: LengthBasis = "measured"
    is_oneway: bool = False


def build_network(node_count: int, communes: list[int], roads: list[Road]) -> RoadNetwork:
    names = tuple(f"N{node}" for node in range(node_count))
    return RoadNetwork(
        node_ids=names,
        node_names=names,
        node_kinds=("mairie",) * node_count,
        node_insee_codes=names,
        node_lon_deg=freeze_floats(np.zeros(node_count)),
        node_lat_deg=freeze_floats(np.zeros(node_count)),
        commune_node_index=freeze_integers(communes),
        edge_ids=tuple(f"E{n}" for n in range(len(roads))),
        edge_refs=("",) * len(roads),
        edge_from_index=freeze_integers([road.start for road in roads]),
        edge_to_index=freeze_integers([road.end for road in roads]),
        edge_is_oneway=tuple(road.is_oneway for road in roads),
        edge_length_km=freeze_floats([road.length_km for road in roads]),
        edge_bases=tuple(road.basis for road in roads),
        edge_speed_summer_kmh=freeze_floats([road.summer_kmh for road in roads]),
        edge_speed_winter_kmh=freeze_floats([road.winter_kmh for road in roads]),
        edge_is_closed_in_winter=tuple(road.is_closed for road in roads),
        edge_has_short_closures=tuple(road.has_short_closures for road in roads),
        edge_winter_sources=("",) * len(roads),
    )


def as_multigraph(roads: RoadNetwork, season: Season) -> Any:  # noqa: ANN401 - edges carry free attributes
    graph: Any = nx.MultiDiGraph()
    graph.add_nodes_from(range(len(roads.node_ids)))
    speeds = roads.edge_speed_summer_kmh if season == "summer" else roads.edge_speed_winter_kmh
    for edge in range(len(roads.edge_ids)):
        if season != "summer" and roads.edge_is_closed_in_winter[edge]:
            continue
        if season == "closure_day" and roads.edge_has_short_closures[edge]:
            continue
        length_km = float(roads.edge_length_km[edge])
        ends = int(roads.edge_from_index[edge]), int(roads.edge_to_index[edge])
        for start, end in (ends,) if roads.edge_is_oneway[edge] else (ends, ends[::-1]):
            graph.add_edge(
                start, end, minutes=length_km / float(speeds[edge]) * 60, km=length_km, basis=roads.edge_bases[edge]
            )
    return graph


road = st.builds(
    Road,
    start=st.integers(0, 4),
    end=st.integers(0, 4),
    length_km=st.integers(1, 400).map(lambda tenths: tenths / 10),
    summer_kmh=st.sampled_from([38.0, 50.0, 64.0, 80.0]),
    winter_kmh=st.sampled_from([25.0, 31.0, 44.0, 80.0]),
    is_closed=st.booleans(),
    has_short_closures=st.booleans(),
    basis=st.sampled_from(LENGTH_BASES),
    is_oneway=st.booleans(),
).filter(lambda r: r.start != r.end)
road_lists = st.lists(road, max_size=9)
commune_nodes = st.permutations(range(5)).map(lambda nodes: list(nodes[:4]))


@given(road_lists, commune_nodes, st.sampled_from(SEASONS))
def test_random_networks_agree_with_every_simple_path(roads: list[Road], communes: list[int], season: Season) -> None:
    network = build_network(5, communes, roads)
    times = travel_times(network, season, TERMINAL_MIN)
    graph = as_multigraph(network, season)
    for i, start in enumerate(communes):
        for j, end in enumerate(communes):
            if i == j:
                assert (times.minutes[i, j], times.km[i, j]) == (0.0, 0.0)
                assert all(np.isnan(times.share_by_basis[basis][i, j]) for basis in LENGTH_BASES)
                continue
            paths = list(nx.all_simple_edge_paths(graph, start, end))
            if not paths:
                assert (times.minutes[i, j], times.km[i, j]) == (np.inf, np.inf)
                assert all(np.isnan(times.share_by_basis[basis][i, j]) for basis in LENGTH_BASES)
                continue
            durations = [sum(graph.edges[edge]["minutes"] for edge in path) for path in paths]
            assert times.minutes[i, j] == pytest.approx(min(durations) + TERMINAL_MIN, rel=1e-12)
            fastest = [path for path, d in zip(paths, durations, strict=True) if d <= min(durations) + 1e-9]
            found = np.array([times.km[i, j], *(times.share_by_basis[basis][i, j] for basis in LENGTH_BASES)])
            assert any(np.allclose(found, _lengths(graph, path), rtol=1e-12) for path in fastest)


def _lengths(graph: Any, path: list[Any]) -> list[float]:  # noqa: ANN401 - edges carry free attributes
    total = sum(graph.edges[edge]["km"] for edge in path)
    return [
        total,
        *(
            sum(graph.edges[edge]["km"] for edge in path if graph.edges[edge]["basis"] == basis) / total
            for basis in LENGTH_BASES
        ),
    ]


@pytest.mark.parametrize("season", SEASONS)
def test_embedded_network_agrees_with_networkx(territory: Territory, season: Season) -> None:
    network = territory.roads
    times = travel_times(network, season, TERMINAL_MIN)
    graph = as_multigraph(network, season)
    nodes = [int(node) for node in network.commune_node_index]
    for i, start in enumerate(nodes):
        minutes: dict[int, float]
        paths: dict[int, list[int]]
        minutes, paths = nx.single_source_dijkstra(graph, start, weight="minutes")  # type: ignore[assignment]
        for j, end in enumerate(nodes):
            if end not in minutes:
                assert times.minutes[i, j] == np.inf
                continue
            assert times.minutes[i, j] == pytest.approx(minutes[end] + TERMINAL_MIN * (i != j), rel=1e-12)
            edges = [min(graph[a][b].values(), key=lambda e: float(e["minutes"])) for a, b in pairwise(paths[end])]
            assert times.km[i, j] == pytest.approx(sum(edge["km"] for edge in edges), rel=1e-12)
            if i != j:
                for basis in LENGTH_BASES:
                    share = sum(edge["km"] for edge in edges if edge["basis"] == basis) / times.km[i, j]
                    assert times.share_by_basis[basis][i, j] == pytest.approx(share, abs=1e-12)


@given(road_lists, commune_nodes, st.sampled_from(SEASONS), st.data())
def test_closing_a_road_never_shortens_a_path(
    roads: list[Road], communes: list[int], season: Season, data: st.DataObject
) -> None:
    before = travel_times(build_network(5, communes, roads), season, TERMINAL_MIN).minutes
    kept = [one for one in roads if data.draw(st.booleans(), label=f"keep {one}")]
    after = travel_times(build_network(5, communes, kept), season, TERMINAL_MIN).minutes
    assert (after >= before * (1 - 1e-12)).all()


@given(road_lists, commune_nodes, st.sampled_from(SEASONS), st.floats(0.2, 1.0))
def test_lower_speeds_never_shorten_a_path(
    roads: list[Road], communes: list[int], season: Season, factor: float
) -> None:
    before = travel_times(build_network(5, communes, roads), season, TERMINAL_MIN).minutes
    slowed = [dataclasses.replace(r, summer_kmh=r.summer_kmh * factor, winter_kmh=r.winter_kmh * factor) for r in roads]
    after = travel_times(build_network(5, communes, slowed), season, TERMINAL_MIN).minutes
    assert (after >= before * (1 - 1e-12)).all()


@given(road_lists, st.sampled_from(SEASONS))
def test_order_of_communes_only_orders_the_table(roads: list[Road], season: Season) -> None:
    straight = travel_times(build_network(5, [0, 1, 2, 3], roads), season, TERMINAL_MIN)
    shuffled = travel_times(build_network(5, [2, 0, 3, 1], roads), season, TERMINAL_MIN)
    order = np.ix_([2, 0, 3, 1], [2, 0, 3, 1])
    np.testing.assert_array_equal(straight.minutes[order], shuffled.minutes)


def test_faster_of_two_parallel_roads_by_season() -> None:
    # Summer: the pass, 10 km at 60 km/h = 10 min, beats the valley, 30 km at 60 km/h = 30 min.
    # Winter: the pass is closed and the valley runs at 45 km/h = 40 min.
    roads = [
        Road(0, 1, 10.0, is_closed=True, basis="published"),
        Road(1, 0, 30.0, winter_kmh=45.0, basis="estimated"),
    ]
    network = build_network(2, [0, 1], roads)
    summer = travel_times(network, "summer", 2.0)
    winter = travel_times(network, "winter", 2.0)
    assert (summer.minutes[0, 1], summer.km[0, 1]) == (12.0, 10.0)
    assert summer.share_by_basis["published"][0, 1] == 1.0
    assert (winter.minutes[0, 1], winter.km[0, 1]) == (42.0, 30.0)


def test_terminal_time_is_counted_once_between_different_communes_only(territory: Territory) -> None:
    without = travel_times(territory.roads, "winter", 0.0).minutes
    with_five = travel_times(territory.roads, "winter", 5.0).minutes
    off_diagonal = ~np.eye(len(without), dtype=np.bool_)
    np.testing.assert_allclose(with_five[off_diagonal], without[off_diagonal] + 5.0, rtol=1e-12)
    assert (np.diag(with_five) == 0.0).all()


def test_every_commune_is_reached_in_both_seasons(territory: Territory) -> None:
    for season in ("summer", "winter"):
        assert np.isfinite(travel_times(territory.roads, season, TERMINAL_MIN).minutes).all()


def test_cervieres_to_arvieux_is_at_least_twice_as_long_in_winter(territory: Territory) -> None:
    start, end = (territory.insee_codes.index(code) for code in ("05027", "05007"))
    summer = travel_times(territory.roads, "summer", TERMINAL_MIN).minutes[start, end]
    winter = travel_times(territory.roads, "winter", TERMINAL_MIN).minutes[start, end]
    assert winter >= 2 * summer


def test_closure_day_cuts_the_upper_romanche_from_the_rest(territory: Territory) -> None:
    cut = [territory.insee_codes.index(code) for code in ("05063", "05181")]
    others = [i for i in range(len(territory.insee_codes)) if i not in cut]
    times = travel_times(territory.roads, "closure_day", TERMINAL_MIN)
    for table in (times.minutes, times.km):
        assert np.isinf(table[np.ix_(cut, others)]).all()
        assert np.isinf(table[np.ix_(others, cut)]).all()
        assert np.isfinite(table[np.ix_(cut, cut)]).all()
        assert np.isfinite(table[np.ix_(others, others)]).all()


def test_tables_are_read_only(territory: Territory) -> None:
    times = travel_times(territory.roads, "summer", TERMINAL_MIN)
    with pytest.raises(ValueError, match="read-only"):
        times.minutes[0, 0] = 1.0

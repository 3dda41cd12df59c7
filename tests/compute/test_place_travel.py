"""Places on a road whose minutes are known by hand."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.place_travel import join_roads, measure_place_minutes
from alpsat_geo.compute.road_graph import direct_edges
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.domain.territory import SEASONS, Place, Territory
from tests.compute.test_travel import Road, build_network

HALF_KM_NORTH = 0.5 / 111.13  # degrees at 45° N


def reach_road(territory: Territory, roads: list[Road], lon: float | None, lat: float | None) -> list[float]:
    """Minutes in winter from the first two communes, that stand 10 minutes apart on a road along the parallel."""
    network = dataclasses.replace(
        build_network(3, [0, 1, *[2] * 34], roads),
        node_lon_deg=freeze_floats([6.5, 6.6, 6.55]),
        node_lat_deg=freeze_floats([45.0, 45.0, 45.1]),
    )
    place = Place("station", "Gare", territory.insee_codes[1], lon, lat, "essai", "2026")
    invented = dataclasses.replace(territory, roads=network, places=(place,))
    halls = {season: np.full((36, 36), 12.0) - 12.0 * np.eye(36) for season in SEASONS}
    found = measure_place_minutes(invented, halls, 2.0, 15.0)["winter"]
    return [float(found[0, 0]), float(found[1, 0])]


def test_a_place_is_reached_along_its_road_then_on_foot(territory: Territory) -> None:
    road = Road(0, 1, 10.0, winter_kmh=60.0)
    # 7 of the 10 minutes, 500 m at 15 km/h, two minutes to park; 3 minutes from the other end.
    along, back = reach_road(territory, [road], 6.57, 45.0 + HALF_KM_NORTH)
    assert along == pytest.approx(7 + 2 + 2, abs=0.01)
    assert back == pytest.approx(3 + 2 + 2, abs=0.01)
    assert reach_road(territory, [road], None, None) == [12.0, 0.0]


def test_a_one_way_road_is_not_driven_back_and_a_closed_one_not_at_all(territory: Territory) -> None:
    there, back = Road(0, 1, 10.0, is_oneway=True), Road(1, 0, 30.0, is_oneway=True)
    along, round_about = reach_road(territory, [there, back], 6.57, 45.0)
    assert along == pytest.approx(7 + 2, abs=0.01)
    assert round_about == pytest.approx(30 + 7 + 2, abs=0.01)
    # The road closed in winter passes at the place itself: the one that stays open is taken, from its nearest end.
    shut = [Road(0, 1, 10.0), Road(1, 2, 5.0, is_closed=True)]
    on_open, _ = reach_road(territory, shut, 6.575, 45.05)
    assert on_open > 7.5 + 2 + 60 * 5 / 15


def test_a_place_beyond_the_end_of_one_way_roads_is_reached_by_that_end(territory: Territory) -> None:
    ring = [Road(start, end, 10.0, is_oneway=True) for start, end in ((0, 1), (1, 2), (2, 0))]
    there, already = reach_road(territory, ring, 6.61, 45.0)
    on_foot_min = already - 2
    assert 2.5 < on_foot_min < 3.5
    assert there == pytest.approx(10 + on_foot_min + 2, abs=0.01)


def test_places_of_the_territory_are_near_the_roads_and_the_station_of_briancon_is_not_at_home(
    territory: Territory, baseline: Baseline
) -> None:
    points = [place for place in territory.places if place.lon_deg is not None]
    lon = np.array([place.lon_deg for place in points], dtype=np.float64)
    lat = np.array([place.lat_deg for place in points], dtype=np.float64)
    assert join_roads(territory.roads, direct_edges(territory.roads), lon, lat).gap_km.max() < 1.0
    station = next(r for r, p in enumerate(territory.places) if p.kind == "station" and p.insee_code == "05023")
    briancon = territory.insee_codes.index("05023")
    assert 2.0 < baseline.place_minutes["winter"][briancon, station] < 6.0

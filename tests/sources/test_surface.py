"""Areas and distances against PROJ's geodesics, an independent implementation."""

from __future__ import annotations

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pyproj import Geod

from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.surface import measure_area_km2, measure_distance_km, measure_gap_km

GEODESIC = Geod(ellps="GRS80")
SPHERE = Geod(a=6371008.8, f=0)
LON = st.floats(5.0, 8.0)
LAT = st.floats(43.0, 47.0)


def test_area_of_each_commune_equals_the_geodesic_area() -> None:
    for shape in read_boundaries().geometry:
        expected_km2 = abs(GEODESIC.geometry_area_perimeter(shape)[0]) / 1e6
        assert measure_area_km2(shape) == pytest.approx(expected_km2, rel=1e-3)


def test_sum_of_areas_is_the_area_of_the_union() -> None:
    shapes = read_boundaries().geometry
    assert sum(map(measure_area_km2, shapes)) == pytest.approx(measure_area_km2(shapes.union_all()), rel=1e-9)


@given(LON, LAT, LON, LAT)
def test_distance_equals_the_geodesic_on_a_sphere(lon: float, lat: float, other_lon: float, other_lat: float) -> None:
    expected_km = SPHERE.inv(lon, lat, other_lon, other_lat)[2] / 1000
    assert measure_distance_km(lon, lat, other_lon, other_lat) == pytest.approx(expected_km, abs=1e-5)


@given(st.floats(-0.01, 0.01), st.floats(-0.01, 0.01))
def test_gap_is_the_distance_to_the_nearest_side(east: float, north: float) -> None:
    square = shapely.box(6.5, 44.7, 6.6, 44.8)
    lon, lat = 6.6 + east, 44.75 + north
    expected_km = measure_distance_km(lon, lat, 6.6, lat) if east > 0 else 0.0
    assert measure_gap_km(square, lon, lat) == pytest.approx(expected_km, rel=1e-3, abs=1e-6)

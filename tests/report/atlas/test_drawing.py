from __future__ import annotations

import json

import numpy as np
import pytest
import shapely
from shapely import Polygon

from alpsat_geo.domain.territory import Territory
from alpsat_geo.report.atlas.drawing import Document, bound_territory, build_atlas, list_rings, simplify_shapes
from alpsat_geo.sources.boundaries import read_boundaries


@pytest.fixture(scope="module")
def atlas(territory: Territory) -> Document:
    return build_atlas(territory, read_boundaries(territory.key))


def test_communes_keep_the_order_of_the_model(atlas: Document, territory: Territory) -> None:
    assert [commune["code"] for commune in atlas["communes"]] == list(territory.insee_codes)
    assert {c["name"] for c in atlas["communes"] if c["is_centre"]} == {
        "Briançon",
        "L'Argentière-la-Bessée",
        "Guillestre",
    }


def test_polygons_are_those_of_the_boundaries(atlas: Document, territory: Territory) -> None:
    shapes = read_boundaries(territory.key).geometry
    for commune, shape in zip(atlas["communes"], shapes, strict=True):
        parts = [[[(lon, lat) for lat, lon in ring] for ring in part] for part in commune["rings"]]
        area = sum(shapely.Polygon(part[0], part[1:]).area for part in parts)
        assert area == pytest.approx(shape.area, rel=1e-3)


def test_passes_that_cannot_be_crossed_in_winter_are_closed(atlas: Document) -> None:
    closed = {item["name"] for item in atlas["passes"] if item["is_closed"]}
    assert closed == {"Col du Galibier", "Col de l'Échelle", "Col d'Izoard", "Col Agnel"}
    assert {"Col du Lautaret", "Col de Montgenèvre", "Col de Vars"} <= {item["name"] for item in atlas["passes"]}


def test_limits_between_epci_lie_inside_the_outline(atlas: Document) -> None:
    outline = shapely.Polygon([(lon, lat) for lat, lon in max(atlas["outline"], key=len)]).buffer(1e-4)
    for line in atlas["limits"]:
        assert outline.covers(shapely.LineString([(lon, lat) for lat, lon in line]))


def test_exits_stand_just_outside_and_are_named_once(atlas: Document) -> None:
    outline = shapely.Polygon([(lon, lat) for lat, lon in max(atlas["outline"], key=len)])
    names = [item["name"] for item in atlas["exits"]]
    assert len(names) == len(set(names))
    assert {"Oulx", "Embrun", "Barcelonnette", "Valloire"} <= set(names)
    for item in atlas["exits"]:
        assert 0 < outline.distance(shapely.Point(item["lon"], item["lat"])) < 0.02


def test_only_counted_spaces_of_the_territory_are_drawn(atlas: Document) -> None:
    spaces = {place["name"]: place["kind"] for place in atlas["places"] if place["kind"] != "station"}
    assert spaces == {"Altipolis": "uncertain", "Quai9": "uncertain", "The Snoworkers": "uncertain", "Lucéo": "open"}


def test_road_numbers_are_numbers_and_keep_apart(atlas: Document) -> None:
    refs = {shield["ref"] for shield in atlas["shields"]}
    assert {"N94", "D902", "D1091", "D947"} <= refs
    assert not any("(" in ref or " " in ref for ref in refs)


def test_the_document_is_small_and_bounded(atlas: Document, territory: Territory) -> None:
    assert len(json.dumps(atlas)) < 120_000
    (south, west), (north, east) = bound_territory(territory)
    lats = [commune["lat"] for commune in atlas["communes"]]
    lons = [commune["lon"] for commune in atlas["communes"]]
    assert south < min(lats) <= max(lats) < north
    assert west < min(lons) <= max(lons) < east


def test_many_shapes_are_drawn_with_fewer_points_and_keep_their_borders() -> None:
    def draw_square(column: int, row: int, side: int = 32) -> Polygon:
        return shapely.segmentize(shapely.box(column, row, column + 1, row + 1), 1 / side)

    def shrink(shapes: list[Polygon]) -> list[Polygon]:
        return [shapely.transform(shape, lambda points: points / 100) for shape in shapes]

    few = shrink([draw_square(column, row) for column in range(10) for row in range(20)])
    assert simplify_shapes(few) == few
    light = shrink([draw_square(column, row, side=8) for column in range(11) for row in range(20)])
    assert simplify_shapes(light) == light
    drawn = simplify_shapes([*few, *shrink([draw_square(10, 0)])])
    assert shapely.coverage_is_valid(np.array(drawn, dtype=object))
    assert sum(map(shapely.get_num_coordinates, drawn)) < 201 * 12
    assert list_rings(drawn)[-1][0][0][0] in [[0.0, 0.1], [0.0, 0.11], [0.01, 0.1], [0.01, 0.11]]

"""What the check of the boundaries must find, with the hash of the origin recomputed."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from typing import Any

import pytest
from shapely import Polygon

from alpsat_geo.domain.errors import DataError
from alpsat_geo.sources.boundaries import read_boundaries
from tests.sources.pack_copy import KEY, PackCopy, assert_found

SHAPES = f"geo/{KEY}/communes.geojson"
CRS = "urn:ogc:def:crs:OGC:1.3:CRS84"


def test_lost_leading_zero_in_the_boundaries(pack: PackCopy) -> None:
    pack.replace(SHAPES, '"insee_code":"05065"', '"insee_code":"5065"')
    assert_found(pack, SHAPES, "5065", "a perdu son zéro", "insee_code")


def test_wrong_reference_system_is_named(pack: PackCopy) -> None:
    pack.replace(SHAPES, CRS, "urn:ogc:def:crs:EPSG::2154")
    assert_found(pack, SHAPES, "EPSG::2154", "n'est pas EPSG:4326", "crs")


def test_missing_reference_system_is_found(pack: PackCopy) -> None:
    pack.replace(SHAPES, '"crs"', '"was_crs"')
    assert_found(pack, SHAPES, "vide", "« crs » manque", "crs")


def shift_shape(pack: PackCopy, code: str, move: Callable[[float, float], tuple[float, float]]) -> None:
    """Move every point of one commune's polygon."""
    data = json.loads(pack.read(SHAPES))
    for feature in data["features"]:
        if feature["properties"]["insee_code"] == code:
            feature["geometry"]["coordinates"] = [
                [[list(move(*point)) for point in ring] for ring in part] for part in feature["geometry"]["coordinates"]
            ]
    pack.write(SHAPES, json.dumps(data, ensure_ascii=False))


def test_overlapping_polygons_are_named_with_their_area(pack: PackCopy) -> None:
    shift_shape(pack, "05082", lambda lon, lat: (lon + 0.004, lat))
    errors = [error for error in pack.errors(SHAPES) if "se recouvrent" in error.message]
    assert errors
    assert all("Mont-Dauphin (05082)" in error.message and "km²" in str(error.value) for error in errors)
    assert_found(pack, SHAPES, "km²", "se recouvrent sur 0,", "geometry")


def test_swapped_boundaries_say_so(pack: PackCopy) -> None:
    shift_shape(pack, "05082", lambda lon, lat: (lat, lon))
    assert_found(pack, SHAPES, "44.", "semblent inversées", "geometry")


def test_projected_boundaries_say_so(pack: PackCopy) -> None:
    shift_shape(pack, "05082", lambda lon, lat: (lon * 1e5, lat * 1e5))
    assert_found(pack, SHAPES, "", "ne sont pas des degrés", "geometry")


def test_invalid_polygon_gives_the_reason(pack: PackCopy) -> None:
    data = json.loads(pack.read(SHAPES))
    ring = data["features"][0]["geometry"]["coordinates"][0][0]
    ring[1], ring[12] = ring[12], ring[1]
    pack.write(SHAPES, json.dumps(data, ensure_ascii=False))
    assert_found(pack, SHAPES, "Self-intersection", "n'est pas valide", "geometry")


def test_missing_polygon_is_named_and_leaves_a_hole(pack: PackCopy) -> None:
    data = json.loads(pack.read(SHAPES))
    data["features"] = [f for f in data["features"] if f["properties"]["insee_code"] != "05082"]
    pack.write(SHAPES, json.dumps(data, ensure_ascii=False))
    assert_found(pack, SHAPES, "05082", "la commune 05082 manque", "insee_code")
    assert_found(pack, SHAPES, "km²", "un trou de 0,5", "geometry")


def enclosed_ring(data: dict[str, Any]) -> list[list[float]]:
    feature = next(item for item in data["features"] if item["properties"]["insee_code"] == "05082")
    ring: list[list[float]] = feature["geometry"]["coordinates"][0][0]
    return ring


def test_point_drawn_back_leaves_a_hole(pack: PackCopy) -> None:
    data = json.loads(pack.read(SHAPES))
    ring = enclosed_ring(data)
    centre = Polygon(ring).representative_point()
    ring[3] = [(ring[3][0] * 9 + centre.x) / 10, (ring[3][1] * 9 + centre.y) / 10]
    pack.write(SHAPES, json.dumps(data, ensure_ascii=False))
    assert_found(pack, SHAPES, "km²", "un trou de 0,0", "geometry")


def test_point_a_centimetre_off_breaks_the_mosaic_without_an_overlap_to_name(pack: PackCopy) -> None:
    data = json.loads(pack.read(SHAPES))
    ring = enclosed_ring(data)
    centre = Polygon(ring).representative_point()
    ring[3] = [ring[3][0] + math.copysign(1e-7, ring[3][0] - centre.x), ring[3][1]]
    pack.write(SHAPES, json.dumps(data, ensure_ascii=False))
    assert_found(pack, SHAPES, "Mont-Dauphin", "ne se raccordent pas", "geometry")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('"type":"MultiPolygon"', '"type":"Point"', "il faut Polygon ou MultiPolygon"),
        ('"type":"MultiPolygon"', '"type":["Polygon"]', "ne se lit pas"),
        ('"type": "FeatureCollection"', '"type": "Topology"', "FeatureCollection"),
        ('"features": [', '"features": [[', "JSON"),
        ('"epci_siren":"', '"siren":"', "ajoutez-la"),
    ],
)
def test_file_that_is_not_what_it_should_be(pack: PackCopy, old: str, new: str, sentence: str) -> None:
    pack.replace(SHAPES, old, new)
    errors = pack.errors(SHAPES)
    assert any(sentence in error.message and (error.line or error.column) for error in errors), errors


def test_reading_boundaries_refuses_them_too(pack: PackCopy) -> None:
    pack.replace(SHAPES, CRS, "urn:ogc:def:crs:EPSG::2154")
    with pytest.raises(DataError, match="n'est pas EPSG:4326"):
        read_boundaries(KEY, pack.root)


def test_a_file_that_nests_or_counts_without_end_is_told(pack: PackCopy) -> None:
    feature = '{"type": "FeatureCollection", "features": [' + "[" * 900 + "]" * 900 + "]}"
    for text in ("[" * 100_000, feature, '{"type": ' + "9" * 5000 + "}"):
        pack.write(SHAPES, text)
        assert pack.errors(SHAPES)

"""Forty files as people bring them, written here: each is shown as it should be, or refused in one sentence."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pytest
import shapely
from openpyxl import Workbook

from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.layers.reading import read_layer
from alpsat_geo.sources.layers.record import LayerError, OwnLayer
from tests.machine import measure_unit_s

UNITS_AT_MOST = 100
CODES = ("05023", "05065", "05183")
VALUES = {"05023": 1234.5, "05065": 0.0, "05183": -7.25}


@cache
def read_communes() -> geopandas.GeoDataFrame:
    return read_boundaries()


@dataclass(frozen=True)
class Case:
    """One file: how it is written, and what it becomes: values by code, words of its remarks, or of its refusal."""

    name: str
    write: Callable[[], bytes]
    shown: dict[str, float] | None = None
    said: tuple[str, ...] = ()
    refused: str = ""


def table(*lines: str, encoding: str = "utf-8", separator: str = ";") -> Callable[[], bytes]:
    text = "".join(f"{line}\n" for line in lines).replace(";", separator)
    return lambda: text.encode(encoding)


def workbook(*rows: Sequence[object], title: str = "Données") -> Callable[[], bytes]:
    def write() -> bytes:
        book = Workbook()
        sheet = book.active
        sheet.title = title
        for row in rows:
            sheet.append(row)
        stream = io.BytesIO()
        book.save(stream)
        return stream.getvalue()

    return write


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * (101 * 1024 * 1024))
    return stream.getvalue()


def plain_zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("communes.shp", b"x")
    return stream.getvalue()


def find_center(code: str) -> shapely.Point:
    communes = read_communes()
    point: shapely.Point = communes.geometry[list(communes["insee_code"]).index(code)].representative_point()
    return point


def collect(
    shapes: Sequence[Any], *, crs: str | None = None, properties: Sequence[dict[str, Any]] | None = None, raw: str = ""
) -> Callable[[], bytes]:
    """Write shapes, or functions that make them, as GeoJSON."""

    def write() -> bytes:
        made = [shape() if callable(shape) else shape for shape in shapes]
        features = [
            {
                "type": "Feature",
                "properties": properties[rank] if properties else {},
                "geometry": None
                if shape is None
                else shape
                if isinstance(shape, dict)
                else json.loads(shapely.to_geojson(shape)),
            }
            for rank, shape in enumerate(made)
        ]
        document: dict[str, Any] = {"type": "FeatureCollection", "features": features}
        if crs is not None:
            document["crs"] = {"type": "name", "properties": {"name": crs}}
        return (json.dumps(document) + raw).encode()

    return write


def reproject(code: str, crs: str) -> Callable[[], shapely.Geometry]:
    return lambda: geopandas.GeoSeries([find_center(code)], crs="EPSG:4326").to_crs(crs)[0]


def package(change: str = "", layers: Sequence[str] = ("points",), crs: str = "EPSG:4326") -> Callable[[], bytes]:
    """Write a GeoPackage with the library, then change its database with SQL."""

    def write() -> bytes:
        path = Path(PLACE[0]) / "essai.gpkg"
        path.unlink(missing_ok=True)
        for layer in layers:
            points = [find_center("05023"), find_center("05023"), find_center("05065")]
            frame = geopandas.GeoDataFrame({"nom": ["a", "b", "c"]}, geometry=points, crs="EPSG:4326")
            frame.to_crs(crs).to_file(path, layer=layer, driver="GPKG", engine="pyogrio")
        if change:
            with sqlite3.connect(path) as database:
                database.executescript(change)
            database.close()
        return path.read_bytes()

    return write


PLACE: list[str] = []


@pytest.fixture(autouse=True)
def lend_folder(tmp_path: Path) -> None:
    PLACE[:] = [str(tmp_path)]


def square(code: str, size: float) -> Callable[[], shapely.Geometry]:
    return lambda: find_center(code).buffer(size, cap_style="square")


def bow_tie() -> shapely.Geometry:
    x, y = find_center("05023").coords[0]
    return shapely.Polygon([(x - 0.01, y - 0.01), (x + 0.01, y + 0.01), (x + 0.01, y - 0.01), (x - 0.01, y + 0.01)])


def tangle() -> shapely.Geometry:
    west, south, east, north = read_communes().total_bounds
    return shapely.Polygon(np.random.default_rng(8).uniform((west, south), (east, north), (20_000, 2)))


def tangle_line() -> shapely.Geometry:
    return shapely.LineString(shapely.get_coordinates(tangle()))


def scatter(count: int) -> Callable[[], bytes]:
    def write() -> bytes:
        west, south, east, north = read_communes().total_bounds
        places = np.random.default_rng(5).uniform((west, south), (east, north), (count, 2)).round(5)
        return collect([{"type": "Point", "coordinates": place} for place in places.tolist()])()

    return write


def tile() -> bytes:
    """Write the squares of a census grid: 250 by 200 over the territory."""
    west, south, east, north = read_communes().to_crs("EPSG:2154").total_bounds
    x, y = np.meshgrid(np.linspace(west, east, 251), np.linspace(south, north, 201))
    squares = shapely.box(x[:-1, :-1], y[:-1, :-1], x[1:, 1:], y[1:, 1:]).ravel()
    path = Path(PLACE[0]) / "carreaux.gpkg"
    geopandas.GeoDataFrame(geometry=squares, crs="EPSG:2154").to_file(path, driver="GPKG", engine="pyogrio")
    return path.read_bytes()


HEAD, ROWS = "code;valeur", ("05023;1234,5", "05065;0", "05183;-7,25")
POINT_COUNTS = {"05023": 2.0, "05065": 1.0, "05183": 0.0}
THREE_POINTS = (lambda: find_center("05023"), lambda: find_center("05023"), lambda: find_center("05065"))
ENDLESS_VIEW = """
CREATE VIEW sans_fin AS
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS fid, i AS geom FROM n;
INSERT INTO gpkg_contents(table_name, data_type, srs_id) VALUES ('sans_fin', 'features', 4326);
INSERT INTO gpkg_geometry_columns VALUES ('sans_fin', 'geom', 'POINT', 4326, 0, 0);
"""
TRAP = """
CREATE TRIGGER piege BEFORE DELETE ON gpkg_contents BEGIN SELECT RAISE(ABORT, 'a piece of the file was run'); END;
CREATE VIEW vue AS SELECT * FROM points;
"""
CASES = (
    Case("plain", table(HEAD, *ROWS), VALUES, ("sans ligne, montrées sans donnée : 33",)),
    Case("utf-8 with its mark", table(HEAD, *ROWS, encoding="utf-8-sig"), VALUES),
    Case("windows", table("code;élèves", *ROWS, encoding="cp1252"), VALUES, ("Windows-1252",)),
    Case("utf-16", table(HEAD, *ROWS, encoding="utf-16"), VALUES, ("UTF-16",)),
    Case("utf-16 without its mark", table(HEAD, *ROWS, encoding="utf-16-le"), VALUES, ("UTF-16",)),
    Case("tabs", table(HEAD, *ROWS, separator="\t"), VALUES),
    Case("bars and a declared sign", table("sep=|", "code|valeur", "05023|1234.5", "05065|0", "05183|-7.25"), VALUES),
    Case("commas", table("code,valeur", "05023,1234.5", "05065,0", "05183,-7.25"), VALUES),
    Case("quoted decimal commas", table("code,valeur", '05023,"1 234,5"', "05065,0", '05183,"-7,25"'), VALUES),
    Case(
        "bare decimal commas", table("code,valeur", "05023,12,5", "05065,0"), refused="ligne 2 a 3 cases au lieu de 2"
    ),
    Case("spaces", table(HEAD, "05023;1\u202f234,5 €", "05065; 0 ", "05183;\u22127,25"), VALUES),
    Case("points between thousands", table(HEAD, "05023;1.234,5", "05065;2.000"), {"05023": 1234.5, "05065": 2000.0}),
    Case("doubtful commas", table(HEAD, "05023;1,234"), {"05023": 1.234}, ("« 1,234 » est lu 1,234",)),
    Case(
        "lost zeros", table(HEAD, "5023;1234,5", "5065;0", "5183.0;-7,25"), VALUES, ("rétablis : 3", "5023, lu 05023")
    ),
    Case("missing words", table(HEAD, "05023;n.d.", "05065;0", "05183;…"), {"05023": np.nan, "05065": 0.0}),
    Case("a word among numbers", table(HEAD, *ROWS[:2], "05183;sept"), refused="Aucune colonne ne porte de nombres"),
    Case(
        "a word in one of two",
        table("code;bon;mauvais", "05023;1;2", "05065;2;3", "05183;3;sept"),
        {"05023": 1.0, "05183": 3.0},
        ("« mauvais » n'est pas montrée : ligne 4, « sept »",),
    ),
    Case("all of France", table(HEAD, *ROWS, "01001;5", "2A004;6", "75056;7"), VALUES, ("hors du territoire", ": 3")),
    Case("another territory", table(HEAD, "01001;5", "01002;6"), refused="Aucune colonne ne porte les codes INSEE"),
    Case("two rows a commune", table(HEAD, *ROWS, "5023;9"), refused="05023 a deux lignes, 2 et 5"),
    Case("words above the titles", table("Mon tableau;", ";", "au 1er janvier;", HEAD, *ROWS), VALUES),
    Case("a total below", table(HEAD, *ROWS, "Total;1227"), VALUES, ("ligne 5 : « Total »",)),
    Case("no titles", table(*ROWS), VALUES, ("pas de ligne de titres",)),
    Case("titles alone", table(HEAD), refused="Aucune colonne ne porte les codes INSEE"),
    Case("an open quote", table(HEAD, '05023;"12', "05065;3"), refused="ligne 2 ne se lit pas"),
    Case("nothing", lambda: b" \n", refused="est vide"),
    Case("an image", lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 40, refused="n'est pas du texte lisible"),
    Case("a document", lambda: b"%PDF-1.7 ...", refused="(PDF) n'est pas lu ici"),
    Case(
        "numbers in cells", workbook(["code", "valeur"], [5023, 1234.5], [5065, 0], [5183, -7.25]), VALUES, ("perdu",)
    ),
    Case("texts in cells", workbook(["", ""], ["INSEE", "v"], ["05023", "1 234,5"], ["05065", "0"]), {"05065": 0.0}),
    Case("an empty sheet", workbook(), refused="classeur est vide"),
    Case("a bomb", bomb, refused="Déplié, ce fichier pèserait 101 Mo"),
    Case("a folder in an archive", plain_zip, refused="décompressez-la"),
    Case("an old workbook", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, refused="ancien format"),
    Case("points", collect(THREE_POINTS), POINT_COUNTS),
    Case(
        "declared in Lambert-93",
        collect([reproject("05023", "EPSG:2154")], crs="urn:ogc:def:crs:EPSG::2154"),
        {"05023": 1.0},
    ),
    Case("silent in Lambert-93", collect([reproject("05023", "EPSG:2154")]), {"05023": 1.0}, ("lu en EPSG:2154",)),
    Case(
        "wrongly declared",
        collect([reproject("05023", "EPSG:2154")], crs="urn:ogc:def:crs:OGC:1.3:CRS84"),
        {"05023": 1.0},
        ("se dit en urn:ogc:def:crs:OGC:1.3:CRS84, mais ses coordonnées sont en EPSG:2154",),
    ),
    Case(
        "latitude first",
        collect([lambda: shapely.Point(find_center("05023").y, find_center("05023").x)]),
        {"05023": 1.0},
        ("échangées",),
    ),
    Case("elsewhere", collect([shapely.Point(-1.5, 47.2)]), refused="ne tombe dans le territoire"),
    Case(
        "with heights",
        collect([lambda: shapely.force_3d(find_center("05023"), 1326.0)]),
        {"05023": 1.0},
        ("Altitudes laissées de côté : 1",),
    ),
    Case("a ring that crosses itself all over", collect([tangle]), refused="se recoupe plus de 500 fois"),
    Case("too many lines", lambda: b"a;b\n" * 200_000, refused="plus de 100000 lignes"),
    Case("a tangle of lines", collect([tangle_line]), refused="trop souvent"),
    Case("invalid polygons", collect([bow_tie]), None, ("invalides, réparées : 1",)),
    Case(
        "empty and absent shapes",
        collect(
            [*THREE_POINTS, None, {"type": "Point", "coordinates": []}, {"type": "Polygon", "coordinates": [[[6, 44]]]}]
        ),
        POINT_COUNTS,
        ("sans forme lisible, laissés de côté : 3",),
    ),
    Case(
        "shapes of several kinds",
        collect([*THREE_POINTS, square("05065", 0.01)]),
        POINT_COUNTS,
        ("autre forme que la plupart, laissés de côté : 1",),
    ),
    Case("cut", lambda: collect(THREE_POINTS)()[:-40], refused="ne se lit plus à la ligne 1"),
    Case("nested", lambda: b"[" * 200_000, refused="GeoJSON"),
    Case("another JSON", lambda: b'{"type": "Topology", "objects": {}}', refused="type « Topology »"),
    Case(
        "communes with their figures",
        collect(
            [square("05023", 0.001), square("05065", 0.001)],
            properties=[
                {"insee": "5023", "prix": 2.5, "vide": None},
                {"insee": "5065", "prix": float("nan"), "vide": None},
            ],
        ),
        {"05023": 2.5, "05065": np.nan},
        ("perdu leur zéro",),
    ),
    Case("a package", package(), POINT_COUNTS),
    Case("a package in Lambert-93", package(crs="EPSG:2154"), POINT_COUNTS),
    Case("a package left open elsewhere", package("PRAGMA journal_mode=WAL;"), POINT_COUNTS),
    Case("a package with an endless view", package(ENDLESS_VIEW), POINT_COUNTS, ("Vues du GeoPackage",)),
    Case("a package with a trigger", package(TRAP), POINT_COUNTS, ("Vues du GeoPackage",)),
    Case(
        "a package that computes",
        package("ALTER TABLE points ADD COLUMN lent AS (length(hex(zeroblob(100000000))));"),
        refused="colonnes calculées",
    ),
    Case(
        "a package whose contents are a view",
        package("ALTER TABLE gpkg_contents RENAME TO c; CREATE VIEW gpkg_contents AS SELECT * FROM c;"),
        refused="GeoPackage ne s'ouvre pas",
    ),
    Case("a package that is cut", lambda: package()()[:20_000], refused="GeoPackage ne s'ouvre pas"),
    Case("another database", lambda: b"SQLite format 3\0" + b"\1" * 5000, refused="GeoPackage ne s'ouvre pas"),
    Case("fifty thousand points", scatter(50_000), None, ("hors du territoire", "La carte dessine")),
    Case("fifty thousand squares in Lambert-93", tile, None, ("La carte dessine",)),
    Case("fifty thousand and one", scatter(50_001), refused="50001 objets"),
    Case("more than twenty megabytes", lambda: b"a" * (20 * 1024 * 1024 + 1), refused="plus de 20 Mo"),
)


def read(content: bytes, part: str = "") -> OwnLayer:
    communes = read_communes()
    return read_layer(content, "essai", list(communes["insee_code"]), list(communes.geometry), part)


def test_each_file_of_real_life_is_shown_or_refused_in_a_sentence_and_keeps_nobody_waiting() -> None:
    read(collect(THREE_POINTS)())  # the libraries are loaded once a server
    assert len(CASES) >= 40
    places = {code: place for place, code in enumerate(read_communes()["insee_code"])}
    faults, at_most_s = [], UNITS_AT_MOST * measure_unit_s()
    for case in CASES:
        content = case.write()
        start = time.thread_time()  # other programs that load the machine are no fault of the reader
        try:
            layer = read(content)
        except LayerError as error:
            told, layer = str(error), None
            if not case.refused or not re.search(re.escape(case.refused), told) or "\n" in told:
                faults.append((case.name, told))
        took = time.thread_time() - start
        if took > at_most_s:
            faults.append((case.name, f"{took:.1f} s"))
        if layer is None:
            continue
        remarks = " ".join(map(str, layer.remarks))
        values = layer.indicators[0].values
        expected = case.shown or {}
        wrong = {
            c: values[places[c]] for c, v in expected.items() if not np.isclose(values[places[c]], v, equal_nan=True)
        }
        if case.refused or wrong or not all(words in remarks for words in case.said):
            faults.append((case.name, f"{wrong} {remarks}"))
    assert faults == [], faults


def test_a_layer_is_chosen_among_those_of_a_package() -> None:
    content = package(layers=("points", "autres"))()
    assert read(content).parts == ("autres", "points")
    assert read(content, "autres").part == "autres"
    assert read(content, "inconnue").part == "autres"


def test_joins_agree_with_those_of_geopandas() -> None:
    communes = read_communes()[["insee_code", "geometry"]]
    west, south, east, north = communes.total_bounds
    places = np.random.default_rng(7).uniform((west, south), (east, north), (400, 2, 2))
    points = geopandas.GeoSeries(shapely.points(places[:, 0]), crs="EPSG:4326")
    joined = geopandas.sjoin(geopandas.GeoDataFrame(geometry=points), communes).groupby("insee_code").size()
    layer = read(points.to_json().encode())
    assert layer.kind == "points"
    assert layer.indicators[0].values == pytest.approx(joined.reindex(communes["insee_code"], fill_value=0))

    metric = communes.to_crs("EPSG:2154")
    lines = geopandas.GeoSeries(shapely.linestrings(places[:60]), crs="EPSG:4326")
    pieces = geopandas.overlay(geopandas.GeoDataFrame(geometry=lines.to_crs("EPSG:2154")), metric, keep_geom_type=True)
    lengths = pieces.geometry.length.groupby(pieces["insee_code"]).sum() / 1000
    layer = read(lines.to_json().encode())
    assert layer.indicators[0].unit == "km"
    assert layer.indicators[0].values == pytest.approx(lengths.reindex(communes["insee_code"], fill_value=0))

    discs = geopandas.GeoSeries(shapely.buffer(shapely.points(places[:80, 0]), 0.03), crs="EPSG:4326")
    whole = geopandas.GeoDataFrame(geometry=[shapely.union_all(discs.to_crs("EPSG:2154").values)], crs="EPSG:2154")
    pieces = geopandas.overlay(metric, whole)
    areas = pieces.geometry.area.groupby(pieces["insee_code"]).sum().reindex(metric["insee_code"], fill_value=0)
    parts = geopandas.GeoSeries([shapely.box(x, 44.6, x + 0.1, 44.9) for x in (6.5, 6.6, 6.7)], crs="EPSG:4326")
    whole_parts = geopandas.GeoDataFrame(geometry=parts.to_crs("EPSG:2154"))
    side_by_side = geopandas.overlay(metric, whole_parts).dissolve("insee_code").geometry.area
    layer = read(parts.to_json().encode())
    expected = side_by_side.reindex(metric["insee_code"], fill_value=0).to_numpy() / metric.geometry.area.to_numpy()
    assert layer.indicators[0].values == pytest.approx(expected, abs=1e-9)

    layer = read(discs.to_json().encode())
    assert layer.indicators[0].values == pytest.approx(areas.to_numpy() / metric.geometry.area.to_numpy(), abs=1e-9)

"""A network whose distances are known, written as an OpenStreetMap extract and as BD TOPO, then read and travelled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import osmium
import pyproj
import pytest

from alpsat_geo.compute.road_lines import RoadLines
from alpsat_geo.compute.road_speeds import RoadSpeeds, choose_speeds
from alpsat_geo.compute.travel import TravelTimes, travel_times
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import Season
from alpsat_geo.sources.bd_topo_roads import read_bd_topo
from alpsat_geo.sources.detailed_roads import make_detailed_roads
from alpsat_geo.sources.elevation import add_altitudes, read_altitudes
from alpsat_geo.sources.manifest import BoundingBox
from alpsat_geo.sources.openstreetmap_roads import read_openstreetmap
from alpsat_geo.sources.parameters import read_parameters
from alpsat_geo.sources.road_closures import ClosureRow, apply_closures
from alpsat_geo.sources.road_rows import NodeRow
from alpsat_geo.sources.roads import freeze_network

GEOD = pyproj.Geod(ellps="WGS84")
Point = tuple[float, float, float]
START: Point = (6.6, 44.9, 1000.0)
CODES = ("05001", "05002", "05003")
SLOPE = 0.05


@dataclass(frozen=True)
class Way:
    points: list[Point]
    osm: Mapping[str, str]
    bd_topo: Mapping[str, Any]


def walk(start: Point, legs: list[tuple[float, float]], slope: float = 0.0) -> list[Point]:
    """List the points at the ends of legs (azimuth in degrees, kilometres) on the ellipsoid."""
    points = [start]
    for azimuth, km in legs:
        lon, lat, height = points[-1]
        east, north, _ = GEOD.fwd(lon, lat, azimuth, 1000 * km)
        points.append((east, north, height + 1000 * km * slope))
    return points


def ride(points: list[Point]) -> float:
    lon, lat, _ = zip(*points, strict=True)
    return float(GEOD.line_length(lon, lat)) / 1000


# A -- D1, 10 km straight --> B -- D2, bends twice as long as the straight line, rising at 5 % --> C
# C -- N3, one way, about 11 km --> A; A -- D4 over a pass closed from November to May --> C
TO_B = walk(START, [(90.0, 0.5)] * 20)
BENDS = walk(TO_B[-1], [(60.0 if leg % 2 else -60.0, 0.05) for leg in range(120)], SLOPE)
A, B, C = START, TO_B[-1], BENDS[-1]
BACK = [C, (6.63, 44.93, C[2]), A]
TOP: Point = (6.66, 44.885, 1000.0)
OVER = [A, TOP, (6.73, 44.895, 1000.0), C]
ALONE = walk(walk(TO_B[3], [(180.0, 0.01)])[-1], [(180.0, 0.05)])
STREET = walk(TO_B[7], [(180.0, 0.3)])
SECONDARY = {"highway": "secondary"}
TWO_WAYS = {"nature": "Route à 1 chaussée", "importance": "3", "sens_de_circulation": "Double sens"}
WAYS = [
    Way(TO_B, {**SECONDARY, "ref": "D 1"}, {**TWO_WAYS, "cpx_numero": "D1"}),
    Way(BENDS, {**SECONDARY, "ref": "D 2"}, {**TWO_WAYS, "cpx_numero": "D2"}),
    Way(BACK, {**SECONDARY, "ref": "N 3", "oneway": "yes"}, {**TWO_WAYS, "sens_de_circulation": "Sens direct"}),
    Way(
        OVER,
        {**SECONDARY, "ref": "D 4", "access:conditional": "no @ (Nov-May)"},
        {**TWO_WAYS, "cpx_numero": "D4", "periode_de_fermeture": "du 15/11 au 15/05"},
    ),
    Way(ALONE, SECONDARY, TWO_WAYS),
    Way(STREET, {"highway": "residential"}, {**TWO_WAYS, "importance": "5"}),
    Way([A, B], {"highway": "track"}, {**TWO_WAYS, "nature": "Sentier"}),
    Way([A, C], {**SECONDARY, "access": "private"}, {**TWO_WAYS, "acces_vehicule_leger": "Restreint aux ayants droit"}),
]


def write_extract(path: Path) -> None:
    numbers: dict[Point, int] = {}
    for way in WAYS:
        for point in way.points:
            numbers.setdefault(point, len(numbers) + 1)
    with osmium.SimpleWriter(str(path)) as writer:
        for (lon, lat, height), number in numbers.items():
            is_top = (lon, lat) == TOP[:2]
            tags = {"mountain_pass": "yes", "name": "Col de la Preuve", "ele": f"{height:g}"} if is_top else {}
            writer.add_node(osmium.osm.mutable.Node(id=number, location=(lon, lat), tags=tags, version=1))
        for rank, way in enumerate(WAYS):
            nodes = [numbers[point] for point in way.points]
            writer.add_way(osmium.osm.mutable.Way(id=rank + 1, nodes=nodes, tags=dict(way.osm), version=1))


def read_as_osm(folder: Path) -> RoadLines:
    path = folder / "extract.osm.pbf"
    if not path.is_file():
        write_extract(path)
    return read_openstreetmap(path)


def list_features() -> list[dict[str, Any]]:
    """List stretches cut at each junction, one of them twice, as overlapping pages give them."""
    features = []
    for rank, way in enumerate(WAYS):
        cuts = [0, 7, len(way.points) - 1] if way.points is TO_B else [0, len(way.points) - 1]
        for part in range(len(cuts) - 1):
            coordinates = [list(point) for point in way.points[cuts[part] : cuts[part + 1] + 1]]
            properties = {"cleabs": f"TRONROUT{rank}_{part}", "etat_de_l_objet": "En service", **way.bd_topo}
            features.append({"geometry": {"type": "LineString", "coordinates": coordinates}, "properties": properties})
    return [*features, features[0]]


def read_as_bd_topo(_folder: Path) -> RoadLines:
    return read_bd_topo(list_features())


@pytest.fixture(scope="module")
def speeds() -> RoadSpeeds:
    return choose_speeds(read_parameters())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("roads")


def hall(code: str, point: Point) -> NodeRow:
    return NodeRow(
        node_id=f"H{code}",
        name=code,
        kind="mairie",
        insee_code=code,
        lon_deg=point[0],
        lat_deg=point[1],
        altitude_m=None,
        position_basis="x",
        altitude_basis="",
    )


HALLS = [hall(code, point) for code, point in zip(CODES, (A, B, C), strict=True)]


def close(access: str) -> ClosureRow:
    fields = {
        "pass_name": "Col de la Preuve",
        "lon_deg": TOP[0],
        "lat_deg": TOP[1],
        "road_ref": "",
        "source": "arrêté",
        "note": "",
    }
    return ClosureRow.model_validate({**fields, "winter_access": access})


def travel(lines: RoadLines, speeds: RoadSpeeds, season: Season, closures: tuple[ClosureRow, ...] = ()) -> TravelTimes:
    made = make_detailed_roads(lines, HALLS, closures, speeds)
    edges = apply_closures(made.nodes, made.edges, closures)
    return travel_times(freeze_network(made.nodes, edges, CODES), season, 0.0)


AWAY = {"A>B": (0, 1), "B>C": (1, 2), "C>A": (2, 0), "A>C": (0, 2), "C>B": (2, 1)}
KM = {"D1": ride(TO_B), "D2": ride(BENDS), "N3": ride(BACK), "D4": ride(OVER)}
SUMMER_KM = {"A>B": KM["D1"], "B>C": KM["D2"], "A>C": KM["D4"], "C>B": KM["D2"]}
WINTER_KM = {**SUMMER_KM, "A>C": KM["D1"] + KM["D2"], "C>A": KM["N3"]}


@pytest.mark.parametrize("read", [read_as_osm, read_as_bd_topo])
def test_known_distances_closed_passes_and_one_way_roads(
    read: Callable[[Path], RoadLines], folder: Path, speeds: RoadSpeeds
) -> None:
    lines = read(folder)
    for season, expected in (("summer", SUMMER_KM), ("winter", WINTER_KM)):
        times = travel(lines, speeds, season)  # type: ignore[arg-type]
        for pair, km in expected.items():
            assert times.km[AWAY[pair]] == pytest.approx(km, rel=0.005), (season, pair)
        assert times.share_by_basis[lines.basis][AWAY["A>B"]] == pytest.approx(1.0)


@pytest.mark.parametrize("read", [read_as_osm, read_as_bd_topo])
def test_table_of_closures_wins_over_what_the_roads_say(
    read: Callable[[Path], RoadLines], folder: Path, speeds: RoadSpeeds
) -> None:
    lines = read(folder)
    opened = travel(lines, speeds, "winter", (close("open"),))
    on_and_off = (close("open_short_closures"),)
    assert opened.km[AWAY["A>C"]] == pytest.approx(KM["D4"], rel=0.005)
    assert travel(lines, speeds, "winter", on_and_off).km[AWAY["A>C"]] == pytest.approx(KM["D4"], rel=0.005)
    assert travel(lines, speeds, "closure_day", on_and_off).km[AWAY["A>C"]] == pytest.approx(
        WINTER_KM["A>C"], rel=0.005
    )
    assert travel(lines, speeds, "winter", (close("open"), close("closed"))).km[AWAY["A>C"]] == pytest.approx(
        WINTER_KM["A>C"], rel=0.005
    )


def test_bends_slope_and_winter_slow_down(folder: Path, speeds: RoadSpeeds) -> None:
    level_min = 60 * KM["D2"] / speeds.class_kmh["secondary"]
    bends = 1 + speeds.sinuosity_slowdown * (2 - 1)
    up, down = 1 + speeds.up_slowdown * SLOPE, 1 + speeds.down_slowdown * SLOPE
    with_heights = travel(read_as_bd_topo(folder), speeds, "summer").minutes
    without = travel(read_as_osm(folder), speeds, "summer").minutes
    assert with_heights[AWAY["B>C"]] == pytest.approx(level_min * bends * up, rel=0.015)
    assert with_heights[AWAY["C>B"]] == pytest.approx(level_min * bends * down, rel=0.015)
    assert without[AWAY["B>C"]] == pytest.approx(level_min * bends, rel=0.015)
    straight_min = 60 * KM["D1"] / speeds.class_kmh["secondary"]
    assert without[AWAY["A>B"]] == pytest.approx(straight_min, rel=0.005)
    winter = travel(read_as_osm(folder), speeds, "winter").minutes
    assert winter[AWAY["A>B"]] == pytest.approx(straight_min / speeds.winter_factor, rel=0.005)


def test_average_speed_of_the_source_wins_over_the_class(speeds: RoadSpeeds) -> None:
    features = list_features()
    for feature in features:
        feature["properties"] = {**feature["properties"], "vitesse_moyenne_vl": 30}
    times = travel(read_bd_topo(features), speeds, "summer")
    assert times.minutes[AWAY["A>B"]] == pytest.approx(60 * KM["D1"] / 30, rel=0.005)


def test_town_hall_beside_a_road_that_leads_nowhere_comes_to_the_network(folder: Path, speeds: RoadSpeeds) -> None:
    lines = read_as_osm(folder)
    made = make_detailed_roads(lines, HALLS, (), speeds)
    assert made.largest_gap_km < 0.001
    assert {node.name for node in made.nodes if node.kind == "pass"} == {"Col de la Preuve"}
    # Three town halls, the pass, the corner of the street and its end: the other points are contracted.
    assert len(made.nodes) == 6
    beside = [hall("05001", walk(TO_B[3], [(180.0, 0.04)])[-1]), *HALLS[1:]]
    assert make_detailed_roads(lines, beside, (), speeds).largest_gap_km == pytest.approx(0.04, abs=0.001)
    with pytest.raises(InputError, match="Aucune route à moins de 5 km"):
        make_detailed_roads(lines, [hall("05001", (7.5, 44.9, 0.0)), *HALLS[1:]], (), speeds)


def test_two_town_halls_on_one_point_are_a_metre_apart(folder: Path, speeds: RoadSpeeds) -> None:
    made = make_detailed_roads(read_as_osm(folder), [HALLS[0], hall("05002", A), HALLS[2]], (), speeds)
    times = travel_times(freeze_network(made.nodes, made.edges, CODES), "summer", 0.0)
    assert times.km[0, 1] == pytest.approx(0.001)
    assert times.km[1, 2] == pytest.approx(KM["D4"], rel=0.005)


def test_voids_are_masked_and_the_rest_is_read_between_the_posts(tmp_path: Path, folder: Path) -> None:
    rows, columns = np.indices((1201, 1201))
    heights = (1200 - rows) + 2 * columns
    heights[600, 600] = -15414
    heights[0, 0] = -32768
    heights.astype(">i2").tofile(tmp_path / "N44E006.hgt")
    lon, lat = np.array([6.25, 6.5, 6.0, 9.0]), np.array([44.75, 44.5, 45.0 - 1e-9, 44.5])
    found = read_altitudes(tmp_path, lon, lat)
    assert found[0] == pytest.approx(900 + 2 * 300)
    assert np.isnan(found[1:]).all()
    lines = add_altitudes(read_as_osm(folder), tmp_path)
    assert np.isfinite(lines.altitude_m).all()
    assert 1000.0 in lines.altitude_m  # the pass keeps what OpenStreetMap says
    (tmp_path / "N44E006.hgt").write_bytes(b"\0\0")
    with pytest.raises(InputError, match="dalle SRTM"):
        read_altitudes(tmp_path, lon, lat)


def test_files_that_are_not_roads_are_refused_in_one_sentence(tmp_path: Path, folder: Path) -> None:
    read_as_osm(folder)
    (tmp_path / "page.osm.pbf").write_bytes(b"<html>not found</html>")
    with pytest.raises(InputError, match="n'est pas un extrait"):
        read_openstreetmap(tmp_path / "page.osm.pbf")
    with pytest.raises(InputError, match="n'existe pas"):
        read_openstreetmap(tmp_path / "none.osm.pbf")
    elsewhere = BoundingBox(west_deg=1, south_deg=42, east_deg=2, north_deg=43)
    with pytest.raises(InputError, match="aucune route"):
        read_openstreetmap(folder / "extract.osm.pbf", elsewhere)
    with pytest.raises(InputError, match="aucun tronçon"):
        read_bd_topo([])
    with pytest.raises(InputError, match="n'est pas une ligne"):
        read_bd_topo(
            [{"properties": {**TWO_WAYS, "cleabs": "T1"}, "geometry": {"type": "Point", "coordinates": [6, 44]}}]
        )
    with pytest.raises(InputError, match="l'importance"):
        read_bd_topo([{**list_features()[0], "properties": {"cleabs": "T1", "importance": None}}])

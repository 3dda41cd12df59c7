"""The roads of a file become those of a territory, and are compared with those that came with it."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.app.pages.method.sources import write_access_errors
from alpsat_geo.commands.roads import (
    compare_roads,
    comparison_document,
    comparison_text,
    errors_text,
    import_access,
    import_roads,
)
from alpsat_geo.compute.access_errors import measure_access_errors
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.territory import AccessTime, RoadNetwork, Territory
from alpsat_geo.project import Registries, open_project
from alpsat_geo.report.access_errors import list_access_errors
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack_folder import find_pack, place_former
from alpsat_geo.sources.territory import read_territory

KEY = "brianconnais-queyras"


def write_straight_roads(path: Path, roads: RoadNetwork) -> None:
    """Write the skeleton as features of BD TOPO: straight lines between its nodes, driven at 50 km/h."""
    features = [
        {
            "geometry": {
                "type": "LineString",
                "coordinates": [[float(roads.node_lon_deg[v]), float(roads.node_lat_deg[v]), -1000.0] for v in ends],
            },
            "properties": {
                "cleabs": f"TRONROUT{edge}",
                "nature": "Route à 1 chaussée",
                "importance": "3",
                "vitesse_moyenne_vl": 50,
                "cpx_numero": roads.edge_refs[edge],
                "periode_de_fermeture": "hiver" if roads.edge_is_closed_in_winter[edge] else None,
            },
        }
        for edge, ends in enumerate(zip(roads.edge_from_index, roads.edge_to_index, strict=True))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


def test_roads_of_a_file_replace_ours_in_the_folder_of_the_user_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, territory: Territory
) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "user"))
    file = tmp_path / "roads.geojson"
    write_straight_roads(file, territory.roads)
    with pytest.raises(InputError, match="n'a qu'un réseau"):
        compare_roads(KEY, None, None)
    beside = compare_roads(KEY, file, None)
    said = import_roads(KEY, file, None, date(2026, 11, 27))
    assert "BD TOPO" in said
    assert "0 % des points" in said.replace("\N{NARROW NO-BREAK SPACE}", " ").replace("\N{NO-BREAK SPACE}", " ")
    folder = find_pack(KEY)
    assert folder.root == tmp_path / "user" / "territories" / KEY
    assert [finding for finding in check_pack(KEY).findings if finding.severity == "error"] == []
    roads = read_territory(KEY).roads
    assert (roads.source, territory.roads.source) == ("bd_topo", "skeleton")
    assert sum(roads.edge_is_closed_in_winter) > 0
    # The table of closures came with the copy, and its passes are nodes of the new network.
    assert {"Col d'Izoard", "Col du Lautaret"} <= set(roads.node_names)
    compared = compare_roads(KEY, None, None)
    for season, found in compared.by_season.items():
        assert found.pair_count == 36 * 35
        assert found.correlation > 0.9
        assert found.mean_gap_min == pytest.approx(-beside.by_season[season].mean_gap_min)
    text = comparison_text(compared)
    assert "BD TOPO" in text
    assert "réseau simplifié (livré)" in text
    document = json.loads(json.dumps(comparison_document(compared)))
    assert document["seasons"]["winter"]["gap_min"][0][0] is None


def test_a_file_of_another_kind_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "user"))
    for name, content, sentence in (
        ("roads.shp", b"x", "n'est ni"),
        ("roads.json", b"<html>", "n'est pas une collection GeoJSON"),
        ("roads.geojson", b'{"features": []}', "aucun tronçon"),
    ):
        file = tmp_path / name
        file.write_bytes(content)
        with pytest.raises(InputError, match=sentence):
            import_roads(KEY, file, None, date(2026, 11, 27))
    assert not (tmp_path / "user").exists()


def write_access(path: Path, rows: list[tuple[str, str, int, float, float | None]]) -> None:
    """Write minutes as INSEE does: a row a square and a type, with columns that are not read."""
    codes, types, squares, people, minutes = zip(*rows, strict=True)
    columns = {
        "depcom": list(codes),
        "dep": ["05"] * len(rows),
        "typeeq_id": list(types),
        "X": [float(square) for square in squares],
        "Y": [0.0] * len(rows),
        "pop": list(people),
        "duree": list(minutes),
        "distance": [1.0] * len(rows),
    }
    pq.write_table(pa.table(columns), path)


def test_published_minutes_are_set_beside_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "user"))
    file = tmp_path / "donnees-2024-reg93.parquet"
    # Briançon: 30 people at 4 minutes from a station, 10 at 8: the nearest of two types counts in each square.
    rows = [
        ("05023", "E108", 1, 30.0, 4.0),
        ("05023", "E109", 1, 30.0, 50.0),
        ("05023", "E109", 2, 10.0, 8.0),
        ("05023", "E109", 3, 10.0, None),
        ("05023", "D265", 1, 30.0, 1.0),
        ("13055", "E108", 4, 99.0, 1.0),
    ]
    write_access(file, rows)
    before = open_project(KEY, Registries(ACTION_TYPES, CRITERIA))
    assert list_access_errors(before) == []
    import_access(KEY, file, date(2026, 11, 27))
    project = open_project(KEY, Registries(ACTION_TYPES, CRITERIA))
    assert project.territory.access_times == (AccessTime("05023", "station", 5.0, 40.0),)
    rank = next(r for r, p in enumerate(project.territory.places) if (p.kind, p.insee_code) == ("station", "05023"))
    for error in measure_access_errors(project.territory, project.baseline.place_minutes):
        ours = project.baseline.place_minutes[error.season][project.territory.insee_codes.index("05023"), rank]
        assert (error.kind, error.commune_count, error.largest_commune) == ("station", 1, "05023")
        assert error.mean_gap_min == pytest.approx(ours - 5.0) == error.largest_gap_min
        assert error.mean_absolute_gap_min == pytest.approx(abs(ours - 5.0))
    assert "Briançon" in errors_text(project)
    assert str(write_access_errors(project)).count("<tr>") == 3
    write_access(tmp_path / "other.parquet", rows[-1:])
    (tmp_path / "page.parquet").write_bytes(b"<html>")
    pq.write_table(pa.table({"depcom": ["05023"]}), tmp_path / "columns.parquet")
    for name, sentence in (
        ("other", "ne connaît aucune commune"),
        ("page", "n'est pas un fichier Parquet"),
        ("columns", "n'a pas la colonne « typeeq_id »"),
        ("none", "n'existe pas"),
    ):
        with pytest.raises(InputError, match=sentence):
            import_access(KEY, tmp_path / f"{name}.parquet", date(2026, 11, 27))


def test_an_import_after_one_that_was_killed_between_two_moves_succeeds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "user"))
    file = tmp_path / "donnees-2024-reg93.parquet"
    write_access(file, [("05023", "E108", 1, 30.0, 4.0)])
    placed = import_access(KEY, file, date(2026, 11, 27))
    files = set(placed.list_files())
    # What a kill leaves: the former pack beside its place, the next one staged, and nothing in the place.
    shutil.copytree(placed.root, placed.root.with_name(f".{KEY}.next"))
    placed.root.rename(place_former(placed))
    write_access(file, [("05023", "E108", 1, 30.0, 6.0)])
    assert import_access(KEY, file, date(2026, 11, 28)) == find_pack(KEY) == placed
    assert set(placed.list_files()) == files
    assert [path.name for path in placed.root.parent.iterdir()] == [KEY]
    assert read_territory(KEY).access_times == (AccessTime("05023", "station", 6.0, 30.0),)

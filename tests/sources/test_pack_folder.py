"""Packs that the project does not bring: found by their key, read with their blanks, taken away whole."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import numpy as np
import pytest

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack_archive import archive_pack
from alpsat_geo.sources.pack_folder import find_pack, list_territories, place_former, place_pack, territories_folder
from alpsat_geo.sources.scenarios import read_scenario, read_scenarios
from alpsat_geo.sources.territory import read_territory
from tests.blank_pack import CODES, KEY, make_blank_pack


@pytest.fixture(name="blank")
def make_blank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))
    return make_blank_pack(tmp_path / "territories")


def test_a_pack_of_the_user_is_found_beside_ours(blank: Path) -> None:
    folder = find_pack(KEY)
    assert (folder.root, folder.is_embedded) == (blank, False)
    assert list_territories() == ("brianconnais-queyras", KEY)
    assert find_pack().is_embedded
    with pytest.raises(InputError, match=f"territoires connus : brianconnais-queyras, {KEY}"):
        find_pack("vercors")


def test_a_pack_whose_writing_was_killed_between_two_moves_is_listed_and_opens(blank: Path) -> None:
    placed = find_pack(KEY)
    former = blank.rename(place_former(placed))
    assert list_territories() == ("brianconnais-queyras", KEY)
    assert find_pack(KEY).root == former
    assert read_territory(KEY).key == KEY


@pytest.mark.parametrize("key", ["../autre", "/etc", "A", "é", "", "a" * 61, "a/b", "a\\b", ".", "a\n"])
def test_a_key_never_leaves_the_folder(blank: Path, key: str) -> None:
    assert blank.parent == territories_folder()
    for find in (find_pack, place_pack):
        with pytest.raises(InputError):
            find(key)


@pytest.mark.usefixtures("blank")
def test_blanks_are_good_and_nothing_of_them_is_zero() -> None:
    report = check_pack(KEY)
    assert report.ok
    assert {finding.severity for finding in report.findings} == {"warning"}
    assert "census" in {finding.value for finding in report.findings}
    territory = read_territory(KEY)
    assert territory.insee_codes == CODES
    assert {"census", "broadband", "road_edges", "spaces"} <= set(territory.awaited)
    for missing in (
        territory.census.jobs_count,
        territory.census.residents_by_csp_count,
        territory.broadband.premises_count,
        territory.communes.population.previous,
        territory.town_hall_altitudes.altitude_m,
    ):
        assert np.isnan(missing).all()
    assert territory.roads.edge_ids == ()
    assert list(territory.roads.commune_node_index) == list(range(len(CODES)))


def test_scenarios_that_name_no_place_are_offered_everywhere(blank: Path) -> None:
    ours = read_scenarios()
    templates = {s.key for s in ours if not s.notes and not any(choice.places for choice in s.actions)}
    assert {s.key for s in read_scenarios(KEY)} == templates
    assert {"ne-rien-faire", "plateforme-seule"} <= templates
    folder = blank / "scenarios"
    folder.mkdir()
    own = folder / "ne-rien-faire.yaml"
    own.write_text("key: ne-rien-faire\nname: Attendre\nactions: []\n", "utf-8")
    origin = (find_pack().scenarios / "ne-rien-faire.yaml.origin.yaml").read_text("utf-8")
    former = next(line for line in origin.splitlines() if line.startswith("sha256"))
    digest = hashlib.sha256(own.read_bytes()).hexdigest()
    (folder / "ne-rien-faire.yaml.origin.yaml").write_text(origin.replace(former, f"sha256: {digest}"), "utf-8")
    assert read_scenario("ne-rien-faire", KEY).name == "Attendre"
    assert {s.key for s in read_scenarios(KEY)} == templates


def test_a_manifest_names_no_file_outside_its_folder(blank: Path) -> None:
    manifest = blank / "manifest.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("data/census.csv", "../../census.csv"), "utf-8")
    with pytest.raises(DataError, match="sort du dossier"):
        read_territory(KEY)


def test_its_archive_unpacks_over_a_data_folder(blank: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert blank.is_dir()
    with zipfile.ZipFile(io.BytesIO(archive_pack(KEY))) as archive:
        assert "data/parameters.csv" in archive.namelist()
        assert not [name for name in archive.namelist() if "brianconnais" in name]
        archive.extractall(tmp_path / "ailleurs")
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path / "ailleurs"))
    assert read_territory(KEY).insee_codes == CODES

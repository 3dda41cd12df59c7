"""Territories made without a network from the national sheets."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import shapely

from alpsat_geo.domain.errors import InputError, WriteError
from alpsat_geo.sources import new_territory, whole_file
from alpsat_geo.sources.boundaries import read_boundaries
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.national import read_national_shapes, read_national_sheets
from alpsat_geo.sources.new_territory import NewTerritory, make_territory
from alpsat_geo.sources.pack_folder import list_territories, territories_folder
from alpsat_geo.sources.perimeter import ChoiceKind, choose_perimeter
from alpsat_geo.sources.surface import measure_area_km2, project_equal_area
from alpsat_geo.sources.territory import read_territory

TODAY = date(2026, 11, 27)
SHEETS = read_national_sheets()
SHAPES = read_national_shapes()


@pytest.fixture(autouse=True)
def use_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))


@pytest.fixture(name="quick", autouse=True)
def read_shapes_once(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.function is not test_our_own_communes_made_again_are_those_of_the_pack:
        monkeypatch.setattr(new_territory, "read_national_shapes", lambda codes: {code: SHAPES[code] for code in codes})


def make(key: str, kind: ChoiceKind, *wanted: str, replaces: bool = False) -> NewTerritory:
    return make_territory(key, kind, wanted, today=TODAY, replaces=replaces)


def test_our_own_communes_made_again_are_those_of_the_pack() -> None:
    ours = read_territory()
    made = make("encore", "epci", *(epci.siren for epci in ours.epcis))
    again = read_territory("encore")
    assert (again.insee_codes, again.communes.names) == (ours.insee_codes, ours.communes.names)
    assert {epci.siren for epci in again.epcis} == {epci.siren for epci in ours.epcis}
    census = {period.last_year: place for place, period in enumerate(ours.communes.population.periods)}
    assert again.communes.population.periods[0].last_year == 2022
    assert np.array_equal(again.communes.population.values[0], ours.communes.population.values[census[2022]])
    assert made.population_year == 2023
    before, after = read_boundaries(), read_boundaries("encore")
    for former, shape in zip(before.geometry, after.geometry, strict=True):
        assert measure_area_km2(shape) == pytest.approx(measure_area_km2(former), rel=2e-4)
        assert shapely.hausdorff_distance(*shapely.transform([former, shape], project_equal_area)) < 0.02
    assert shapely.coverage_is_valid(after.geometry.to_numpy())
    for former_deg, deg in (
        (ours.communes.mairie_lon_deg, again.communes.mairie_lon_deg),
        (ours.communes.mairie_lat_deg, again.communes.mairie_lat_deg),
    ):
        gaps_deg = np.abs(deg - former_deg)
        assert np.sort(gaps_deg)[-2] < 2e-5
        assert gaps_deg.max() < 1e-3  # one town hall is drawn inside its generalised boundary


def test_two_epci_that_do_not_touch_open_with_their_blanks() -> None:
    made = make("trieves-oisans", "epci", "200030658", "243800745")
    assert [count for _siren, _name, count in made.epcis] == [27, 19]
    report = check_pack(made.key)
    assert report.ok
    assert report.findings
    territory = read_territory(made.key)
    assert len(territory.insee_codes) == 46
    assert (len(territory.spaces), len(territory.places), len(territory.programmes)) == (0, 0, 0)
    assert np.isnan(territory.census.jobs_count).all()
    assert np.isnan(territory.communes.altitude_mean_m).all()
    text = "".join(path.read_text("utf-8") for path in made.folder.rglob("*") if path.is_file())
    assert "Briançon" not in text
    assert list_territories() == ("brianconnais-queyras", "trieves-oisans")


@pytest.mark.parametrize(
    ("kind", "code", "count"),
    [("department", "38", 512), ("epci", "245600465", 4), ("department", "2A", 124), ("epci", "246600399", 19)],
    ids=["department", "island", "Corsica", "around a Spanish enclave"],
)
def test_a_department_an_island_and_an_enclave_are_good(kind: ChoiceKind, code: str, count: int) -> None:
    made = make("essai", kind, code)
    assert made.communes_count == count
    assert check_pack(made.key).ok
    territory = read_territory(made.key)
    for row, shape in zip(range(count), read_boundaries(made.key).geometry, strict=True):
        lon, lat = territory.communes.mairie_lon_deg[row], territory.communes.mairie_lat_deg[row]
        assert shapely.contains_xy(shape, lon, lat), territory.communes.names[row]


def test_communes_taken_one_by_one_say_what_part_of_their_epci_they_are() -> None:
    made = make("deux", "communes", "38005", "38052")
    assert made.communes_count == 2
    assert any("CC de l'Oisans, 2 sur 19" in warning for warning in made.warnings)


@pytest.mark.parametrize(
    ("kind", "code", "sentence"),
    [
        ("epci", "200030659", "200030658 (CC du Trièves)"),
        ("epci", "trièves", "200030658 (CC du Trièves)"),
        ("department", "1", "01, Ain"),
        ("department", "20", "2A (Corse-du-Sud) ou 2B"),
        ("department", "Isère", "38 (Isère)"),
        ("department", "987", "pas embarquées"),
        ("communes", "75101", "arrondissement de Paris : donnez le code de la commune, 75056"),
        ("communes", "69383", "69123"),
        ("communes", "20004", "2A ou 2B"),
        ("communes", "5023", "05023 (Briançon)"),
        ("communes", "Brianson", "05023 (Briançon)"),
        ("communes", "29155", "Sans EPCI"),
        ("communes", "15031", "Les limites ne sont pas embarquées"),
        ("communes", " ", "au moins un code"),
    ],
)
def test_a_code_that_is_wrong_gets_a_sentence(kind: ChoiceKind, code: str, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        choose_perimeter(SHEETS, kind, [code])
    assert sentence in str(caught.value)


def test_an_island_without_epci_is_left_out_of_its_department_and_told() -> None:
    perimeter = choose_perimeter(SHEETS, "department", ["29"])
    assert not {"29083", "29155"} & set(perimeter.insee_codes)
    assert "Ouessant (29155)" in perimeter.warnings[0]


def test_too_many_communes_are_refused() -> None:
    with pytest.raises(InputError, match="au plus 5000"):
        choose_perimeter(SHEETS, "department", [f"{number:02d}" for number in range(1, 20)])


def test_a_territory_gives_way_when_asked_and_keeps_its_scenarios(monkeypatch: pytest.MonkeyPatch) -> None:
    made = make("essai", "communes", "38005")
    (made.folder / "scenarios" / "rien.yaml").write_text("key: rien\n", "utf-8")
    with pytest.raises(InputError, match="existe déjà"):
        make("essai", "communes", "38052")
    with pytest.raises(InputError, match="livré avec l'outil"):
        make("brianconnais-queyras", "communes", "38005", replaces=True)
    manifest = (made.folder / "manifest.yaml").read_bytes()

    def refuse(*_arguments: object) -> Path:
        raise OSError(28, "full")

    with monkeypatch.context() as patch:
        patch.setattr(whole_file, "_write_beside", refuse)
        with pytest.raises(WriteError, match="le disque est plein"):
            make("essai", "communes", "38052", replaces=True)
    assert (made.folder / "manifest.yaml").read_bytes() == manifest
    assert [path.name for path in territories_folder().iterdir()] == ["essai"]
    make("essai", "communes", "38052", replaces=True)
    assert read_territory("essai").insee_codes == ("38052",)
    assert (made.folder / "scenarios" / "rien.yaml").is_file()
    assert [path.name for path in territories_folder().iterdir()] == ["essai"]


def test_the_sheets_hold_every_commune_once_and_borders_fit() -> None:
    assert len(SHEETS.communes) == 34_875
    assert sum(not one.epci_siren for one in SHEETS.communes.values()) == 4
    assert sum(one.population_2023_count or 0 for one in SHEETS.communes.values()) == pytest.approx(68_094_280, abs=1)
    assert len(SHAPES) == 34_871
    some = ("04", "05", "06", "15", "22", "26", "38", "49", "66", "73", "74", "2A")  # the whole of France takes seconds
    whole = np.array([SHAPES[code] for code in SHAPES if code.startswith(some)], dtype=object)
    assert shapely.is_valid(whole).all()
    assert shapely.coverage_is_valid(whole)


def test_a_town_hall_outside_its_commune_is_drawn_inside() -> None:
    square = shapely.MultiPolygon([shapely.box(6.0, 45.0, 6.1, 45.1)])
    for lon, lat in ((6.2, 45.05), (6.1, 45.2), (5.0, 44.0)):
        moved = new_territory._move_inside(square, lon, lat)
        assert shapely.contains_xy(square, *moved)
        assert shapely.distance(shapely.boundary(square), shapely.Point(*moved)) < 0.01


def test_tables_are_written_in_order() -> None:
    made = make("ordre", "communes", "38052", "38005")
    rows = list(csv.DictReader(io.StringIO((made.folder / "data" / "communes.csv").read_text("utf-8"))))
    assert [row["insee_code"] for row in rows] == ["38005", "38052"]
    assert float(rows[0]["area_km2"]) == pytest.approx(SHEETS.communes["38005"].area_km2 or 0)

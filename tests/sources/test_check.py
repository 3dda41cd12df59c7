"""What the check must find, one corruption at a time, with the hash of the origin recomputed."""

from __future__ import annotations

import functools

import pytest

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.national import SHEETS_PATH
from alpsat_geo.sources.pack import ORIGIN_SUFFIX
from alpsat_geo.sources.territory import read_territory
from tests.sources.pack_copy import KEY, PackCopy, Records, assert_found, list_pack_files

GEO, DATA = f"geo/{KEY}", f"data/{KEY}"
COMMUNES, CENSUS, BROADBAND = f"{DATA}/communes.csv", f"{DATA}/census.csv", f"{DATA}/broadband.csv"
PLACES, SPACES, FACILITIES = f"{GEO}/places.csv", f"{GEO}/spaces.csv", f"{DATA}/facilities.csv"
NODES, EDGES = f"{GEO}/road_nodes.csv", f"{GEO}/road_edges.csv"
CLOSURES = f"data/{KEY}/closures.csv"
HALLS, PROGRAMMES, MANIFEST = f"{DATA}/town_halls.csv", f"{DATA}/programmes.csv", f"data/territories/{KEY}.yaml"
TABLES = tuple(path for path in list_pack_files() if path.endswith(".csv"))


def test_real_pack_is_good_without_even_a_warning(pack: PackCopy) -> None:
    report = check_pack(KEY, pack.root)
    assert report.findings == ()
    assert report.ok
    assert {file.path for file in report.files} == {*list_pack_files(), SHEETS_PATH}
    origins = [file.origin for file in report.files]
    assert all(one and one.producer and one.vintage and one.licence for one in origins)


def test_flipped_byte_gives_both_hashes(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path in list_pack_files():
        with subtests.test(path), pack.restoring(path):
            content = bytearray((pack.root / path).read_bytes())
            content[len(content) // 2] ^= 0x01
            before = (pack.root / (path + ORIGIN_SUFFIX)).read_text("utf-8").split("sha256: ")[1].split("\n")[0]
            pack.write(path, bytes(content), reseal=False)
            report = check_pack(KEY, pack.root)
            hashes = [finding for finding in report.findings if finding.source == path and finding.column == "sha256"]
            assert len(hashes) == 1
            assert before in hashes[0].message
            assert hashes[0].value is not None
            assert hashes[0].value in hashes[0].message
            assert hashes[0].value != before
            assert not report.ok
            assert [file.path for file in report.files if not file.sha256_ok] == [path]


def drop_column(column: str, records: Records) -> Records:
    return [{name: value for name, value in record.items() if name != column} for record in records]


def test_each_file_in_another_shape_is_found(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path in TABLES:
        text = pack.read(path)
        lines = text.split("\n")
        header = lines[0].split(",")
        for column in {header[0], header[len(header) // 2], header[-1]}:
            with subtests.test(f"{path} without {column}"), pack.restoring(path):
                pack.edit(path, functools.partial(drop_column, column))
                assert_found(pack, path, column, "manque", column)
        with subtests.test(f"{path} with a column more"), pack.restoring(path):
            pack.edit(path, lambda records: [{**record, "extra": "1"} for record in records])
            assert_found(pack, path, "extra", "n'est pas attendue", "extra")
        with subtests.test(f"{path} with a truncated line"), pack.restoring(path):
            first = lines[2].split(",")[0]
            pack.write(path, "\n".join([*lines[:2], first, *lines[3:]]))
            assert_found(pack, path, first, "tronquée")
        with subtests.test(f"{path} cut short"), pack.restoring(path):
            pack.write(path, text[:-3])
            assert_found(pack, path, text.splitlines()[-1][:10], "tronqué")


def test_unreadable_missing_or_orphan_file_is_found(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path in list_pack_files():
        for content, sentence in ((b"", "vide"), (b"cl\xe9,\xff\n", "UTF-8")):
            with subtests.test(f"{path}: {sentence}"), pack.restoring(path):
                pack.write(path, content)
                errors = pack.errors(path)
                assert any(sentence in error.message and error.value for error in errors), errors
        with subtests.test(f"{path} without its origin"), pack.restoring(path):
            (pack.root / (path + ORIGIN_SUFFIX)).unlink()
            assert any("n'a pas d'origine" in error.message for error in pack.errors(path))
        if path.startswith((GEO, DATA)):
            with subtests.test(f"{path} missing"), pack.restoring(path):
                (pack.root / path).unlink()
                assert any("le fichier manque" in error.message for error in pack.errors(path))
                assert any("origine" in error.message for error in pack.errors(path + ORIGIN_SUFFIX))
                with pytest.raises(DataError, match="le fichier manque"):
                    read_territory(KEY, pack.root)


def test_stray_file_is_refused(pack: PackCopy) -> None:
    (pack.root / "geo" / "notes.txt").write_text("1\n", "utf-8")
    assert any("n'a pas d'origine" in error.message for error in pack.errors("geo/notes.txt"))


def test_lost_leading_zero_says_what_to_write(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path in (COMMUNES, CENSUS, BROADBAND, HALLS, PLACES, SPACES, FACILITIES, NODES, PROGRAMMES):
        with subtests.test(path), pack.restoring(path):
            line = pack.set_cell(path, 3, "insee_code", "5122")
            errors = [error for error in pack.errors(path) if error.value == "5122"]
            assert [(error.line, error.column) for error in errors] == [(line, "insee_code")]
            assert "« 5122 » a perdu son zéro : écrivez « 05122 »" in errors[0].message


def test_missing_unknown_and_repeated_communes_are_named(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path in (COMMUNES, CENSUS, BROADBAND, HALLS):
        with subtests.test(path), pack.restoring(path):
            pack.edit(
                path,
                lambda records: [
                    *(record for record in records if record["insee_code"] != "05082"),
                    records[3],
                    {**records[4], "insee_code": "05061"},
                ],
            )
            assert_found(pack, path, "05082", "la commune 05082 manque", "insee_code")
            assert_found(pack, path, "05061", "n'est pas une commune du territoire", "insee_code")
            assert_found(pack, path, "05007", "paraît 2 fois", "insee_code")


@pytest.mark.parametrize("path", [COMMUNES, CENSUS, BROADBAND])
def test_each_negative_count_is_found(pack: PackCopy, path: str) -> None:
    columns = [name for name in pack.read(path).split("\n", 1)[0].split(",") if name.endswith("_count")]

    def spoil(records: Records) -> Records:
        for column in columns:
            records[5][column] = "-3"
        return records

    pack.edit(path, spoil)
    found = {error.column for error in pack.errors(path) if error.value == "-3" and error.line == 7}
    assert found == set(columns)


# File, rank of its record, column, what is written there, what the finding quotes, and what it says.
WRONG_VALUES = [
    (FACILITIES, 9, "facility_count", "-1", "-1", "minimum permis, 0"),
    (COMMUNES, 0, "area_km2", "82", "82", "plus de 2 % d'écart"),
    (COMMUNES, 1, "area_km2", "", "vide", "obligatoire"),
    (COMMUNES, 1, "area_km2", "40,55", "40,55", "pas un nombre"),
    (COMMUNES, 1, "area_km2", "inf", "inf", "pas un nombre fini"),
    (COMMUNES, 2, "population_2022_count", "9999", "41205", "manifeste"),
    (COMMUNES, 3, "epci_siren", "240500439", "240500439", "n'est pas l'EPCI"),
    (COMMUNES, 3, "altitude_min_m", "3000", "2096", "dans l'ordre"),
    (COMMUNES, 4, "mairie_lat_deg", "45.05", "45.05", "km de la commune"),
    (CENSUS, 4, "dwellings_count", "9000", "9000", "plus de 1 % d'écart"),
    (CENSUS, 4, "employed_count", "99999", "99999", "corrigez l'un"),
    (CENSUS, 4, "population_0_14_count", "0", "", "plus de 1 % d'écart"),
    (CENSUS, 4, "residents_15_or_more_count", "1", "1", "socioprofessionnelles"),
    (CENSUS, 4, "unemployed_15_64_count", "9999", "9999", "ne dépasse pas"),
    (BROADBAND, 4, "ftth_premises_count", "99999", "99999", "ne dépasse pas"),
    (BROADBAND, 4, "ftth_premises_count", "0", "44505", "manifeste attend 55214"),
    (BROADBAND, 4, "premises_count", "99999", "147208", "manifeste attend 58333"),
    (BROADBAND, 4, "satellite_only_count", "9", "11252", "technologies"),
    (BROADBAND, 4, "copper_status", "prévu", "vide", "a une date"),
    (BROADBAND, 4, "copper_closing_date", "31/10/2028", "31/10/2028", "date"),
    (PLACES, 7, "kind", "ecole", "ecole", "pas une valeur permise"),
    (PLACES, 7, "insee_code", "05061", "05061", "pas une commune du territoire"),
    (SPACES, 1, "key", "altipolis", "altipolis", "paraît 2 fois"),
    (SPACES, 1, "desks_count", "0", "0", "plus grand que 0"),
    (SPACES, 1, "lat_deg", "", "vide", "position est incomplète"),
    (SPACES, 1, "status", "ouvert", "ouvert", "pas une valeur permise"),
    (NODES, 3, "insee_code", "", "vide", "porte du territoire"),
    (NODES, 3, "kind", "hamlet", "05007", "n'a pas de noeud"),
    (NODES, 3, "node_id", "ABR", "ABR", "paraît 2 fois"),
    (EDGES, 3, "to_node_id", "NOWHERE", "NOWHERE", "n'existe pas dans"),
    (EDGES, 3, "to_node_id", "CHT", "CHT", "y revient"),
    (EDGES, 3, "length_km", "0", "0", "plus grand que 0"),
    (EDGES, 3, "speed_winter_kmh", "131", "131", "maximum permis, 130"),
    (EDGES, 21, "winter_access", "closed", "05027", "Cervières (05027)"),
    (HALLS, 3, "opening_hours", "lundi 9h-12h", "lundi 9h-12h", "horaire"),
    (HALLS, 3, "opening_hours", "lundi 12:00-09:00", "12:00-09:00", "avant de"),
    (HALLS, 3, "email", "mairie", "mairie", "forme attendue"),
    (PROGRAMMES, 0, "insee_code", "", "vide", "l'un ou l'autre"),
    (PROGRAMMES, 1, "epci_sirens", "200000000", "200000000", "pas un EPCI"),
    (PROGRAMMES, 1, "epci_sirens", "24050", "24050", "numéro SIREN"),
]


def test_wrong_value_is_found(pack: PackCopy, subtests: pytest.Subtests) -> None:
    for path, rank, column, written, found, sentence in WRONG_VALUES:
        with subtests.test(f"{path}, {column}: {written}"), pack.restoring(path):
            pack.set_cell(path, rank, column, written)
            assert_found(pack, path, found, sentence)


def test_repeated_place_is_found(pack: PackCopy) -> None:
    pack.edit(PLACES, lambda records: [*records, records[0]])
    assert_found(pack, PLACES, "France services Queyras", "paraît 2 fois", "name")


def test_missing_count_asks_for_a_zero(pack: PackCopy) -> None:
    pack.edit(FACILITIES, lambda records: [record for record in records if record["type_code"] != "D307"])
    assert_found(pack, FACILITIES, "05001, D307", "écrivez 0", "type_code")


@pytest.mark.parametrize(
    ("path", "rank", "lon", "lat"),
    [
        (COMMUNES, 4, "mairie_lon_deg", "mairie_lat_deg"),
        (PLACES, 8, "lon_deg", "lat_deg"),
        (SPACES, 0, "lon_deg", "lat_deg"),
        (SPACES, 6, "lon_deg", "lat_deg"),
        (NODES, 0, "lon_deg", "lat_deg"),
        (NODES, 41, "lon_deg", "lat_deg"),
    ],
)
def test_swapped_coordinates_say_so(pack: PackCopy, path: str, rank: int, lon: str, lat: str) -> None:
    def swap(records: Records) -> Records:
        records[rank][lon], records[rank][lat] = records[rank][lat], records[rank][lon]
        return records

    pack.edit(path, swap)
    errors = [error for error in pack.errors(path) if "semblent inversées" in error.message]
    assert [(error.line, error.column) for error in errors] == [(rank + 2, lon)]
    assert errors[0].value is not None


def test_point_out_of_the_territory_gives_the_box(pack: PackCopy) -> None:
    pack.set_cell(PLACES, 2, "lon_deg", "2.35")
    assert_found(pack, PLACES, "2.35", "hors du territoire, compris entre 6.2 et 7.08", "lon_deg")


def test_point_slightly_off_is_a_warning_only(pack: PackCopy) -> None:
    pack.set_cell(NODES, 16, "lon_deg", "6.77")
    warnings = [finding for finding in pack.findings() if finding.source == NODES]
    assert [finding.severity for finding in warnings] == ["warning"]
    assert check_pack(KEY, pack.root).ok
    assert read_territory(KEY, pack.root).key == KEY


def test_edge_shorter_than_the_straight_line_is_a_warning(pack: PackCopy) -> None:
    line = pack.set_cell(EDGES, 4, "length_km", "2.5")
    (warning,) = [finding for finding in pack.findings() if finding.source == EDGES]
    assert (warning.severity, warning.line, warning.column, warning.value) == ("warning", line, "length_km", "2.5")
    assert "vol d'oiseau" in warning.message


def test_all_findings_come_at_once(pack: PackCopy) -> None:
    pack.set_cell(CENSUS, 4, "households_count", "-1")
    pack.set_cell(EDGES, 3, "length_km", "0")
    pack.replace(HALLS, "05065", "5065")
    with pytest.raises(DataError) as caught:
        read_territory(KEY, pack.root)
    assert {CENSUS, EDGES, HALLS} <= {finding.source for finding in caught.value.findings}


MAY_BE_EMPTY = (PLACES, PROGRAMMES, SPACES, CLOSURES)


def test_a_table_without_a_line_is_refused_unless_nothing_can_be_there(pack: PackCopy) -> None:
    for path in TABLES:
        original = pack.read(path)
        pack.write(path, original.splitlines(keepends=True)[0])
        if path in MAY_BE_EMPTY:
            assert pack.errors(path) == []
        else:
            assert_found(pack, path, "aucune ligne", "n'a que sa ligne de titres")
        pack.write(path, original)


def test_a_manifest_may_say_that_roads_are_not_fetched_yet(pack: PackCopy) -> None:
    pack.write(EDGES, pack.read(EDGES).splitlines(keepends=True)[0])
    pack.write(MANIFEST, pack.read(MANIFEST) + "awaited: [road_edges]\n")
    (warning,) = pack.findings()
    assert (warning.severity, warning.source, warning.value) == ("warning", MANIFEST, "road_edges")
    assert "pas encore de données" in warning.message
    assert read_territory(KEY, pack.root).roads.edge_ids == ()


def test_the_places_of_scenarios_are_checked_where_no_space_is_known(pack: PackCopy) -> None:
    pack.write(SPACES, pack.read(SPACES).splitlines(keepends=True)[0])
    (error,) = pack.findings()
    assert (error.source, error.value) == ("data/scenarios/entreprises-et-existant.yaml", "luceo")


def test_unknown_territory_lists_the_known_ones(pack: PackCopy) -> None:
    with pytest.raises(InputError, match="« vercors » n'existe pas ; territoires connus : brianconnais-queyras"):
        check_pack("vercors", pack.root)

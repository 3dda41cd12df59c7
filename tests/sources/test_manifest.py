from __future__ import annotations

import pytest

from alpsat_geo.domain.errors import DataError, InputError
from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.manifest import BoundingBox, read_manifest
from alpsat_geo.sources.pack_folder import find_pack
from tests.sources.pack_copy import KEY, PackCopy

PATH = f"data/territories/{KEY}.yaml"


def test_contract_of_the_petr(pack: PackCopy) -> None:
    manifest = read_manifest(find_pack(KEY, pack.root))
    assert [len(epci.communes) for epci in manifest.epcis] == [13, 8, 15]
    assert len(manifest.insee_codes) == 36
    assert list(manifest.insee_codes) == sorted(manifest.insee_codes)
    totals = manifest.totals
    assert (totals.populations["population_2022_count"], totals.ftth_premises_count, totals.premises_count) == (
        33484,
        55214,
        58333,
    )


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ("crs: EPSG:4326", "crs: EPSG:2154", "crs"),
        ('      - "05023"', "      - 5023", "epcis.0.communes.0"),
        ('      - "05023"\n', "", "totals.communes_count"),
        ('      - "05023"', '      - "05065"', "epcis"),
        ("population_2022_count: 33484", "population_2022_count: many", "totals.population_2022_count"),
        ("west_deg: 6.2", "west_deg: 8.2", "bounding_box"),
        ("key: brianconnais-queyras", "key: autre", "key"),
        ('siren: "240500439"', "siren: 240500439", "epcis.0.siren"),
    ],
)
def test_broken_contract_is_refused(pack: PackCopy, old: str, new: str, column: str) -> None:
    line = pack.replace(PATH, old, new)
    with pytest.raises(DataError) as caught:
        read_manifest(find_pack(KEY, pack.root))
    found = {finding.column: finding for finding in caught.value.findings}
    assert column in found
    assert found[column].value
    if column not in {"epcis", "totals.communes_count", "bounding_box"}:
        assert found[column].line == line
    assert caught.value.findings[0] in check_pack(KEY, pack.root).findings


def test_changed_total_is_found_against_the_tables(pack: PackCopy) -> None:
    pack.replace(PATH, "population_2022_count: 33484", "population_2022_count: 33485")
    errors = pack.errors(f"data/{KEY}/communes.csv")
    assert ["le total est 33484, le manifeste attend 33485" in error.message for error in errors] == [True]


def test_unknown_key_lists_the_known_ones(pack: PackCopy) -> None:
    with pytest.raises(InputError, match=KEY):
        find_pack("../../etc/passwd", pack.root)


def test_box_holds_its_edges_only() -> None:
    box = BoundingBox(west_deg=6, south_deg=44, east_deg=7, north_deg=45)
    assert box.contains(6, 45)
    assert not box.contains(5.999, 44.5)
    assert not box.contains(44.5, 6.5)

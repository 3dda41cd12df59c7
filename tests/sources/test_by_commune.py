from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.domain.findings import Finding
from alpsat_geo.domain.indicator import Indicator
from alpsat_geo.sources.by_commune import declare_indicator
from alpsat_geo.sources.contents import PackContents
from alpsat_geo.sources.manifest import read_manifest
from alpsat_geo.sources.pack_folder import find_pack
from tests.sources.pack_copy import KEY, PackCopy

PATH = f"data/{KEY}/quiet.csv"
SOURCE = declare_indicator(
    Indicator("quiet", "Calme", "Part de nuits calmes", "part", (0.5,)), "Essai", least=0, most=1
)


def open_pack(pack: PackCopy, lines: list[str]) -> PackContents:
    folder = find_pack(KEY, pack.root)
    if lines:
        pack.write(PATH, "\n".join(["insee_code,value", *lines, ""]))
    return PackContents(folder, read_manifest(folder))


def list_lines(pack: PackCopy) -> list[str]:
    codes = read_manifest(find_pack(KEY, pack.root)).insee_codes
    return [f"{code},{rank / 100}" for rank, code in enumerate(codes)]


def test_territory_without_the_file_does_without_the_indicator(pack: PackCopy) -> None:
    contents = open_pack(pack, [])
    assert SOURCE.check(contents) == []
    assert SOURCE.build(contents) == {}


def test_values_come_in_the_order_of_the_codes_whatever_that_of_the_file(pack: PackCopy) -> None:
    lines = list_lines(pack)
    lines[3] = lines[3].split(",")[0] + ","
    contents = open_pack(pack, lines[::-1])
    assert SOURCE.check(contents) == []
    (measured,) = SOURCE.build(contents)["indicators"]
    expected = np.arange(36) / 100
    expected[3] = np.nan
    np.testing.assert_array_equal(measured.values, expected)
    assert measured.producer
    assert measured.vintage
    with pytest.raises(ValueError, match="read-only"):
        measured.values[0] = 1.0


@pytest.mark.parametrize(
    ("rank", "line", "sentence"),
    [
        (0, "05023,1.2", "1.2 est hors de [0 ; 1]"),
        (0, "75056,0.5", "n'est pas une commune du territoire"),
        (0, "5023,0.5", "a perdu son zéro"),
        (0, "05023,beaucoup", "nombre"),
        (5, "05001,0.5", "05001"),
    ],
)
def test_what_is_wrong_is_found_with_its_line(pack: PackCopy, rank: int, line: str, sentence: str) -> None:
    lines = list_lines(pack)
    lines[rank] = line
    findings: list[Finding] = SOURCE.check(open_pack(pack, lines))
    assert any(sentence in str(finding) for finding in findings), [str(finding) for finding in findings]
    assert {finding.source for finding in findings} == {PATH}


def test_file_named_in_the_manifest_may_not_be_missing(pack: PackCopy) -> None:
    manifest = f"data/territories/{KEY}.yaml"
    pack.write(manifest, pack.read(manifest).replace("files:\n", "files:\n  quiet: data/ailleurs.csv\n", 1))
    (finding,) = SOURCE.check(open_pack(pack, []))
    assert "le fichier manque" in str(finding)


@pytest.mark.parametrize("limits", [(), (1.0, 1.0), (2.0, 1.0), (1.0, 2.0, 3.0, 4.0, 5.0, 6.0)])
def test_limits_increase_and_are_few(limits: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="limits"):
        Indicator("quiet", "Calme", "Calme", "part", limits)


@pytest.mark.parametrize("key", ["", "Calme", "a-b", "é", "9a", "a" * 41])
def test_key_is_a_word_of_the_address(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        Indicator(key, "Calme", "Calme", "part", (1.0,))

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.sources.origins import read_origin
from alpsat_geo.sources.pack import ORIGIN_SUFFIX, PackPaths, find_root
from tests.sources.pack_copy import PackCopy, list_pack_files

FILE = "data/anchors.csv"
CONTENT = (find_root() / FILE).read_bytes()


def test_each_origin_vouches_for_its_file(subtests: pytest.Subtests) -> None:
    for path in list_pack_files():
        with subtests.test(path):
            content = (find_root() / path).read_bytes()
            origin, findings = read_origin(PackPaths(find_root()), path, content)
            right = hashlib.sha256(content).hexdigest()
            assert findings == [], f"the right hash is {right}"
            assert origin is not None
            assert origin.sha256 == right
            assert origin.note
            assert b"\r" not in content, "line endings change the hash"


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_any_changed_byte_changes_the_hash(position: int, mask: int) -> None:
    spoiled = bytearray(CONTENT)
    spoiled[position] ^= mask
    _, findings = read_origin(PackPaths(find_root()), FILE, bytes(spoiled))
    (finding,) = findings
    assert finding.value == hashlib.sha256(spoiled).hexdigest()
    assert hashlib.sha256(CONTENT).hexdigest() in finding.message


@pytest.mark.parametrize(
    ("old", "new", "column"),
    [
        ('producer: "AlpSat Geo"', 'producer: ""', "producer"),
        ('licence: "MIT"\n', "", "licence"),
        ("obtained: transcribed", "obtained: guessed", "obtained"),
        ("sha256: ", "sha256: 12", "sha256"),
        ('date_accessed: "2026', 'date_accessed: "26', "date_accessed"),
        ("url_download: null", "url_download: ici", "url_download"),
        ("note: ", "remark: ", "note"),
    ],
)
def test_wrong_origin_is_found(pack: PackCopy, old: str, new: str, column: str) -> None:
    beside = FILE + ORIGIN_SUFFIX
    text = pack.read(beside)
    assert old in text
    pack.write(beside, text.replace(old, new), reseal=False)
    assert column in {error.column for error in pack.errors(beside)}


def test_origin_of_a_missing_file_names_the_origin(tmp_path: Path) -> None:
    origin, findings = read_origin(PackPaths(tmp_path), "data/x.csv", b"")
    assert origin is None
    assert findings[0].value == "data/x.csv.origin.yaml"

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from alpsat_geo.commands.check import describe_finding, run_check
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.findings import Finding
from alpsat_geo.sources.pack import find_root

KEY = "brianconnais-queyras"
CENSUS = f"data/{KEY}/census.csv"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for folder in ("data", "geo"):
        shutil.copytree(find_root() / folder, tmp_path / folder)
    return tmp_path


def test_good_pack_in_json() -> None:
    text, code = run_check(KEY, as_json=True)
    document = json.loads(text)
    assert code == 0
    assert set(document) == {"ok", "files", "findings"}
    assert document["ok"] is True
    assert document["findings"] == []
    assert all(
        list(file) == ["path", "producer", "vintage", "licence", "sha256_ok"] and file["sha256_ok"] is True
        for file in document["files"]
    )


def test_good_pack_in_french() -> None:
    text, code = run_check(KEY, as_json=False)
    assert code == 0
    assert text.splitlines()[-1].startswith(f"Les données du territoire « {KEY} » sont bonnes")


def test_flipped_byte_in_json_and_in_french(root: Path) -> None:
    content = bytearray((root / CENSUS).read_bytes())
    before = hashlib.sha256(content).hexdigest()
    content[-2] ^= 1
    (root / CENSUS).write_bytes(content)
    text, code = run_check(KEY, as_json=True, root=root)
    document = json.loads(text)
    assert code == 1
    assert document["ok"] is False
    first = document["findings"][0]
    assert (first["severity"], first["source"], list(first)) == ("error", CENSUS, ["severity", "source", "message"])
    assert before in first["message"]
    assert hashlib.sha256(content).hexdigest() in first["message"]
    assert [file["path"] for file in document["files"] if not file["sha256_ok"]] == [CENSUS]
    french, code = run_check(KEY, as_json=False, root=root)
    assert code == 1
    assert f"REFUSÉ   {CENSUS}" in french
    assert f"erreur : {CENSUS} : " in french


def test_finding_says_its_place_and_its_value() -> None:
    finding = Finding("error", "x.csv", "la valeur est fausse.", line=3, column="a", value="7")
    assert describe_finding(finding) == "ligne 3, colonne a : la valeur est fausse. Valeur : « 7 »."
    assert describe_finding(Finding("error", "x.csv", "« 7 » est faux.", value="7")) == "« 7 » est faux."


def test_unknown_territory_is_a_wrong_call() -> None:
    with pytest.raises(InputError, match="territoires connus"):
        run_check("vercors", as_json=True)

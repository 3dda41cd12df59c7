from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from alpsat_geo.report.dossier.formats import DICTIONARY_ENDING, FORMATS
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.sources.scenarios import read_scenario

SIGNATURES = {
    ".pdf": b"%PDF-",
    ".html": b"<!doctype html>",
    ".gpkg": b"SQLite format 3\x00",
    ".yaml": b"key: ",
    ".xlsx": b"PK\x03\x04",
    ".ods": b"PK\x03\x04",
    ".docx": b"PK\x03\x04",
    ".odt": b"PK\x03\x04",
}


@pytest.mark.parametrize("ending", list(FORMATS))
def test_each_format_is_what_its_ending_says(written: Callable[[str], bytes], ending: str) -> None:
    assert written(ending).startswith(SIGNATURES.get(ending, b"\xef\xbb\xbf"))
    assert FORMATS[ending].label
    assert FORMATS[ending].use


def test_scenario_reads_back_from_its_file(subject: Subject, tmp_path: Path) -> None:
    path = tmp_path / "scenario.yaml"
    path.write_bytes(FORMATS[".yaml"].write(subject))
    assert read_scenario(str(path)) == subject.scenario


def test_table_never_goes_without_its_dictionary() -> None:
    assert DICTIONARY_ENDING in FORMATS

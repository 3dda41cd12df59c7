"""The archive is read back by Python's own reader, then used as a pack of its own."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from alpsat_geo.sources.check import check_pack
from alpsat_geo.sources.pack_archive import archive_pack

ROOT = Path(__file__).resolve().parents[2]


def test_an_unpacked_archive_is_a_sound_pack(tmp_path: Path) -> None:
    content = archive_pack()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        archive.extractall(tmp_path)
        names = set(archive.namelist())
    assert {"NOTICE", "LICENSE", "data/parameters.csv", "data/parameters.csv.origin.yaml"} <= names
    assert check_pack(root=tmp_path).ok
    for name in names:
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()


def test_the_same_files_give_the_same_bytes() -> None:
    assert archive_pack() == archive_pack()

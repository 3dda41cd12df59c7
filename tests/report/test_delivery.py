from __future__ import annotations

import os
from pathlib import Path

import pytest

from alpsat_geo.report.delivery import read_written, write_whole


def test_file_is_replaced_whole_and_nothing_is_left_beside(tmp_path: Path) -> None:
    target = tmp_path / "dossier.pdf"
    target.write_bytes(b"before")
    write_whole(target, b"after")
    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


def test_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "dossier.pdf"
    target.write_bytes(b"before")

    def fail(_handle: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="disk full"):
        write_whole(target, b"after")
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


def test_content_is_on_the_disk_before_it_takes_its_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "dossier.pdf"
    seen: list[bool] = []
    real = os.fsync

    def watch(handle: int) -> None:
        seen.append(target.exists())
        real(handle)

    monkeypatch.setattr(os, "fsync", watch)
    write_whole(target, b"content")
    assert seen == [False]


def test_writer_of_another_library_is_read_back() -> None:
    paths: list[Path] = []

    def write(path: Path) -> None:
        paths.append(path)
        path.write_bytes(b"x")

    assert read_written(".gpkg", write) == b"x"
    assert paths[0].suffix == ".gpkg"
    assert not paths[0].exists()

from __future__ import annotations

import errno
import os
import tempfile
from pathlib import Path

import pytest

from alpsat_geo.domain.errors import AlpSatError, WriteError
from alpsat_geo.sources.whole_file import read_written, write_files, write_whole


def test_file_is_replaced_whole_and_nothing_is_left_beside(tmp_path: Path) -> None:
    target = tmp_path / "dossier.pdf"
    target.write_bytes(b"before")
    write_whole(target, b"after")
    assert target.read_bytes() == b"after"
    assert list(tmp_path.iterdir()) == [target]


def test_failure_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "dossier.pdf"
    target.write_bytes(b"before")

    other = tmp_path / "dictionnaire.csv"
    calls: list[int] = []

    def fail_at_second(handle: int) -> None:
        calls.append(handle)
        if len(calls) > 1:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail_at_second)
    with pytest.raises(WriteError, match=r"dictionnaire.csv » ne peut pas être écrit : le disque est plein. Libérez"):
        write_files({target: b"after", other: b"new"})
    assert target.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.EROFS, "est en lecture seule"),
        (errno.EACCES, "vous n'avez pas le droit d'écrire dans"),
        (errno.EDQUOT, "le disque est plein"),
        (errno.EIO, "Vérifiez les droits"),
    ],
)
def test_place_that_refuses_gets_one_french_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, words: str
) -> None:
    def refuse(*_args: object, **_options: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with pytest.raises(WriteError) as caught:
        write_whole(tmp_path / "a.csv", b"x")
    sentence = str(caught.value)
    assert words in sentence
    assert str(tmp_path / "a.csv") in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert isinstance(caught.value, AlpSatError)


def test_what_stands_in_the_way_is_named(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"le dossier « .*absent » n'existe pas. Créez-le"):
        write_whole(tmp_path / "absent" / "a.csv", b"x")
    write_whole(tmp_path / "absent" / "a.csv", b"x", makes_folder=True)
    with pytest.raises(WriteError, match="un dossier porte déjà ce nom"):
        write_whole(tmp_path / "absent", b"x")
    with pytest.raises(WriteError, match=r"le dossier « .*a.csv » n'existe pas"):
        write_whole(tmp_path / "absent" / "a.csv" / "b.csv", b"x")
    with pytest.raises(WriteError, match="trop long"):
        write_whole(tmp_path / ("a" * 300), b"x")


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

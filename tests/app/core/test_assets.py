from __future__ import annotations

import errno
import json
import os
import re
import threading
from pathlib import Path

import pytest
from xstatic.pkg import leaflet

from alpsat_geo.app.core import publication
from alpsat_geo.app.core.assets import install_leaflet, list_map_assets, publish_corrected, publish_geometry
from alpsat_geo.app.core.publication import (
    CACHE_VARIABLE,
    STATIC_FOLDER,
    PublicationError,
    find_published_folder,
    open_door,
)
from alpsat_geo.report.atlas.drawing import Document


def test_leaflet_is_copied_from_its_package_once(tmp_path: Path) -> None:
    folder = tmp_path / install_leaflet(tmp_path)
    source = Path(leaflet.BASE_DIR)
    assert {path.name for path in folder.iterdir()} == {"leaflet.js", "leaflet.css"}
    assert (folder / "leaflet.js").read_bytes() == (source / "leaflet.js").read_bytes()
    written = (folder / "leaflet.js").stat().st_mtime_ns
    install_leaflet(tmp_path)
    assert (folder / "leaflet.js").stat().st_mtime_ns == written


def test_backgrounds_under_corrections_are_forgotten_the_oldest_first(tmp_path: Path) -> None:
    plain = publish_geometry("pays", "0", lambda: {"name": "plain"}, tmp_path)
    names = [publish_corrected("pays", f"{number:04}", lambda: {"name": "corrected"}, tmp_path) for number in range(50)]
    for age, name in enumerate(reversed(names)):
        os.utime(tmp_path / name, (1e9 - age, 1e9 - age))
    # One that is shown again is young again.
    publish_corrected("pays", "0000", lambda: {"name": "corrected"}, tmp_path)
    publish_corrected("pays", "0050", lambda: {"name": "corrected"}, tmp_path)
    assert (tmp_path / plain).is_file()
    assert (tmp_path / names[0]).is_file()
    assert not (tmp_path / names[1]).exists()
    assert all((tmp_path / name).is_file() for name in names[2:])


def test_geometry_is_built_only_when_its_hash_is_new(tmp_path: Path) -> None:
    built: list[str] = []

    def build() -> Document:
        built.append("once")
        return {"name": "Névache"}

    first = publish_geometry("vallee", "a" * 64, build, tmp_path)
    assert publish_geometry("vallee", "a" * 64, build, tmp_path) == first
    assert built == ["once"]
    assert json.loads((tmp_path / first).read_text(encoding="utf-8")) == {"name": "Névache"}
    assert publish_geometry("vallee", "b" * 64, build, tmp_path) != first


def test_a_failed_write_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: Path, _target: Path) -> Path:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PublicationError, match="le disque est plein"):
        publish_geometry("vallee", "a" * 64, dict, tmp_path)
    assert list((tmp_path / "generated").iterdir()) == []


@pytest.fixture
def read_only(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A code folder that cannot be written, behind the web door; where a user's cache would be."""
    monkeypatch.delenv(CACHE_VARIABLE, raising=False)
    monkeypatch.setattr(publication, "STATIC_FOLDER", tmp_path / "absent")
    monkeypatch.setattr(publication, "_has_door", threading.Event())
    open_door()
    cache = tmp_path / "home"
    monkeypatch.setattr("platformdirs.user_cache_path", lambda *_names, **_options: cache)
    return cache


def test_what_is_published_stands_where_it_may_be_written(
    read_only: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert find_published_folder() == read_only / "static"
    monkeypatch.setattr(publication, "STATIC_FOLDER", tmp_path)
    assert find_published_folder() == tmp_path
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "stated"))
    assert find_published_folder() == tmp_path / "stated" / "static"


@pytest.mark.usefixtures("read_only")
def test_without_the_web_door_nothing_is_published_where_nobody_serves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(publication, "_has_door", threading.Event())
    with pytest.raises(PublicationError, match=r"python3 start\.py"):
        find_published_folder()


def test_a_folder_that_cannot_be_made_is_named_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(PublicationError, match=rf"« {re.escape(str(tmp_path / 'file'))}.*{CACHE_VARIABLE}"):
        install_leaflet(tmp_path / "file")


def test_the_frame_loads_only_files_of_this_server() -> None:
    found = list_map_assets()
    for address in (*found.scripts, *found.styles):
        assert address.startswith("../../app/static/")
        name = address.removeprefix("../../app/static/").partition("?")[0]
        assert (STATIC_FOLDER / name).is_file()


def test_our_scripts_and_styles_name_no_other_host() -> None:
    for path in STATIC_FOLDER.glob("*.*"):
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text, path.name
        assert "https://" not in text, path.name

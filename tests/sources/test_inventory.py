"""The inventory on the project's own files, whose list comes from the folders themselves."""

from __future__ import annotations

from pathlib import Path

import yaml

from alpsat_geo.sources import SOURCES
from alpsat_geo.sources.inventory import take_inventory

ROOT = Path(__file__).resolve().parents[2]


def test_every_file_stands_once_with_its_origin() -> None:
    inventory = take_inventory()
    listed = [file for entry in inventory.sources for file in entry.files] + list(inventory.own)
    files = (path for top in ("data", "geo") for path in (ROOT / top).rglob("*") if path.is_file())
    expected = sorted(p.relative_to(ROOT).as_posix() for p in files if not p.name.endswith(".origin.yaml"))
    assert sorted(file.path for file in listed) == expected
    for file in listed:
        written = yaml.safe_load((ROOT / f"{file.path}.origin.yaml").read_text(encoding="utf-8"))
        assert file.origin is not None
        assert (file.origin.title, file.origin.licence) == (written["title"], written["licence"])
        assert file.sha256_ok


def test_no_source_is_without_a_file() -> None:
    inventory = take_inventory()
    # An indicator that a territory was not refreshed with has neither file nor entry.
    held = {entry.key for entry in inventory.sources if entry.files}
    assert held >= {source.key for source in SOURCES if not source.indicators}
    assert [entry.key for entry in inventory.sources] == [source.key for source in SOURCES if source.key in held]
    assert inventory.findings == ()

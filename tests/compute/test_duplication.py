"""Conditions of duplication, on the embedded territory and on one with blanks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from alpsat_geo.compute.duplication import check_conditions
from alpsat_geo.domain.arrays import freeze_floats
from alpsat_geo.sources.territory import read_territory
from tests.blank_pack import KEY, make_blank_pack


def test_ours_has_its_tables_and_a_skeleton_of_roads() -> None:
    territory = read_territory()
    found = {one.key: one for one in check_conditions(territory)}
    assert (found["files"].measure, found["files"].standing) == (5, "met")
    assert (found["size"].measure, found["epcis"].measure) == (36, 3)
    assert found["roads"].standing == ("partly" if territory.roads.is_skeleton else "met")
    assert found["winter"].measure == sum(territory.roads.edge_is_closed_in_winter) > 0
    assert found["spaces"].standing == "partly"
    premises = territory.broadband.premises_count.copy()
    premises[:4] = np.nan
    poorer = replace(territory, broadband=replace(territory.broadband, premises_count=freeze_floats(premises)))
    one = next(condition for condition in check_conditions(poorer) if condition.key == "values")
    assert (one.measure, one.whole, one.standing) == (found["values"].measure - 4, 36, "partly")


def test_blanks_are_unmet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALPSAT_DATA_DIR", str(tmp_path))
    make_blank_pack(tmp_path / "territories")
    found = {one.key: one.standing for one in check_conditions(read_territory(KEY))}
    assert {key for key, standing in found.items() if standing == "unmet"} == {
        "files",
        "values",
        "roads",
        "winter",
        "altitudes",
        "spaces",
    }

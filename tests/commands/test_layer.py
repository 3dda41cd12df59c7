from __future__ import annotations

import json
from pathlib import Path

import geopandas
import pandas as pd
import pytest

from alpsat_geo.commands.layer import (
    check_scheme,
    check_target,
    find_indicator,
    layer_document,
    layer_text,
    open_layer,
    write_layer,
)
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project


@pytest.fixture(name="source")
def write_source(tmp_path: Path) -> Path:
    path = tmp_path / "prix.csv"
    path.write_text("insee;prix au m2;part\n5023;1 234,5;12 %\n5065;980;\n01001;7;8\n", encoding="cp1252")
    return path


def test_what_is_written_is_what_was_read(project: Project, source: Path, tmp_path: Path) -> None:
    layer = open_layer(project, source, "")
    document = json.loads(json.dumps(layer_document(project, layer, "fisher")))
    assert [one["name"] for one in document["indicators"]] == ["prix au m2", "part"]
    assert document["indicators"][0]["by_commune"]["05023"] == 1234.5
    assert document["indicators"][1]["by_commune"]["05065"] is None
    for ending in ("png", "svg", "csv", "geojson"):
        write_layer(project, layer, find_indicator(layer, "prix au m2"), "fisher", tmp_path / f"sortie.{ending}")
    table = pd.read_csv(tmp_path / "sortie.csv", sep=";", decimal=",", dtype={"Code INSEE": str}).set_index(
        "Code INSEE"
    )
    assert table.loc["05023", "prix au m2"] == 1234.5
    frame = geopandas.read_file(tmp_path / "sortie.geojson").set_index("insee_code")
    assert frame.loc["05065", "prix au m2"] == 980
    assert (tmp_path / "sortie.png").read_bytes().startswith(b"\x89PNG")
    assert "prix.csv" in (tmp_path / "sortie.svg").read_text("utf-8")
    told = layer_text(project, layer, 0, "quantiles")
    assert "rétablis : 2" in told
    assert "hors du territoire, laissés de côté : 1" in told


def test_a_wrong_call_is_one_sentence(project: Project, source: Path, tmp_path: Path) -> None:
    layer = open_layer(project, source, "")
    for wrong in (
        lambda: check_target(tmp_path / "carte.pdf"),
        lambda: check_target(tmp_path / "nulle-part" / "carte.png"),
        lambda: check_scheme("egales"),
        lambda: find_indicator(layer, "beauté"),
        lambda: open_layer(project, tmp_path / "absent.csv", ""),
    ):
        with pytest.raises(InputError, match=r"finissez par|n'existe|choisissez parmi|ne se lit pas"):
            wrong()

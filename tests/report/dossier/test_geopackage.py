from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree.ElementTree import fromstring

import geopandas
import numpy as np
import pandas as pd
import pyogrio
import pytest

from alpsat_geo.report.dossier.columns import end_with_unit
from alpsat_geo.report.dossier.geopackage import write_geopackage
from alpsat_geo.report.dossier.subject import Subject
from alpsat_geo.report.measures import MEASURES
from tests.report.dossier.conftest import FOUR


@pytest.fixture(scope="module")
def path(written: Callable[[str], bytes], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("gpkg") / "dossier.gpkg"
    path.write_bytes(written(".gpkg"))
    return path


def read(path: Path, layer: str) -> pd.DataFrame:
    found: pd.DataFrame = pyogrio.read_dataframe(path, layer=layer)
    return found


def name_commune_layer(key: str) -> str:
    return f"communes_{key.replace('-', '_')}"


def test_communes_read_back_to_the_last_digit(subject: Subject, path: Path) -> None:
    for position, key in enumerate(FOUR):
        layer = geopandas.read_file(path, layer=name_commune_layer(key))
        outcome = subject.comparison.outcomes[position]
        central = subject.comparison.central_outcomes[position]
        assert list(layer["insee_code"]) == list(subject.territory.insee_codes)
        assert layer.crs.to_epsg() == 4326
        for criterion in subject.comparison.problem.criteria:
            if criterion.measure_by_commune is None:
                continue
            stem = end_with_unit(criterion)
            drawn = np.quantile(criterion.measure_by_commune(outcome), [0.05, 0.5, 0.95], axis=0)
            for part, expected in zip(("low", "value", "high"), drawn, strict=True):
                np.testing.assert_array_equal(layer[f"{stem}_{part}"].to_numpy(float), expected)
            at_centre = criterion.measure_by_commune(central)[0]
            np.testing.assert_array_equal(layer[f"{stem}_central"].to_numpy(float), at_centre)


@pytest.mark.gis
def test_another_reader_finds_the_same_numbers_to_the_last_digit(subject: Subject, path: Path) -> None:
    key = FOUR[0]
    command = ["ogrinfo", "-json", "-features", str(path), name_commune_layer(key)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    (layer,) = json.loads(done.stdout)["layers"]
    found = [feature["properties"] for feature in layer["features"]]
    assert [one["insee_code"] for one in found] == list(subject.territory.insee_codes)
    outcome = subject.comparison.outcomes[0]
    criterion = next(c for c in subject.comparison.problem.criteria if c.key == "regular_users")
    assert criterion.measure_by_commune is not None
    drawn = np.median(criterion.measure_by_commune(outcome), axis=0)
    stem = end_with_unit(criterion)
    assert [one[f"{stem}_value"] for one in found] == drawn.tolist()


def test_shapes_read_back_as_they_were(subject: Subject, path: Path) -> None:
    layer = geopandas.read_file(path, layer=name_commune_layer(FOUR[0]))
    for shape, before in zip(layer.geometry, subject.shapes, strict=True):
        assert shape.equals(before)


def test_layers_say_what_they_are(path: Path) -> None:
    layers = {str(name): kind for name, kind in pyogrio.list_layers(path)}
    assert {"opened_spaces", "existing_spaces", "services", "roads", "epci_espaces_frugaux"} <= set(layers)
    assert {name for name, kind in layers.items() if kind is None} == {
        "figures",
        "sources",
        "parameters",
        "dictionary",
        "layer_styles",
    }
    told = pyogrio.read_info(path, layer=name_commune_layer(FOUR[0]))
    assert told["layer_metadata"]["DESCRIPTION"].startswith("Tous les critères")
    assert "Licence Ouverte 2.0" in told["dataset_metadata"]["licence"]


def test_every_column_is_in_the_dictionary_with_its_unit(path: Path) -> None:
    told = read(path, "dictionary")
    explained = set(zip(told["layer"], told["column"], strict=True))
    for name, _kind in pyogrio.list_layers(path):
        if name in {"layer_styles", "dictionary"}:
            continue
        for column in pyogrio.read_info(path, layer=name)["fields"]:
            assert (name, column) in explained
    costs = told[told["column"].str.startswith("net_public_cost")]
    assert set(costs["unit"]) == {"€/an"}
    assert costs["column"].str.startswith("net_public_cost_eur_per_year_").all()


def test_qgis_finds_one_style_a_layer_with_our_classes(path: Path) -> None:
    styles = read(path, "layer_styles").set_index("f_table_name")
    drawn = {str(name) for name, kind in pyogrio.list_layers(path) if kind is not None}
    assert set(styles.index) == drawn
    assert styles["useAsDefault"].all()
    columns = set(pyogrio.read_info(path, layer=name_commune_layer(FOUR[0]))["fields"])
    root = fromstring(str(styles.loc[name_commune_layer(FOUR[0]), "styleQML"]).partition("\n")[2])  # noqa: S314 - our own
    renderer = root.find("renderer-v2")
    assert renderer is not None
    assert renderer.get("attr") in columns
    ranges = renderer.findall("ranges/range")
    classes = MEASURES["reach"].classes
    assert [float(str(one.get("upper"))) for one in ranges[:-1]] == list(classes.bounds)
    symbols = {symbol.get("name") for symbol in renderer.findall("symbols/symbol")}
    assert {one.get("symbol") for one in ranges} == symbols
    assert {alias.get("field") for alias in root.findall("aliases/alias")} == columns


def test_verdict_of_each_opened_space_is_there(subject: Subject, path: Path) -> None:
    opened = read(path, "opened_spaces")
    assert list(opened["insee_code"]) == ["05065", "05003", "05101", "05174"]
    assert set(opened["verdict"]) <= {"holds", "uncertain", "does_not_hold"}
    assert set(opened["scenario_key"]) == {subject.chosen_key}


def test_same_subject_gives_the_same_bytes(subject: Subject, path: Path) -> None:
    assert write_geopackage(subject) == path.read_bytes()

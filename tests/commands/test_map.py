from __future__ import annotations

import json
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from alpsat_geo.commands.map import check_target, describe_comparison, describe_today, map_document, write_map
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.report.atlas.layers import list_layers
from alpsat_geo.report.measures import MEASURES, measure_outcome
from alpsat_geo.sources.scenarios import read_scenario

TWO = ("ne-rien-faire", "espaces-frugaux")


@pytest.mark.parametrize("name", ["carte.pdf", "carte", "nulle-part/carte.png"])
def test_a_file_that_cannot_be_is_refused_before_anything_is_computed(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"finissez par|n'existe pas"):
        check_target(tmp_path / name)


def test_every_layer_of_the_territory_is_a_map(project: Project, tmp_path: Path) -> None:
    for key in list_layers(project):
        sheet, target = describe_today(project, key, Settings()), tmp_path / f"{key}.svg"
        write_map(project, sheet, target)
        assert fromstring(target.read_text("utf-8")).tag.endswith("svg")  # noqa: S314 - our own drawing
        assert json.loads(json.dumps(map_document(sheet, target)))["size_bytes"] == target.stat().st_size
    with pytest.raises(InputError, match="choisissez parmi portee"):
        describe_today(project, "inconnue", Settings())


def test_scenarios_are_coloured_as_on_the_screen(project: Project) -> None:
    chosen = [read_scenario(key) for key in TWO]
    sheet = describe_comparison(project, chosen, "users", Settings(), is_difference=True)
    measure = MEASURES["users"]
    for panel, outcome in zip(sheet.panels, project.evaluate_all(chosen, Settings()), strict=True):
        measured = measure_outcome(measure, outcome, is_difference=True)
        assert panel.digits == measure.difference_classes.digits(measured.value.round(9))
    opened = {project.territory.insee_codes[i] for i in sheet.panels[1].opened}
    assert opened == {place for action in chosen[1].actions for place in action.places}
    with pytest.raises(InputError, match="reach, users, inhabitants"):
        describe_comparison(project, chosen, "minutes", Settings(), is_difference=False)
    with pytest.raises(InputError, match="au plus 4"):
        describe_comparison(project, chosen * 3, "users", Settings(), is_difference=False)

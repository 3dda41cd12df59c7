from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from alpsat_geo.commands.chart import (
    check_target,
    choose_criteria,
    describe_comparison,
    describe_siting,
    write_chart,
)
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.project import Project
from alpsat_geo.sources.scenarios import read_scenario

SVG_TEXT = "{http://www.w3.org/2000/svg}text"


@pytest.mark.parametrize("name", ["courbe.pdf", "courbe", "nulle-part/courbe.png"])
def test_a_file_that_cannot_be_is_refused_before_anything_is_computed(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"finissez par|n'existe pas"):
        check_target(tmp_path / name)


def test_each_answer_has_its_chart_and_a_wrong_criterion_is_named(project: Project, tmp_path: Path) -> None:
    project = project.redraw(60, 1)
    two = [read_scenario(key) for key in ("ne-rien-faire", "espaces-frugaux")]
    comparison = project.compare(two, Settings(), {})
    request = SitingRequest(2, None, ("winter",), 20.0, "coverage")
    sheets = {
        "comparaison": (describe_comparison(comparison, two, "regular_users", project), "Réseau d'espaces frugaux"),
        "implantation": (describe_siting(project, request), "espaces à ouvrir, et leur investissement"),
    }
    for name, (sheet, words) in sheets.items():
        write_chart(sheet, tmp_path / f"{name}.svg")
        drawn = fromstring((tmp_path / f"{name}.svg").read_text("utf-8"))  # noqa: S314 - our own drawing
        assert words in {text.text for text in drawn.iter(SVG_TEXT)}
    with pytest.raises(InputError, match="« beauty » n'existe pas : choisissez parmi"):
        choose_criteria("beauty", CRITERIA)

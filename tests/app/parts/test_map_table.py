"""The table of the maps says what the maps say, commune by commune."""

from __future__ import annotations

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.report.measures import MEASURES, measure_outcome
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

TWO = ("ne-rien-faire", "espaces-frugaux")


def test_each_map_of_a_comparison_has_its_column() -> None:
    text = read_text(open_box(open_page("pages/comparer.py", scenarios=",".join(TWO)), "tableau_cartes"))
    project = wiring.load_embedded()
    outcomes = project.evaluate_all(project.find_scenarios(TWO), Settings())
    shown = [measure_outcome(MEASURES["reach"], outcome, is_difference=False).texts for outcome in outcomes]
    for name, before, after in zip(project.territory.communes.names, *shown, strict=True):
        assert f"{name} {before} {after}".replace("\u00a0", " ") in text.replace("\u00a0", " ")


def test_the_map_of_a_scenario_has_its_table_too() -> None:
    app = open_page("pages/actions.py", volet="carte")
    text = read_text(open_box(app, "tableau_cartes"))
    assert "Briançon" in text

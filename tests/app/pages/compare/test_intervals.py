from __future__ import annotations

import pytest

from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.report.plots.intervals import list_rows
from tests.app.visits import open_box, open_page

pytestmark = pytest.mark.usefixtures("in_project")

TWO = ("ne-rien-faire", "espaces-frugaux")


def test_each_scenario_has_its_interval_and_what_is_without_object_has_none() -> None:
    project = load_project()
    comparison = project.compare(project.find_scenarios(TWO), Settings(), {})
    users = list_rows(CRITERIA_BY_KEY["regular_users"], comparison, ["A", "B"])
    assert [row["name"] for row in users] == ["A", "B"]
    assert all(row["low"] <= row["value"] <= row["high"] for row in users)
    balance = list_rows(CRITERIA_BY_KEY["break_even_probability"], comparison, ["A", "B"])
    assert [row["name"] for row in balance] == ["B"]


def test_the_charts_are_made_only_when_somebody_opens_them() -> None:
    app = open_page("pages/comparer.py", scenarios=",".join(TWO))
    assert len(app.get("vega_lite_chart")) == 0
    app.session_state["criteres_en_graphique"] = True
    opened = open_box(app, "tableau_tout")
    assert len(opened.get("vega_lite_chart")) == len(CRITERIA_BY_KEY)

from __future__ import annotations

import re

import pytest

from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.app.pages.compare.trace import write_plain, write_trace
from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from alpsat_geo.report.decision_trace import COUNTED_FIGURES
from alpsat_geo.report.language import _
from tests.app.visits import open_box, open_page, read_text
from tests.stated import QUOTE

pytestmark = pytest.mark.usefixtures("in_project")

COMPARISON = "pages/comparer.py"


def compare(*keys: str) -> Comparison:
    project = load_project()
    return project.compare(project.find_scenarios(keys), Settings(), {})


@pytest.mark.parametrize("key", list(CRITERIA_BY_KEY))
def test_every_figure_is_recomputed_and_reads_in_french(key: str) -> None:
    comparison = compare("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")
    markup = write_trace(CRITERIA_BY_KEY[key], comparison, 2)
    shown, again = re.findall(r"(?:retenues|ci-dessous) : ([^<]+?)\.(?: |<)", markup)
    assert shown == again
    visible = re.sub(r"<[^>]+>", " ", markup)
    # No name of the model, no missing value under its raw name.
    assert not re.search(r"\b[a-z]+_[a-z_]+\b|\b(nan|None|inf|where|sum)\b", visible)


@pytest.mark.parametrize("key", ["net_public_cost", "break_even_probability"])
def test_what_was_stated_is_recomputed_and_named_as_such(key: str) -> None:
    opening = ActionChoice("open_space", ("05065", "05003"), figures=QUOTE)
    project = load_project().add_scenarios((Scenario("saisi", "Saisi", actions=(opening,)),))
    comparison = project.compare(project.find_scenarios(("ne-rien-faire", "saisi")), Settings(), {})
    markup = write_trace(CRITERIA_BY_KEY[key], comparison, 1)
    shown, again = re.findall(r"(?:retenues|ci-dessous) : ([^<]+?)\.(?: |<)", markup)
    assert shown == again
    assert "Recettes annuelles saisies, par espace" in markup
    assert "Investissement par place, espace frugal" not in markup
    assert not re.search(r"\b[a-z]+_[a-z_]+\b", re.sub(r"<[^>]+>", " ", markup))
    said = (
        "Saisi, et non estimé, pour « Ouvrir un espace de travail » : Investissement, votre devis (€) : 48\u202f250,50"
    )
    assert said in markup
    assert said not in write_trace(CRITERIA_BY_KEY["regular_users"], comparison, 1)


def test_what_is_without_object_has_no_trace() -> None:
    comparison = compare("ne-rien-faire", "espaces-frugaux")
    assert "Sans objet" in write_trace(CRITERIA_BY_KEY["break_even_probability"], comparison, 0)


def test_the_trace_opens_on_demand_and_names_grades_and_sources() -> None:
    app = open_page(COMPARISON, scenarios="ne-rien-faire,espaces-frugaux")
    assert "Étapes du calcul" not in read_text(app)
    app.session_state["chiffres_montres"] = "trace"
    app = open_box(app, "tableau_tout")
    app.selectbox(key="trace_critere").set_value("regular_users")
    app.selectbox(key="trace_scenario_2").set_value(1)
    app.run()
    text = read_text(app)
    assert "Étapes du calcul" in text
    assert "C · cas comparable" in text
    assert "DARES 2024 : 98\u202f% des télétrava" in text
    # What is counted over the whole comparison has no scenario of its own, and rests on the actions.
    for figure, unit in (
        ("cost_per_result", "€/an pour un de plus"),
        ("entry_prices", "€/an"),
        ("information", "€/an"),
    ):
        app.selectbox(key="trace_critere").set_value(figure).run()
        text = read_text(app)
        assert f"{_(COUNTED_FIGURES[figure])} {unit}" in text
        assert "Les hypothèses de ces actions" in text
    app.selectbox(key="trace_critere").set_value("signposts").run()
    text = read_text(app)
    assert f"{COUNTED_FIGURES['signposts']} usagers" in text
    assert load_project().table["investment_resold_share"].label in text
    assert not app.exception


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (33_484.0, "33\u202f484"),
        (20.0, "20"),
        (0.032, "0,032"),
        (64.5415844, "64,542"),
        (1234.56, "1\u202f234,6"),
        (-2.5, "\u22122,5"),
        (float("nan"), "donnée absente"),
    ],
)
def test_numbers_of_a_calculation_are_plain(value: float, text: str) -> None:
    assert write_plain(value) == text

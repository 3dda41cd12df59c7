from __future__ import annotations

import re

import pytest

from alpsat_geo.app.core.wiring import load_project
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.robustness import switching_values, tornado, verify_first
from alpsat_geo.report.address.codecs import Points
from alpsat_geo.report.questions import Inquiry, Situation, examine, find_reversals
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

COMPARISON = "pages/comparer.py"
THREE = ("ne-rien-faire", "plateforme-et-accueil", "espaces-frugaux")


def ask(points: Points) -> Inquiry:
    project = load_project()
    return Inquiry(Situation(project, project.find_scenarios(THREE), Settings()), points)


def test_what_to_verify_first_or_that_nothing_alone_decides_is_always_said() -> None:
    text = read_text(open_box(open_page(COMPARISON, scenarios=",".join(THREE)), "tableau_verifier"))
    assert "À vérifier d'abord" in text
    assert ("Aucune vérification, à elle seule" in text) != ("des cas ; à vérifier par" in text)


def test_the_examination_is_that_of_the_model() -> None:
    inquiry = ask(())
    comparison, found = inquiry.comparison, find_reversals(inquiry)
    assert examine(inquiry).priorities == verify_first(comparison)
    assert found.bars == tornado(comparison)
    assert found.switches == switching_values(comparison)


def test_another_comparison_is_examined_anew() -> None:
    assert find_reversals(ask(())).bars != find_reversals(ask((("net_public_cost", 100),))).bars


def test_the_tornado_and_the_switching_values_open_on_demand() -> None:
    app = open_page(COMPARISON, scenarios=",".join(THREE))
    assert "une hypothèse bougée à la fois" not in read_text(app)
    text = read_text(open_box(app, "tableau_bascule"))
    assert "une hypothèse bougée à la fois" in text
    assert "À partir de quelle valeur le classement change" in text
    assert "Nouveaux arrivants actifs pour 1\u202f000 habitants et par an" in text
    assert not re.search(r"\b(nan|None|inf|NaN)\b", text)

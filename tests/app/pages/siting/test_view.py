from __future__ import annotations

import re
from typing import Any

import pytest

from alpsat_geo.commands.site import site_document
from alpsat_geo.compute.siting.request import SitingRequest
from alpsat_geo.compute.summary import Interval
from alpsat_geo.project import Project
from alpsat_geo.report.dossier.wording import write_interval, write_middle, write_with_unit
from alpsat_geo.report.figures import format_share
from tests.app.visits import open_box, open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

SITING, COMPARISON = "pages/implanter.py", "pages/comparer.py"
NO_RAW_VALUE = re.compile(r"\b(nan|None|inf|NaN|frugals|coverage|milp|enumeration)\b")


def test_the_best_plan_is_said_with_what_existing_spaces_give_alone() -> None:
    text = read_text(open_page(SITING))
    assert "Le meilleur plan ouvre 3 espaces : Château-Ville-Vieille, Guillestre, Puy-Saint-Vincent" in text
    assert "par rapport aux espaces existants seuls (34 usagers possibles)" in text
    assert "41 plans à moins de 2\u202f% du meilleur" in text
    assert "plans listés seulement" not in text
    # 36 choose 3.
    assert "Les 7\u202f140 combinaisons de communes ont toutes été examinées" in text
    assert re.search(r"environ\s9\d\u202f000\u00a0€ d'investissement \(", text)


def test_the_worst_of_both_seasons_with_one_per_epci_has_many_plans() -> None:
    text = read_text(open_page(SITING, **{"pire": "oui", "par-epci": "oui"}))
    assert "65 plans à moins de 2\u202f% du meilleur" in text
    assert "saison : hiver" in text


@pytest.mark.parametrize("aim", ["douce", "seuil", "minutes", "plus-loin"])
@pytest.mark.parametrize("existing", ["oui", "non"])
def test_every_objective_reads_in_french(aim: str, existing: str) -> None:
    app = open_page(SITING, objectif=aim, espaces="2", **{"sans-existant": existing})
    for key in ("tableau_implanter", "tableau_plans", "tableau_courbe"):
        app.session_state[key] = True
    app.run()
    assert not app.exception
    text = read_text(app)
    assert not NO_RAW_VALUE.search(text)
    assert "Part des plans" in text
    assert "5 espaces" in text


def test_soft_and_hard_coverage_are_told_apart_in_one_sentence() -> None:
    soft, hard = (read_text(open_page(SITING, minutes="15", **query)) for query in ({}, {"objectif": "seuil"}))
    assert "la moitié vient encore à 15\u00a0min" in soft
    assert "Tous les usagers comptent jusqu'à 15\u00a0min, plus aucun une minute après" in hard


def test_each_space_has_its_card_beside_the_warning_case() -> None:
    text = read_text(open_page(SITING, type="standard", espaces="1"))
    for words in ("Usagers nécessaires", "Capacité", "Chances de couvrir", "Recettes / coût", "ne couvre pas"):
        assert words in text
    assert "La Cordée, Lamure-sur-Azergues" in text
    assert "l'exploitant s'est retiré au bout de 3 ans" in text


def test_a_space_that_even_full_cannot_balance_is_said_so() -> None:
    # Ten desks hold at most 33 users; a standard space needs more than its capacity in most draws.
    assert "Ne peut pas couvrir ses frais, même plein." in read_text(open_page(SITING, type="standard", espaces="1"))


def test_a_budget_decides_how_many_spaces() -> None:
    app = open_page(SITING, budget="72000")
    assert app.select_slider(key="choix_budget_frugal").value == 72_000
    text = read_text(app)
    assert "Le meilleur plan ouvre 2 espaces" in text
    # 36 single places and 36 choose 2 pairs.
    assert "Les 666 combinaisons" in text


def test_a_budget_that_the_page_does_not_offer_becomes_the_nearest() -> None:
    app = open_page(SITING, budget="1000", type="standard")
    assert app.select_slider(key="choix_budget_standard").value == 200_000
    assert "Le meilleur plan ouvre 1 espace" in read_text(app)


def test_too_few_spaces_for_the_rule_is_one_french_sentence() -> None:
    text = read_text(open_page(SITING, espaces="2", **{"par-epci": "oui"}))
    assert "2 espace(s) pour 3 communautés de communes" in text


def test_beyond_enumeration_the_gap_is_proven_and_said() -> None:
    text = read_text(open_page(SITING, espaces="7", objectif="plus-loin"))
    assert "programmation en nombres entiers" in text
    assert re.search(r"à 0,0\u202f% au plus de l'optimum", text)
    assert "liste incomplète" in text
    assert "une commune jamais retenue ici peut l'être dans un autre plan" in text


def test_the_plan_becomes_a_scenario_that_the_comparison_offers() -> None:
    app = open_page(SITING, espaces="2")
    app.button(key="ajouter_plan").click().run()
    assert not app.exception
    assert "« Ouvrir 2 espaces frugaux » est ajouté à vos scénarios." in read_text(app)
    app.switch_page(COMPARISON).run()
    assert not app.exception
    chosen = app.button_group(key="choix_scenarios").value
    assert chosen == ["ne-rien-faire", "animer-existant", "ouvrir-2-frugal"]
    assert "Ouvrir 2 espaces frugaux" in read_text(app)


def test_the_table_sorts_communes_by_how_often_they_are_chosen() -> None:
    app = open_box(open_page(SITING), "tableau_implanter")
    app.selectbox(key="tri_implanter").set_value("Part des plans")
    app.toggle(key="sens_implanter").set_value(True)
    app.run()
    text = read_text(app)
    table = text[text.index("Commune Communauté de communes Part des plans") :]
    first = table.index("Guillestre")
    assert first < table.index("Briançon")
    assert table[first : first + 200].count("souvent") == 1


def test_a_commune_that_is_chosen_is_tried_with_the_figures_of_the_command(project: Project) -> None:
    asked = SitingRequest(3, None, ("summer",), 25.0, "coverage")
    document: Any = site_document(project, asked, "05026")
    text = read_text(open_page(SITING, commune="05026", saison="ete", minutes="25"))
    told = document["test"]
    for users in (told["users"][key] for key in ("served", "net_new", "employees", "independents", "visitors")):
        assert write_interval(read_interval(users)) in text
    # The trial and the plan beside it: one definition of each cost.
    for costs in (told["cost"], document["cost"]):
        for key in ("capex_eur", "opex_eur_per_year", "net_annual_eur"):
            assert write_with_unit(read_interval(costs[key]), "€") in text
    nearest = max(told["users"]["origin_share_by_commune"].items(), key=lambda pair: pair[1])
    name = project.territory.communes.names[project.baseline.commune_position(nearest[0])]
    assert f"{name} {format_share(nearest[1])}" in text
    assert "Ceillac, avec un espace frugal de plus." in text
    assert "Quand le fermer" in text


def test_the_curve_says_what_the_plan_costs_elsewhere(project: Project) -> None:
    document: Any = site_document(project, SitingRequest(3, None, ("winter",), 20.0, "coverage"))
    curve = read_text(open_box(open_page(SITING), "tableau_courbe"))
    assert write_middle(read_interval(document["cost"]["capex_eur"]), "€") in curve.partition("3 espaces")[2]


def read_interval(figure: dict[str, float]) -> Interval:
    return Interval(figure["low"], figure["value"], figure["high"])

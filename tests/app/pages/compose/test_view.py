"""The page of composing says what the command says, moves its budget at once, and makes a scenario in one click."""

from __future__ import annotations

import re
import time

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.commands.compose import Call, compose, composition_text
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.answer import answer_question
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState, from_query, to_query
from alpsat_geo.report.composition.question import Offer, read_offer, read_question
from alpsat_geo.report.composition.words import PURPOSES, tell_step_price
from alpsat_geo.report.decision import write_cost_per_result
from tests.app.visits import open_box, open_page, read_text
from tests.machine import measure_unit_s

pytestmark = pytest.mark.usefixtures("in_project")

COMPOSING, COMPARISON = "pages/composer.py", "pages/comparer.py"
CHEAPEST = "shared_platform"
DEFAULT = Offer(Settings())


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_the_page_and_the_command_say_the_same(project: Project) -> None:
    composition = compose(project, Call(Question(budget_eur_per_year=60_000.0), Settings()))
    page = open_page(COMPOSING)
    text = plain(read_text(page))
    for row, programme in enumerate(composition.answer.programmes, start=1):
        if row == 1:
            assert all(PURPOSES[purpose] in text for purpose in programme.purposes)
            for price in composition.measured.prices_of_results:
                if price.is_asked_first:
                    cost = write_cost_per_result(composition.appraisal.cost_per_result(row, price.key), price)
                    assert plain(cost) in text
                    assert plain(cost) in plain(composition_text(project, composition))
    tables = plain(read_text(open_box(page, "tableau_raisons")))
    for rungs in composition.answer.ladders.values():
        assert all(plain(tell_step_price(rung)) in tables for rung in rungs)
    assert not re.search(r"\b(nan|None|inf|NaN)\b", tables)


def test_the_answer_changes_with_the_budget_the_season_the_minutes_the_payer_and_what_is_required(
    project: Project,
) -> None:
    written = set()
    for offer, question in (
        (DEFAULT, Question(60_000.0)),
        (DEFAULT, Question(5_000.0)),
        (DEFAULT, Question(130_000.0)),
        (Offer(Settings("summer")), Question(60_000.0)),
        (Offer(Settings("winter", 30.0)), Question(60_000.0)),
        (Offer(Settings(), places=("05065",)), Question(60_000.0, required=frozenset({"open_space:05065"}))),
    ):
        answered = wiring.evaluate_programmes(project, offer).answer(question, project.territory)
        written.add((answered.sentence, *(one.card for one in answered.programmes)))
    assert len(written) == 6


def test_the_page_speaks_the_language_of_its_visit() -> None:
    text = read_text(open_page(COMPOSING, langue="de"))
    assert "Avec 60" not in text
    assert "Le plus d'habitants" not in text


def test_a_budget_moves_at_once_and_what_the_cheapest_costs_is_said() -> None:
    project = wiring.load_embedded()
    programmes = wiring.evaluate_programmes(project, DEFAULT)
    started = time.thread_time()
    for budget in range(10_000, 110_000, 10_000):
        question = read_question(AppState(composing_budget_eur=budget), programmes.problem.keys)
        programmes.answer(question, project.territory)
    # Ten moves, all that is written of them included, by the clock of this thread.
    assert time.thread_time() - started < 25 * measure_unit_s()
    app = open_page(COMPOSING, **{"budget-annuel": "5000"})
    assert app.select_slider(key="choix_budget_annuel").value == 5000
    assert "le moins cher de ceux qui en apportent demande" in plain(read_text(app))


def test_a_programme_becomes_a_scenario_that_the_comparison_offers() -> None:
    app = open_page(COMPOSING, exigees=CHEAPEST, **{"budget-annuel": "300000"})
    assert "Site internet commun (plateforme)" in read_text(app)
    app.button(key="ajouter_programme").click().run()
    assert not app.exception
    assert re.search(r"« Programme à 300\s000\s€ par an » est ajouté à vos scénarios", read_text(app))
    app.switch_page(COMPARISON).run()
    assert not app.exception
    assert app.button_group(key="choix_scenarios").value == ["ne-rien-faire", "programme-300000"]
    assert re.search(r"Programme à 300\s000\s€ par an", read_text(app))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"exigees": CHEAPEST, "refusees": f"{CHEAPEST},inconnue"}, "est à la fois exigée et refusée"),
        ({"lieux": "99999"}, "99999"),
        ({"exigees": CHEAPEST, "investissement": "0"}, "Aucun programme permis ne tient sous un investissement de 0 €"),
        ({"investissement": "-3"}, "qui n'existe pas : valeur par défaut affichée"),
        ({"exigees": CHEAPEST, "budget-annuel": "0"}, "Aucun programme permis ne tient sous un budget de 0 € par an"),
    ],
)
def test_what_cannot_be_asked_is_one_sentence(query: dict[str, str], sentence: str) -> None:
    app = open_page(COMPOSING, **query)
    assert sentence in read_text(app).replace("\u00a0", " ")
    assert "Traceback" not in read_text(app)
    assert app.select_slider(key="choix_budget_annuel").label


def test_what_cannot_be_asked_is_said_in_the_language_of_the_page() -> None:
    text = read_text(open_page(COMPOSING, exigees=CHEAPEST, investissement="0", langue="de"))
    assert "Kein zulässiges Programm passt in eine Investition von 0\u00a0€: Heben Sie diese Obergrenze an" in text
    assert "Aucun programme" not in text


def test_every_choice_is_kept_in_the_address_and_asked_of_the_model() -> None:
    query = {
        "budget-annuel": "90000",
        "investissement": "200000",
        "payeur": "petr",
        "certitude": "95",
        "lieux": "05065,05023",
        "prix": "inhabitant=1500",
        "un-par-epci": "oui",
    }
    current, notices = from_query(query)
    assert notices == ()
    assert query.items() <= to_query(current).items()
    assert read_offer(current) == Offer(Settings(), ("05065", "05023"))
    assert read_question(current, ()) == Question(90_000.0, 200_000.0, 0.95, "petr", is_one_per_epci=True)
    app = open_page(COMPOSING, **query)
    assert app.number_input(key="choix_investissement").value == 200_000
    assert app.select_slider(key="effort_inhabitant").value == 1_500
    assert app.multiselect(key="choix_lieux").value == ["05065", "05023"]
    # A visit that chooses nothing has the address that it always had.
    assert list(to_query(AppState())) == ["v"]


def test_a_programme_does_what_its_portfolio_holds() -> None:
    project = wiring.load_embedded()
    programmes = wiring.evaluate_programmes(project, DEFAULT)
    question = Question(budget_eur_per_year=90_000.0)
    answer = answer_question(programmes.measured, question)
    written = programmes.answer(question, project.territory)
    for found, shown in zip(answer.programmes, written.programmes, strict=True):
        held = {key.split(":")[0] for key in programmes.measured.held(found.portfolio)}
        assert {choice.type_key for choice in shown.scenario.actions} == held


def test_an_answer_leaves_alone_the_lists_in_which_one_types() -> None:
    app = open_page(COMPOSING, exigees=CHEAPEST, lieux="05065")
    # The browser tells what it has drawn.
    app.run()
    held = {box.key: box.value for box in app.multiselect}
    app.select_slider(key="choix_budget_annuel").set_value(200_000).run()
    assert not app.exception
    assert [box.proto.set_value for box in app.multiselect] == [False] * 3
    assert {box.key: box.value for box in app.multiselect} == held
    assert held["choix_exigees"] == [CHEAPEST]
    assert held["choix_lieux"] == ["05065"]

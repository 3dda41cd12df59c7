"""The page of composing says what the command says, moves its budget at once, and makes a scenario in one click."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.commands.compose import Call, compose, composition_document
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.question import read_question
from alpsat_geo.report.figures import format_share
from tests.app.visits import open_page, read_text

pytestmark = pytest.mark.usefixtures("in_project")

COMPOSING, COMPARISON = "pages/composer.py", "pages/comparer.py"
CHEAPEST = "shared_platform"


def test_the_page_and_the_command_give_the_same_shares(project: Project) -> None:
    told: dict[str, Any] = dict(
        composition_document(project, compose(project, Call(Question(budget_eur_per_year=60_000.0), Settings())))
    )
    text = read_text(open_page(COMPOSING))
    labels = {candidate["key"]: candidate["label"] for candidate in told["candidates"]}
    assert len(labels) == len(told["held"]) >= 10
    for key, share in told["held"].items():
        assert f"{labels[key]} {format_share(float(share))}" in text
    assert f"Ne rien faire est le meilleur programme dans {format_share(float(told['nothing']))}" in text
    assert not re.search(r"\b(nan|None|inf|NaN|outweighed|too_expensive)\b", text)


def test_a_budget_moves_at_once_and_what_it_cannot_pay_stays_in_sight() -> None:
    project = wiring.load_embedded()
    programmes = wiring.evaluate_programmes(project, Settings())
    started = time.process_time()
    for budget in range(10_000, 110_000, 10_000):
        answer_question(
            programmes.scored, read_question(AppState(composing_budget_eur=budget), programmes.problem.keys)
        )
    # One move, by the clock of this process alone; a tenth of a second is at once.
    assert (time.process_time() - started) / 10 < 0.1
    app = open_page(COMPOSING, **{"budget-annuel": "5000"})
    assert app.select_slider(key="choix_budget_annuel").value == 5000
    markup = " ".join(str(block.proto.body) for block in app.get("html"))
    greyed = re.findall(r'<div class="ag-unaffordable">.*?<b>(.*?)</b>', markup)
    assert greyed
    assert "hors budget" in read_text(app)


def test_the_best_programme_becomes_a_scenario_that_the_comparison_offers() -> None:
    app = open_page(COMPOSING, exigees=CHEAPEST, **{"budget-annuel": "300000"})
    assert "Plateforme numérique mutualisée" in read_text(app)
    app.button(key="ajouter_programme").click().run()
    assert not app.exception
    assert re.search(r"« Programme à 300\s000\s€ par an » est ajouté à vos scénarios", read_text(app))
    app.switch_page(COMPARISON).run()
    assert not app.exception
    assert app.button_group(key="choix_scenarios").value == ["ne-rien-faire", "programme-300000"]
    assert re.search(r"Programme à 300\s000\s€ par an : coût public par an", read_text(app))


def test_what_cannot_be_asked_is_one_sentence() -> None:
    app = open_page(COMPOSING, exigees=CHEAPEST, refusees=f"{CHEAPEST},inconnue")
    assert "est à la fois exigée et refusée" in read_text(app)
    app = open_page(COMPOSING, exigees=CHEAPEST, **{"budget-annuel": "0"})
    assert app.get("html")
    assert not [button for button in app.button if button.key == "ajouter_programme"]


def test_a_programme_does_what_its_portfolio_holds() -> None:
    project = wiring.load_embedded()
    programmes = wiring.evaluate_programmes(project, Settings())
    question = Question(budget_eur_per_year=90_000.0)
    for portfolio in (1, 2048, 4095):
        programme = programmes.make_scenario(portfolio, question)
        held = {(key.split(":")[0]) for key in programmes.scored.held(portfolio)}
        assert {choice.type_key for choice in programme.actions} == held

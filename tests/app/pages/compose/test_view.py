"""The page of composing says what the command says, moves its budget at once, and makes a scenario in one click."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest

from alpsat_geo.app.core import wiring
from alpsat_geo.commands.compose import Call, compose, composition_document, composition_text
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState, from_query, to_query
from alpsat_geo.report.composition.question import Offer, read_offer, read_question
from alpsat_geo.report.composition.sentence import say_answer
from alpsat_geo.report.figures import format_share, tell_change, tell_range
from tests.app.visits import open_box, open_page, read_text
from tests.machine import measure_unit_s

pytestmark = pytest.mark.usefixtures("in_project")

COMPOSING, COMPARISON = "pages/composer.py", "pages/comparer.py"
CHEAPEST = "shared_platform"
DEFAULT = Offer(Settings())


def test_the_page_and_the_command_say_the_same(project: Project) -> None:
    composition = compose(project, Call(Question(budget_eur_per_year=60_000.0), Settings()))
    told: dict[str, Any] = dict(composition_document(project, composition))
    page = open_page(COMPOSING)
    text = read_text(page)
    labels = {candidate["key"]: candidate["label"] for candidate in told["candidates"]}
    assert len(labels) == len(told["held"]) >= 10
    for key, share in told["held"].items():
        shown = f"{labels[key]} {format_share(float(share))}"
        assert (shown in text) == (share >= 0.005)
        assert labels[key] in text
    for line in composition_text(project, composition).splitlines()[1:3]:
        assert re.sub(r"\s+", " ", line) in re.sub(r"\s+", " ", text)
    first = told["first_step"]
    assert first["candidates"] == [CHEAPEST]
    cost = first["net_public_cost"]
    gain = first["gains"]["additional_inhabitants"]
    for one in (
        tell_range(cost["low"], cost["value"], cost["high"], "€"),
        tell_change(gain["low"], gain["value"], gain["high"], "habitants"),
    ):
        assert re.sub(r"\s", " ", one) in re.sub(r"\s+", " ", text)
    reasons = read_text(open_box(page, "tableau_raisons"))
    assert re.search(r"à aucun des budgets essayés \(jusqu'à [\d\s]+€ par an\)", reasons)
    assert not re.search(r"\b(nan|None|inf|NaN|outweighed|too_expensive)\b", reasons)


def test_the_sentence_changes_with_the_budget_the_season_the_minutes_the_payer_and_the_worth(project: Project) -> None:
    sentences = set()
    for offer, question in (
        (DEFAULT, Question(60_000.0)),
        (DEFAULT, Question(5_000.0)),
        (DEFAULT, Question(60_000.0, payer="petr")),
        (DEFAULT, Question(40_000.0)),
        (Offer(Settings("summer")), Question(40_000.0)),
        (Offer(Settings("winter", 30.0)), Question(60_000.0)),
        (Offer(Settings(), inhabitant_eur_per_year=8_000.0), Question(60_000.0)),
        (Offer(Settings(), places=("05065",)), Question(60_000.0, required=frozenset({"open_space:05065"}))),
    ):
        programmes = wiring.evaluate_programmes(project, offer)
        answer = answer_question(programmes.scored, question)
        said = say_answer(programmes.problem, programmes.scored, question, answer, project.territory)
        assert len(said.headline) <= 160
        sentences.add((said.headline, said.details))
    assert len(sentences) == 8
    assert any("à soutenir d'abord : site internet commun (plateforme)" in headline for headline, _details in sentences)
    # What is required is not what the model would choose: doing nothing was not in the choice.
    required = next(
        details for headline, details in sentences if "ouvrir un espace de travail à Guillestre" in headline
    )
    assert required.endswith("parmi ceux qui contiennent ce que vous exigez.")
    assert any("Aucune action ne tient sous ce plafond." in details for _headline, details in sentences)


def test_the_page_speaks_the_language_of_its_visit() -> None:
    assert "bleibt Nichtstun das beste Programm" in read_text(open_page(COMPOSING, langue="de"))


def test_a_budget_moves_at_once_and_what_it_cannot_pay_stays_in_sight() -> None:
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
    markup = " ".join(str(block.proto.body) for block in app.get("html"))
    assert re.search(r'<p class="ag-unaffordable">Hors budget\u00a0: [^<]+Accueil et accompagnement', markup)


def test_the_best_programme_becomes_a_scenario_that_the_comparison_offers() -> None:
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
        ({"taux": "0"}, "additional_inhabitants"),
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
        "taux": "1500",
        "un-par-epci": "oui",
    }
    current, notices = from_query(query)
    assert notices == ()
    assert query.items() <= to_query(current).items()
    assert read_offer(current) == Offer(Settings(), ("05065", "05023"), inhabitant_eur_per_year=1500.0)
    assert read_question(current, ()) == Question(90_000.0, 200_000.0, 0.95, "petr", is_one_per_epci=True)
    app = open_page(COMPOSING, **query)
    assert [app.number_input(key=key).value for key in ("choix_investissement", "choix_taux")] == [200_000, 1500]
    assert app.multiselect(key="choix_lieux").value == ["05065", "05023"]
    # A visit that chooses nothing has the address that it always had.
    assert list(to_query(AppState())) == ["v"]


def test_a_programme_does_what_its_portfolio_holds() -> None:
    project = wiring.load_embedded()
    programmes = wiring.evaluate_programmes(project, DEFAULT)
    question = Question(budget_eur_per_year=90_000.0)
    for portfolio in (1, 2048, 4095):
        programme = programmes.make_scenario(portfolio, question)
        held = {(key.split(":")[0]) for key in programmes.scored.held(portfolio)}
        assert {choice.type_key for choice in programme.actions} == held


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

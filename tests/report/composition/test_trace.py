"""What is said of programmes is what was measured of them."""

from __future__ import annotations

import html
import re

import pytest

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.answer import answer_question
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.summary import summarise_draws
from alpsat_geo.project import Project
from alpsat_geo.report.address.app_state import AppState
from alpsat_geo.report.composition.markup import say_answer
from alpsat_geo.report.composition.question import Offer, Programmes, measure_programmes, read_prices
from alpsat_geo.report.composition.words import name_candidates, tell_step, tell_step_price
from alpsat_geo.report.decision import ANSWER_AT_MOST, write_cost_per_result
from alpsat_geo.report.dossier.wording import write_interval
from alpsat_geo.report.figures import format_number
from alpsat_geo.report.markup import Markup

QUESTION = Question(60_000.0)


@pytest.fixture(scope="module")
def programmes(project: Project) -> Programmes:
    return measure_programmes(project, Offer(Settings()))


def read(markup: Markup | str) -> str:
    """Return the words of HTML."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).strip()


def test_every_programme_is_told_with_what_its_results_cost(programmes: Programmes, project: Project) -> None:
    measured = programmes.measured
    answer = answer_question(measured, QUESTION)
    written = programmes.answer(QUESTION, project.territory)
    assert [one.title for one in written.programmes] == ["Le plus d'habitants", "Le plus d'usagers"]
    appraisal = measured.appraise([one.portfolio for one in answer.programmes])
    for row, shown in enumerate(written.programmes, start=1):
        for price in measured.prices_of_results:
            if price.is_asked_first:
                assert read(write_cost_per_result(appraisal.cost_per_result(row, price.key), price)) in read(shown.card)
        assert "ces prix" not in read(shown.card)
    assert len({one.scenario.key for one in written.programmes}) == len(written.programmes)
    priced = programmes.answer(QUESTION, project.territory, {"inhabitant": 3_000.0})
    assert all("Vaut son coût à ces prix" in read(one.card) for one in priced.programmes)


def test_the_answer_is_one_sentence_and_never_begins_with_doing_nothing(
    programmes: Programmes, project: Project
) -> None:
    sentences = set()
    for budget in (10_000.0, 40_000.0, 60_000.0, 300_000.0):
        question = Question(budget)
        answer = answer_question(programmes.measured, question)
        appraisal = programmes.measured.appraise([one.portfolio for one in answer.programmes])
        said = say_answer(programmes.measured, appraisal, question, answer)
        for row, programme in enumerate(answer.programmes, start=1):
            if "inhabitant" in programme.purposes:
                assert f"{write_interval(summarise_draws(appraisal.results[0, row]))} habitants de plus" in said
        assert len(said) <= ANSWER_AT_MOST
        assert "ne rien faire" not in said.lower()
        sentences.add(said)
    assert len(sentences) == 4
    assert "le moins cher de ceux qui en apportent demande" in read(
        programmes.answer(Question(1_000.0), project.territory).sentence
    )


def test_the_ladder_is_drawn_told_and_listed(programmes: Programmes, project: Project) -> None:
    written = programmes.answer(QUESTION, project.territory)
    answer = answer_question(programmes.measured, QUESTION)
    names = name_candidates(programmes.problem, project.territory)
    for drawing, rungs in zip(written.ladders, answer.ladders.values(), strict=True):
        assert drawing.count("<circle") == len(rungs)
        assert "60\u202f000" in drawing
        assert 'role="img"' in drawing
        for rung in rungs:
            assert read(tell_step(rung, names)) in read(written.steps)
            assert read(tell_step_price(rung)) in read(written.steps)


def test_the_map_shows_where_a_programme_acts(programmes: Programmes, project: Project) -> None:
    written = programmes.answer(Question(300_000.0, required=frozenset({"open_space:05065"})), project.territory)
    for shown in written.programmes:
        assert "05065" in shown.places.opened
        position = project.territory.insee_codes.index("05065")
        assert shown.places.digits[position] == "1"
        assert shown.places.texts[position] == "Ouvrir un espace de travail"


def test_refusals_and_the_trace_count_what_was_evaluated(programmes: Programmes, project: Project) -> None:
    answer = answer_question(programmes.measured, QUESTION)
    names = name_candidates(programmes.problem, project.territory)
    told = read(programmes.answer(QUESTION, project.territory).fates)
    assert answer.fates
    assert all(names[fate.key] in told for fate in answer.fates)
    trace = read(programmes.trace(QUESTION))
    assert format_number(len(programmes.measured.members)).replace("\u202f", " ") in trace
    assert format_number(int(answer.feasible.sum())).replace("\u202f", " ") + " tiennent" in trace


def test_where_nothing_is_worth_its_cost_at_the_set_prices_it_is_said(programmes: Programmes, project: Project) -> None:
    for prices, is_said in (({}, False), ({"inhabitant": 100.0}, True), ({"inhabitant": 5_000.0}, False)):
        sentence = read(programmes.answer(QUESTION, project.territory, prices).sentence)
        assert ("aucun programme qui tient sous ce budget ne vaut son coût" in sentence) == is_said


def test_a_link_makes_nobody_wait_for_what_takes_half_a_minute() -> None:
    current = AppState(prices=(("tonne", 250), ("user", 3_000)))
    assert read_prices(current) == {"user": 3_000.0}

"""Where the figures of an answer come from: weights, anchors and assumptions as they are used."""

from __future__ import annotations

import re
from html import unescape

import numpy as np
import pytest

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import answer_question
from alpsat_geo.compute.summary import Interval
from alpsat_geo.project import Project
from alpsat_geo.report.composition.question import Offer, Programmes, score_programmes
from alpsat_geo.report.composition.sentence import tell_gains


@pytest.fixture(scope="module", name="rated")
def rate(project: Project) -> Programmes:
    return score_programmes(project, Offer(Settings(), inhabitant_eur_per_year=3_000.0))


def read(markup: str) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", markup)))


def test_a_trace_names_weights_anchors_and_assumptions(rated: Programmes) -> None:
    question = Question(60_000.0)
    text = read(rated.trace(question))
    decision = rated.problem.decision
    for criterion in rated.scored.criteria:
        assert (criterion.label in text) or not rated.scored.applicable[rated.scored.criteria.index(criterion)]
        assert decision.anchors[criterion.key].reason in text
    answer = answer_question(rated.scored, question)
    assert f"{answer.feasible.sum()} tiennent" in text
    # One point of score is what a hundredth of the whole is worth.
    worth = int(re.search(r"un point de note vaut ([\d ]+) €", text.replace("\u202f", " "))[1].replace(" ", ""))  # type: ignore[index]
    assert worth == pytest.approx(rated.scored.eur_per_score / 100, rel=0.05)
    assert "hypothèses tirées, priorités données" in text


def test_weights_at_a_rate_are_the_same_in_every_simulation(rated: Programmes) -> None:
    weights = rated.scored.weights
    np.testing.assert_allclose(weights.sum(axis=1), 1)
    assert (weights == weights[0]).all()
    # An inhabitant is worth what was said, money between its anchors being worth its weight.
    keys = [criterion.key for criterion in rated.scored.criteria]
    people, money = keys.index("additional_inhabitants"), keys.index("net_public_cost")
    swings = [abs(np.subtract(*rated.problem.decision.anchor_bounds(key))) for key in keys]
    assert weights[0, people] / swings[people] == pytest.approx(3_000 * weights[0, money] / swings[money])


def test_gains_are_told_in_people_and_say_when_nothing_shows() -> None:
    nothing = Interval(0, 0, 0)
    some = {"additional_inhabitants": Interval(3, 11, 30), "regular_users": Interval(0, 0.4, 3)}
    told = re.sub(r"\s", " ", tell_gains(some))
    assert told == "environ 11 habitants de plus (3 à 30) et peut-être moins de 1 usager de plus (0 à 3)"
    assert tell_gains({"regular_users": nothing}) == "sans effet qui se mesure sur les habitants ni les usagers"
    near = {"residents_within_reach": Interval(900, 1200, 1500)}
    assert "habitants de plus assez proches d'un espace" in re.sub(r"\s", " ", tell_gains(near))

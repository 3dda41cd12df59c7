"""What a programme brings, in words: people one by one, users as every page tells them."""

from __future__ import annotations

import pytest

from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.problem import Question
from alpsat_geo.compute.portfolio.robust import NOTHING, answer_question, measure_gains
from alpsat_geo.compute.summary import Interval
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.project import Project
from alpsat_geo.report.commune.sentence import tell_users_gained
from alpsat_geo.report.composition.question import Offer, Programmes, score_programmes
from alpsat_geo.report.composition.words import list_changes, tell_gain
from alpsat_geo.report.punctuation import loosen_punctuation
from tests.report.composition.test_trace import read


@pytest.fixture(scope="module", name="rated")
def rate(project: Project) -> Programmes:
    return score_programmes(project, Offer(Settings()))


@pytest.mark.parametrize(
    ("gain", "unit", "told"),
    [
        (Interval(0.0, 1.0, 3.0), "usagers", "peut-être environ 1 usager de plus (0 à 3)"),
        (Interval(1.0, 4.0, 9.0), "usagers", "environ 4 usagers de plus (1 à 9)"),
        (Interval(0.0, 1.0, 3.0), "habitants", "environ +1 habitant (0 à +3)"),
        (Interval(-3.0, -2.0, 0.0), "habitants", "environ \u22122 habitants (\u22123 à 0)"),
        (Interval(0.01, 0.02, 0.03), "part", "environ +2 points (+1 à +3)"),
    ],
)
def test_a_gain_of_one_is_singular_and_users_are_told_without_a_sign(gain: Interval, unit: str, told: str) -> None:
    assert loosen_punctuation(tell_gain(gain, unit)).replace("\u00a0", " ") == told


@pytest.mark.parametrize(("change", "told"), [(1.0, "+1,0 usager"), (1.96, "+2,0 usagers"), (-1.5, "\u22121,5 usager")])
def test_a_mean_change_has_the_number_that_it_reads(rated: Programmes, change: float, told: str) -> None:
    changes = {criterion.key: 0.0 for criterion in CRITERIA} | {"regular_users": change}
    ((_label, written),) = list_changes(rated.scored, changes)
    assert written.replace("\u00a0", " ") == told


def test_the_card_and_the_verdict_tell_users_as_the_other_pages(rated: Programmes, project: Project) -> None:
    question = Question(60_000.0)
    answer = answer_question(rated.scored, question)
    shown = answer.first_step if answer.best == NOTHING else answer.best
    assert shown is not None
    gain = measure_gains(rated.scored, shown)["regular_users"]
    written = rated.answer(question, project.territory)
    told = read(tell_users_gained(gain))
    assert f"Usagers réguliers des espaces {told}" in read(written.programme_card)
    assert f"{told}, pour" in read(written.sentence)

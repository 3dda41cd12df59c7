"""The model beside published counts."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.backtest import hold_against_counts
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.domain.errors import InputError
from alpsat_geo.sources.published_counts import read_published_counts
from tests.invented_territory import choose, plan


def test_the_interval_holds_half_of_the_counts_and_the_value_lies_among_them(
    pose: Callable[[int], DecisionProblem],
) -> None:
    problem, counts = pose(2000), read_published_counts()
    today = evaluate(DO_NOTHING, problem.baseline, problem.draws, problem.action_types)
    found = hold_against_counts(today, counts)
    values = [count.users_count / count.residents_count * 1000 for count in found.compared if count.residents_count]
    assert len(values) == len(found.compared) >= 8
    assert found.inside_count * 2 >= len(values)
    assert found.inside_count == sum(found.per_1000.low <= value <= found.per_1000.high for value in values)
    assert min(values) < found.per_1000.value < max(values)
    assert found.per_1000.value == pytest.approx(np.median(today.served_users) / 33_484 * 1000)
    # What the territory counted is predicted, not fitted.
    assert [prediction.count.place for prediction in found.predictions] == [
        "La Roche-de-Rame, Lucéo",
        "Briançon, Altipolis",
    ]
    assert not {prediction.count for prediction in found.predictions} & set(found.compared)
    for prediction in found.predictions:
        assert prediction.users.low <= prediction.count.users_count <= prediction.users.high


def test_only_doing_nothing_is_held_against_counts(pose: Callable[[int], DecisionProblem]) -> None:
    problem = pose(20)
    outcome = evaluate(plan(choose("shared_platform")), problem.baseline, problem.draws, problem.action_types)
    with pytest.raises(InputError, match="ne rien faire"):
        hold_against_counts(outcome, ())


def test_towns_members_and_undated_counts_are_not_compared() -> None:
    count = next(count for count in read_published_counts() if count.use == "fit")
    for change in ({"area_scale": "commune"}, {"counted": "membres"}, {"year": None}, {"residents_count": None}):
        assert not dataclasses.replace(count, **change).is_comparable

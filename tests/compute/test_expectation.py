from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.demand import compute_funnel
from alpsat_geo.compute.expectation import expect_users
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module", name="comparison")
def compare_six(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    return compare_scenarios(scenarios[:6], pose(4000), {})


def test_interval_of_users_and_central_value_are_both_said(comparison: Comparison) -> None:
    expected = expect_users(comparison)
    assert expected.demand_central_users == pytest.approx(46.1, rel=5e-3)
    assert 50 < expected.demand_users.value < 60
    assert expected.demand_users.low < expected.demand_central_users < expected.demand_users.value
    assert expected.demand_users.value < expected.demand_users.high


def test_spaces_fed_divide_each_draw_by_the_warning_case(comparison: Comparison) -> None:
    expected = expect_users(comparison)
    problem = comparison.problem
    demand = compute_funnel(problem.baseline, problem.draws).demand_users.sum(axis=1)
    fed = [
        float(d) / float(users)
        for d, users in zip(demand, problem.draws["space_break_even_reference_users"], strict=True)
    ]
    assert expected.reference_users == 20.0
    found = (expected.spaces_fed.low, expected.spaces_fed.value, expected.spaces_fed.high)
    assert found == pytest.approx(tuple(np.percentile(fed, [5, 50, 95])))
    assert found[0] > 1


def test_expectation_does_not_depend_on_the_scenarios(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    one, other = (compare_scenarios(s, pose(200), {}) for s in (scenarios[:3], scenarios[4:9]))
    assert expect_users(one) == expect_users(other)

"""A comparison gives the figures of pymcdm and of scikit-criteria, draw by draw and on its central values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest
from pymcdm.methods import PROMETHEE_II, TOPSIS, WSM
from pymcdm.normalizations import vector_normalization
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.cross_checks import cross_check
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.scenario import Scenario

pytestmark = pytest.mark.peers

Pose = Callable[[int], DecisionProblem]
WEIGHTED = [criterion.key for criterion in CRITERIA if criterion.is_weighted_by_default]


def value_by_hand(problem: DecisionProblem, criterion: Criterion, outcome: Outcome) -> FloatArray:
    """Value of a measure by the definition: linear between the anchors, clipped."""
    anchor = problem.anchors[criterion.key]
    best = 33_484.0 if anchor.best is None else anchor.best
    share = (criterion.measure(outcome) - anchor.worst) / (best - anchor.worst)
    return np.asarray(np.minimum(np.maximum(share, 0.0), 1.0), dtype=np.float64)


def values_by_hand(problem: DecisionProblem, outcomes: Sequence[Outcome]) -> FloatArray:
    chosen = [criterion for criterion in problem.criteria if criterion.key in WEIGHTED]
    return np.array([[value_by_hand(problem, criterion, outcome) for criterion in chosen] for outcome in outcomes])


def count_ranks(preferences: FloatArray) -> FloatArray:
    """Count ranks draw by draw, scenarios that tie sharing the places they occupy; preferences (S, D)."""
    scenario_count, draw_count = preferences.shape
    table = np.zeros((scenario_count, scenario_count))
    for d in range(draw_count):
        column = [round(float(value), 12) for value in preferences[:, d]]
        for s, value in enumerate(column):
            better, equal = sum(other > value for other in column), column.count(value)
            for place in range(better, better + equal):
                table[s, place] += 1 / equal
    shares: FloatArray = table / draw_count
    return shares


def by_pymcdm(values: FloatArray, weights: FloatArray) -> FloatArray:
    method = WSM(normalization_function=lambda x, cost=False: -x if cost else x)
    draws = range(values.shape[2])
    types = np.ones(values.shape[1])
    return np.array([method(values[:, :, d], weights[d], types, validation=False) for d in draws]).T


def by_scikit_criteria(values: FloatArray, weights: FloatArray) -> FloatArray:
    scores = []
    for d in range(values.shape[2]):
        matrix = mkdm(values[:, :, d], [max] * values.shape[1], weights=weights[d])
        scores.append(WeightedSumModel().evaluate(matrix).e_.score)
    return np.array(scores).T


@pytest.mark.parametrize("loop", [by_pymcdm, by_scikit_criteria])
def test_rank_acceptability_equals_the_loop_of_a_peer(
    pose: Pose, scenarios: tuple[Scenario, ...], loop: Callable[[FloatArray, FloatArray], FloatArray]
) -> None:
    problem = pose(60)
    comparison = compare_scenarios(scenarios, problem, Weighting(), 5)
    assert list(comparison.weighted_keys) == WEIGHTED
    values = values_by_hand(problem, comparison.outcomes)
    scores = loop(values, comparison.weights)
    np.testing.assert_allclose(comparison.scores, scores, rtol=0, atol=1e-11)
    np.testing.assert_allclose(comparison.acceptabilities.joint, count_ranks(scores), atol=1e-12)


def test_values_only_and_facts_only_hold_the_other_half_still(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = pose(150)
    chosen = scenarios[:6]
    comparison = compare_scenarios(chosen, problem, Weighting(), 5)
    centre = central_draws(problem.draws.table, problem.baseline.spaces)
    at_centre = [evaluate(scenario, problem.baseline, centre, problem.action_types) for scenario in chosen]
    fixed = values_by_hand(problem, at_centre)
    fixed = np.repeat(fixed, 150, axis=2)
    moving = values_by_hand(problem, comparison.outcomes)
    # Three objectives weigh alike; three criteria share access.
    equal = np.full((150, 5), 1 / 9)
    equal[:, [WEIGHTED.index(key) for key in ("additional_inhabitants", "net_public_cost")]] = 1 / 3
    found = comparison.acceptabilities
    np.testing.assert_allclose(found.values_only, count_ranks(by_pymcdm(fixed, comparison.weights)), atol=1e-12)
    np.testing.assert_allclose(found.facts_only, count_ranks(by_pymcdm(moving, equal)), atol=1e-12)
    np.testing.assert_allclose(found.joint, count_ranks(by_pymcdm(moving, comparison.weights)), atol=1e-12)
    assert not np.allclose(found.joint, found.values_only)
    assert not np.allclose(found.joint, found.facts_only)


def test_rankings_are_those_of_a_peer_on_the_same_values(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    comparison = compare_scenarios(scenarios, pose(20), Weighting(), 1)
    used = comparison.typical_weights > 0
    values, weights = comparison.central_values[:, used], comparison.typical_weights[used]
    types = np.ones(len(weights))
    # Topsis divides each column by its Euclidean norm; Promethee II prefers in proportion to the difference,
    # up to half of the swing.
    by_topsis = TOPSIS(normalization_function=lambda x, cost=False: vector_normalization(x, cost=cost))(
        values, weights, types, validation=False
    )
    by_promethee = PROMETHEE_II("vshape", p=np.full(len(weights), 0.5))(values, weights, types, validation=False)
    checks = {check.method: check for check in cross_check(comparison)}
    for method, scores in (("TOPSIS", by_topsis), ("PROMETHEE II", by_promethee)):
        rounded = [round(float(score), 10) for score in scores]
        assert [rounded[s] for s in checks[method].ranking] == sorted(rounded, reverse=True)
        leader = int(np.argmax(np.round(values @ weights, 12)))
        assert checks[method].disagrees == (checks[method].ranking[0] != leader)

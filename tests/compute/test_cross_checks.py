from __future__ import annotations

from collections.abc import Callable

import numpy as np
from pymcdm.methods import PROMETHEE_II, TOPSIS
from pymcdm.normalizations import vector_normalization

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.cross_checks import cross_check
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


def test_rankings_are_those_of_a_peer_on_the_same_values(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    comparison = compare_scenarios(scenarios, pose(20), Weighting(), 1)
    used = comparison.typical_weights > 0
    values, weights = comparison.central_values[:, used], comparison.typical_weights[used]
    types = np.ones(len(weights))
    # Topsis divides each column by its Euclidean norm; Promethee II prefers in proportion to the difference,
    # up to the whole swing.
    by_topsis = TOPSIS(normalization_function=lambda x, cost=False: vector_normalization(x, cost=cost))(
        values, weights, types, validation=False
    )
    by_promethee = PROMETHEE_II("vshape", p=np.ones(len(weights)))(values, weights, types, validation=False)
    checks = {check.method: check for check in cross_check(comparison)}
    for method, scores in (("TOPSIS", by_topsis), ("PROMETHEE II", by_promethee)):
        rounded = [round(float(score), 10) for score in scores]
        assert [rounded[s] for s in checks[method].ranking] == sorted(rounded, reverse=True)
        leader = int(np.argmax(np.round(values @ weights, 12)))
        assert checks[method].disagrees == (checks[method].ranking[0] != leader)


def test_two_scenarios_that_differ_on_one_criterion_leave_nothing_to_disagree(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    comparison = compare_scenarios(scenarios[:2], pose(20), Weighting(stated={"net_public_cost": 1.0}), 1)
    for check in cross_check(comparison):
        assert check.ranking == (0, 1)
        assert not check.disagrees

from __future__ import annotations

from collections.abc import Callable

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.compute.cross_checks import cross_check
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


def test_two_scenarios_that_differ_on_one_criterion_leave_nothing_to_disagree(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    comparison = compare_scenarios(scenarios[:2], pose(20), Weighting(stated={"net_public_cost": 1.0}), 1)
    for check in cross_check(comparison):
        assert check.ranking == (0, 1)
        assert not check.disagrees

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from alpsat_geo.compute.comparison import DecisionProblem, compare_scenarios
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.report.blanks import UNLISTED_SPACES
from alpsat_geo.report.caveats import list_caveats

Pose = Callable[[int], DecisionProblem]


def test_caveats_say_that_nobody_listed_the_spaces(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = pose(20)
    known = compare_scenarios(scenarios[:2], problem, {})
    assert list_caveats(known, ["A", "B"]) == []
    unlisted = replace(problem, baseline=replace(problem.baseline, knows_spaces=False))
    assert list_caveats(compare_scenarios(scenarios[:2], unlisted, {}), ["A", "B"]) == [UNLISTED_SPACES]

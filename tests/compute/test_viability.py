"""What a verdict is never given without: spaces that lose money, actions that change nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from alpsat_geo.compute import viability
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.viability import PlacedAction, Viability, judge_viability
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from tests.invented_territory import choose, plan


@pytest.fixture(scope="module")
def problem(pose: Callable[[int], DecisionProblem]) -> DecisionProblem:
    return pose(200)


def viability_of(problem: DecisionProblem, *choices: ActionChoice) -> Viability:
    outcome = evaluate(plan(*choices), problem.baseline, problem.draws, problem.action_types)
    return judge_viability(outcome, CRITERIA)


def test_itinerant_services_beside_a_fixed_one_change_nothing(problem: DecisionProblem) -> None:
    # Aiguilles has a France services; Abriès-Ristolas (05001) is within fifteen minutes of it, Ceillac (05026) is not.
    found = viability_of(problem, choose("itinerant_services", "05001", "05026"), choose("shared_platform"))
    assert found.without_effect == (PlacedAction("itinerant_services", "05001"),)
    assert found.space_count == 0


def test_a_lone_space_at_the_end_of_a_valley_is_never_called_a_success(problem: DecisionProblem) -> None:
    found = viability_of(problem, choose("open_space", "05001"))
    assert (found.hold_count, found.uncertain_count, found.lose_count) == (0, 0, 1)
    assert found.without_effect == ()
    assert found.net_public_cost_eur_per_year.value > 0


def test_every_action_of_a_scenario_is_looked_at(problem: DecisionProblem, scenarios: tuple[Scenario, ...]) -> None:
    fibre = next(scenario for scenario in scenarios if scenario.key == "services-et-fibre")
    found = viability_of(problem, *fibre.actions)
    # Fibre has no criterion of its own: the screen must say that it moves none, not that it is useless.
    assert PlacedAction("residual_fibre") in found.without_effect
    assert PlacedAction("digital_mediation") not in found.without_effect


@pytest.mark.parametrize("few", [1, 200])
def test_an_action_that_a_few_draws_acquit_is_judged_on_all_of_them(
    monkeypatch: pytest.MonkeyPatch, problem: DecisionProblem, scenarios: tuple[Scenario, ...], few: int
) -> None:
    expected = [viability_of(problem, *scenario.actions) for scenario in scenarios]
    assert any(found.without_effect for found in expected)
    monkeypatch.setattr(viability, "_FEW_DRAWS", few)
    assert [viability_of(problem, *scenario.actions) for scenario in scenarios] == expected

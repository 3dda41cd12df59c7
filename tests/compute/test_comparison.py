"""Scenarios compared by what a result costs, on the territory of the project."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.accounts import net_public_cost
from alpsat_geo.compute.comparison import FAR_MIN, DecisionProblem, compare_scenarios
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import choose, plan

Pose = Callable[[int], DecisionProblem]


def test_costs_and_results_are_those_of_the_model_less_doing_nothing(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    problem = pose(200)
    appraisal = compare_scenarios(scenarios, problem, {}).appraisal
    assert appraisal.keys[NOTHING] == DO_NOTHING.key
    assert not appraisal.costs[NOTHING].any()
    assert not appraisal.results[:, NOTHING].any()
    assert appraisal.result_keys == ("inhabitant", "user", "neighbour", "tonne")
    nothing = evaluate(DO_NOTHING, problem.baseline, problem.draws, problem.action_types, settings=problem.settings)
    for scenario in scenarios[1:4]:
        outcome = evaluate(
            scenario,
            problem.baseline,
            problem.draws,
            problem.action_types,
            settings=problem.settings,
            reference=nothing,
        )
        row = appraisal.row(scenario.key)
        np.testing.assert_array_equal(appraisal.costs[row], net_public_cost(outcome) - net_public_cost(nothing))
        inhabitants = outcome.additional_inhabitants.sum(axis=1) - nothing.additional_inhabitants.sum(axis=1)
        np.testing.assert_array_equal(appraisal.results[0, row], inhabitants)
        np.testing.assert_array_equal(appraisal.results[1, row], outcome.served_users - nothing.served_users)


def test_doing_nothing_is_on_the_map_whether_it_is_named_or_not(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    named, unnamed = (compare_scenarios(scenarios[start:4], pose(100), {}) for start in (0, 1))
    assert scenarios[0].key == DO_NOTHING.key
    assert named.appraisal.keys == unnamed.appraisal.keys
    np.testing.assert_array_equal(named.appraisal.costs, unnamed.appraisal.costs)
    assert named.position(DO_NOTHING.key) == NOTHING
    assert len(named.viabilities) == len(unnamed.viabilities) + 1


def test_the_map_of_the_project_is_the_highest_expected_net_benefit(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    appraisal = compare_scenarios(scenarios, pose(500), {}).appraisal
    found = appraisal.choice_map()
    random = np.random.default_rng(5)
    for across, up in random.uniform(0, found.limit, (10_000, 2)):
        expected = appraisal.mean_results[:, 0] * across + appraisal.mean_results[:, 1] * up - appraisal.mean_costs
        region = found.find_region(across, up)
        assert expected[region.programmes[0]] >= expected.max() - 1e-6 * abs(expected).max()


def test_what_is_measured_is_priced_again_without_an_evaluation(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = pose(200)
    first = compare_scenarios(scenarios, problem, {})
    again = compare_scenarios(scenarios, problem, {"inhabitant": 3_000.0}, remembered=first.measured)
    assert "outcomes" not in vars(again)
    assert again.appraisal is first.appraisal
    assert again.choice is not None
    assert first.choice is None
    anew = compare_scenarios(scenarios, problem, {"inhabitant": 3_000.0}, outcomes=first.outcomes)
    assert anew.choice == again.choice


def test_the_order_of_the_scenarios_only_orders_the_rows(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem, prices = pose(200), {"inhabitant": 3_000.0, "user": 4_000.0}
    one = compare_scenarios(scenarios, problem, prices)
    other = compare_scenarios(scenarios[::-1], problem, prices)
    assert one.choice is not None
    assert other.choice is not None
    assert one.appraisal.keys[one.choice.best] == other.appraisal.keys[other.choice.best]
    prices_of = [
        {c.appraisal.keys[entry.programme]: entry.price for entry in c.appraisal.entry_prices("user")}
        for c in (one, other)
    ]
    assert prices_of[0] == prices_of[1]


def test_far_communes_count_as_the_others_at_a_factor_of_1_and_more_beyond(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    problem = pose(200)
    alike, more = (
        compare_scenarios(scenarios, dataclasses.replace(problem, far_factor=factor), {}).appraisal
        for factor in (1.0, 2.0)
    )
    np.testing.assert_array_equal(alike.results, compare_scenarios(scenarios, problem, {}).appraisal.results)
    np.testing.assert_array_equal(alike.costs, more.costs)
    row = alike.row("plateforme-seule")
    added = (more.results - alike.results)[0, row]
    assert (added >= 0).all()
    assert (added <= alike.results[0, row] + 1e-9).all()
    assert added.mean() > 0
    # By hand, in one draw: newcomers of the communes that no open space is near.
    outcome = compare_scenarios(scenarios, problem, {}).outcomes[scenarios.index(find(scenarios, "plateforme-seule"))]
    spaces = outcome.baseline.spaces
    is_open = problem.draws.space_is_open[7]
    minutes = outcome.baseline.minutes[problem.settings.season]
    places = [space.commune_index for j, space in enumerate(spaces) if is_open[j]]
    far = [i for i in range(outcome.baseline.commune_count) if min(minutes[i, place] for place in places) > FAR_MIN]
    assert added[7] == pytest.approx(outcome.additional_inhabitants[7, far].sum())


def find(scenarios: tuple[Scenario, ...], key: str) -> Scenario:
    return next(scenario for scenario in scenarios if scenario.key == key)


@pytest.mark.parametrize("factor", [0.9, 3.1, float("nan")])
def test_a_factor_out_of_its_bounds_is_refused(pose: Pose, factor: float) -> None:
    with pytest.raises(InputError, match="de 1 à 3"):
        dataclasses.replace(pose(5), far_factor=factor)


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "au moins deux scénarios"),
        ([0], "au moins deux scénarios"),
        ([0, 1, 0], "« ne-rien-faire » est nommé deux"),
    ],
)
def test_a_wrong_set_of_scenarios_is_refused(
    pose: Pose, scenarios: tuple[Scenario, ...], chosen: list[int], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        compare_scenarios([scenarios[s] for s in chosen], pose(5), {})


def test_two_scenarios_that_do_the_same_are_refused(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    twin = dataclasses.replace(scenarios[1], key="jumeau", name="Jumeau")
    with pytest.raises(InputError, match="« Jumeau » font la même chose"):
        compare_scenarios([scenarios[1], twin], pose(5), {})


def test_a_scenario_without_effect_nor_cost_is_refused(
    pose: Pose, scenarios: tuple[Scenario, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("alpsat_geo.compute.comparison.net_public_cost", lambda outcome: np.zeros(outcome.draws.size))
    # Itinerant services beside a fixed one: nobody is nearer of anything.
    idle = plan(choose("itinerant_services", "05001"))
    with pytest.raises(InputError, match="ne coûte rien et ne change rien"):
        compare_scenarios([scenarios[1], idle], pose(5), {})


@pytest.mark.parametrize(
    ("prices", "sentence"),
    [
        ({"inhabitant": -1.0}, "0 ou plus"),
        ({"inhabitant": float("nan")}, "0 ou plus"),
        ({"inhabitant": float("inf")}, "0 ou plus"),
        ({"habitant": 1.0}, "« habitant » n'existe pas : choisissez parmi inhabitant, user, neighbour, tonne"),
    ],
)
def test_wrong_prices_are_refused(
    pose: Pose, scenarios: tuple[Scenario, ...], prices: dict[str, float], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        compare_scenarios(scenarios, pose(5), prices)

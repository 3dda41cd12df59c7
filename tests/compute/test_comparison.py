from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario

Pose = Callable[[int], DecisionProblem]


def test_tables_are_distributions(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    comparison = compare_scenarios(scenarios, pose(200), Weighting(), 1)
    for acceptability in (
        comparison.acceptabilities.joint,
        comparison.acceptabilities.values_only,
        comparison.acceptabilities.facts_only,
    ):
        np.testing.assert_allclose(acceptability.sum(axis=0), 1.0)
        np.testing.assert_allclose(acceptability.sum(axis=1), 1.0)
    np.testing.assert_allclose(comparison.pairwise + comparison.pairwise.T, 1.0)
    np.testing.assert_allclose(comparison.weights.sum(axis=1), 1.0)
    known = ~np.isnan(comparison.central_weights).any(axis=1)
    np.testing.assert_allclose(comparison.central_weights[known].sum(axis=1), 1.0)


def fingerprint(comparison: Comparison) -> bytes:
    tables = (comparison.values, comparison.weights, comparison.scores, comparison.pairwise, comparison.central_weights)
    parts = [table.tobytes() for table in (*tables, comparison.confidence, comparison.acceptabilities.joint)]
    return b"".join(parts)


def test_same_seed_same_bytes_and_another_seed_others(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    one, same, other = (compare_scenarios(scenarios[:4], pose(100), Weighting(), seed) for seed in (7, 7, 8))
    assert fingerprint(one) == fingerprint(same)
    assert fingerprint(one) != fingerprint(other)


def test_outcomes_evaluated_before_give_the_same_answer(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = pose(300)
    first = compare_scenarios(scenarios, problem, Weighting(), seed=1)
    again = compare_scenarios(scenarios, problem, Weighting(), seed=1, outcomes=first.outcomes)
    assert again.outcomes is first.outcomes
    assert again.scores.tobytes() == first.scores.tobytes()


def test_order_of_scenarios_only_orders_the_answer(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    one = compare_scenarios(scenarios[:5], pose(100), Weighting(), 1)
    order = [3, 1, 4, 0, 2]
    other = compare_scenarios([scenarios[s] for s in order], pose(100), Weighting(), 1)
    np.testing.assert_array_equal(other.scores, one.scores[order])
    np.testing.assert_array_equal(other.acceptabilities.joint, one.acceptabilities.joint[order])
    assert order[other.two_leaders[0]] == one.two_leaders[0]


def test_criterion_that_tells_nothing_apart_leaves_the_weights(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    # Doing nothing, the platform and the welcome open no space: the same residents are in reach.
    comparison = compare_scenarios(scenarios[:3], pose(50), Weighting(), 1)
    flags = dict(
        zip(comparison.weighted_keys, comparison.acceptabilities.applicability.is_indifferent.tolist(), strict=True)
    )
    assert flags == {
        "residents_within_reach": True,
        "regular_users": False,
        "additional_inhabitants": False,
        "equity": True,
        "net_public_cost": False,
    }
    left = [comparison.weighted_keys.index(key) for key, flag in flags.items() if flag]
    assert (comparison.weights[:, left] == 0).all()


def test_what_lies_beyond_the_anchors_is_clipped_and_flagged(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = pose(50)
    tight = dataclasses.replace(problem.anchors["regular_users"], best=1.0)
    narrowed = dataclasses.replace(problem, anchors={**problem.anchors, "regular_users": tight})
    comparison = compare_scenarios(scenarios[:6], narrowed, Weighting(), 1)
    flagged = {scenario for scenario, criterion in comparison.beyond_anchors if criterion == "regular_users"}
    assert flagged == {scenario.key for scenario in scenarios[:6]}
    users = comparison.weighted_keys.index("regular_users")
    assert comparison.values[:, :, users].max() == 1.0
    wide = dataclasses.replace(problem.anchors["regular_users"], best=1e6)
    relaxed = dataclasses.replace(problem, anchors={**problem.anchors, "regular_users": wide})
    assert not [
        pair
        for pair in compare_scenarios(scenarios[:6], relaxed, Weighting(), 1).beyond_anchors
        if pair[1] == "regular_users"
    ]


def test_best_anchor_by_rule_is_the_population(pose: Pose) -> None:
    assert pose(5).anchor_bounds("residents_within_reach") == (0.0, 33_484.0)
    assert pose(5).anchor_bounds("net_public_cost") == (250_000.0, 0.0)


def test_the_leader_is_most_often_first(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    undecided = compare_scenarios(scenarios[:6], pose(400), Weighting(), 1)
    for comparison in (
        undecided,
        compare_scenarios(scenarios[:2], pose(400), Weighting(stated={"net_public_cost": 1}), 1),
    ):
        leader = comparison.two_leaders[0]
        first = comparison.acceptabilities.joint[:, 0]
        assert first[leader] == first.max()
    assert comparison.two_leaders == (0, 1)


def test_leaders_that_are_as_often_first_are_told_apart_by_their_mean_score(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    # Two twins of the same actions tie in every draw: the order named decides nothing else.
    twin = dataclasses.replace(scenarios[0], key="jumeau")
    comparison = compare_scenarios([scenarios[4], scenarios[0], twin], pose(100), Weighting(), 1)
    np.testing.assert_array_equal(comparison.acceptabilities.joint[1], comparison.acceptabilities.joint[2])
    assert comparison.pairwise[1, 2] == 0.5
    assert set(comparison.two_leaders) == {1, 2}


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([], "au moins deux scénarios"),
        ([0], "au moins deux scénarios"),
        ([0, 1, 0], "« ne-rien-faire » est nommé deux"),
    ],
)
def test_wrong_set_of_scenarios_is_refused(
    pose: Pose, scenarios: tuple[Scenario, ...], chosen: list[int], sentence: str
) -> None:
    with pytest.raises(InputError, match=sentence):
        compare_scenarios([scenarios[s] for s in chosen], pose(5), Weighting(), 1)


def test_scenarios_that_nothing_tells_apart_are_refused(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    twin = dataclasses.replace(scenarios[0], key="jumeau")
    with pytest.raises(InputError, match="Aucun critère ne distingue"):
        compare_scenarios([scenarios[0], twin], pose(5), Weighting(), 1)


def test_comparison_leaves_no_criterion_unweighted_by_mistake(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    every = {criterion.key: 1.0 for criterion in CRITERIA}
    comparison = compare_scenarios(scenarios[3:5], pose(30), Weighting(stated=every), 1)
    assert comparison.weighted_keys == tuple(every)
    applicable = comparison.acceptabilities.applicability.applicable
    assert ((comparison.typical_weights > 0) == applicable).all()

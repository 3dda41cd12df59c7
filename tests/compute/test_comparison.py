from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st
from pymcdm.methods import WSM
from skcriteria import mkdm
from skcriteria.agg.simple import WeightedSumModel

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.levers import Levers
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import choose, plan

Pose = Callable[[int], DecisionProblem]
FIVE = {"residents_within_reach": 3.0, "regular_users": 2.0, "additional_inhabitants": 4.0, "equity": 1.0}
FIVE |= {"net_public_cost": 2.5}
weight_points = st.dictionaries(st.sampled_from(sorted(FIVE)), st.integers(1, 20).map(float), min_size=1)


def value_by_hand(problem: DecisionProblem, criterion: Criterion, outcome: Outcome) -> FloatArray:
    """Value of a measure by the definition: linear between the anchors, clipped."""
    anchor = problem.anchors[criterion.key]
    best = 33_484.0 if anchor.best is None else anchor.best
    share = (criterion.measure(outcome) - anchor.worst) / (best - anchor.worst)
    return np.asarray(np.minimum(np.maximum(share, 0.0), 1.0), dtype=np.float64)


def values_by_hand(problem: DecisionProblem, outcomes: Sequence[Outcome]) -> FloatArray:
    chosen = [criterion for criterion in problem.criteria if criterion.key in FIVE]
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
    assert list(comparison.weighted_keys) == list(FIVE)
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
    equal = np.full((150, 5), 0.2)
    found = comparison.acceptabilities
    np.testing.assert_allclose(found.values_only, count_ranks(by_pymcdm(fixed, comparison.weights)), atol=1e-12)
    np.testing.assert_allclose(found.facts_only, count_ranks(by_pymcdm(moving, equal)), atol=1e-12)
    np.testing.assert_allclose(found.joint, count_ranks(by_pymcdm(moving, comparison.weights)), atol=1e-12)
    assert not np.allclose(found.joint, found.values_only)
    assert not np.allclose(found.joint, found.facts_only)


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


def test_order_of_scenarios_only_orders_the_answer(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    one = compare_scenarios(scenarios[:5], pose(100), Weighting(), 1)
    order = [3, 1, 4, 0, 2]
    other = compare_scenarios([scenarios[s] for s in order], pose(100), Weighting(), 1)
    np.testing.assert_array_equal(other.scores, one.scores[order])
    np.testing.assert_array_equal(other.acceptabilities.joint, one.acceptabilities.joint[order])
    assert order[other.two_leaders[0]] == one.two_leaders[0]


@settings(max_examples=25)
@given(weight_points, st.integers(2, 999))
def test_weights_scaled_give_the_same_ranks(
    pose: Pose, scenarios: tuple[Scenario, ...], stated: dict[str, float], scale: int
) -> None:
    scaled = {key: value * scale for key, value in stated.items()}
    one, other = (compare_scenarios(scenarios, pose(30), Weighting(stated=w), 1) for w in (stated, scaled))
    np.testing.assert_array_equal(one.acceptabilities.joint, other.acceptabilities.joint)
    assert one.two_leaders == other.two_leaders


def compare_if_told_apart(scenarios: Sequence[Scenario], problem: DecisionProblem, weighting: Weighting) -> Comparison:
    """Compare, and leave out of the law the sets that no weighted criterion tells apart."""
    try:
        return compare_scenarios(scenarios, problem, weighting, 1)
    except InputError:
        reject()


def inverted(criterion: Criterion) -> Criterion:
    return dataclasses.replace(
        criterion,
        direction="min" if criterion.direction == "max" else "max",
        measure=lambda outcome: -criterion.measure(outcome),
    )


def inverted_anchor(anchor: Anchor) -> Anchor:
    best = 33_484.0 if anchor.best is None else anchor.best
    return dataclasses.replace(anchor, worst=-anchor.worst, best=-best, best_rule="")


@pytest.mark.parametrize("key", sorted(FIVE))
def test_inverting_a_criterion_and_its_anchors_once_or_twice_changes_nothing(
    pose: Pose, scenarios: tuple[Scenario, ...], key: str
) -> None:
    problem = pose(60)
    before = compare_scenarios(scenarios, problem, Weighting(), 1)
    for _ in range(2):
        problem = dataclasses.replace(
            problem,
            criteria=tuple(inverted(c) if c.key == key else c for c in problem.criteria),
            anchors={name: inverted_anchor(a) if name == key else a for name, a in problem.anchors.items()},
        )
        after = compare_scenarios(scenarios, problem, Weighting(), 1)
        np.testing.assert_allclose(after.values, before.values, rtol=0, atol=1e-12)
        np.testing.assert_array_equal(after.acceptabilities.joint, before.acceptabilities.joint)


def worse_by_cost(action: ActionType) -> ActionType:
    """Return an action that does the same for twice the cost."""

    def apply(levers: Levers, context: ActionContext) -> Levers:
        done = action.apply(levers, context)
        lines = tuple(
            line
            if line in levers.cost_lines
            else dataclasses.replace(line, capex_eur=2 * line.capex_eur, opex_eur_per_year=2 * line.opex_eur_per_year)
            for line in done.cost_lines
        )
        spaces = tuple(
            dataclasses.replace(s, capex_eur=2 * s.capex_eur, opex_eur_per_year=2 * s.opex_eur_per_year)
            if s.is_new and s not in levers.spaces
            else s
            for s in done.spaces
        )
        return dataclasses.replace(done, cost_lines=lines, spaces=spaces)

    return dataclasses.replace(action, key=f"dear_{action.key}", apply=apply)


def with_dear_actions(problem: DecisionProblem) -> DecisionProblem:
    dear: Mapping[str, ActionType] = {f"dear_{key}": worse_by_cost(a) for key, a in problem.action_types.items()}
    return dataclasses.replace(problem, action_types={**problem.action_types, **dear})


def made_dear(scenario: Scenario) -> Scenario:
    return dataclasses.replace(
        scenario,
        actions=tuple(dataclasses.replace(c, type_key=f"dear_{c.type_key}") for c in scenario.actions),
    )


@settings(max_examples=30)
@given(st.integers(1, 9), st.sets(st.integers(0, 9), min_size=1, max_size=4), weight_points)
def test_doubling_the_cost_of_a_scenario_never_raises_its_rank(
    pose: Pose, scenarios: tuple[Scenario, ...], place: int, others: set[int], stated: dict[str, float]
) -> None:
    problem = with_dear_actions(pose(40))
    rivals = [scenarios[s] for s in sorted(others - {place})]
    chosen = scenarios[place]
    assume(rivals)
    weighting = Weighting(stated=stated | {"break_even_probability": 2.0})
    pair = (chosen, made_dear(chosen))
    before, after = (compare_if_told_apart([scenario, *rivals], problem, weighting) for scenario in pair)
    assert (ranks(after)[0] >= ranks(before)[0] - 1e-12).all()


def ranks(comparison: Comparison) -> FloatArray:
    """Rank (S, D) of each scenario in each draw, 0 the first, a tie counting for one half."""
    scores = comparison.scores
    above = (scores[None] > scores[:, None]).sum(axis=1)
    equal = (scores[None] == scores[:, None]).sum(axis=1) - 1
    return np.asarray(above + equal / 2)


def test_doubling_a_cost_is_felt(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    problem = with_dear_actions(pose(60))
    chosen, rival = scenarios[5], scenarios[0]
    weighting = Weighting(stated={"regular_users": 1.0, "net_public_cost": 1.0})
    before, after = (compare_scenarios([s, rival], problem, weighting, 1) for s in (chosen, made_dear(chosen)))
    assert (after.scores[0] < before.scores[0]).any()
    np.testing.assert_array_equal(after.scores[1], before.scores[1])


@settings(max_examples=30)
@given(st.integers(0, 9), st.sets(st.integers(0, 9), max_size=3), weight_points)
def test_dominated_scenario_never_leads(
    pose: Pose, scenarios: tuple[Scenario, ...], place: int, others: set[int], stated: dict[str, float]
) -> None:
    # Mediation costs and, on these five criteria, brings nothing: what it is added to dominates it.
    best = scenarios[place]
    assume(all(choice.type_key != "digital_mediation" for choice in best.actions))
    worse = plan(*best.actions, choose("digital_mediation"), key="dominated")
    rivals = [scenarios[s] for s in sorted(others - {place})]
    comparison = compare_if_told_apart([worse, best, *rivals], pose(40), Weighting(stated=stated))
    assert (comparison.values[0] <= comparison.values[1] + 1e-12).all()
    assert (comparison.scores[0] <= comparison.scores[1]).all()
    assert comparison.acceptabilities.joint[0, 0] <= comparison.acceptabilities.joint[1, 0] + 1e-12
    assert comparison.two_leaders[0] != 0 or np.array_equal(comparison.scores[0], comparison.scores[1])


def test_dominated_scenario_is_never_first_with_free_weights(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    worse = plan(*scenarios[2].actions, choose("digital_mediation"), key="dominated")
    comparison = compare_scenarios([worse, *scenarios[:6]], pose(300), Weighting(), 1)
    assert comparison.acceptabilities.joint[0, 0] < 0.01
    assert comparison.pairwise[0, 3] <= 0.5
    assert comparison.two_leaders[0] != 0


@pytest.mark.parametrize("pair", list(combinations(range(6), 2)))
def test_scenario_that_opens_nothing_never_gains_by_break_even(
    pose: Pose, scenarios: tuple[Scenario, ...], pair: tuple[int, int]
) -> None:
    chosen = [scenarios[s] for s in pair]
    opens = [any(c.type_key == "open_space" for c in scenario.actions) for scenario in chosen]
    plain, weighted = (
        compare_scenarios(chosen, pose(40), Weighting(stated=FIVE | extra), 1)
        for extra in ({}, {"break_even_probability": 50.0})
    )
    position = weighted.weighted_keys.index("break_even_probability")
    missing = weighted.acceptabilities.applicability.is_not_applicable
    assert missing[position] == (not all(opens))
    if not all(opens):
        np.testing.assert_allclose(weighted.scores, plain.scores, rtol=0, atol=1e-11)
        assert (weighted.weights[:, position] == 0).all()


def test_break_even_alone_says_nothing_of_a_scenario_that_opens_nothing(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    with pytest.raises(InputError, match=r"Tout le poids porte sur|Aucun critère"):
        compare_scenarios(scenarios[:4], pose(20), Weighting(stated={"break_even_probability": 1.0}), 1)


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


def test_two_thirds_decide(pose: Pose, scenarios: tuple[Scenario, ...]) -> None:
    undecided = compare_scenarios(scenarios[:6], pose(400), Weighting(), 1)
    for comparison in (
        undecided,
        compare_scenarios(scenarios[:2], pose(400), Weighting(stated={"net_public_cost": 1}), 1),
    ):
        leader = comparison.two_leaders[0]
        first = comparison.acceptabilities.joint[:, 0]
        assert first[leader] == first.max()
        assert comparison.leader_is_separated == (first.max() >= 2 / 3)
    assert comparison.leader_is_separated
    assert comparison.two_leaders == (0, 1)


def test_leaders_that_are_as_often_first_are_told_apart_by_their_mean_score(
    pose: Pose, scenarios: tuple[Scenario, ...]
) -> None:
    # Two twins of the same actions tie in every draw: the order named decides nothing else.
    twin = dataclasses.replace(scenarios[3], key="jumeau")
    comparison = compare_scenarios([scenarios[0], scenarios[3], twin], pose(100), Weighting(), 1)
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

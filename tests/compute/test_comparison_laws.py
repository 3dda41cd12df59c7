from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.levers import Levers
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import choose, plan

Pose = Callable[[int], DecisionProblem]
WEIGHTED = [criterion.key for criterion in CRITERIA if criterion.is_weighted_by_default]
POINTS = {key: float(points) for points, key in enumerate(WEIGHTED, start=1)}
weight_points = st.dictionaries(st.sampled_from(WEIGHTED), st.integers(1, 20).map(float), min_size=1)


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
    return dataclasses.replace(anchor, worst=-anchor.worst, best=-best)


@pytest.mark.parametrize("key", WEIGHTED)
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
        compare_scenarios(chosen, pose(40), Weighting(stated=POINTS | extra), 1)
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

"""The optimum and the near-optimal set against brute force, and the tie rule."""

from __future__ import annotations

from itertools import combinations
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.siting.near_optimal import enumerate_plans, possible_sizes
from alpsat_geo.compute.siting.objectives import describe_plan
from alpsat_geo.compute.siting.problem import Objective, SitingProblem, build_problem
from alpsat_geo.domain.errors import InputError
from tests.giving_way import measure_longest_stretch

OBJECTIVES: list[Objective] = ["coverage", "mean", "worst"]


def random_problem(seed: int, objective: Objective, *, with_gaps: bool = True, is_hard: bool = False) -> SitingProblem:
    rng = np.random.default_rng(seed)
    table = rng.integers(0, 60, (8, 7)).astype(np.float64)
    existing = rng.integers(5, 60, 8).astype(np.float64)
    if with_gaps:
        table[rng.random(table.shape) < 0.4] = np.inf
        existing[rng.random(8) < 0.8] = np.inf
    return build_problem(
        [table],
        rng.integers(0, 5, 8) + 0.5,
        existing_min=[existing],
        population=rng.integers(1, 500, 8),
        objective=objective,
        is_hard=is_hard,
        count=int(rng.integers(1, 6)),
    )


def brute_force(problem: SitingProblem) -> tuple[set[tuple[int, ...]], tuple[int, ...]]:
    """Plans within 2 % and the best by the tie rule, with tuples and loops only."""
    assert problem.count is not None
    plans = []
    for subset in combinations(range(problem.candidate_count), problem.count):
        minutes = [
            min([existing, *(row[site] for site in subset)])
            for existing, row in zip(problem.existing_min[0], problem.minutes[0], strict=True)
        ]
        near = [minute < np.inf for minute in minutes]
        missed = sum(w for w, is_near in zip(problem.weight, near, strict=True) if not is_near)
        reached = sum(w for w, is_near in zip(problem.weight, near, strict=True) if is_near)
        spent = sum(w * t for w, t, is_near in zip(problem.weight, minutes, near, strict=True) if is_near)
        if problem.objective == "coverage":
            value = -sum(
                w * (float(t <= 20) if problem.is_hard else 1 / (1 + np.exp((t - 20) / 4)))
                for w, t, is_near in zip(problem.weight, minutes, near, strict=True)
                if is_near
            )
            missed_first = 0.0
        else:
            value = (
                spent / reached
                if problem.objective == "mean"
                else max(t for t, is_near in zip(minutes, near, strict=True) if is_near)
            )
            missed_first = missed
        lost = sum(r for r, is_near in zip(problem.population, near, strict=True) if not is_near)
        kept = sum(r for r, is_near in zip(problem.population, near, strict=True) if is_near)
        residents = (
            sum(r * t for r, t, is_near in zip(problem.population, minutes, near, strict=True) if is_near) / kept
        )
        plans.append((round(missed_first, 7), round(value, 7), round(lost, 7), round(residents, 7), subset))
    best = min(plans)
    limit = best[1] * (0.98 if best[1] < 0 else 1.02) + 2e-7
    return {plan[4] for plan in plans if plan[0] == best[0] and plan[1] <= limit}, best[4]


@pytest.mark.parametrize("objective", OBJECTIVES)
@pytest.mark.parametrize("with_gaps", [True, False])
def test_near_optimal_set_is_complete_by_brute_force(objective: Objective, with_gaps: bool) -> None:  # noqa: FBT001
    for seed in range(60):
        problem = random_problem(seed, objective, with_gaps=with_gaps, is_hard=seed % 2 == 1)
        result = enumerate_plans(problem)
        near, best = brute_force(problem)
        assert {plan.sites for plan in result.near_optimal} == near
        assert result.near_count == len(near)
        assert result.is_complete
        assert result.optimal.sites == best
        openings = [sum(site in plan for plan in near) / len(near) for site in range(7)]
        np.testing.assert_allclose(result.frequency_share, openings)


def test_plans_beyond_two_hundred_are_counted_and_not_listed() -> None:
    problem = build_problem([np.zeros((3, 12))], [1, 1, 1], count=4)
    result = enumerate_plans(problem)
    assert result.near_count == 495
    assert len(result.near_optimal) == 200
    # All equal: the order of the candidates decides.
    assert [plan.sites for plan in result.near_optimal[:3]] == [(0, 1, 2, 3), (0, 1, 2, 4), (0, 1, 2, 5)]
    np.testing.assert_allclose(result.frequency_share, 4 / 12)
    assert result.sometimes == tuple(range(12))


def test_candidates_are_always_often_sometimes_or_never_open() -> None:
    # Candidate 0 is needed; 1 and 2 are interchangeable; 3 serves nobody.
    table = np.array([[0, 90, 90, 90], [90, 5, 5, 90]], dtype=np.float64)
    result = enumerate_plans(build_problem([table], [10, 10], count=2))
    assert (result.always, result.often, result.sometimes, result.never) == ((0,), (1, 2), (), (3,))


def test_ties_go_to_the_least_population_weighted_minutes() -> None:
    # Both cover everyone within the hard catchment; the second is nearer to residents.
    table = np.array([[15, 5], [5, 15]], dtype=np.float64)
    problem = build_problem([table], [1, 1], population=[90, 10], is_hard=True, count=1)
    assert enumerate_plans(problem).optimal.sites == (1,)
    tied = build_problem([table], [1, 1], population=[50, 50], is_hard=True, count=1)
    assert enumerate_plans(tied).optimal.sites == (0,)


@pytest.mark.parametrize("objective", ["mean", "worst"])
def test_unreachable_weight_comes_before_minutes(objective: Objective) -> None:
    # Candidate 0 is next door but leaves the second commune unreachable; candidate 1 reaches both, far away.
    table = np.array([[1, 50], [np.inf, 50]])
    result = enumerate_plans(build_problem([table], [1, 1], objective=objective, count=1))
    assert result.optimal.sites == (1,)
    assert result.optimal.unreachable_share == 0.0
    assert result.near_count == 1


def test_nobody_reached_is_infinite_and_never_averaged() -> None:
    result = enumerate_plans(build_problem([np.full((2, 3), np.inf)], [1, 1], objective="mean", count=1))
    assert result.optimal.value == np.inf
    assert result.optimal.unreachable_share == 1.0
    assert result.near_count == 3


def test_each_commune_is_judged_in_its_own_worst_season() -> None:
    summer = np.array([[10, 12], [10, 12]], dtype=np.float64)
    winter = np.array([[10, 12], [40, 13]], dtype=np.float64)
    assert enumerate_plans(build_problem([summer], [1, 1], objective="mean", count=1)).optimal.sites == (0,)
    both = enumerate_plans(build_problem([summer, winter], [1, 1], objective="mean", count=1)).optimal
    assert both.sites == (1,)
    assert both.value == pytest.approx(12.5)


def test_existing_spaces_count_before_any_opening() -> None:
    table = np.array([[0, 30], [30, 0]], dtype=np.float64)
    result = enumerate_plans(build_problem([table], [3, 1], existing_min=[[0, 40]], count=1, objective="mean"))
    assert result.optimal.sites == (1,)
    assert result.without_opening.sites == ()
    assert result.without_opening.value == pytest.approx(10.0)


def test_budget_allows_any_number_of_spaces() -> None:
    costs = [5, 3, 3, 9]
    problem = build_problem([np.where(np.eye(4) > 0, 0.0, 99.0)], [5, 4, 4, 1], budget_eur=8, cost_eur=costs)
    assert list(possible_sizes(problem)) == [1, 2]
    optimal = enumerate_plans(problem).optimal
    # 5 + 4 for 8 euros beats 4 + 4 for 6.
    assert (optimal.sites, optimal.cost_eur) == ((0, 1), 8.0)


def test_one_per_epci_is_kept() -> None:
    table = np.where(np.eye(4) > 0, 0.0, 99.0)
    problem = build_problem([table], [9, 8, 1, 2], count=2, epci=[0, 0, 1, 1])
    assert enumerate_plans(problem).optimal.sites == (0, 3)


def test_budget_that_excludes_the_rule_by_epci_is_refused() -> None:
    problem = build_problem([np.ones((2, 3))], [1, 1], budget_eur=12, cost_eur=[5, 5, 20], epci=[0, 0, 1])
    with pytest.raises(InputError, match="budget de 12 €, un espace au moins par communauté"):
        enumerate_plans(problem)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(OBJECTIVES))
def test_one_more_space_never_makes_it_worse(seed: int, objective: Objective) -> None:
    rng = np.random.default_rng(seed)
    table = rng.uniform(0, 60, (8, 7))
    values = [
        enumerate_plans(build_problem([table], np.ones(8), objective=objective, count=count)).optimal.value
        for count in range(1, 8)
    ]
    steps = np.diff(values)
    assert (steps >= -1e-9).all() if objective == "coverage" else (steps <= 1e-9).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(OBJECTIVES))
def test_permuting_communes_changes_nothing(seed: int, objective: Objective) -> None:
    problem = random_problem(seed, objective)
    order = np.random.default_rng(seed).permutation(8)
    permuted = build_problem(
        [problem.minutes[0][order]],
        problem.weight[order],
        existing_min=[problem.existing_min[0][order]],
        population=problem.population[order],
        objective=objective,
        count=problem.count,
    )
    assert enumerate_plans(permuted).optimal.sites == enumerate_plans(problem).optimal.sites


def test_listed_plans_are_measured_as_when_described_alone() -> None:
    problem = random_problem(3, "mean")
    for plan in enumerate_plans(problem).near_optimal:
        assert describe_plan(problem, plan.sites) == plan


@pytest.mark.parametrize("spread_min", [0, 1e-3], ids=["every plan ties", "every plan is near"])
def test_what_is_shorter_may_pass_while_many_plans_are_counted_and_ordered(spread_min: float) -> None:
    rng = np.random.default_rng(1)
    problem = build_problem([10 + rng.uniform(0, spread_min, (36, 36))], rng.random(36), count=5)
    assert enumerate_plans(problem).near_count == comb(36, 5)
    assert measure_longest_stretch(lambda: enumerate_plans(problem)) < 0.25

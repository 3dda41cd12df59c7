"""The Pareto front against brute force."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.objectives import describe_plan
from alpsat_geo.compute.siting.pareto import trace_front
from alpsat_geo.compute.siting.plan import SitePlan
from alpsat_geo.compute.siting.problem import Objective, SitingProblem, build_problem
from alpsat_geo.domain.errors import InputError


def quality(problem: SitingProblem, plan: SitePlan) -> tuple[float, float]:
    if problem.is_maximised:
        return 0.0, round(-plan.value, 7)
    return round(plan.unreachable_share, 9), round(plan.value, 7)


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
def test_front_matches_brute_force(objective: Objective) -> None:
    for seed in range(25):
        rng = np.random.default_rng(seed)
        table = rng.uniform(0, 60, (6, 6))
        table[rng.random((6, 6)) < 0.3] = np.inf
        np.fill_diagonal(table, 0.0)
        costs = rng.integers(1, 6, 6) * 1000.0
        problem = build_problem(
            [table],
            rng.uniform(1, 5, 6),
            objective=objective,
            count=2,
            cost_eur=costs,
            epci=[0, 1, 0, 1, 0, 1] if seed % 2 else None,
        )
        plans = [
            describe_plan(problem, subset)
            for size in range(1, 5)
            for subset in combinations(range(6), size)
            if problem.epci is None or len({place % 2 for place in subset}) == 2
        ]
        best: list[tuple[float, tuple[float, float]]] = []
        for plan in sorted(plans, key=lambda plan: (plan.cost_eur, quality(problem, plan))):
            assert plan.cost_eur is not None
            if not best or quality(problem, plan) < best[-1][1]:
                best.append((plan.cost_eur, quality(problem, plan)))
        front = trace_front(problem, 4)
        assert [(plan.cost_eur, quality(problem, plan)) for plan in front] == best


def test_front_without_costs_is_the_optimum_for_each_number_of_spaces() -> None:
    rng = np.random.default_rng(3)
    table, weight = rng.uniform(0, 60, (9, 9)), rng.random(9)
    front = trace_front(build_problem([table], weight, count=1), 4)
    assert len(front) == 4
    for size, plan in enumerate(front, start=1):
        assert plan == choose_sites(build_problem([table], weight, count=size)).optimal


def test_front_stops_where_nothing_is_gained() -> None:
    front = trace_front(build_problem([np.array([[0.0, 9.0, 9.0]])], [1], objective="mean", count=1), 3)
    assert [plan.sites for plan in front] == [(0,)]


def test_front_beyond_enumeration_is_the_same() -> None:
    rng = np.random.default_rng(5)
    problem = build_problem(
        [rng.uniform(0, 60, (7, 7))], rng.random(7), count=1, cost_eur=np.full(7, 5_000.0), budget_eur=16_000
    )
    by_enumeration = trace_front(problem, 5)
    by_solver = trace_front(problem, 5, enumeration_limit=0)
    assert [plan.sites for plan in by_solver] == [plan.sites for plan in by_enumeration]
    assert len(by_enumeration) == 3


def test_front_that_cannot_hold_is_refused() -> None:
    problem = build_problem([np.ones((2, 3))], [1, 1], count=1, cost_eur=[1, 2, 3])
    with pytest.raises(InputError, match="jusqu'à 4 espaces"):
        trace_front(problem, 4)
    with pytest.raises(InputError, match="jusqu'à 0 espaces"):
        trace_front(problem, 0)
    with pytest.raises(InputError, match="coûts différents"):
        trace_front(problem, 2, enumeration_limit=0)
    stuck = build_problem([np.ones((2, 3))], [1, 1], budget_eur=12, cost_eur=[5, 5, 20], epci=[0, 0, 1])
    with pytest.raises(InputError, match="Aucun plan"):
        trace_front(stuck, 3)

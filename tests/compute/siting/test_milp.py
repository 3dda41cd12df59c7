"""Mixed-integer programming finds what enumeration finds."""

from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.siting.choice import choose_sites
from alpsat_geo.compute.siting.problem import Objective, SitingProblem, build_problem
from alpsat_geo.domain.errors import InputError


def random_problem(seed: int, objective: Objective) -> SitingProblem:
    rng = np.random.default_rng(seed)
    season_count = 1 + seed % 2
    tables, rows = [], []
    for _ in range(season_count):
        table = rng.uniform(0, 60, (9, 8))
        row = rng.uniform(10, 60, 9)
        if seed % 3:
            table[rng.random(table.shape) < 0.5] = np.inf
            row[rng.random(9) < 0.7] = np.inf
        tables.append(table)
        rows.append(row)
    weight = rng.uniform(0.5, 9, 9)
    if seed % 5 == 0:
        weight[0] = 0.0
    by_budget = seed % 4 == 0
    return build_problem(
        tables,
        weight,
        existing_min=rows if seed % 2 else None,
        population=rng.integers(1, 900, 9),
        objective=objective,
        is_hard=seed % 7 == 0,
        count=None if by_budget else int(rng.integers(3, 6)),
        budget_eur=24_000 if by_budget else None,
        cost_eur=rng.integers(4_000, 9_000, 8),
        epci=[0, 1, 2, 0, 1, 2, 0, 1] if seed % 3 == 1 else None,
    )


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
def test_milp_equals_enumeration_when_the_limit_is_forced_down(objective: Objective) -> None:
    # Each of the cases by which the problems differ is among the first eight.
    for seed in range(8):
        problem = random_problem(seed, objective)
        exact = choose_sites(problem)
        solved = choose_sites(problem, enumeration_limit=0)
        assert (exact.method, solved.method) == ("enumeration", "milp")
        assert solved.optimal == exact.optimal, seed
        assert solved.gap == 0.0
        assert exact.is_complete
        assert not solved.is_complete
        if exact.near_count <= 50:
            assert [plan.sites for plan in solved.near_optimal] == [plan.sites for plan in exact.near_optimal], seed
            np.testing.assert_allclose(solved.frequency_share, exact.frequency_share)
        else:
            assert solved.near_count == 50


def test_at_most_fifty_near_optimal_plans_are_listed() -> None:
    result = choose_sites(build_problem([np.zeros((2, 9))], [1, 1], count=4), enumeration_limit=0)
    assert result.near_count == len(result.near_optimal) == 50
    assert len({plan.sites for plan in result.near_optimal}) == 50


def test_beyond_five_million_plans_the_solver_takes_over() -> None:
    # C(42, 6) is 5.2 million. Six far clusters of seven places: one must open in each, at its best place.
    rng = np.random.default_rng(2)
    places = np.repeat(np.arange(6) * 500.0, 7) + np.tile(np.array([-60, -55, -50, 0, 50, 55, 60]), 6)
    table = np.abs(places[:, None] - places[None, :])
    weight = rng.uniform(1, 1.2, 42)
    result = choose_sites(build_problem([table], weight, count=6, objective="mean"))
    assert result.method == "milp"
    assert result.gap == 0.0
    expected = []
    for cluster in range(6):
        members = np.arange(cluster * 7, cluster * 7 + 7)
        spent = weight[members] @ table[np.ix_(members, members)]
        expected.append(int(members[np.argmin(spent)]))
    assert result.optimal.sites == tuple(expected)


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
def test_what_cannot_hold_is_refused_alike(objective: Objective) -> None:
    problem = build_problem(
        [np.ones((2, 3))], [1, 1], budget_eur=12, cost_eur=[5, 5, 20], epci=[0, 0, 1], objective=objective
    )
    with pytest.raises(InputError, match="budget de 12 €, un espace au moins par communauté"):
        choose_sites(problem, enumeration_limit=0)


def test_the_solver_writes_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    choose_sites(build_problem([np.eye(4)], [1, 1, 1, 1], count=2), enumeration_limit=0)
    assert capfd.readouterr() == ("", "")

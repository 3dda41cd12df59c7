"""Every subset is scored, once, in the announced order."""

from __future__ import annotations

import time
from itertools import combinations
from math import comb

import numpy as np
import pytest

from alpsat_geo.compute.siting import enumeration
from alpsat_geo.compute.siting.enumeration import (
    combine_subsets,
    count_subsets,
    list_subsets,
    mask_feasible,
    score_subsets,
)
from alpsat_geo.compute.siting.problem import Objective, build_problem
from tests.giving_way import measure_longest_stretch
from tests.machine import measure_unit_s


def colexicographic(candidate_count: int, size: int) -> list[tuple[int, ...]]:
    return sorted(combinations(range(candidate_count), size), key=lambda subset: subset[::-1])


def test_list_subsets_names_every_subset_in_colexicographic_order() -> None:
    for size in range(1, 7):
        ranks = np.arange(comb(7, size))
        assert list_subsets(ranks, size, 7).tolist() == [list(subset) for subset in colexicographic(7, size)]


def test_combine_subsets_adds_one_key_per_candidate() -> None:
    keys = np.array([1.0, 10.0, 100.0, 1000.0])
    expected = [sum(keys[list(subset)]) for subset in colexicographic(4, 2)]
    np.testing.assert_array_equal(combine_subsets(keys, 2, np.add), expected)


def test_count_of_subsets_of_at_most_five_of_thirty_six() -> None:
    assert count_subsets(36, range(1, 6)) == 443_703


@pytest.mark.parametrize("objective", ["coverage", "mean", "worst"])
@pytest.mark.parametrize("season_count", [1, 2])
def test_scores_match_a_plain_loop(objective: Objective, season_count: int) -> None:
    rng = np.random.default_rng(season_count)
    tables = [rng.uniform(0, 60, (9, 7)) for _ in range(season_count)]
    for table in tables:
        table[rng.random(table.shape) < 0.3] = np.inf
    existing = [np.where(rng.random(9) < 0.4, rng.uniform(0, 60, 9), np.inf) for _ in range(season_count)]
    weight = rng.random(9)
    problem = build_problem(tables, weight, existing_min=existing, objective=objective, count=3)
    for size in (1, 2, 3, 6):
        scores = score_subsets(problem, size)
        for place, subset in enumerate(colexicographic(7, size)):
            worst_season = [
                max(
                    min(existing[season][row], *(tables[season][row, site] for site in subset))
                    for season in range(season_count)
                )
                for row in range(9)
            ]
            reached = [
                (share, minutes) for share, minutes in zip(weight, worst_season, strict=True) if minutes < np.inf
            ]
            if objective == "coverage":
                expected, missed = sum(share / (1 + np.exp((minutes - 20) / 4)) for share, minutes in reached), 0.0
            else:
                missed = sum(weight) - sum(share for share, _ in reached)
                minutes = [share * value for share, value in reached]
                expected = sum(minutes) if objective == "mean" else max((value for _, value in reached), default=0.0)
            assert scores.total[place] == pytest.approx(expected)
            assert scores.missed[place] == pytest.approx(missed)


def test_scores_do_not_depend_on_how_rows_are_split(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    problem = build_problem([rng.uniform(0, 60, (9, 8))], rng.random(9), count=3)
    whole = score_subsets(problem, 3).total
    monkeypatch.setattr(enumeration, "_PREFIX_NUMBERS", 60)
    monkeypatch.setattr(enumeration, "_CHUNK_SUBSETS", 5)
    np.testing.assert_allclose(score_subsets(problem, 3).total, whole, rtol=1e-12)


def test_feasible_subsets_keep_to_the_budget_and_open_in_every_epci() -> None:
    costs, epci = np.array([1.0, 2.0, 3.0, 4.0, 5.0]), np.array([0, 0, 1, 1, 0])
    problem = build_problem([np.ones((2, 5))], [1, 1], budget_eur=6, cost_eur=costs, epci=epci)
    mask = mask_feasible(problem, 2)
    assert mask is not None
    kept = [subset for subset, is_kept in zip(colexicographic(5, 2), mask, strict=True) if is_kept]
    assert kept == [(0, 2), (1, 2), (0, 3), (1, 3)]
    assert mask_feasible(build_problem([np.ones((2, 5))], [1, 1], count=2), 2) is None


def test_all_subsets_of_at_most_five_of_thirty_six_take_no_longer_than_ten_million_additions() -> None:
    rng = np.random.default_rng(1)
    problem = build_problem([rng.uniform(0, 60, (36, 36))], rng.random(36), count=5)
    spent = []
    for _ in range(3):
        start = time.thread_time()
        scored = sum(score_subsets(problem, size).total.size for size in range(1, 6))
        spent.append(time.thread_time() - start)
        assert scored == 443_703
    assert min(spent) < 10 * measure_unit_s()


def test_what_is_shorter_may_pass_at_any_moment_of_an_enumeration() -> None:
    rng = np.random.default_rng(1)
    problem = build_problem([rng.uniform(0, 60, (36, 36))], rng.random(36), count=5)
    assert measure_longest_stretch(lambda: score_subsets(problem, 5)) < 0.1

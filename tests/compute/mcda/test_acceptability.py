"""SMAA against analytic cases and laws."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata

from alpsat_geo.compute.mcda.acceptability import (
    central_weights,
    compare_acceptabilities,
    confidence_factor,
    pairwise_winning_index,
    rank_acceptability,
    score_scenarios,
    share_first,
)
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.weights import draw_uniform
from alpsat_geo.domain.errors import InputError
from tests.machine import measure_unit_s

DRAWS = 200_000
# Three standard errors of a share near one half.
SAMPLING = 3 * 0.5 / DRAWS**0.5


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def repeat_draws(values: list[list[float]], draws: int = DRAWS) -> np.ndarray:
    array = np.array(values, dtype=np.float64)
    return np.broadcast_to(array[:, None, :], (array.shape[0], draws, array.shape[1]))


def test_acceptability_of_two_opposites_and_a_compromise_is_analytic() -> None:
    # The compromise (0.6, 0.6) leads when the first weight lies between 0.4 and 0.6, and is never last.
    values = repeat_draws([[1, 0], [0, 1], [0.6, 0.6]])
    weights = draw_uniform(2, DRAWS, rng())
    scores = score_scenarios(values, weights)
    expected = [[0.4, 0.1, 0.5], [0.4, 0.1, 0.5], [0.2, 0.8, 0.0]]
    np.testing.assert_allclose(rank_acceptability(scores), expected, atol=SAMPLING)
    np.testing.assert_allclose(
        pairwise_winning_index(scores), [[0.5, 0.5, 0.4], [0.5, 0.5, 0.4], [0.6, 0.6, 0.5]], atol=SAMPLING
    )
    np.testing.assert_allclose(central_weights(scores, weights), [[0.8, 0.2], [0.2, 0.8], [0.5, 0.5]], atol=SAMPLING)


def test_acceptability_of_three_specialists_is_the_simplex_cut_in_three() -> None:
    # Each specialist leads where its weight is the largest: a third of the simplex, with the rank-order centroid
    # (11/18, 5/18, 2/18) as central weights, the two others sharing 7/18.
    weights = draw_uniform(3, DRAWS, rng(5))
    scores = score_scenarios(repeat_draws(np.eye(3).tolist()), weights)
    np.testing.assert_allclose(rank_acceptability(scores), np.full((3, 3), 1 / 3), atol=SAMPLING)
    expected = np.full((3, 3), 7 / 36) + np.eye(3) * (11 / 18 - 7 / 36)
    np.testing.assert_allclose(central_weights(scores, weights), expected, atol=SAMPLING)


def test_drawn_facts_have_an_analytic_acceptability() -> None:
    # One criterion; the first is uniform on 0..1, the second is 0.3: the first leads with probability 0.7.
    values = np.stack([rng().random((DRAWS, 1)), np.full((DRAWS, 1), 0.3)])
    scores = score_scenarios(values, np.array([1.0]))
    assert rank_acceptability(scores)[0, 0] == pytest.approx(0.7, abs=SAMPLING)


def test_ties_share_the_places_they_occupy() -> None:
    scores = np.array([[3.0, 1.0], [3.0, 1.0], [1.0, 1.0]])
    expected = [[(0.5 + 1 / 3) / 2, (0.5 + 1 / 3) / 2, 1 / 6]] * 2 + [[1 / 6, 1 / 6, (1 + 1 / 3) / 2]]
    np.testing.assert_allclose(rank_acceptability(scores), expected)
    np.testing.assert_allclose(pairwise_winning_index(scores), [[0.5, 0.5, 0.75], [0.5, 0.5, 0.75], [0.25, 0.25, 0.5]])
    np.testing.assert_allclose(share_first(scores), [[0.5, 1 / 3], [0.5, 1 / 3], [0.0, 1 / 3]])


def test_ranks_agree_with_scipy_on_every_draw() -> None:
    scores = np.round(rng(2).random((6, 500)), 1)
    ours = rank_acceptability(scores)
    expected_rank = rankdata(-scores, method="average", axis=0).mean(axis=1)
    np.testing.assert_allclose(ours @ np.arange(1, 7), expected_rank)
    only_first = (rankdata(-scores, method="max", axis=0) == 1).mean(axis=1)
    assert (ours[:, 0] >= only_first - 1e-12).all()


@given(st.integers(1, 7), st.integers(1, 40), st.integers(0, 1000))
def test_rows_and_columns_of_the_acceptability_sum_to_one(scenarios: int, draws: int, seed: int) -> None:
    scores = rng(seed).integers(0, 4, (scenarios, draws)).astype(np.float64)
    ranks = rank_acceptability(scores)
    np.testing.assert_allclose(ranks.sum(axis=0), 1)
    np.testing.assert_allclose(ranks.sum(axis=1), 1)
    np.testing.assert_allclose(ranks[:, 0], share_first(scores).mean(axis=1))
    # The mean number of scenarios ahead is the mean rank less one.
    behind = pairwise_winning_index(scores).sum(axis=0) - 0.5
    np.testing.assert_allclose(ranks @ np.arange(scenarios), behind)


@given(st.integers(0, 1000), st.floats(1e-3, 1e3))
@settings(max_examples=50)
def test_scaled_weights_give_the_same_ranks(seed: int, factor: float) -> None:
    values = rng(seed).random((4, 30, 3))
    weights = draw_uniform(3, 30, rng(seed))
    first = rank_acceptability(score_scenarios(values, weights))
    np.testing.assert_array_equal(first, rank_acceptability(score_scenarios(values, weights * factor)))


@given(st.integers(0, 1000))
@settings(max_examples=50)
def test_a_dominated_scenario_never_leads(seed: int) -> None:
    values = rng(seed).uniform(0.01, 1.0, (4, 30, 3))
    values[3] = values[1] - 0.005
    first = rank_acceptability(score_scenarios(values, draw_uniform(3, 30, rng(seed))))[:, 0]
    assert first[3] == 0.0


@given(st.integers(0, 1000), st.permutations(range(4)))
@settings(max_examples=50)
def test_permuting_scenarios_permutes_results(seed: int, order: list[int]) -> None:
    scores = rng(seed).integers(0, 5, (4, 30)).astype(np.float64)
    np.testing.assert_allclose(rank_acceptability(scores[order]), rank_acceptability(scores)[order])
    np.testing.assert_allclose(pairwise_winning_index(scores[order]), pairwise_winning_index(scores)[order][:, order])


def test_a_criterion_without_object_weighs_nothing_and_nobody_gains_by_it() -> None:
    values = rng(6).random((3, 500, 3))
    weights = draw_uniform(3, 500, rng(7))
    without = score_scenarios(values[:, :, :2], weights[:, :2] / weights[:, :2].sum(axis=1, keepdims=True))
    values[0, :, 2] = np.nan
    np.testing.assert_allclose(score_scenarios(values, weights), without, atol=1e-12)


def test_a_missing_value_in_a_kept_criterion_is_refused() -> None:
    values = np.array([[[np.nan]], [[0.5]]])
    with pytest.raises(InputError, match="valeur manque"):
        score_scenarios(values, np.array([1.0]), np.array([True]))


def test_nothing_to_tell_scenarios_apart_is_refused() -> None:
    with pytest.raises(InputError, match="Aucun critère"):
        score_scenarios(np.full((2, 5, 2), 0.5), np.array([0.5, 0.5]))


def test_shapes_that_disagree_are_refused() -> None:
    with pytest.raises(InputError, match="ne vont pas"):
        score_scenarios(np.ones((2, 5, 3)), np.ones((4, 3)))
    with pytest.raises(InputError, match="Aucun score"):
        rank_acceptability(np.empty((0, 3)))
    with pytest.raises(InputError, match="manquant"):
        rank_acceptability(np.array([[np.nan, 1.0]]))


def test_central_weights_are_missing_for_a_scenario_never_first() -> None:
    values = repeat_draws([[1, 0.9], [0.2, 0.1], [0.1, 1]], 200)
    weights = draw_uniform(2, 200, rng())
    central = central_weights(score_scenarios(values, weights), weights)
    assert np.isnan(central[1]).all()
    assert not np.isnan(central[[0, 2]]).any()
    factor = confidence_factor(values, central, judge_criteria(values).applicable)
    np.testing.assert_array_equal(factor, [1.0, np.nan, 1.0])


def test_confidence_factor_is_the_share_of_facts_that_keep_the_lead() -> None:
    # Under its central weights the first scenario is worth a uniform draw, the second always 0.3.
    values = np.stack([np.repeat(rng().random((DRAWS, 1)), 2, axis=1), np.tile([0.3, 0.3], (DRAWS, 1))])
    factor = confidence_factor(values, np.array([[0.5, 0.5], [0.5, 0.5]]), np.array([True, True]))
    np.testing.assert_allclose(factor, [0.7, 0.3], atol=SAMPLING)


def test_three_acceptabilities_tell_priorities_from_facts() -> None:
    draws = 20_000
    noise = rng(8).uniform(-0.3, 0.3, (2, draws, 2))
    central = np.array([[0.9, 0.2], [0.4, 0.5]])
    values = central[:, None, :] + noise
    weights = draw_uniform(2, draws, rng(9))
    three = compare_acceptabilities(values, central, weights, np.array([3.0, 1.0]))
    # Values only: the first leads when 0.5 w > 0.3 (1 - w), that is w > 0.375.
    assert three.values_only[0, 0] == pytest.approx(0.625, abs=0.02)
    # Facts only, weights (0.75, 0.25): gap 0.3 plus noise; by its own draws.
    gap = values[0] @ [0.75, 0.25] - values[1] @ [0.75, 0.25]
    assert three.facts_only[0, 0] == pytest.approx((gap > 0).mean())
    assert three.facts_only[0, 0] > three.joint[0, 0]
    assert three.applicability.applicable.all()


def test_three_acceptabilities_speak_of_the_same_criteria() -> None:
    values = rng(1).random((2, 10, 2))
    central = np.array([[0.1, np.nan], [0.2, 0.3]])
    three = compare_acceptabilities(values, central, draw_uniform(2, 10, rng()), np.array([0.5, 0.5]))
    assert three.applicability.is_not_applicable.tolist() == [False, True]
    np.testing.assert_allclose(three.values_only, [[0, 1], [1, 0]])
    with pytest.raises(InputError, match="mêmes scénarios"):
        compare_acceptabilities(values, central[:1], draw_uniform(2, 10, rng()), np.array([0.5, 0.5]))


def test_ten_thousand_draws_of_ten_scenarios_take_no_longer_than_two_million_additions() -> None:
    values = rng(1).random((10, 10_000, 10))
    weights = draw_uniform(10, 10_000, rng(2))
    spent = []
    for _ in range(5):
        start = time.thread_time()
        rank_acceptability(score_scenarios(values, weights))
        spent.append(time.thread_time() - start)
    assert min(spent) < 2 * measure_unit_s()


@pytest.mark.parametrize("scenario_count", [1, 2, 7, 255, 256, 300])
@pytest.mark.parametrize("has_ties", [True, False])
def test_shares_match_the_ranks_of_scipy(scenario_count: int, has_ties: bool) -> None:  # noqa: FBT001
    rng = np.random.default_rng(scenario_count)
    scores = rng.random((scenario_count, 40))
    if has_ties:
        scores = np.round(scores, 1)
    expected = np.zeros((scenario_count, scenario_count))
    lowest = rankdata(-scores, method="min", axis=0).astype(int)
    highest = rankdata(-scores, method="max", axis=0).astype(int)
    for scenario in range(scenario_count):
        for first, last in zip(lowest[scenario], highest[scenario], strict=True):
            expected[scenario, first - 1 : last] += 1 / (last - first + 1) / 40
    np.testing.assert_allclose(rank_acceptability(scores), expected, atol=1e-12)

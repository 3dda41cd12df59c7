"""Cost per result and sureness: against a count of the draws at every price, and against closed forms."""

from __future__ import annotations

from itertools import pairwise
from statistics import NormalDist

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from alpsat_geo.compute.net_benefit.worth import (
    LEVELS,
    list_near_ties,
    measure_sureness,
    price_worth_it,
    sureness_of,
)
from alpsat_geo.domain.arrays import FloatArray

# Few whole numbers: results of 0 and of both signs, costs of 0, and ties of prices come often.
DRAWS = st.lists(st.tuples(st.integers(-6, 12), st.integers(-2, 4)), min_size=1, max_size=30)


def stays_worth_it(costs: FloatArray, results: FloatArray, price: float, level: float) -> bool:
    """Count by hand, at a price and at every price above it where the share can change."""
    changes = [cost / result for cost, result in zip(costs, results, strict=True) if result]
    later = sorted(change for change in changes if change > price)
    # At the price itself, at each change, just between two changes, and beyond all of them.
    points = [price, *later, max([price, *later]) + 1]
    asked = [*points, *((low + high) / 2 for low, high in pairwise(points))]
    return all(
        np.mean([one * result - cost > 1e-9 for cost, result in zip(costs, results, strict=True)]) >= level - 1e-12
        for one in asked
    )


@given(DRAWS)
def test_each_price_is_the_least_from_which_the_share_stays_reached(draws: list[tuple[int, int]]) -> None:
    costs, results = np.array(draws, dtype=np.float64).T
    found = price_worth_it(costs, results)
    for level, price in zip(LEVELS, (found.low, found.median, found.high), strict=True):
        if np.isnan(price):
            assert not stays_worth_it(costs, results, 1e6, level)
            continue
        assert price >= 0
        assert stays_worth_it(costs, results, price + 1e-5, level)
        if price > 0:
            assert not stays_worth_it(costs, results, price - 1e-5, level)


def test_cost_per_result_is_the_ratio_of_means_and_never_that_of_a_draw() -> None:
    # One draw in ten brings nothing: a ratio there would be without end.
    costs, results = np.full(100, 3000.0), np.repeat([0.0, 2.0], [10, 90])
    found = price_worth_it(costs, results)
    assert found.value == pytest.approx(3000 / 1.8)
    assert (found.low, found.median) == (1500, 1500)
    assert np.isnan(found.high)


def test_no_price_makes_it_worth_its_cost_where_it_brings_nothing_or_less() -> None:
    for result in (0.0, -1.0, 1e-12):
        found = price_worth_it(np.full(50, 10.0), np.full(50, result))
        assert np.isnan([found.value, found.low, found.median, found.high]).all()


def test_what_saves_money_is_worth_it_at_no_price_unless_it_loses_results() -> None:
    found = price_worth_it(np.full(50, -10.0), np.full(50, 2.0))
    assert (found.value, found.low, found.median, found.high) == (0, 0, 0, 0)
    found = price_worth_it(np.full(50, -10.0), np.zeros(50))
    assert np.isnan(found.value)
    assert (found.low, found.median, found.high) == (0, 0, 0)
    found = price_worth_it(np.full(50, -10.0), np.full(50, -2.0))
    assert np.isnan([found.value, found.low, found.median, found.high]).all()


def test_results_of_both_signs_count_from_the_price_that_stays_enough() -> None:
    # Six draws of ten gain from 100 on; three save money and lose results: worth it short of 50; one never is.
    costs = np.array([100.0] * 6 + [-50.0] * 3 + [10.0])
    results = np.array([1.0] * 6 + [-1.0] * 3 + [0.0])
    found = price_worth_it(costs, results)
    assert found.low == 100
    assert found.median == 100
    assert np.isnan(found.high)


@given(DRAWS, st.floats(0.01, 100))
def test_cost_per_result_follows_the_euro(draws: list[tuple[int, int]], factor: float) -> None:
    costs, results = np.array(draws, dtype=np.float64).T
    one, other = price_worth_it(costs, results), price_worth_it(costs * factor, results)
    np.testing.assert_allclose(
        [other.value, other.low, other.median, other.high],
        np.multiply([one.value, one.low, one.median, one.high], factor),
        atol=1e-9,
    )


@pytest.mark.parametrize("price", [500, 1500, 4000])
def test_acceptability_of_a_normal_net_benefit_is_the_closed_form(price: float) -> None:
    # Incremental net benefit is normal, of mean price x 10 - 15,000: the share above 0 is Phi(mean / deviation).
    draws = 200_000
    rng = np.random.default_rng(1)
    costs = np.stack([np.zeros(draws), rng.normal(15_000, 6_000, draws)])
    results = np.stack([np.zeros(draws), rng.normal(10, 3, draws)])
    mean, deviation = price * 10 - 15_000, np.hypot(price * 3, 6_000)
    expected = NormalDist().cdf(mean / deviation)
    net_benefits = price * results - costs
    found = measure_sureness(net_benefits, 1)
    assert found.worth_its_cost == pytest.approx(expected, abs=0.004)
    assert found.best_of_all == pytest.approx(expected, abs=0.004)
    assert measure_sureness(net_benefits, 0).worth_its_cost is None
    assert measure_sureness(net_benefits, 0).best_of_all == pytest.approx(1 - expected, abs=0.004)


def test_an_equal_programme_beats_nothing_whatever_the_last_bits_say() -> None:
    rng = np.random.default_rng(2)
    gain = rng.uniform(1, 2e5, 400)
    net_benefits = np.stack([np.zeros(400), gain, gain * (1 + 1e-13)])
    found = measure_sureness(net_benefits, 1)
    assert (found.worth_its_cost, found.best_of_all) == (1.0, 1.0)


@given(st.integers(0, 10_000), st.integers(1, 600), st.integers(1, 3))
def test_sureness_in_blocks_is_that_of_the_whole(seed: int, programmes: int, result_count: int) -> None:
    rng = np.random.default_rng(seed)
    costs = rng.normal(0, 1e4, (programmes, 7))
    results = rng.normal(0, 5, (result_count, programmes, 7))
    prices = rng.choice([0.0, 1000.0, 2500.0], result_count)
    net_benefits = np.tensordot(prices, results, 1) - costs
    best = int(net_benefits.mean(axis=1).argmax())
    assert sureness_of(costs, results, prices, best) == measure_sureness(net_benefits, best)


def test_near_ties_are_those_that_the_draws_do_not_tell_apart() -> None:
    rng = np.random.default_rng(3)
    best = rng.normal(1000, 300, 400)
    # Paired with the best, a difference of 10 has a standard error of 30 / 20 = 1.5 or of 400 / 20 = 20.
    rivals = [best.copy(), best - 10 + 30 * _standardise(rng), best - 10 + 400 * _standardise(rng), best - 500]
    net_benefits = np.stack([np.zeros(400), best, *rivals])
    assert list_near_ties(net_benefits, 1) == (2, 4)


def test_one_draw_ties_equal_programmes_only() -> None:
    assert list_near_ties(np.array([[0.0], [5.0], [5.0], [4.0]]), 1) == (2,)


@given(st.integers(0, 1000))
def test_a_near_tie_is_mutual(seed: int) -> None:
    rng = np.random.default_rng(seed)
    net_benefits = rng.normal(rng.normal(0, 30, (4, 1)), 100, (4, 50))
    one, other = rng.choice(4, 2, replace=False).tolist()
    assume(one != other)
    assert (other in list_near_ties(net_benefits, one)) == (one in list_near_ties(net_benefits, other))


def _standardise(rng: np.random.Generator) -> FloatArray:
    drawn = rng.normal(0, 1, 400)
    return np.asarray((drawn - drawn.mean()) / drawn.std(ddof=1))

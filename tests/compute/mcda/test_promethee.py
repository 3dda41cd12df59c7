"""PROMETHEE II by hand, and its laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.promethee import rank_by_promethee


def test_three_alternatives_by_hand() -> None:
    # Preferences of the first over the second and the third: 0.25 and 0.5; the other way round 0.5 and 0.125;
    # of the second over the third 0.625, and never the other way round.
    flows = rank_by_promethee(np.array([[0.5, 0.0], [0.25, 0.5], [0.0, 0.125]]), np.array([0.5, 0.5]))
    np.testing.assert_allclose(flows, [0.0625, 0.4375, -0.5], atol=1e-12)


def test_an_advantage_beyond_half_the_scale_is_preferred_no_more() -> None:
    weights = np.array([1.0])
    np.testing.assert_array_equal(rank_by_promethee(np.array([[0.0], [0.5]]), weights), [-1.0, 1.0])
    np.testing.assert_array_equal(rank_by_promethee(np.array([[0.0], [1.0]]), weights), [-1.0, 1.0])


def test_it_may_disagree_with_the_weighted_sum() -> None:
    # The first has the greater sum, all of it from one advantage; the second is ahead on two criteria of three.
    values, weights = np.array([[1.0, 0.0, 0.0], [0.3, 0.34, 0.34]]), np.full(3, 1 / 3)
    assert np.argmax(values @ weights) == 0
    np.testing.assert_allclose(rank_by_promethee(values, weights), [-0.12, 0.12], atol=1e-12)


@given(st.integers(0, 10_000))
@settings(max_examples=50)
def test_net_flows_sum_to_zero_and_a_dominated_alternative_is_below(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.uniform(0, 3, (5, 3))
    values[4] = values[2] - 0.25
    flows = rank_by_promethee(values, rng.dirichlet(np.ones(3)))
    assert flows.sum() == pytest.approx(0, abs=1e-12)
    assert flows[4] < flows[2]
    assert (np.abs(flows) <= 1).all()

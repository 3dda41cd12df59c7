"""Weights between bounds: known moments, and one law by rejection and by walk."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.weights import draw_bounded, draw_uniform
from alpsat_geo.domain.errors import InputError


def rng(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def assert_on_simplex(weights: np.ndarray) -> None:
    assert (weights >= 0).all()
    np.testing.assert_allclose(weights.sum(axis=-1), 1.0, atol=1e-12)


def test_bounded_draws_by_rejection_match_a_hand_worked_segment() -> None:
    # Two criteria, first between 0.2 and 0.6: uniform on that segment, mean 0.4, variance 0.4^2 / 12.
    weights = draw_bounded([0.2, 0.0], [0.6, 1.0], 100_000, rng())
    assert_on_simplex(weights)
    assert weights[:, 0].min() >= 0.2
    assert weights[:, 0].max() <= 0.6
    assert weights[:, 0].mean() == pytest.approx(0.4, abs=2e-3)
    assert weights[:, 0].var() == pytest.approx(0.4**2 / 12, abs=3e-4)


def test_bounded_draws_by_walk_follow_the_same_law_as_rejection() -> None:
    count, ceiling = 6, 0.24
    # Narrow enough for the walk (acceptance about 1 %), wide enough for a plain rejection here.
    everywhere = draw_uniform(count, 1_500_000, rng(3))
    exact = everywhere[(everywhere <= ceiling).all(axis=1)]
    assert exact.shape[0] / everywhere.shape[0] < 0.02
    walked = draw_bounded(np.zeros(count), np.full(count, ceiling), 40_000, rng(4))
    assert_on_simplex(walked)
    assert walked.max() <= ceiling + 1e-12
    np.testing.assert_allclose(walked.mean(axis=0), exact.mean(axis=0), atol=4e-3)
    np.testing.assert_allclose(walked.std(axis=0), exact.std(axis=0), atol=4e-3)
    quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]
    np.testing.assert_allclose(np.quantile(walked, quantiles), np.quantile(exact, quantiles), atol=4e-3)


def test_bounded_draws_where_only_one_point_is_left() -> None:
    np.testing.assert_allclose(draw_bounded([0.3, 0.7], [0.5, 0.9], 3, rng()), np.tile([0.3, 0.7], (3, 1)))
    np.testing.assert_allclose(draw_bounded([0.0, 0.0], [0.4, 0.6], 3, rng()), np.tile([0.4, 0.6], (3, 1)))


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 6), st.integers(0, 10_000))
def test_bounded_draws_stay_within_any_feasible_bounds(count: int, seed: int) -> None:
    centre = draw_uniform(count, 1, rng(seed))[0]
    reach = rng(seed + 1).uniform(0, 0.4, (2, count))
    low, high = np.clip(centre - reach[0], 0, 1), np.clip(centre + reach[1], 0, 1)
    weights = draw_bounded(low, high, 50, rng(seed))
    assert_on_simplex(weights)
    assert (weights >= low - 1e-9).all()
    assert (weights <= high + 1e-9).all()


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        ([0.6, 0.6], [0.9, 0.9], "minimaux font 1.2"),
        ([0.0, 0.0], [0.4, 0.4], "maximaux font 0.8"),
        ([0.5, 0.0], [0.4, 1.0], "Critère n° 1"),
        ([-0.1, 0.0], [0.4, 1.0], "hors de 0 à 1"),
        ([np.nan, 0.0], [0.4, 1.0], "manquante"),
        ([0.1], [0.4, 1.0], "deux par deux|par deux"),
    ],
)
def test_bounds_that_cannot_hold_are_refused(low: list[float], high: list[float], said: str) -> None:
    with pytest.raises(InputError, match=said):
        draw_bounded(low, high, 10, rng())

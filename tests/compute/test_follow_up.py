"""Follow-up by hand and against printed Poisson limits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from scipy.optimize import minimize_scalar
from scipy.stats import chisquare, linregress, poisson

from alpsat_geo.compute.follow_up import (
    calibrate_counts,
    fit_trend,
    locate_observation,
    measure_agreement,
    poisson_interval,
)
from alpsat_geo.domain.errors import InputError


def test_an_observation_is_inside_above_below_or_missing() -> None:
    cases = [
        (5.0, "inside"),
        (3.0, "inside"),
        (9.0, "inside"),
        (9.1, "above"),
        (2.9, "below"),
        (np.nan, "not_observed"),
    ]
    for observed, expected in cases:
        assert locate_observation(observed, 3, 9) == expected


@pytest.mark.parametrize(("low", "high"), [(9, 3), (np.nan, 3), (1, np.nan)])
def test_an_interval_that_is_none_is_refused(low: float, high: float) -> None:
    with pytest.raises(InputError, match="intervalle prévu"):
        locate_observation(5, low, high)


@given(st.integers(0, 1000), st.integers(3, 12))
def test_trend_matches_scipy(seed: int, count: int) -> None:
    rng = np.random.default_rng(seed)
    dates, values = 2020 + np.cumsum(rng.uniform(0.1, 1, count)), rng.normal(50, 10, count)
    assert fit_trend(dates, values) == pytest.approx(linregress(dates, values).slope)


def test_trend_needs_three_observed_dates() -> None:
    assert fit_trend([2024, 2025, 2026], [1, np.nan, 3]) is None
    assert fit_trend([2024, 2024, 2025], [1, 2, 3]) is None
    assert fit_trend([2024, 2025, 2026, 2027], [10, np.nan, 14, 16]) == pytest.approx(2.0)
    with pytest.raises(InputError, match="2 dates pour 3 valeurs"):
        fit_trend([2024, 2025], [1, 2, 3])


@pytest.mark.parametrize(
    ("count", "low", "high"), [(0, 0.000, 3.689), (1, 0.025, 5.572), (5, 1.623, 11.668), (10, 4.795, 18.390)]
)
def test_poisson_interval_matches_the_exact_limits_of_garwood_1936(count: int, low: float, high: float) -> None:
    np.testing.assert_allclose(np.round(poisson_interval(count, 0.95), 3), [low, high], atol=1e-9)


@given(st.integers(1, 200), st.floats(0.5, 0.99))
def test_poisson_interval_leaves_half_of_the_rest_on_each_side(count: int, share: float) -> None:
    low, high = poisson_interval(count, share)
    assert poisson.sf(count - 1, low) == pytest.approx((1 - share) / 2, rel=1e-6)
    assert poisson.cdf(count, high) == pytest.approx((1 - share) / 2, rel=1e-6)


def test_twelve_users_at_a_space_that_the_model_gives_eight() -> None:
    calibration = calibrate_counts([12], [8.0])
    assert calibration.factor == 1.5
    assert calibration.factor_low == pytest.approx(poisson_interval(12)[0] / 8)
    assert calibration.factor_low < 1.5 < calibration.factor_high


@given(st.lists(st.tuples(st.integers(0, 80), st.floats(0.5, 60)), min_size=1, max_size=6))
def test_the_factor_of_several_counts_is_the_most_likely_one(pairs: list[tuple[int, float]]) -> None:
    observed, modelled = zip(*pairs, strict=True)
    calibration = calibrate_counts(observed, modelled)
    assume(sum(observed) > 0)

    def weigh(factor: float) -> float:
        return float(np.sum(poisson.logpmf(observed, factor * np.array(modelled))))

    found = minimize_scalar(lambda log: -weigh(np.exp(log)), bounds=(-6, 6), method="bounded")
    assert calibration.factor == pytest.approx(np.exp(found.x), rel=1e-3)


def test_counts_that_one_factor_does_not_explain_are_found_as_scipy_finds_them() -> None:
    observed, modelled = [12, 3, 30], [10.0, 11.0, 9.0]
    expected = np.array(modelled) * 45 / 30
    assert measure_agreement(observed, modelled) == pytest.approx(chisquare(observed, expected).pvalue)
    assert np.isnan(measure_agreement([12], [10.0]))
    assert np.isnan(measure_agreement([0, 0], [10.0, 2.0]))


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="-2 usager"):
        calibrate_counts([12, -2], [8, 3])
    with pytest.raises(InputError, match="-1 usager"):
        calibrate_counts([-1], [8])
    with pytest.raises(InputError, match="0 usager dans cet espace"):
        calibrate_counts([12], [0])
    with pytest.raises(InputError, match="niveau de confiance"):
        poisson_interval(3, 1.0)

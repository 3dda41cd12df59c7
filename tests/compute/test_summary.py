from __future__ import annotations

import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alpsat_geo.compute.summary import summarise_columns, summarise_draws
from alpsat_geo.domain.arrays import FloatArray


def test_worked_percentiles() -> None:
    # 21 equally spaced draws 0, 5, ..., 100: the percentile p is p itself.
    interval = summarise_draws(np.random.default_rng(1).permutation(np.arange(0.0, 101.0, 5.0)))
    assert (interval.low, interval.value, interval.high) == (5.0, 50.0, 95.0)


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=40))
def test_agrees_with_the_standard_library(draws: list[float]) -> None:
    interval = summarise_draws(np.array(draws))
    cuts = statistics.quantiles(draws, n=100, method="inclusive")
    assert interval.low == pytest.approx(cuts[4], rel=1e-9, abs=1e-9)
    assert interval.value == pytest.approx(statistics.median(draws), rel=1e-9, abs=1e-9)
    assert interval.high == pytest.approx(cuts[94], rel=1e-9, abs=1e-9)


@given(arrays(np.float64, (12, 4), elements=st.floats(-1e6, 1e6)))
def test_columns_do_not_mix_and_the_draws_are_left_untouched(draws: FloatArray) -> None:
    before = draws.copy()
    summary = summarise_columns(draws)
    np.testing.assert_array_equal(draws, before)
    for n in range(4):
        alone = summarise_draws(draws[:, n])
        np.testing.assert_array_equal(summary[:, n], [alone.low, alone.value, alone.high])
    assert (summary[0] <= summary[1]).all()
    assert (summary[1] <= summary[2]).all()


def test_contiguous_input_is_left_untouched() -> None:
    draws = np.asfortranarray(np.random.default_rng(1).random((9, 3)))
    before = draws.copy()
    summarise_columns(draws)
    np.testing.assert_array_equal(draws, before)


def test_without_object_in_all_or_some_draws_is_without_object() -> None:
    draws = np.array([[np.nan, 1.0, np.nan, 2.0], [np.nan, np.nan, 3.0, 2.0], [np.nan, 4.0, 5.0, 2.0]])
    summary = summarise_columns(draws)
    assert np.isnan(summary[:, :3]).all()
    np.testing.assert_array_equal(summary[:, 3], [2.0, 2.0, 2.0])


def test_unreachable_in_every_draw_stays_unreachable() -> None:
    assert summarise_draws(np.full(5, np.inf)).value == np.inf


def test_single_draw_is_its_own_interval() -> None:
    interval = summarise_draws(np.array([3.5]))
    assert (interval.low, interval.value, interval.high) == (3.5, 3.5, 3.5)

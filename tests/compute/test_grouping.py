from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from alpsat_geo.compute.grouping import mean_by_group, membership, sum_by_group
from alpsat_geo.domain.arrays import FloatArray

GROUPS = np.array([1, 0, 1, 3, 0])
tables = arrays(np.float64, (3, 5), elements=st.floats(-1e6, 1e6))
weights_ = arrays(np.float64, 5, elements=st.floats(0.5, 1e4))


def test_membership_has_one_entry_a_commune() -> None:
    table = membership(GROUPS, 4)
    np.testing.assert_array_equal(table.toarray(), [[0, 1, 0, 0, 1], [1, 0, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0]])
    assert table.nnz == 5


@given(tables)
def test_sums_match_a_plain_loop(values: FloatArray) -> None:
    expected = np.zeros((3, 4))
    for row in range(3):
        for i, group in enumerate(GROUPS):
            expected[row, group] += values[row, i]
    np.testing.assert_allclose(sum_by_group(values, GROUPS, 4), expected, rtol=1e-12, atol=1e-6)


@given(tables, weights_)
def test_means_match_numpy_and_an_empty_group_has_none(values: FloatArray, weights: FloatArray) -> None:
    means = mean_by_group(values, weights, GROUPS, 4)
    for group in (0, 1, 3):
        inside = group == GROUPS
        expected = np.average(values[:, inside], axis=1, weights=weights[inside])
        np.testing.assert_allclose(means[:, group], expected, rtol=1e-9, atol=1e-6)
    assert np.isnan(means[:, 2]).all()


def test_group_without_weight_has_no_mean() -> None:
    means = mean_by_group(np.array([3.0, 4.0]), np.array([0.0, 2.0]), np.array([0, 1]), 2)
    assert np.isnan(means[0])
    assert means[1] == 4.0


def test_one_row_without_draws_is_summed_too() -> None:
    np.testing.assert_array_equal(sum_by_group(np.arange(5.0), GROUPS, 4), [5.0, 2.0, 0.0, 3.0])

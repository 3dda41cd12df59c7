from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.ratios import ratio_or


@pytest.mark.parametrize("otherwise", [0.0, np.nan])
def test_zero_negative_or_missing_denominator_takes_the_other_value(otherwise: float) -> None:
    above = np.array([6.0, 6.0, 6.0, 6.0, 0.0])
    below = np.array([3.0, 0.0, -1.0, np.nan, 4.0])
    np.testing.assert_array_equal(ratio_or(above, below, otherwise), [2.0, otherwise, otherwise, otherwise, 0.0])


def test_missing_numerator_stays_missing() -> None:
    assert np.isnan(ratio_or(np.array([np.nan]), np.array([2.0]), 0.0)[0])


def test_shapes_broadcast_in_both_directions() -> None:
    ratio = ratio_or(np.array([[2.0], [4.0]]), np.array([1.0, 2.0, 0.0]), 0.0)
    np.testing.assert_array_equal(ratio, [[2.0, 1.0, 0.0], [4.0, 2.0, 0.0]])


def test_arguments_are_left_untouched() -> None:
    above, below = np.array([1.0, 2.0]), np.array([0.0, 2.0])
    ratio_or(above, below, 9.0)
    np.testing.assert_array_equal(above, [1.0, 2.0])
    np.testing.assert_array_equal(below, [0.0, 2.0])

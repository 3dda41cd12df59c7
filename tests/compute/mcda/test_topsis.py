"""TOPSIS against printed examples and laws."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.topsis import rank_by_topsis


def test_fighter_aircraft_of_hwang_and_yoon_1981() -> None:
    # Speed (Mach), range (nautical miles), payload (pounds), cost (million dollars), reliability, maneuverability; of
    # the cost, less is better.
    matrix = np.array(
        [
            [2.0, 1500, 20_000, -5.5, 5, 9],
            [2.5, 2700, 18_000, -6.5, 3, 5],
            [1.8, 2000, 21_000, -4.5, 7, 7],
            [2.2, 1800, 20_000, -5.0, 5, 5],
        ]
    )
    closeness = rank_by_topsis(matrix, np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3]))
    np.testing.assert_array_equal(np.round(closeness, 3), [0.643, 0.268, 0.614, 0.312])


def test_example_of_tzeng_and_huang_2011() -> None:
    matrix = np.array([[5.0, 8, 4], [7, 6, 8], [8, 8, 6], [7, 4, 6]])
    closeness = rank_by_topsis(matrix, np.array([0.3, 0.4, 0.3]))
    np.testing.assert_array_equal(np.round(closeness, 4), [0.5037, 0.6581, 0.7482, 0.3340])


@given(st.integers(0, 10_000), st.floats(0.01, 100))
@settings(max_examples=50)
def test_units_change_nothing(seed: int, factor: float) -> None:
    rng = np.random.default_rng(seed)
    matrix, weights = rng.uniform(1, 100, (5, 3)) * [1, -1, 1], rng.dirichlet(np.ones(3))
    expected = rank_by_topsis(matrix, weights)
    np.testing.assert_allclose(rank_by_topsis(matrix * [factor, 1, 1], weights), expected, atol=1e-9)


@given(st.integers(0, 10_000))
@settings(max_examples=50)
def test_the_best_everywhere_is_ideal_and_the_worst_is_not(seed: int) -> None:
    rng = np.random.default_rng(seed)
    matrix = rng.uniform(2, 9, (5, 3))
    matrix[0], matrix[1] = 10.0, 1.0
    closeness = rank_by_topsis(matrix, rng.dirichlet(np.ones(3)))
    assert closeness[0] == pytest.approx(1.0)
    assert closeness[1] == pytest.approx(0.0)


def test_identical_alternatives_and_empty_columns_do_not_break() -> None:
    halves = np.array([0.5, 0.5])
    np.testing.assert_array_equal(rank_by_topsis(np.array([[1.0, 2.0], [1.0, 2.0]]), halves), [0.5, 0.5])
    np.testing.assert_array_equal(rank_by_topsis(np.array([[1.0, 0.0], [2.0, 0.0]]), halves), [0.0, 1.0])

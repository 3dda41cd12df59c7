"""Tornado and switching values by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.sensitivity import find_switching_values, order_tornado
from alpsat_geo.domain.errors import InputError


def test_tornado_orders_by_swing_and_says_reversals() -> None:
    bars = order_tornado(["b", "c", "a", "d"], np.array([0.1, -0.2, 0.3, np.nan]), np.array([0.2, 0.4, 0.2, 0.1]))
    assert [(bar.key, round(bar.swing, 9), bar.is_reversal) for bar in bars] == [
        ("c", 0.6, True),
        ("a", 0.1, False),
        ("b", 0.1, False),
    ]


def test_tornado_refuses_lengths_that_disagree() -> None:
    with pytest.raises(InputError, match="2 paramètres"):
        order_tornado(["a", "b"], np.ones(1), np.ones(2))


@pytest.mark.parametrize(
    ("gap", "expected"),
    [
        ([1, -1, -2, -3], (0.5,)),
        ([3, -1, 1, 2], (0.75, 1.5)),
        ([1, 0, -1, -2], (1.0,)),
        ([1, 0, 1, 2], None),
        ([2, 0, 0, -2], (1.5,)),
        ([0, 1, 2, 3], None),
        ([1, np.nan, -1, -2], None),
        ([1, 2, 3, 4], None),
    ],
)
def test_switching_values_by_hand(gap: list[float], expected: tuple[float, ...] | None) -> None:
    assert find_switching_values(np.array([[0.0, 1, 2, 3]]), np.array([gap], dtype=np.float64)) == (expected,)


@given(st.floats(0.05, 0.95), st.floats(0.1, 10))
def test_a_straight_gap_switches_where_it_is_zero(root: float, slope: float) -> None:
    grid = np.linspace(0, 1, 12)[None, :]
    (found,) = find_switching_values(grid, slope * (grid - root))
    assert found is not None
    np.testing.assert_allclose(found, [root], atol=1e-9)


def test_switching_values_refuse_grids_that_do_not_ascend() -> None:
    with pytest.raises(InputError, match="croissants"):
        find_switching_values(np.array([[0.0, 0.0]]), np.ones((1, 2)))
    with pytest.raises(InputError, match="un écart par valeur"):
        find_switching_values(np.ones((1, 2)), np.ones((1, 3)))

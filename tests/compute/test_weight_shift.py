from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alpsat_geo.compute.mcda.weights import draw_uniform
from alpsat_geo.compute.weight_shift import find_least_shift
from alpsat_geo.domain.errors import InputError


def test_least_shift_by_hand() -> None:
    # Two specialists: the second is best from equal weights on, 0.3 away from (0.8, 0.2).
    shift = find_least_shift([80, 20], [[1, 0], [0, 1]], 1)
    assert shift is not None
    assert shift.share == pytest.approx(0.3)
    np.testing.assert_allclose(shift.weights, [0.5, 0.5])
    stay = find_least_shift([80, 20], [[1, 0], [0, 1]], 0)
    assert stay is not None
    assert stay.share == 0.0
    np.testing.assert_allclose(stay.weights, [0.8, 0.2])


def test_a_dominated_scenario_has_no_shift_and_a_lone_one_needs_none() -> None:
    assert find_least_shift([50, 50], [[0.5, 0.5], [0.6, 0.6]], 0) is None
    lone = find_least_shift([50, 50], [[0.5, 0.5]], 0)
    assert lone is not None
    assert lone.share == 0.0


@given(st.integers(0, 10_000))
@settings(max_examples=40, deadline=None)
def test_no_drawn_weights_win_with_a_smaller_shift(seed: int) -> None:
    rng = np.random.default_rng(seed)
    values, weights = rng.random((4, 3)), draw_uniform(3, 1, rng)[0]
    tried = draw_uniform(3, 4000, rng)
    for scenario in range(4):
        is_best = (tried @ values[scenario])[:, None] >= tried @ values.T
        winning = tried[is_best.all(axis=1)]
        shift = find_least_shift(weights, values, scenario)
        if shift is None:
            assert winning.size == 0
            continue
        scores = values @ shift.weights
        assert scores[scenario] >= scores.max() - 1e-7
        assert np.abs(shift.weights - weights).sum() / 2 == pytest.approx(shift.share, abs=1e-7)
        if winning.size:
            assert shift.share <= np.abs(winning - weights).sum(axis=1).min() / 2 + 1e-7


def test_a_shift_that_means_nothing_is_refused() -> None:
    with pytest.raises(InputError, match="Scénario n° 3 inconnu"):
        find_least_shift([1, 1], [[1, 0], [0, 1]], 2)
    with pytest.raises(InputError, match="une valeur par scénario"):
        find_least_shift([1, 1], np.array([[1, np.nan], [0, 1]]), 0)

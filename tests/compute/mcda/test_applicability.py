"""Which criteria may weigh."""

from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.mcda.applicability import find_twins, judge_criteria
from alpsat_geo.domain.errors import InputError


def test_not_applicable_in_one_draw_of_one_scenario_leaves() -> None:
    values = np.random.default_rng(1).random((3, 4, 2))
    values[1, 2, 0] = np.nan
    judged = judge_criteria(values)
    assert judged.is_not_applicable.tolist() == [True, False]
    assert judged.applicable.tolist() == [False, True]
    assert not judged.is_indifferent.any()


def test_equal_in_every_draw_leaves_even_when_it_varies_with_the_draw() -> None:
    values = np.random.default_rng(1).random((3, 4, 2))
    values[:, :, 0] = values[0, :, 0]
    judged = judge_criteria(values)
    assert judged.is_indifferent.tolist() == [True, False]
    assert judged.applicable.tolist() == [False, True]


def test_different_in_a_single_draw_stays() -> None:
    values = np.full((2, 3, 1), 0.4)
    values[0, 2, 0] = 0.5
    assert judge_criteria(values).applicable.tolist() == [True]


def test_twins_have_the_correlation_of_numpy_and_the_right_places() -> None:
    first = np.array([0.1, 0.4, 0.5, 0.9])
    noisy = first + np.array([0.02, -0.03, 0.01, 0.0])
    values = np.stack([np.array([0.3, 0.9, 0.1, 0.4]), first, 1 - first, noisy], axis=1)[:, None, :]
    twins = judge_criteria(values).twins
    assert [(pair.first, pair.second) for pair in twins] == [(1, 2), (1, 3), (2, 3)]
    assert twins[0].correlation == pytest.approx(-1.0)
    assert twins[1].correlation == pytest.approx(np.corrcoef(first, noisy)[0, 1])


def test_two_scenarios_never_make_twins() -> None:
    assert find_twins(np.array([[0.0, 0.1], [1.0, 0.9]]), np.array([True, True])) == ()


def test_criteria_that_left_make_no_twins() -> None:
    values = np.tile(np.array([0.1, 0.5, 0.9])[:, None, None], (1, 1, 2))
    values[0, 0, 1] = np.nan
    assert judge_criteria(values).twins == ()


def test_empty_or_infinite_values_are_refused() -> None:
    with pytest.raises(InputError, match="Rien à comparer"):
        judge_criteria(np.empty((0, 1, 1)))
    with pytest.raises(InputError, match="infinie"):
        judge_criteria(np.full((1, 1, 1), np.inf))

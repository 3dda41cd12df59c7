from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix

from alpsat_geo.compute.reach import (
    best_reach,
    decay_of_minutes,
    open_combinations,
    two_step_catchment_ratio,
    worst_served_reach,
)
from alpsat_geo.domain.arrays import BoolArray, FloatArray

minutes_tables = arrays(np.float64, (4, 3), elements=st.one_of(st.floats(0, 90), st.just(math.inf)))
masks = arrays(np.bool_, (5, 3))
people = arrays(np.float64, 4, elements=st.integers(0, 50).map(float))
people_places = arrays(np.float64, 3, elements=st.integers(1, 40).map(float))


@given(minutes_tables, st.floats(5, 40), st.floats(2, 9))
def test_decay_is_the_written_formula(minutes: FloatArray, catchment_min: float, divisor: float) -> None:
    decay = np.asarray(decay_of_minutes(minutes, catchment_min, divisor))
    for (i, j), time_min in np.ndenumerate(minutes):
        exponent = (time_min - catchment_min) / (catchment_min / divisor)
        expected = 0.0 if exponent > 700 else 1 / (1 + math.exp(exponent))
        assert decay[i, j] == pytest.approx(expected, rel=1e-12, abs=1e-300)


def test_decay_is_one_half_at_t_and_zero_out_of_reach() -> None:
    decay = np.asarray(decay_of_minutes(np.array([20.0, np.inf, 0.0]), 20.0, 5.0))
    assert (decay[0], decay[1]) == (0.5, 0.0)
    assert decay[2] == pytest.approx(1 / (1 + math.exp(-5)))


@given(minutes_tables, masks)
def test_reach_is_that_of_the_best_open_space(minutes: FloatArray, is_open: BoolArray) -> None:
    decay = np.asarray(decay_of_minutes(minutes, 20.0, 5.0))
    reach = best_reach(decay, is_open)
    for p in range(5):
        for i in range(4):
            assert reach[p, i] == max([decay[i, j] for j in range(3) if is_open[p, j]], default=0.0)


@given(minutes_tables, masks)
def test_sparse_times_give_the_same_reach(minutes: FloatArray, is_open: BoolArray) -> None:
    rows, columns = np.nonzero(np.isfinite(minutes))
    sparse = csr_matrix((minutes[rows, columns], (rows, columns)), shape=minutes.shape)
    assert sparse.nnz == len(rows)
    dense_decay = np.asarray(decay_of_minutes(minutes, 20.0, 5.0))
    sparse_decay = decay_of_minutes(sparse, 20.0, 5.0)
    np.testing.assert_array_equal(csr_matrix(sparse_decay).toarray(), dense_decay)
    np.testing.assert_array_equal(best_reach(sparse_decay, is_open), best_reach(dense_decay, is_open))
    np.testing.assert_array_equal(sparse.toarray(), np.where(np.isfinite(minutes), minutes, 0.0))


@given(minutes_tables, masks)
def test_another_open_space_never_lowers_reach(minutes: FloatArray, is_open: BoolArray) -> None:
    decay = np.asarray(decay_of_minutes(minutes, 20.0, 5.0))
    wider = is_open.copy()
    wider[:, 1] = True
    assert (best_reach(decay, wider) >= best_reach(decay, is_open)).all()


@given(arrays(np.bool_, st.tuples(st.integers(1, 30), st.integers(0, 10))), st.integers(0, 99))
def test_combinations_are_distinct_and_give_each_draw_back(is_open: BoolArray, seed: int) -> None:
    road_of = np.random.default_rng(seed).integers(0, 3, len(is_open))
    combinations, roads, index = open_combinations(is_open, road_of)
    np.testing.assert_array_equal(combinations[index], is_open)
    np.testing.assert_array_equal(roads[index], road_of)
    assert len({(row.tobytes(), int(road)) for row, road in zip(combinations, roads, strict=True)}) == len(roads)


def _worst_fifth_by_resident(reach: list[float], population: list[int]) -> float:
    """Expand the residents one by one: five copies of each, so that a fifth of all is a whole number."""
    people = sorted(value for value, count in zip(reach, population, strict=True) for _ in range(5 * count))
    fifth = sum(population)
    return sum(people[:fifth]) / fifth


@given(st.lists(st.tuples(st.floats(0, 1), st.integers(0, 12)), min_size=1, max_size=7))
def test_worst_served_fifth_by_counting_residents(communes: list[tuple[float, int]]) -> None:
    reach, population = [c[0] for c in communes], [c[1] for c in communes]
    found = worst_served_reach(np.array([reach]), np.array(population, dtype=np.float64))[0]
    if sum(population) == 0:
        assert math.isnan(found)
    else:
        assert found == pytest.approx(_worst_fifth_by_resident(reach, population), abs=1e-12)


def test_worst_served_fifth_by_hand() -> None:
    # 100 residents: the worst 20 are the 15 at 0.1 and 5 of the 85 at 0.4: (1.5 + 2.0) / 20 = 0.175.
    found = worst_served_reach(np.array([[0.4, 0.1]]), np.array([85.0, 15.0]))
    assert found[0] == pytest.approx(0.175)


def test_worst_served_fifth_treats_each_combination_apart() -> None:
    found = worst_served_reach(np.array([[0.0, 1.0], [1.0, 0.0], [0.3, 0.3]]), np.array([90.0, 10.0]))
    # Second row: the worst 20 of 100 are the 10 at 0 and 10 of the 90 at 1: 0.5.
    np.testing.assert_allclose(found, [0.0, 0.5, 0.3])


def test_two_step_catchment_by_hand() -> None:
    # Two communes, two spaces. Weights: space A 1 and 0.5; space B 0 and 1.
    # Asked of A: 10 * 1 + 20 * 0.5 = 20, so 8 / 20 = 0.4 places a user; of B: 20, so 5 / 20 = 0.25.
    # Commune 1: 1 * 0.4 = 0.4; commune 2: 0.5 * 0.4 + 1 * 0.25 = 0.45.
    decay = np.array([[1.0, 0.0], [0.5, 1.0]])
    demand, capacity = np.array([10.0, 20.0]), np.array([8.0, 5.0])
    both = two_step_catchment_ratio(decay, demand, capacity, np.array([True, True]))
    np.testing.assert_allclose(both, [0.4, 0.45])
    without_b = two_step_catchment_ratio(decay, demand, capacity, np.array([True, False]))
    np.testing.assert_allclose(without_b, [0.4, 0.2])


@given(minutes_tables, people, people_places)
def test_two_step_catchment_hands_out_every_place(minutes: FloatArray, demand: FloatArray, places: FloatArray) -> None:
    decay = np.asarray(decay_of_minutes(minutes, 20.0, 5.0))
    ratio = two_step_catchment_ratio(decay, demand, places, np.ones(3, dtype=np.bool_))
    asked = decay.T @ demand > 0
    assert demand @ ratio == pytest.approx(places[asked].sum(), rel=1e-9)

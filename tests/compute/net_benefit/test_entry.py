"""Entry prices: from what price of one result each programme is the best."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.net_benefit.entry import Entry, trace_entry_prices
from alpsat_geo.domain.arrays import FloatArray

# Whole numbers, few of them: ties, copies and dominated programmes come often.
LINES = st.lists(st.tuples(st.integers(-4, 9), st.integers(-3, 6)), min_size=1, max_size=12)
ENTRIES = {
    "what costs less is best at no price, and each more of the result later": (
        [(0, 0), (10, 2), (40, 5), (30, 1)],
        [(0, 0), (1, 5), (2, 10)],
    ),
    "an exact tie at no price goes to doing nothing": ([(0, 0), (0, -2)], [(0, 0)]),
    "which gives way at once to what costs as much and gives more": ([(0, 0), (0, 3)], [(0, 0), (1, 0)]),
    "what saves money is best at no price": ([(0, 0), (-5, -1), (-5, 0)], [(2, 0)]),
    "doing nothing comes back when the price makes a loss of result dearer": (
        [(0, 0), (-6, -2)],
        [(1, 0), (0, 3)],
    ),
    "where several cross at once the largest result takes over": ([(0, 0), (2, 1), (4, 2), (6, 3)], [(0, 0), (3, 2)]),
    "of equal programmes the first listed is named": ([(0, 0), (4, 2), (4, 2)], [(0, 0), (1, 2)]),
    "a copy of doing nothing is never named": ([(0, 0), (0, 0)], [(0, 0)]),
}


def trace(lines: list[tuple[int, int]]) -> tuple[Entry, ...]:
    costs, results = to_arrays(lines)
    return trace_entry_prices(costs, results)


def to_arrays(lines: list[tuple[int, int]]) -> tuple[FloatArray, FloatArray]:
    costs, results = np.array(lines, dtype=np.float64).T * np.array([[1000.0], [1.0]])
    return costs, results


@pytest.mark.parametrize("lines", ENTRIES.values(), ids=ENTRIES)
def test_entries(lines: tuple[list[tuple[int, int]], list[tuple[int, float]]]) -> None:
    programmes, expected = lines
    found = trace(programmes)
    assert [(entry.programme, entry.price) for entry in found] == [(s, 1000 * price) for s, price in expected]


def test_of_equal_programmes_the_preferred_is_named() -> None:
    costs, results = to_arrays([(0, 0), (4, 2), (4, 2), (4, 1)])
    found = trace_entry_prices(costs, results, preference=np.array([0.0, 1.0, 2.0, 3.0]))
    assert [entry.programme for entry in found] == [0, 2]


@given(LINES, st.floats(0, 20_000))
def test_the_programme_entered_last_is_the_best_at_any_price(lines: list[tuple[int, int]], price: float) -> None:
    costs, results = to_arrays(lines)
    entered = [entry for entry in trace(lines) if entry.price <= price][-1]
    net_benefits = price * results - costs
    assert net_benefits[entered.programme] == pytest.approx(net_benefits.max(), abs=1e-3)


@given(LINES)
def test_raising_the_price_never_lowers_the_result_bought(lines: list[tuple[int, int]]) -> None:
    costs, results = to_arrays(lines)
    entries = trace(lines)
    prices = [entry.price for entry in entries]
    bought = [float(results[entry.programme]) for entry in entries]
    assert prices == sorted(prices)
    assert all(more > less for less, more in pairwise(bought))
    assert prices[0] == 0
    assert costs[entries[0].programme] == costs.min()


@given(LINES, st.floats(0.001, 1000))
def test_multiplying_euros_multiplies_every_entry_price(lines: list[tuple[int, int]], factor: float) -> None:
    costs, results = to_arrays(lines)
    before, after = trace_entry_prices(costs, results), trace_entry_prices(costs * factor, results)
    assert [entry.programme for entry in after] == [entry.programme for entry in before]
    np.testing.assert_allclose([entry.price for entry in after], [entry.price * factor for entry in before])


@given(LINES, st.data())
def test_a_copy_or_a_dearer_lesser_programme_moves_no_entry_price(
    lines: list[tuple[int, int]], data: st.DataObject
) -> None:
    cost, result = data.draw(st.sampled_from(lines))
    dearer, lesser = data.draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))
    # The last bits of a sum of many draws differ from one way of adding to another.
    added = [(cost * (1 + 1e-13), float(result)), (float(cost + dearer), float(result - lesser))]
    costs, results = to_arrays(lines)
    more = np.array(added).T * np.array([[1000.0], [1.0]])
    found = trace_entry_prices(np.append(costs, more[0]), np.append(results, more[1]))
    assert found == trace_entry_prices(costs, results)

"""The efficient frontier: published frontiers to the last digit that they give, and its laws."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.net_benefit.frontier import Frontier, trace_frontier

# Name, cost, effect, published ratio (none off the frontier) and status: on the frontier (ND), dominated (D) or
# extendedly dominated (ED).
Row = tuple[str, float, float, float | None, str]
PUBLISHED: dict[str, list[Row]] = {
    # A. D. Paltiel et al., Annals of Internal Medicine 145 (11), 2006, pp. 797-806, table 4: US dollars,
    # quality-adjusted life-months / 12. Ratios of the vignette basic_cea of dampack, recomputed.
    "hiv": [
        ("status quo", 26000, 23.104166666666668, None, "ND"),
        ("one time", 27000, 23.13083333333333, 37500.00000000413, "ND"),
        ("5yr", 28020, 23.14833333333333, 58285.714285719965, "ND"),
        ("3yr", 28440, 23.1525, 100799.99999991979, "ND"),
        ("annual", 29440, 23.146666666666665, None, "D"),
    ],
    # Example of the VA Health Economics Resource Center, as tested in dampack (test_calculate_icers.R).
    "va": [
        ("UC", 5000, 1, None, "ND"),
        ("B", 10000, 2, 5000, "ND"),
        ("D", 35000, 4, 12500, "ND"),
        ("E", 55000, 5, 20000, "ND"),
        ("C", 25000, 3, None, "ED"),
        ("A", 12000, 1.5, None, "D"),
    ],
    # R. Rajasingham et al., Clinical Infectious Diseases 70 (5), 2020, pp. 754-762: means of the draws and ratios in
    # dampack (vignettes/cdiff_icers.csv).
    "cdiff": [
        ("s3", 57336.0059896538, 12.9399639202408, None, "ND"),
        ("s27", 57541.2526373815, 13.0140640696275, 2769.85470915263, "ND"),
        ("s33", 57642.2587507842, 13.0389116321918, 4065.03105249231, "ND"),
        ("s31", 57934.0743411241, 13.0966257932217, 5056.2216470406, "ND"),
        ("s43", 58072.1137208494, 13.11285766912, 8504.2160616553, "ND"),
        ("s44", 58665.7823044647, 13.1283328397025, 38362.6519947134, "ND"),
        ("s39", 57814.6470919581, 13.0462790163185, None, "ED"),
        ("s4", 57887.481549326, 12.9970657153765, None, "D"),
        ("s13", 58018.6252420203, 13.0650412387992, None, "D"),
        ("s37", 58081.7947984323, 13.1029711156978, None, "D"),
        ("s20", 58634.2026441398, 13.1100568867995, None, "D"),
    ],
}
LINES = st.lists(st.tuples(st.integers(-4, 9), st.integers(-3, 6)), min_size=1, max_size=12)


def trace(lines: list[tuple[int, int]]) -> Frontier:
    return trace_frontier(*np.array(lines, dtype=np.float64).T)


@pytest.mark.parametrize("rows", PUBLISHED.values(), ids=PUBLISHED)
@pytest.mark.parametrize("order", [1, -1])
def test_published_frontiers_are_found_to_the_last_digit_whatever_the_order(rows: list[Row], order: int) -> None:
    rows = rows[::order]
    names = [row[0] for row in rows]
    found = trace_frontier(np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))
    on_it = sorted((row for row in rows if row[4] == "ND"), key=lambda row: row[1])
    assert [names[step.programme] for step in found.steps] == [row[0] for row in on_it]
    assert np.isnan(found.steps[0].step_price)
    # Costs and effects are published to fifteen digits: their differences keep about ten.
    published = [row[3] for row in on_it[1:]]
    assert [step.step_price for step in found.steps[1:]] == pytest.approx(published, rel=1e-9)
    for status, dominated in (("D", found.dominated), ("ED", found.extendedly_dominated)):
        assert {names[one.programme] for one in dominated} == {row[0] for row in rows if row[4] == status}


def test_what_dominates_is_told() -> None:
    rows = PUBLISHED["va"]
    names = [row[0] for row in rows]
    found = trace_frontier(np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))
    # A costs more than B and gives less; C gives what half of B and half of D give, and costs more than these.
    assert [[names[one] for one in dominated.by] for dominated in found.dominated] == [["B"]]
    assert [[names[one] for one in dominated.by] for dominated in found.extendedly_dominated] == [["B", "D"]]


@given(LINES)
def test_cost_effect_and_price_rise_along_the_steps_and_everything_else_is_dominated(
    lines: list[tuple[int, int]],
) -> None:
    found = trace(lines)
    for before, after in pairwise(found.steps):
        assert after.cost > before.cost
        assert after.effect > before.effect
    prices = [step.step_price for step in found.steps[1:]]
    assert all(price > 0 for price in prices)
    assert all(before < after for before, after in pairwise(prices))
    told = [step.programme for step in found.steps]
    told += [one.programme for one in (*found.dominated, *found.extendedly_dominated)]
    # Each once, one for those that are equal.
    assert sorted(lines[programme] for programme in told) == sorted(set(lines))


@given(LINES)
def test_what_dominates_costs_no_more_and_gives_no_less(lines: list[tuple[int, int]]) -> None:
    found = trace(lines)
    on_it = {step.programme for step in found.steps}
    for one in found.dominated:
        (better,) = one.by
        assert lines[better][0] <= lines[one.programme][0]
        assert lines[better][1] >= lines[one.programme][1]
    for one in found.extendedly_dominated:
        assert set(one.by) <= on_it
        (low_cost, low), (high_cost, high) = (lines[step] for step in one.by)
        cost, effect = lines[one.programme]
        assert low < effect < high
        assert low_cost + (high_cost - low_cost) * (effect - low) / (high - low) <= cost + 1e-9

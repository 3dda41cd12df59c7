from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.demand import (
    compute_funnel,
    demand_basis,
    demand_coefficients,
    teleworkable_shares,
    weekly_shares,
)
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.territory import Territory
from tests.invented_territory import invent_baseline

# One invented commune of 200 employed residents: 10 farmers, 40 self-employed, 30 managers,
# 50 intermediate, 50 clerks, 20 workers, and 100 second homes.
EMPLOYED = [[10.0, 40.0, 30.0, 50.0, 50.0, 20.0]]
SETTLED = {
    "teleworkable_share_csp1": 0.0,
    "teleworkable_share_csp2": 0.25,
    "teleworkable_share_csp3": 0.8,
    "teleworkable_share_csp4": 0.5,
    "teleworkable_share_csp5": 0.3,
    "teleworkable_share_csp6": 0.05,
    "telework_weekly_share_csp3": 0.5,
    "telework_weekly_share_csp4": 0.2,
    "telework_weekly_share_csp5": 0.1,
    "telework_weekly_share_csp6": 0.1,
    "third_place_share_teleworkers": 0.1,
    "third_place_share_independents": 0.2,
    "visitor_users_per_second_home": 0.005,
    "demand_calibration_factor": 1.0,
    "demand_level": 1.0,
}


def settled(table: ParameterTable, **changes: float) -> Draws:
    return central_draws(table.settle({**SETTLED, **changes}), ())


def test_funnel_worked_by_hand(table: ParameterTable) -> None:
    baseline = invent_baseline([[0.0]], employed=EMPLOYED, second_homes=[100.0])
    funnel = compute_funnel(baseline, settled(table))
    # Jobs that allow it: 0 + 40 * .25 + 30 * .8 + 50 * .5 + 50 * .3 + 20 * .05 = 10 + 24 + 25 + 15 + 1 = 75.
    assert funnel.teleworkable[0, 0] == pytest.approx(75.0)
    # Weekly, CSP 3 to 6 only: 15 + 10 + 5 + 2 = 32. The workers' observed share, .1, is above what
    # their jobs allow, .05: an observation is kept.
    assert funnel.teleworkers[0, 0] == pytest.approx(32.0)
    assert funnel.independents[0, 0] == pytest.approx(10.0)
    # Demand: 32 * .1 + 10 * .2 + 100 * .005 = 3.2 + 2 + 0.5 = 5.7.
    assert funnel.demand_users[0, 0] == pytest.approx(5.7)


def test_gain_is_bounded_by_what_jobs_allow(table: ParameterTable) -> None:
    baseline = invent_baseline([[0.0]], employed=EMPLOYED)
    funnel = compute_funnel(baseline, settled(table), np.array([1.0]))
    # Doubling: managers .5 -> 1 but their jobs allow .8: 24; intermediate .4: 20; clerks .2: 10;
    # workers are already above what their jobs allow and stay at .1: 2. Total 56.
    assert funnel.teleworkers[0, 0] == pytest.approx(56.0)
    assert funnel.teleworkable[0, 0] == pytest.approx(75.0)
    assert funnel.independents[0, 0] == pytest.approx(10.0)


def test_count_of_users_rescales_all_of_the_demand_and_nothing_else(table: ParameterTable) -> None:
    baseline = invent_baseline([[0.0]], employed=EMPLOYED, second_homes=[100.0])
    funnel = compute_funnel(baseline, settled(table, demand_calibration_factor=0.5))
    assert funnel.demand_users[0, 0] == pytest.approx(5.7 / 2)
    assert funnel.teleworkers[0, 0] == pytest.approx(32.0)


def test_central_run_of_the_embedded_territory(territory: Territory, baseline: Baseline, central: Draws) -> None:
    funnel = compute_funnel(baseline, central)
    assert territory.census.employed_count.sum() == pytest.approx(15_664.9, rel=5e-3)
    assert funnel.teleworkable.sum() == pytest.approx(5_746, rel=5e-3)
    assert funnel.teleworkers.sum() == pytest.approx(2_152, rel=5e-3)
    assert funnel.independents.sum() == pytest.approx(613, rel=5e-3)
    assert funnel.demand_users.sum() == pytest.approx(46.1, rel=5e-3)


def test_median_of_the_draws_lies_above_the_central_demand(baseline: Baseline, table: ParameterTable) -> None:
    demand = compute_funnel(baseline, sample_draws(table, baseline.spaces, 10_000, 1)).demand_users.sum(axis=1)
    assert 50 < np.median(demand) < 60
    assert np.percentile(demand, 5) < 46.1 < np.percentile(demand, 95)


def test_funnel_of_each_commune_narrows(territory: Territory, baseline: Baseline, table: ParameterTable) -> None:
    alone = table.settle({"visitor_users_per_second_home": 0.0})
    funnel = compute_funnel(baseline, sample_draws(alone, baseline.spaces, 200, 1))
    np.testing.assert_allclose(baseline.employed_by_csp_count.sum(axis=1), territory.census.employed_count, rtol=1e-9)
    assert (funnel.teleworkable <= territory.census.employed_count * (1 + 1e-12)).all()
    assert (funnel.demand_users <= funnel.teleworkers + funnel.independents).all()


def test_demand_is_the_product_of_coefficients_and_basis(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 4)
    gain = np.linspace(0, 0.5, 20)
    product = demand_coefficients(draws, gain) @ demand_basis(baseline).T
    np.testing.assert_array_equal(product, compute_funnel(baseline, draws, gain).demand_users)


def test_commune_without_any_observed_csp_is_missing_but_brings_no_demand(table: ParameterTable) -> None:
    employed = np.array([EMPLOYED[0], [np.nan] * 6])
    baseline = invent_baseline(np.zeros((2, 2)), employed=employed, second_homes=[np.nan, np.nan])
    funnel = compute_funnel(baseline, settled(table))
    for step in (funnel.teleworkable, funnel.teleworkers, funnel.independents):
        assert np.isfinite(step[0, 0])
        assert np.isnan(step[0, 1])
    np.testing.assert_allclose(funnel.demand_users, [[5.2, 0.0]])


@given(st.floats(0, 3), st.floats(0, 3))
def test_shares_grow_with_the_gain_and_never_pass_their_ceiling(
    table: ParameterTable, one: float, other: float
) -> None:
    draws = sample_draws(table, (), 30, 2)
    low, high = (weekly_shares(draws, np.full(30, gain)) for gain in sorted((one, other)))
    observed = weekly_shares(draws, np.zeros(30))
    assert (low <= high + 1e-15).all()
    assert (observed <= low).all()
    assert (high <= np.maximum(teleworkable_shares(draws), observed) + 1e-15).all()
    assert (high[:, :2] == 0).all()

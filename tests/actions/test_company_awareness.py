from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.demand import CSP_COUNT, WEEKLY_CSPS
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan

SCENARIO = plan(choose("company_awareness"))


@given(st.floats(0, 20))
def test_telework_never_passes_what_jobs_allow(baseline: Baseline, table: ParameterTable, gain: float) -> None:
    draws = sample_draws(table.settle({"company_awareness_weekly_gain": gain}), baseline.spaces, 20, 1)
    outcome = evaluate(SCENARIO, baseline, draws, ACTIONS)
    assert outcome.reference is not None
    allowed = np.zeros((draws.size, CSP_COUNT))
    for k in WEEKLY_CSPS:
        observed = draws[f"telework_weekly_share_csp{k}"]
        allowed[:, k - 1] = np.maximum(draws[f"teleworkable_share_csp{k}"], observed)
    ceiling = allowed @ baseline.employed_by_csp_count.T
    assert (outcome.teleworkers <= ceiling * (1 + 1e-12)).all()
    assert (outcome.teleworkers >= outcome.reference.teleworkers * (1 - 1e-12)).all()
    assert (outcome.demand_users >= outcome.reference.demand_users * (1 - 1e-12)).all()


def test_small_gain_is_relative(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"company_awareness_weekly_gain": 0.02}), baseline.spaces)
    outcome = evaluate(SCENARIO, baseline, draws, ACTIONS)
    assert outcome.reference is not None
    np.testing.assert_allclose(outcome.teleworkers, outcome.reference.teleworkers * 1.02, rtol=1e-12)


def test_cost_is_that_of_its_row(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"company_awareness_cost_eur_year": 123.0}), baseline.spaces)
    (line,) = apply_actions(SCENARIO, baseline, draws, ACTIONS).cost_lines
    assert (line.capex_eur[0], line.opex_eur_per_year[0]) == (0.0, pytest.approx(123.0))

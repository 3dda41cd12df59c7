from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.accounts import space_accounts
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.break_even_probability import BREAK_EVEN_PROBABILITY
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS, choose, plan


def test_mean_over_spaces_of_the_share_of_draws_that_balance(baseline: Baseline, table: ParameterTable) -> None:
    scenario = plan(choose("open_space", "05065", "05023"), choose("open_space", "05023", kind="standard"))
    # A paid host would leave no standard space with a chance.
    unpaid = table.settle({"host_paid_share": 0.0})
    outcome = evaluate(scenario, baseline, sample_draws(unpaid, baseline.spaces, 400, 1), ACTIONS)
    accounts = space_accounts(outcome)
    shares = [float(np.mean(a.revenue_eur_per_year >= a.annual_cost_eur)) for a in accounts]
    assert 0 < max(shares) < 1
    np.testing.assert_allclose(BREAK_EVEN_PROBABILITY.measure(outcome), np.full(400, np.mean(shares)))
    assert BREAK_EVEN_PROBABILITY.measure_by_commune is not None
    assert BREAK_EVEN_PROBABILITY.measure_by_epci is not None
    by_commune = BREAK_EVEN_PROBABILITY.measure_by_commune(outcome)[0]
    briancon, guillestre = (baseline.insee_codes.index(code) for code in ("05023", "05065"))
    assert by_commune[guillestre] == pytest.approx(shares[0])
    assert by_commune[briancon] == pytest.approx((shares[1] + shares[2]) / 2)
    assert np.isnan(np.delete(by_commune, [briancon, guillestre])).all()
    by_epci = BREAK_EVEN_PROBABILITY.measure_by_epci(outcome)[0]
    np.testing.assert_allclose(by_epci, [by_commune[briancon], np.nan, by_commune[guillestre]])


def test_scenario_that_opens_nothing_is_without_object(
    baseline: Baseline, central: Draws, scenarios: tuple[Scenario, ...]
) -> None:
    for scenario in scenarios:
        opens = any(choice.type_key == "open_space" for choice in scenario.actions)
        probability = BREAK_EVEN_PROBABILITY.measure(evaluate(scenario, baseline, central, ACTIONS))
        assert np.isnan(probability).all() == (not opens)

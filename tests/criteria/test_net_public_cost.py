from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.criteria.net_public_cost import NET_PUBLIC_COST
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan


def test_by_hand_for_the_platform(baseline: Baseline, table: ParameterTable) -> None:
    # 10,000 euros over two years at 10 %: 10,000 / (1 / 1.1 + 1 / 1.21) = 5,761.90 a year; 3,000 to run it.
    values = {
        "platform_capex_eur": 10_000.0,
        "platform_opex_eur_year": 3_000.0,
        "equipment_lifetime_year": 2.0,
        "public_discount_rate": 0.1,
    }
    draws = central_draws(table.settle(values), baseline.spaces)
    outcome = evaluate(plan(choose("shared_platform")), baseline, draws, ACTIONS)
    assert NET_PUBLIC_COST.measure(outcome)[0] == pytest.approx(8_761.904761904762)


def test_costs_of_actions_add_up(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    choices = (
        choose("shared_platform"),
        choose("welcome_service"),
        choose("residual_fibre"),
        choose("shuttle", "05001"),
    )
    together = NET_PUBLIC_COST.measure(evaluate(plan(*choices), baseline, draws, ACTIONS))
    apart = [NET_PUBLIC_COST.measure(evaluate(plan(choice), baseline, draws, ACTIONS)) for choice in choices]
    np.testing.assert_allclose(together, np.sum(apart, axis=0), rtol=1e-12)

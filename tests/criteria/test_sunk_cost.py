"""Money lost if one stops after two years."""

from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.draws import central_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate
from alpsat_geo.criteria.sunk_cost import SUNK_COST
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, invent_baseline, plan

SETTLED = {
    "standard_desks_count": 10.0,
    "standard_capex_per_desk_eur": 20_000.0,
    "standard_opex_per_desk_eur_year": 4_000.0,
    "space_lifetime_year": 10.0,
    "host_paid_share": 0.0,
    "investment_resold_share": 0.2,
    "stop_commitment_year": 0.5,
}


def test_by_hand(table: ParameterTable) -> None:
    # 200,000 euros written off over ten years: 160,000 left after two, a fifth of which is sold: 128,000. Half a year
    # of 40,000 is still due: 20,000. A grant is public money too.
    base = invent_baseline([[0.0]])
    draws = central_draws(table.settle(SETTLED), ())
    scenario = plan(choose("open_space", base.insee_codes[0], kind="standard", grant_eur=50_000))
    outcome = evaluate(scenario, base, draws, ACTIONS)
    assert SUNK_COST.measure(outcome)[0] == pytest.approx(148_000)
    assert SUNK_COST.measure_by_commune is not None
    np.testing.assert_allclose(SUNK_COST.measure_by_commune(outcome), [[148_000]])


def test_what_is_written_off_after_two_years_is_not_lost(table: ParameterTable) -> None:
    base = invent_baseline([[0.0]])
    draws = central_draws(table.settle({**SETTLED, "space_lifetime_year": 2.0, "stop_commitment_year": 0.0}), ())
    outcome = evaluate(plan(choose("open_space", base.insee_codes[0], kind="standard")), base, draws, ACTIONS)
    assert SUNK_COST.measure(outcome)[0] == 0


def test_doing_nothing_sinks_nothing(table: ParameterTable) -> None:
    base = invent_baseline([[0.0]])
    assert SUNK_COST.measure(evaluate(DO_NOTHING, base, central_draws(table, ()), ACTIONS)).tolist() == [0.0]

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.criteria.co2_avoided import CO2_AVOIDED
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan

SCENARIO = plan(choose("shuttle", "05052", "05065"))


def test_shuttle_changes_neither_reach_nor_users(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(SCENARIO, baseline, sample_draws(table, baseline.spaces, 50, 1), ACTIONS)
    assert outcome.reference is not None
    for name in ("reach", "is_within", "space_users", "served_users_by_commune", "teleworkers"):
        np.testing.assert_array_equal(getattr(outcome, name), getattr(outcome.reference, name))


def test_shuttle_replaces_a_share_of_car_trips_in_its_communes_alone(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(
        SCENARIO, baseline, central_draws(table.settle({"shuttle_shift_share": 0.25}), baseline.spaces), ACTIONS
    )
    assert outcome.reference is not None
    served = [baseline.insee_codes.index(code) for code in ("05052", "05065")]
    share = np.ones(baseline.commune_count)
    share[served] = 0.75
    np.testing.assert_allclose(outcome.trips_km_by_commune, outcome.reference.trips_km_by_commune * share)
    assert outcome.reference.trips_km_by_commune[0, served].sum() > 0
    assert CO2_AVOIDED.measure(outcome)[0] > 0


def test_cost_is_one_vehicle(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle({"shuttle_cost_eur_year": 99.0}), baseline.spaces)
    (line,) = apply_actions(SCENARIO, baseline, draws, ACTIONS).cost_lines
    assert (line.capex_eur[0], line.opex_eur_per_year[0]) == (0.0, 99.0)

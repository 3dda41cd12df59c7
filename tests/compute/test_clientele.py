"""Who comes to one space, against the same counted commune by commune and draw by draw."""

from __future__ import annotations

import math

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES_BY_KEY
from alpsat_geo.compute.access import minutes_from_homes
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.clientele import find_clientele
from alpsat_geo.compute.demand import CSP_COUNT, INDEPENDENT_CSP, WEEKLY_CSPS, split_demand
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.domain.parameters import ParameterTable
from alpsat_geo.domain.scenario import ActionChoice, Scenario

DRAWS = 40
OPENED = Scenario("essai", "Essai", actions=(ActionChoice("open_space", ("05065",), {"kind": "frugal"}),))


def ask(baseline: Baseline, draws: Draws, commune: int, d: int) -> tuple[float, float, float]:
    """Count the employees, self-employed and visitors of a commune who would use a space, in one draw."""

    def at(key: str) -> float:
        return float(draws[key][d])

    employed = np.nan_to_num(baseline.employed_by_csp_count[commune])
    factor = at("demand_calibration_factor") * at("demand_level")
    employees = sum(
        float(employed[k - 1]) * at(f"telework_weekly_share_csp{k}") * at("third_place_share_teleworkers")
        for k in WEEKLY_CSPS
    )
    independents = (
        float(employed[INDEPENDENT_CSP - 1])
        * at(f"teleworkable_share_csp{INDEPENDENT_CSP}")
        * at("third_place_share_independents")
    )
    visitors = float(np.nan_to_num(baseline.second_homes_count[commune])) * at("visitor_users_per_second_home")
    return factor * employees, factor * independents, factor * visitors


def count_by_hand(outcome: Outcome, space: int, d: int) -> tuple[list[float], list[float]]:
    """Count who comes to a space in one draw: by commune, then by kind."""
    baseline, draws, spaces = outcome.baseline, outcome.draws, outcome.levers.spaces
    catchment_min = outcome.settings.catchment_min
    scale_min = catchment_min / float(draws["catchment_decay_divisor"][d])
    communes = [state.commune_index for state in spaces]
    table = np.asarray(
        minutes_from_homes(baseline, draws, communes, outcome.settings.season, float(draws["road_speed_factor"][d]))
    )
    power = float(draws["huff_desks_exponent"][d])
    pull = [float(state.desks_count[d]) ** power if state.is_open[d] else 0.0 for state in spaces]
    coming = np.zeros((baseline.commune_count, len(spaces), 3))
    for i in range(baseline.commune_count):
        decay = [1 / (1 + math.exp(min((minutes - catchment_min) / scale_min, 700))) for minutes in table[i]]
        felt = sum(p * share for p, share in zip(pull, decay, strict=True))
        reach = max((share for p, share in zip(pull, decay, strict=True) if p > 0), default=0.0)
        for j in range(len(spaces)):
            part = pull[j] * decay[j] / felt if felt > 0 else 0.0
            coming[i, j] = [people * reach * part for people in ask(baseline, draws, i, d)]
    total = coming[:, space].sum()
    held = 1.0
    if spaces[space].is_open[d] and total > 0:
        capacity = float(spaces[space].desks_count[d]) * 5 / float(draws["telework_days_per_week"][d])
        held = min(1.0, capacity / total)
    return list(held * coming[:, space].sum(axis=1)), list(held * coming[:, space].sum(axis=0))


@pytest.mark.parametrize("settings", [Settings("winter", 20.0), Settings("summer", 30.0)])
def test_users_of_a_space_are_those_counted_one_by_one(
    baseline: Baseline, table: ParameterTable, settings: Settings
) -> None:
    draws = sample_draws(table, baseline.spaces, DRAWS, 3)
    outcome = evaluate(OPENED, baseline, draws, ACTION_TYPES_BY_KEY, settings=settings)
    space = len(baseline.spaces)
    clientele = find_clientele(outcome, space)
    for d in range(0, DRAWS, 5):
        by_commune, kinds = count_by_hand(outcome, space, d)
        np.testing.assert_allclose(clientele.by_commune[d], by_commune, rtol=1e-9, atol=1e-12)
        found = (clientele.employees[d], clientele.independents[d], clientele.visitors[d])
        np.testing.assert_allclose(found, kinds, rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(clientele.by_commune.sum(axis=1), outcome.space_served_users[:, space], atol=1e-9)


def test_the_parts_of_the_demand_make_it_whole_with_newcomers_too(baseline: Baseline, table: ParameterTable) -> None:
    welcome = Scenario("x", "X", actions=(ActionChoice("welcome_service"),))
    draws = sample_draws(table, baseline.spaces, DRAWS, 3)
    outcome = evaluate(welcome, baseline, draws, ACTION_TYPES_BY_KEY)
    assert outcome.additional_inhabitants.any()
    parts = split_demand(baseline, draws, outcome.levers, outcome.additional_inhabitants)
    np.testing.assert_allclose(np.sum(parts, axis=0), outcome.demand_users, rtol=1e-12)
    assert baseline.employed_by_csp_count.shape[1] == CSP_COUNT

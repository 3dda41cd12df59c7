from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws
from alpsat_geo.compute.evaluation import apply_actions
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, invent_baseline, plan

FULL_PRICE = {"residual_fibre_public_share": 0.5, "ftth_cost_per_line_eur": 1000.0}


def test_each_premise_without_fibre_is_paid_once(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle(FULL_PRICE), baseline.spaces)
    (line,) = apply_actions(plan(choose("residual_fibre")), baseline, draws, ACTIONS).cost_lines
    assert line.capex_eur[0] == pytest.approx((58_333 - 55_214) * 500)


def test_commune_with_more_lines_than_premises_pays_none_and_neither_does_an_unknown_one(table: ParameterTable) -> None:
    base = invent_baseline(np.zeros((3, 3)), premises=[100.0, 50.0, np.nan], ftth=[40.0, 60.0, 10.0])
    draws = central_draws(table.settle(FULL_PRICE), ())
    levers = apply_actions(plan(choose("residual_fibre")), base, draws, ACTIONS)
    (line,) = levers.cost_lines
    assert line.capex_eur[0] == pytest.approx(60 * 1000 * 0.5)
    # The cost is too low by what the third commune would cost, where the public pays anything.
    assert line.uncounted_index == (2,)
    (line,) = apply_actions(plan(choose("residual_fibre")), base, central_draws(table, ()), ACTIONS).cost_lines
    assert line.uncounted_index == ()


def test_where_no_chosen_commune_is_counted_the_cost_is_missing(table: ParameterTable) -> None:
    base = invent_baseline(np.zeros((3, 3)), premises=[100.0, 50.0, np.nan], ftth=[40.0, 60.0, 10.0])
    draws = central_draws(table.settle(FULL_PRICE), ())
    levers = apply_actions(plan(choose("residual_fibre", base.insee_codes[2])), base, draws, ACTIONS)
    assert np.isnan(levers.cost_lines[0].capex_eur).all()


def test_only_the_named_communes_are_connected(baseline: Baseline, table: ParameterTable) -> None:
    draws = central_draws(table.settle(FULL_PRICE), baseline.spaces)
    (line,) = apply_actions(plan(choose("residual_fibre", "05023")), baseline, draws, ACTIONS).cost_lines
    briancon = baseline.insee_codes.index("05023")
    missing = baseline.premises_count[briancon] - baseline.ftth_premises_count[briancon]
    assert line.capex_eur[0] == pytest.approx(missing * 500)
    assert line.commune_index == (briancon,)


def test_private_duty_costs_the_public_nothing_at_the_central_values(baseline: Baseline, central: Draws) -> None:
    levers = apply_actions(plan(choose("residual_fibre")), baseline, central, ACTIONS)
    (line,) = levers.cost_lines
    assert (line.capex_eur[0], line.opex_eur_per_year[0]) == (0.0, 0.0)

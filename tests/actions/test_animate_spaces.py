from __future__ import annotations

import numpy as np
import pytest

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import central_draws, sample_draws
from alpsat_geo.compute.evaluation import apply_actions, evaluate
from alpsat_geo.compute.levers import USE_FACTOR
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan

SCENARIO = plan(choose("animate_spaces"))
SIZE = 4000


def test_animation_reopens_what_is_uncertain_and_closes_nothing(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table.settle({"animation_reopening_probability": 0.5}), baseline.spaces, SIZE, 1)
    levers = apply_actions(SCENARIO, baseline, draws, ACTIONS)
    for j, (space, before) in enumerate(zip(levers.spaces, baseline.spaces, strict=True)):
        was_open = draws.space_is_open[:, j]
        assert (space.is_open >= was_open).all()
        if before.status == "open":
            np.testing.assert_array_equal(space.is_open, was_open)
        else:
            # Of the draws where it is closed, half reopen: five standard errors of a share.
            reopened = space.is_open[~was_open].mean()
            assert reopened == pytest.approx(0.5, abs=2.5 / np.sqrt((~was_open).sum()))


def test_what_a_person_has_settled_is_a_fact(baseline: Baseline, table: ParameterTable) -> None:
    settled = baseline.with_spaces_settled({"altipolis": False, "quai9": True, "hotel-coworking-eygliers": False})
    draws = sample_draws(table.settle({"animation_reopening_probability": 1.0}), settled.spaces, 200, 1)
    levers = apply_actions(SCENARIO, settled, draws, ACTIONS)
    is_open = {space.key: space.is_open for space in levers.spaces}
    assert not is_open["altipolis"].any()
    assert not is_open["hotel-coworking-eygliers"].any()
    assert is_open["quai9"].all()
    assert is_open["the-snoworkers"].all()


def test_animation_does_not_reopen_an_open_space_drawn_closed(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table.settle({"animation_reopening_probability": 1.0}), baseline.spaces, SIZE, 1)
    luceo = [space.key for space in baseline.spaces].index("luceo")
    levers = apply_actions(SCENARIO, baseline, draws, ACTIONS)
    assert not draws.space_is_open[:, luceo].all()
    np.testing.assert_array_equal(levers.spaces[luceo].is_open, draws.space_is_open[:, luceo])


def test_never_and_always_reopening(baseline: Baseline, table: ParameterTable) -> None:
    never = sample_draws(table.settle({"animation_reopening_probability": 0.0}), baseline.spaces, 200, 1)
    for j, space in enumerate(apply_actions(SCENARIO, baseline, never, ACTIONS).spaces):
        np.testing.assert_array_equal(space.is_open, never.space_is_open[:, j])


def test_spaces_that_the_scenario_opens_stay_open(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    levers = apply_actions(plan(choose("open_space", "05065"), choose("animate_spaces")), baseline, draws, ACTIONS)
    alone = apply_actions(plan(choose("open_space", "05065")), baseline, draws, ACTIONS)
    np.testing.assert_array_equal(levers.spaces[-1].is_open, alone.spaces[-1].is_open)


def test_animation_without_any_space_serves_nobody(baseline: Baseline, table: ParameterTable) -> None:
    closed = baseline.with_spaces_settled({space.key: False for space in baseline.spaces})
    outcome = evaluate(SCENARIO, closed, sample_draws(table, closed.spaces, 50, 1), ACTIONS)
    assert not outcome.served_users.any()


def test_costs_and_factor_are_those_of_its_rows(baseline: Baseline, table: ParameterTable) -> None:
    values = {
        "animation_equipment_eur": 11.0,
        "animation_cost_eur_year": 12.0,
        "equipment_lifetime_year": 4.0,
        "animation_use_factor": 1.3,
    }
    levers = apply_actions(SCENARIO, baseline, central_draws(table.settle(values), baseline.spaces), ACTIONS)
    (line,) = levers.cost_lines
    assert (line.capex_eur[0], line.opex_eur_per_year[0], line.lifetime_year[0]) == (11.0, 12.0, 4.0)
    assert levers[USE_FACTOR].tolist() == [1.3]

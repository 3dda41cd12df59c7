from __future__ import annotations

import dataclasses
from typing import Literal, get_args

import numpy as np
import pytest

from alpsat_geo.compute.action_type import ActionContext, ActionType
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate
from alpsat_geo.compute.explanation.trace import explain
from alpsat_geo.compute.levers import (
    CAR_FREE,
    MODEL_LEVERS,
    NEWCOMER_INTENSITY,
    RETENTION_GAIN,
    USE_FACTOR,
    WEEKLY_GAIN,
    CostLine,
    Effect,
    Lever,
    Levers,
    ModelStep,
    Start,
    baseline_levers,
)
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.parameters import ParameterTable
from tests.invented_territory import ACTIONS, choose, plan, snapshot


def test_doing_nothing_keeps_spaces_as_drawn_and_moves_no_lever(baseline: Baseline, table: ParameterTable) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    levers = baseline_levers(baseline, draws)
    assert [space.key for space in levers.spaces] == [space.key for space in baseline.spaces]
    for j, space in enumerate(levers.spaces):
        np.testing.assert_array_equal(space.is_open, draws.space_is_open[:, j])
        np.testing.assert_array_equal(space.desks_count, draws.space_desks_count[:, j])
        assert not space.is_new
        assert np.isnan([space.capex_eur, space.opex_eur_per_year, space.grant_eur, space.price_month_eur]).all()
    assert (levers.cost_lines, levers.starts, dict(levers.moved)) == ((), (), {})
    for lever in MODEL_LEVERS:
        assert (levers[lever] == lever.join(levers[lever], levers[lever])).all()


def test_each_effect_joins_what_two_actions_do(baseline: Baseline, central: Draws) -> None:
    levers = baseline_levers(baseline, central)
    before = snapshot(levers)
    twice = levers.move(USE_FACTOR, np.array([1.5])).move(USE_FACTOR, np.array([2.0]))
    assert twice[USE_FACTOR].tolist() == [3.0]
    added = levers.move(WEEKLY_GAIN, np.array([0.1])).move(WEEKLY_GAIN, np.array([0.2]))
    assert added[WEEKLY_GAIN].tolist() == pytest.approx([0.3])
    raised = levers.move(CAR_FREE, np.array([0.3]), (2, 5)).move(CAR_FREE, np.array([0.2]), (5, 6))
    assert raised[CAR_FREE][0, [2, 5, 6, 7]].tolist() == [0.3, 0.3, 0.2, 0.0]
    assert levers[USE_FACTOR].tolist() == [1.0]
    assert snapshot(levers) == before
    assert snapshot(raised) != before


def test_a_lever_that_varies_by_draw_has_one_row_a_draw(baseline: Baseline, table: ParameterTable) -> None:
    levers = baseline_levers(baseline, sample_draws(table, baseline.spaces, 3, 1))
    by_draw = np.array([0.1, 0.2, 0.3])
    moved = levers.move(NEWCOMER_INTENSITY, by_draw).move(RETENTION_GAIN, by_draw, (1,))
    np.testing.assert_array_equal(moved[NEWCOMER_INTENSITY], np.repeat(by_draw[:, None], 3, axis=1))
    np.testing.assert_array_equal(moved[RETENTION_GAIN][:, 1], by_draw)
    assert not moved[RETENTION_GAIN][:, [0, 2]].any()


def test_costs_and_starts_add_up_in_order(baseline: Baseline, central: Draws) -> None:
    levers = baseline_levers(baseline, central)
    one, none = np.ones(1), np.zeros(1)
    both = levers
    for key in ("a", "b"):
        both = both.with_cost(CostLine(key, one, one, one, none, none, none), Start(key, one))
    assert [line.action_key for line in both.cost_lines] == ["a", "b"]
    assert [start.action_key for start in both.starts] == ["a", "b"]
    assert levers.cost_lines == ()


def bring(lever: Lever, value: float) -> ActionType:
    """Return an action that moves one lever, in a few places."""

    def apply(levers: Levers, _context: ActionContext) -> Levers:
        return levers.move(lever, np.array([value]), None if lever.by == "territory" else (1, 2))

    return dataclasses.replace(
        ACTIONS["shuttle"], key="essai", parameters=(), months_parameters=(), places_required=False, apply=apply
    )


@pytest.mark.parametrize(
    ("effect", "value", "is_everywhere"), [("add", 0.4, False), ("multiply", 0.6, True), ("raise", 700.0, False)]
)
@pytest.mark.parametrize("step", get_args(ModelStep))
def test_a_lever_of_an_action_acts_on_each_step_alike_in_the_code_and_in_the_formulas(
    baseline: Baseline, table: ParameterTable, step: ModelStep, effect: Effect, value: float, *, is_everywhere: bool
) -> None:
    # Homes that few can find limit the newcomers; with all of them, the rate does.
    homes_share = 0.001 if step == "vacant_homes" else 1.0
    draws = central_draws(table.settle({"mobilisable_vacant_home_share": homes_share}), baseline.spaces)
    by: Literal["epci", "commune"] = "epci" if step == "households_rate" else "commune"
    action = bring(Lever("essai", "Essai", "territory" if is_everywhere else by, effect, step), value)
    catalogue = {**ACTIONS, action.key: action}
    welcome = (choose("welcome_service"), choose("animate_spaces"))
    before, after = (
        evaluate(plan(*choices), baseline, draws, catalogue) for choices in (welcome, (*welcome, choose("essai")))
    )
    moved = 0
    for criterion in CRITERIA:
        measured = float(criterion.measure(after)[0])
        moved += measured != pytest.approx(float(criterion.measure(before)[0]), rel=1e-12, nan_ok=True)
        trace = explain(after, criterion)
        assert trace.value == pytest.approx(measured, rel=1e-9, abs=1e-9, nan_ok=True), criterion.key
    assert moved

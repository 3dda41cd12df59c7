from __future__ import annotations

import dataclasses
import inspect

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.accounts import net_petr_cost_by_commune, space_accounts, total_capex, total_opex
from alpsat_geo.compute.action_type import ActionType, resolve_choice
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, apply_actions, evaluate, evaluate_all
from alpsat_geo.compute.finance import annuity
from alpsat_geo.compute.levers import FRANCE_SERVICES_HELP, MODEL_LEVERS, Lever, Levers, baseline_levers
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from tests.invented_territory import ACTIONS, choose_examples, plan, snapshot


def levers_of(choice: ActionChoice, baseline: Baseline, draws: Draws) -> Levers:
    return apply_actions(plan(choice), baseline, draws, ACTIONS)


def test_keys_are_unique() -> None:
    keys = [action.key for action in ACTION_TYPES]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_catalogue_entry_is_complete(action: ActionType, table: ParameterTable) -> None:
    for text in (action.label, action.summary, action.owner, action.source):
        assert len(text) > 3
        assert text == text.strip()
    assert action.evidence_grade in GRADE_LABELS
    assert action.axis in {"a", "b", "c"}
    assert action.dependencies
    assert action.duplication_conditions
    for sentence in (action.summary, *action.dependencies, *action.duplication_conditions):
        assert sentence.endswith(".")
    assert action.months_parameters
    for key in (*action.parameters, *action.months_parameters):
        assert key in table
    assert len({*action.parameters, *action.months_parameters}) == len(action.parameters + action.months_parameters)
    for option in action.options:
        assert option.default_parameter is None or option.default_parameter in table
    module = inspect.getmodule(action.apply)
    assert module is not None
    assert module.__doc__


def test_labels_are_unique() -> None:
    assert len({action.label for action in ACTION_TYPES}) == len(ACTION_TYPES)


def test_what_was_not_studied_says_so() -> None:
    for action in ACTION_TYPES:
        assert action.is_outside_study == action.source.startswith("Hors étude"), action.key


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_applying_changes_a_copy_and_gives_the_same_twice(
    action: ActionType, baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    levers = baseline_levers(baseline, draws)
    before, base = snapshot(levers), snapshot(baseline)
    for choice in choose_examples(action, baseline):
        context = resolve_choice(action, choice, baseline, draws)
        one, two = action.apply(levers, context), action.apply(levers, context)
        assert snapshot(one) == snapshot(two)
        assert snapshot(one) != before
        assert snapshot(levers) == before
        assert snapshot(baseline) == base


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_every_action_has_a_cost_line_and_a_start(action: ActionType, baseline: Baseline, central: Draws) -> None:
    for choice in choose_examples(action, baseline):
        levers = levers_of(choice, baseline, central)
        assert levers.cost_lines
        assert {line.action_key for line in levers.cost_lines} == {action.key}
        assert {start.action_key for start in levers.starts} == {action.key}
        for line in levers.cost_lines:
            assert (line.grant_eur <= line.capex_eur).all()
            assert (line.grant_eur_per_year <= line.opex_eur_per_year).all()
            for cost in (line.capex_eur, line.opex_eur_per_year, line.grant_eur, line.grant_eur_per_year):
                assert cost.shape == (1,)
                assert np.isfinite(cost).all()
                assert (cost >= 0).all()


def elsewhere(row: Parameter) -> tuple[float, float]:
    """Return plausible values on both sides of the central one, where it has two."""
    if row.low is None or row.high is None:
        return (row.value * 0.6, row.value * 1.4) if row.value else (0.25, 0.5)
    return row.low if row.low < row.value else (row.value + row.high) / 2, (row.value + row.high) / 2


def list_arrays(record: object) -> list[FloatArray]:
    """List the arrays of a frozen record."""
    assert dataclasses.is_dataclass(record)
    values = [getattr(record, field.name) for field in dataclasses.fields(record)]
    return [value.astype(np.float64) for value in values if isinstance(value, np.ndarray)]


def footprint(choice: ActionChoice, baseline: Baseline, table: ParameterTable) -> tuple[FloatArray, FloatArray]:
    """Return what an action itself sets, apart from the baseline; then what comes out of the model."""
    draws = sample_draws(table, baseline.spaces, 40, 3)
    start, levers = baseline_levers(baseline, draws), levers_of(choice, baseline, draws)
    parts: list[FloatArray] = list(levers.moved.values())
    for line in levers.cost_lines:
        # A lifetime counts by the annuity that it sets.
        yearly = annuity(line.capex_eur, draws["public_discount_rate"], line.lifetime_year)
        parts += list_arrays(dataclasses.replace(line, lifetime_year=yearly))
    parts += [array for one in levers.starts for array in list_arrays(one)]
    for j, space in enumerate(levers.spaces):
        arrays = list_arrays(space)
        known = list_arrays(start.spaces[j]) if j < len(start.spaces) else [np.zeros(1)] * len(arrays)
        parts += [np.nan_to_num(array - before) for array, before in zip(arrays, known, strict=True)]
    return np.concatenate([part.ravel() for part in parts]), outputs(plan(choice), baseline, draws)


def outputs(scenario: Scenario, baseline: Baseline, draws: Draws) -> FloatArray:
    reference = evaluate(DO_NOTHING, baseline, draws, ACTIONS)
    outcome = evaluate(scenario, baseline, draws, ACTIONS, reference=reference)
    parts = [criterion.measure(outcome) for criterion in CRITERIA]
    parts += [net_petr_cost_by_commune(outcome).sum(axis=1), total_capex(outcome), total_opex(outcome)]
    for account in space_accounts(outcome):
        parts += [account.annual_cost_eur, account.capacity_users, account.break_even_users]
    return np.nan_to_num(np.concatenate(parts), nan=-1.0)


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_parameters_named_are_exactly_those_that_move_something(
    action: ActionType, baseline: Baseline, table: ParameterTable
) -> None:
    # A plausible point where nothing is at zero, so that no product hides what is read.
    settled = table.settle({key: row.value or elsewhere(row)[1] / 3 for key, row in table.items()})
    named = {*action.parameters, *action.months_parameters}
    trials = [(key, value) for key in table for value in elsewhere(table[key])]
    sets: set[str] = set()
    moves: set[str] = set()
    for choice in choose_examples(action, baseline):
        own, out = footprint(choice, baseline, settled)
        for key, value in trials:
            own_moved, out_moved = footprint(choice, baseline, settled.settle({key: value}))
            if not np.array_equal(own, own_moved):
                sets.add(key)
            if not np.array_equal(out, out_moved):
                moves.add(key)
    assert sorted(sets - named) == [], "read by the action and not named"
    assert sorted(named - moves) == [], "named and without any effect"


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_start_takes_the_months_of_its_own_row(action: ActionType, baseline: Baseline, table: ParameterTable) -> None:
    months = {key: 100.0 + n for n, key in enumerate(action.months_parameters)}
    draws = sample_draws(table.settle(months), baseline.spaces, 2, 1)
    found = {
        float(value)
        for choice in choose_examples(action, baseline)
        for s in levers_of(choice, baseline, draws).starts
        for value in s.months
    }
    assert found == set(months.values())


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_action_alone_never_costs_less_than_nothing_before_revenue(
    action: ActionType, baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    for choice in choose_examples(action, baseline):
        outcome = evaluate(plan(choice), baseline, draws, ACTIONS)
        assert (total_capex(outcome) >= 0).all()
        assert (total_opex(outcome) >= 0).all()
        assert (total_capex(outcome) + total_opex(outcome) > 0).any()


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_levers_moved_are_those_of_the_model_and_those_named(
    action: ActionType, baseline: Baseline, central: Draws
) -> None:
    own: set[Lever] = set()
    for choice in choose_examples(action, baseline):
        own |= levers_of(choice, baseline, central).moved.keys() - {*MODEL_LEVERS, FRANCE_SERVICES_HELP}
    assert own == set(action.levers)
    for lever in own:
        assert lever.step
        assert lever.label


def test_all_actions_together_are_one_valid_scenario(baseline: Baseline, central: Draws) -> None:
    everything = plan(*(choose_examples(action, baseline)[0] for action in ACTION_TYPES))
    (outcome,) = evaluate_all([everything], baseline, central, ACTIONS)
    assert {line.action_key for line in outcome.levers.cost_lines} == {action.key for action in ACTION_TYPES}

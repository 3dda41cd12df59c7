from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Mapping

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.accounts import net_petr_cost_by_commune, space_accounts, total_capex, total_opex
from alpsat_geo.compute.action_type import ActionType, resolve_choice
from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, apply_actions, evaluate, evaluate_all
from alpsat_geo.compute.finance import annuity
from alpsat_geo.compute.levers import Levers, baseline_levers
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import ActionChoice, Scenario
from tests.invented_territory import ACTIONS, choose, plan, snapshot

# The keys are in addresses, files and databases: renaming one breaks what people have saved. A newcomer comes last.
KEYS = [
    "shared_platform",
    "welcome_service",
    "open_space",
    "extend_space",
    "animate_spaces",
    "digital_mediation",
    "itinerant_services",
    "residual_fibre",
    "shuttle",
    "company_awareness",
]

# For each type, choices that between them exercise every option; the first is the plainest.
CHOICES: Mapping[str, tuple[ActionChoice, ...]] = {
    "open_space": (
        choose("open_space", "05065", "05174", kind="frugal"),
        choose("open_space", "05065", kind="standard", grant_eur=30_000),
    ),
    "extend_space": (choose("extend_space", "luceo", "altipolis"), choose("extend_space", "luceo", added_desks=6)),
    "itinerant_services": (choose("itinerant_services", "05007", "05177"),),
    "shuttle": (choose("shuttle", "05001", "05003", "05023"),),
    "welcome_service": (choose("welcome_service"), choose("welcome_service", "240500462")),
    "digital_mediation": (choose("digital_mediation"), choose("digital_mediation", state_grant="non")),
}


def choices_of(action: ActionType) -> tuple[ActionChoice, ...]:
    return CHOICES.get(action.key, (choose(action.key),))


def levers_of(choice: ActionChoice, baseline: Baseline, draws: Draws) -> Levers:
    return apply_actions(plan(choice), baseline, draws, ACTIONS)


def test_keys_are_stable_and_unique() -> None:
    keys = [action.key for action in ACTION_TYPES]
    assert keys[: len(KEYS)] == KEYS
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


def test_only_mobility_is_marked_outside_the_study() -> None:
    assert [action.key for action in ACTION_TYPES if action.is_outside_study] == ["shuttle"]


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_applying_changes_a_copy_and_gives_the_same_twice(
    action: ActionType, baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 20, 1)
    levers = baseline_levers(baseline, draws)
    before, base = snapshot(levers), snapshot(baseline)
    for choice in choices_of(action):
        context = resolve_choice(action, choice, baseline, draws)
        one, two = action.apply(levers, context), action.apply(levers, context)
        assert snapshot(one) == snapshot(two)
        assert snapshot(one) != before
        assert snapshot(levers) == before
        assert snapshot(baseline) == base


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_every_action_has_a_cost_line_and_a_start(action: ActionType, baseline: Baseline, central: Draws) -> None:
    for choice in choices_of(action):
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


# A plausible point where nothing is at zero, so that no product hides what is read.
NO_ZERO = {"residual_fibre_public_share": 0.3, "digital_mediation_reach_gain": 0.05}


def footprint(choice: ActionChoice, baseline: Baseline, table: ParameterTable) -> tuple[FloatArray, FloatArray]:
    """Return what an action itself sets, apart from the baseline; then what comes out of the model."""
    draws = sample_draws(table, baseline.spaces, 40, 3)
    start, levers = baseline_levers(baseline, draws), levers_of(choice, baseline, draws)
    rate = draws["public_discount_rate"]
    parts: list[FloatArray] = [levers.use_factor, levers.weekly_telework_gain]
    parts += [levers.newcomer_intensity, levers.retention_gain_share, levers.car_free_share]
    parts += [levers.france_services_level["winter"], levers.added_ftth_premises_count]
    for line in levers.cost_lines:
        parts += [line.capex_eur, line.opex_eur_per_year, line.grant_eur, line.grant_eur_per_year]
        parts += [annuity(line.capex_eur, rate, line.lifetime_year)]
    parts += [one.months for one in levers.starts]
    for j, space in enumerate(levers.spaces):
        known = start.spaces[j] if j < len(start.spaces) else None
        parts.append(space.desks_count - (0 if known is None else known.desks_count))
        if known is None:
            parts += [space.capex_eur, space.opex_eur_per_year, space.grant_eur, space.price_month_eur]
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
    settled = table.settle({key: row.value for key, row in table.items()} | NO_ZERO)
    named = {*action.parameters, *action.months_parameters}
    trials = [(key, value) for key in table for value in elsewhere(table[key])]
    sets: set[str] = set()
    moves: set[str] = set()
    for choice in choices_of(action):
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
        for choice in choices_of(action)
        for s in levers_of(choice, baseline, draws).starts
        for value in s.months
    }
    assert found == set(months.values())


@pytest.mark.parametrize("action", ACTION_TYPES, ids=lambda action: action.key)
def test_action_alone_never_costs_less_than_nothing_before_revenue(
    action: ActionType, baseline: Baseline, table: ParameterTable
) -> None:
    draws = sample_draws(table, baseline.spaces, 50, 1)
    for choice in choices_of(action):
        outcome = evaluate(plan(choice), baseline, draws, ACTIONS)
        assert (total_capex(outcome) >= 0).all()
        assert (total_opex(outcome) >= 0).all()
        assert (total_capex(outcome) + total_opex(outcome) > 0).any()


def test_fields_of_levers_are_all_looked_at() -> None:
    # A lever added to the record must enter `footprint`, or a parameter could be read unseen.
    assert {field.name for field in dataclasses.fields(Levers)} == {
        "spaces",
        "use_factor",
        "cost_lines",
        "starts",
        "weekly_telework_gain",
        "newcomer_intensity",
        "retention_gain_share",
        "france_services_level",
        "car_free_share",
        "added_ftth_premises_count",
    }


def test_all_actions_together_are_one_valid_scenario(baseline: Baseline, central: Draws) -> None:
    everything = plan(*(choices_of(action)[0] for action in ACTION_TYPES))
    (outcome,) = evaluate_all([everything], baseline, central, ACTIONS)
    assert {line.action_key for line in outcome.levers.cost_lines} == {action.key for action in ACTION_TYPES}

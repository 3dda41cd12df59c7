from __future__ import annotations

import math

import numpy as np
import pytest

from alpsat_geo.actions import ACTION_TYPES
from alpsat_geo.compute.baseline import Baseline, build_baseline
from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import DO_NOTHING, evaluate, evaluate_all
from alpsat_geo.compute.explanation.formulas import list_formulas, list_steps
from alpsat_geo.compute.explanation.inputs import FUNCTIONS, list_inputs
from alpsat_geo.compute.explanation.trace import Trace, explain
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.provenance import GRADE_LABELS
from alpsat_geo.domain.scenario import Scenario
from alpsat_geo.domain.territory import Season, Territory
from tests.invented_territory import ACTIONS, choose, plan, publish_desks

TWO_SEASONS: tuple[Season, ...] = ("summer", "winter")
READ_WITH_THE_TERRITORY = {"terminal_time_min", "services_basket_min"}


def central_outcomes(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...], season: Season = "winter"
) -> tuple[Outcome, ...]:
    draws = central_draws(table, baseline.spaces)
    return evaluate_all(scenarios, baseline, draws, ACTIONS, Settings(season, 20.0))


def assert_same(traced: float, measured: float, *, at: str) -> None:
    if math.isnan(measured):
        assert math.isnan(traced), at
    else:
        assert traced == pytest.approx(measured, rel=1e-9, abs=1e-9), at


@pytest.fixture(scope="module", name="traced")
def trace_everything(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> dict[Season, list[tuple[Outcome, Criterion, Trace]]]:
    """Trace every criterion of every embedded scenario, in two seasons."""
    return {
        season: [
            (outcome, criterion, explain(outcome, criterion))
            for outcome in central_outcomes(baseline, table, scenarios, season)
            for criterion in CRITERIA
        ]
        for season in TWO_SEASONS
    }


@pytest.fixture(scope="module", name="traces")
def index_winter(traced: dict[Season, list[tuple[Outcome, Criterion, Trace]]]) -> dict[tuple[str, str], Trace]:
    return {(outcome.scenario.key, criterion.key): trace for outcome, criterion, trace in traced["winter"]}


@pytest.mark.parametrize("season", TWO_SEASONS)
def test_written_formulas_recompute_every_criterion_of_every_scenario(
    traced: dict[Season, list[tuple[Outcome, Criterion, Trace]]], season: Season
) -> None:
    assert len({outcome.scenario.key for outcome, _, _ in traced[season]}) >= 9
    for outcome, criterion, trace in traced[season]:
        measured = float(criterion.measure(outcome)[0])
        assert_same(trace.value, measured, at=f"{outcome.scenario.key}, {criterion.key}")


def test_formulas_recompute_with_spaces_settled_and_another_catchment(
    baseline: Baseline, table: ParameterTable, scenarios: tuple[Scenario, ...]
) -> None:
    settled = baseline.with_spaces_settled({"luceo": False, "hotel-coworking-eygliers": True})
    settled = publish_desks(settled, "quai9", 3.0)
    draws = central_draws(table.settle({"visitor_users_per_second_home": 0.001}), settled.spaces)
    for outcome in evaluate_all(scenarios[3:7], settled, draws, ACTIONS, Settings("closure_day", 12.5)):
        for criterion in CRITERIA:
            trace = explain(outcome, criterion)
            assert_same(
                trace.value, float(criterion.measure(outcome)[0]), at=f"{outcome.scenario.key}, {criterion.key}"
            )


def test_every_step_is_that_of_the_outcome(baseline: Baseline, central: Draws) -> None:
    scenario = plan(choose("shared_platform"), choose("welcome_service"), choose("open_space", "05065"))
    outcome = evaluate(scenario, baseline, central, ACTIONS)
    expected = {
        "teleworkers": outcome.teleworkers[0],
        "demand": outcome.demand_users[0],
        "decay": outcome.access.decays[0],
        "reach": outcome.reach[outcome.combination_index[0]],
        "attraction": outcome.attraction[0],
        "conversion": outcome.conversion[0],
        "space_users": outcome.space_users[0],
        "space_capacity": outcome.space_capacity_users[0],
        "space_served": outcome.space_served_users[0],
        "households": outcome.additional_households[0],
        "visit_km": outcome.trips_km_by_commune[0].sum(),
    }
    steps = {step.name: step.result for criterion in CRITERIA for step in explain(outcome, criterion).steps}
    for name, value in expected.items():
        np.testing.assert_allclose(
            np.asarray(steps[name], dtype=np.float64),
            np.asarray(value, dtype=np.float64),
            rtol=1e-9,
            atol=1e-12,
            err_msg=name,
        )


def test_trace_carries_labels_formulas_grades_and_sources(traces: dict[tuple[str, str], Trace]) -> None:
    for trace in traces.values():
        assert trace.steps[-1].name == trace.key
        assert set(trace.input_labels) == set(trace.inputs)
        for step in trace.steps:
            assert step.label
            assert step.formula
        for parameter in trace.parameters:
            assert parameter.grade in GRADE_LABELS
            assert parameter.source
            assert parameter.label
        assert len({parameter.key for parameter in trace.parameters}) == len(trace.parameters)


def elsewhere(row: Parameter) -> tuple[float, float]:
    if row.low is None or row.high is None:
        return row.value * 0.6, row.value * 1.4
    return row.low, row.high


def test_every_parameter_that_moves_a_figure_is_in_its_trace(
    territory: Territory,
    baseline: Baseline,
    table: ParameterTable,
    scenarios: tuple[Scenario, ...],
    traces: dict[tuple[str, str], Trace],
) -> None:
    before = {
        (outcome.scenario.key, criterion.key): float(criterion.measure(outcome)[0])
        for outcome in central_outcomes(baseline, table, scenarios)
        for criterion in CRITERIA
    }
    unseen: set[tuple[str, str, str]] = set()
    moved: set[tuple[str, str]] = set()
    for key, row in table.items():
        for value in elsewhere(row):
            settled = table.settle({key: value})
            base = build_baseline(territory, settled) if key in READ_WITH_THE_TERRITORY else baseline
            for outcome in central_outcomes(base, settled, scenarios):
                for criterion in CRITERIA:
                    place = (outcome.scenario.key, criterion.key)
                    after = float(criterion.measure(outcome)[0])
                    if math.isnan(after) or math.isclose(after, before[place], rel_tol=1e-12, abs_tol=1e-12):
                        continue
                    moved.add((key, criterion.key))
                    if key not in {parameter.key for parameter in traces[place].parameters}:
                        unseen.add((key, *place))
    assert sorted(unseen) == []
    assert len({key for key, _ in moved}) > 50


def test_trace_names_no_cost_for_an_effect(
    traced: dict[Season, list[tuple[Outcome, Criterion, Trace]]],
) -> None:
    for _, criterion, trace in traced["winter"]:
        if criterion.kind == "effect":
            assert [parameter.key for parameter in trace.parameters if parameter.unit.startswith("€")] == []


def test_doing_nothing_is_traced_to_no_action(traces: dict[tuple[str, str], Trace]) -> None:
    keys = {parameter.key for parameter in traces["ne-rien-faire", "regular_users"].parameters}
    assert "platform_awareness_factor" not in keys
    assert "animation_use_factor" not in keys
    assert {"third_place_share_teleworkers", "existing_space_desks", "status_open_unverified_probability"} <= keys
    animated = {parameter.key for parameter in traces["animer-existant", "regular_users"].parameters}
    assert {"animation_use_factor", "animation_reopening_probability"} <= animated


def test_each_formula_comes_after_what_it_needs_and_all_are_used() -> None:
    formulas = {formula.name: formula for formula in list_formulas(CRITERIA)}
    assert len(formulas) == len(list_formulas(CRITERIA)), "two formulas have one name"
    for criterion in CRITERIA:
        steps = list_steps(criterion)
        assert steps[-1].name == criterion.key
        for position, formula in enumerate(steps):
            assert formulas.keys() & set(formula.names) <= {step.name for step in steps[:position]}
    assert formulas.keys() == {formula.name for criterion in CRITERIA for formula in list_steps(criterion)}


def test_each_name_of_a_formula_means_one_thing_and_each_meaning_is_used(table: ParameterTable) -> None:
    formulas = list_formulas(CRITERIA)
    meanings = [formula.name for formula in formulas] + [given.name for given in list_inputs(CRITERIA, ACTION_TYPES)]
    meanings += [*FUNCTIONS, "inf"]
    assert len(set(meanings)) == len(meanings)
    used = {name for formula in formulas for name in formula.names}
    assert used - set(meanings) <= set(table)
    levers = {lever.key for action in ACTION_TYPES for lever in action.levers}
    assert set(meanings) - used <= {criterion.key for criterion in CRITERIA} | levers


def test_several_draws_are_not_explained(baseline: Baseline, table: ParameterTable) -> None:
    outcome = evaluate(DO_NOTHING, baseline, sample_draws(table, baseline.spaces, 2, 1), ACTIONS)
    with pytest.raises(InputError, match="valeurs centrales"):
        explain(outcome, CRITERIA[0])


def test_explaining_changes_nothing(baseline: Baseline, central: Draws) -> None:
    outcome = evaluate(plan(choose("animate_spaces")), baseline, central, ACTIONS)
    for criterion in CRITERIA:
        one, two = (explain(outcome, criterion) for _ in range(2))
        assert one.value == two.value or math.isnan(one.value)
        assert [p.key for p in one.parameters] == [p.key for p in two.parameters]

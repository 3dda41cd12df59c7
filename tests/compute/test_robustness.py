from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import pytest

from alpsat_geo.compute.comparison import Comparison, DecisionProblem, compare_scenarios
from alpsat_geo.compute.draws import Draws, central_draws, sample_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.outcome import Outcome, Settings
from alpsat_geo.compute.robustness import central_gap, switching_values, tornado, verify_first
from alpsat_geo.compute.unknowns import list_unknowns
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.criteria.regular_users import REGULAR_USERS
from alpsat_geo.domain.anchors import Anchor
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.parameters import Parameter, ParameterTable
from alpsat_geo.domain.scenario import Scenario
from tests.invented_territory import ACTIONS, plan, publish_desks

Pose = Callable[[int], DecisionProblem]


@pytest.fixture(scope="module", name="comparison")
def compare_two_close_ones(pose: Pose, scenarios: tuple[Scenario, ...]) -> Comparison:
    """Compare the six first scenarios, whose leaders change places within the range of a parameter."""
    return compare_scenarios(scenarios[:6], pose(400), Weighting(), 1)


def gap_on(comparison: Comparison, draws: Draws, problem: DecisionProblem) -> float:
    """Gap between the two leaders on one draw, with the typical weights, by the definition."""
    leader, second = comparison.two_leaders
    chosen = [comparison.outcomes[s].scenario for s in (leader, second)]
    one, other = evaluate_all(chosen, problem.baseline, draws, ACTIONS, problem.settings)
    total = 0.0
    for key, weight in zip(comparison.weighted_keys, comparison.typical_weights, strict=True):
        if weight > 0:
            criterion = next(c for c in problem.criteria if c.key == key)
            worst, best = problem.anchor_bounds(key)
            values = [np.clip((criterion.measure(o)[0] - worst) / (best - worst), 0, 1) for o in (one, other)]
            total += float(weight) * float(values[0] - values[1])
    return total


def test_tornado_equals_evaluating_again_with_settled_tables(comparison: Comparison) -> None:
    problem = comparison.problem
    table, baseline = problem.draws.table, problem.baseline
    centre = central_draws(table, baseline.spaces)
    checked = 0
    for bar in tornado(comparison):
        unknown, found = bar.unknown, (bar.bar.gap_at_low, bar.bar.gap_at_high)
        for end, gap in zip(("low", "high"), found, strict=True):
            if unknown.space_key is None:
                settled = table.settle({key: float(getattr(table[key], end)) for key in unknown.parameter_keys})
                draws = central_draws(settled, baseline.spaces)
            else:
                j = [space.key for space in baseline.spaces].index(unknown.space_key)
                is_open, desks = centre.space_is_open.copy(), centre.space_desks_count.copy()
                if unknown.key.startswith("status:"):
                    is_open[0, j] = end == "high"
                else:
                    desks[0, j] = getattr(table[unknown.parameter_keys[0]], end)
                draws = dataclasses.replace(centre, space_is_open=is_open, space_desks_count=desks)
            assert gap == pytest.approx(gap_on(comparison, draws, problem), abs=1e-9), (unknown.key, end)
            checked += 1
    assert checked == 2 * len(list_unknowns(comparison.problem))


def test_bars_come_longest_first_and_some_unknown_matters(comparison: Comparison) -> None:
    swings = [bar.bar.swing for bar in tornado(comparison)]
    assert swings == sorted(swings, reverse=True)
    assert swings[0] > 0.01
    assert swings[-1] == 0.0
    for bar in tornado(comparison):
        assert bar.bar.swing == pytest.approx(abs(bar.bar.gap_at_high - bar.bar.gap_at_low), abs=1e-12)


def test_central_gap_is_that_of_the_central_run(comparison: Comparison) -> None:
    problem = comparison.problem
    centre = central_draws(problem.draws.table, problem.baseline.spaces)
    assert central_gap(comparison) == pytest.approx(gap_on(comparison, centre, problem), abs=1e-12)


def test_lead_changes_hands_at_each_switching_value(comparison: Comparison) -> None:
    problem = comparison.problem
    table = problem.draws.table
    found = 0
    for switch in switching_values(comparison):
        (key,) = switch.unknown.parameter_keys
        row = table[key]
        assert row.low is not None
        assert row.high is not None
        assert switch.unit == row.unit
        step = (row.high - row.low) / 20

        def gap_at(value: float, name: str = key) -> float:
            draws = central_draws(table.settle({name: value}), problem.baseline.spaces)
            return gap_on(comparison, draws, problem)

        ends = gap_at(row.low), gap_at(row.high)
        if not switch.values:
            assert ends[0] * ends[1] >= 0, key
        for value in switch.values:
            found += 1
            assert row.low <= value <= row.high
            # Interpolated between grid points: within a step of an exact change of sign, and almost no gap.
            around = gap_at(max(row.low, value - step)), gap_at(min(row.high, value + step))
            assert around[0] * around[1] < 0, key
            assert abs(gap_at(value)) < 0.02 * max(abs(end) for end in ends), key
    assert found > 0


def test_unknowns_are_what_has_a_range_and_what_a_call_would_tell(comparison: Comparison) -> None:
    table, spaces = comparison.problem.draws.table, comparison.problem.baseline.spaces
    unknowns = list_unknowns(comparison.problem)
    assert len({unknown.key for unknown in unknowns}) == len(unknowns)
    named = {key for unknown in unknowns if unknown.space_key is None for key in unknown.parameter_keys}
    drawn = {key for key, row in table.items() if not row.is_constant}
    assert named == {key for key in drawn if not key.startswith("existing_space_desks")}
    asked = {f"{what}:{space.key}" for space in spaces for what in ("status", "desks")}
    assert {unknown.key for unknown in unknowns if unknown.space_key} == asked
    for unknown in unknowns:
        assert unknown.label
        assert unknown.settled_by
    families = {u.key: u.parameter_keys for u in unknowns if len(u.parameter_keys) > 1}
    assert set(families) == {"teleworkable_share", "telework_weekly_share", "new_space_open_share"}


def test_settled_space_and_published_desks_are_no_longer_unknown(comparison: Comparison) -> None:
    problem = comparison.problem
    baseline = publish_desks(problem.baseline.with_spaces_settled({"luceo": True}), "quai9", 6.0)
    draws = sample_draws(problem.draws.table, baseline.spaces, 50, 1)
    settled = dataclasses.replace(problem, baseline=baseline, draws=draws)
    keys = {u.key for u in list_unknowns(settled)}
    assert "status:luceo" not in keys
    assert "desks:quai9" not in keys
    assert {"desks:luceo", "status:quai9"} <= keys


KEY = "essai"
A, B = plan(key="a"), plan(key="b")


def added_row(key: str) -> Parameter:
    return Parameter(key, f"Inconnue {key}", "part", 0.0, 0.5, 1.0, "D", "essai", settled_by="un comptage")


def compare_synthetic(problem: DecisionProblem, measure: Callable[[Draws], FloatArray]) -> Comparison:
    """Compare « a », worth what ``measure`` reads in the draws, with « b », always worth 0.45."""

    def measure_outcome(outcome: Outcome) -> FloatArray:
        if outcome.scenario.key == "a":
            return np.asarray(measure(outcome.draws), dtype=np.float64)
        return np.full(outcome.draws.size, 0.45)

    criterion = dataclasses.replace(REGULAR_USERS, key=KEY, measure=measure_outcome)
    rows = {**problem.draws.table, "decisive": added_row("decisive"), "idle": added_row("idle")}
    table = ParameterTable(rows)
    changed = DecisionProblem(
        baseline=problem.baseline,
        draws=sample_draws(table, problem.baseline.spaces, 3000, 1),
        action_types=ACTIONS,
        criteria=(criterion,),
        anchors={KEY: Anchor(KEY, "Essai", "part", 0.0, 1.0, "D", "essai")},
        settings=Settings(),
    )
    return compare_scenarios([A, B], changed, Weighting(), 1)


def test_decisive_unknown_is_found_and_the_others_are_not(pose: Pose) -> None:
    comparison = compare_synthetic(pose(1), lambda draws: draws["decisive"])
    # a leads where the value exceeds 0.45, that is 0.5 * sqrt(2u) > 0.45: u > 0.405. Of ten slices of the
    # draws, the four lowest would give the lead to b, and the fifth hardly changes it: 40 % in all.
    first, *rest = verify_first(comparison)
    assert comparison.two_leaders[0] == 0
    assert first.unknown.key == "decisive"
    assert first.unknown.settled_by == "un comptage"
    assert first.changes_leader_share == pytest.approx(0.4, abs=1e-3)
    assert {priority.changes_leader_share for priority in rest} == {0.0}
    assert {priority.unknown.key for priority in (first, *rest)} == {u.key for u in list_unknowns(comparison.problem)}


def test_a_call_to_a_space_may_be_what_decides(pose: Pose) -> None:
    spaces = [space.key for space in pose(1).baseline.spaces]
    column = spaces.index("hotel-coworking-eygliers")
    comparison = compare_synthetic(pose(1), lambda draws: np.where(draws.space_is_open[:, column], 0.6, 0.2))
    first, *rest = verify_first(comparison)
    assert first.unknown.key == "status:hotel-coworking-eygliers"
    assert first.changes_leader_share == pytest.approx(0.4, abs=0.05)
    assert {priority.changes_leader_share for priority in rest} == {0.0}
    bar, *others = tornado(comparison)
    assert bar.unknown.key == "status:hotel-coworking-eygliers"
    # Closed, a is 0.25 behind b; open, 0.15 ahead; the gap is that of the leader over the second.
    sign = 1 if comparison.two_leaders[0] == 0 else -1
    assert (bar.bar.gap_at_low, bar.bar.gap_at_high) == pytest.approx((-0.25 * sign, 0.15 * sign))
    assert {other.bar.swing for other in others} == {0.0}


def test_desks_of_a_space_may_be_what_decides(pose: Pose) -> None:
    spaces = [space.key for space in pose(1).baseline.spaces]
    column = spaces.index("quai9")
    comparison = compare_synthetic(pose(1), lambda draws: draws.space_desks_count[:, column] / 16)
    # 7.2 desks tell them apart; existing spaces have 4 to 12: 4 + 4 * sqrt(2u) > 7.2 where u > 0.32.
    first, *rest = verify_first(comparison)
    assert first.unknown.key == "desks:quai9"
    assert first.changes_leader_share == pytest.approx(0.3, abs=1e-3)
    assert {priority.changes_leader_share for priority in rest} == {0.0}


def test_switching_value_of_a_straight_line_is_exact(pose: Pose) -> None:
    comparison = compare_synthetic(pose(1), lambda draws: draws["decisive"])
    found = {switch.unknown.key: switch.values for switch in switching_values(comparison)}
    assert found["decisive"] == pytest.approx((0.45,))
    assert {key: values for key, values in found.items() if values and key != "decisive"} == {}
    bars = {bar.unknown.key: bar.bar for bar in tornado(comparison)}
    assert bars["decisive"].gap_at_low == pytest.approx(-0.45)
    assert bars["decisive"].gap_at_high == pytest.approx(0.55)
    assert bars["idle"].swing == 0.0


def test_lead_that_never_changes_needs_no_verification(pose: Pose) -> None:
    comparison = compare_synthetic(pose(1), lambda draws: 0.5 + draws["decisive"] / 2)
    assert {priority.changes_leader_share for priority in verify_first(comparison)} == {0.0}
    assert [switch.values for switch in switching_values(comparison) if switch.values] == []

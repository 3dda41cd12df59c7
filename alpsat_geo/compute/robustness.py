"""What would change the answer: value of information, tornado, switching values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.draws import Draws, quantile_to_value, tabulate_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.acceptability import score_scenarios
from alpsat_geo.compute.mcda.information import verify_first as rank_unknowns
from alpsat_geo.compute.mcda.sensitivity import TornadoBar, find_switching_values, order_tornado
from alpsat_geo.compute.unknowns import (
    DESKS_PREFIX,
    STATUS_PREFIX,
    Unknown,
    list_unknowns,
    slice_unknowns,
)
from alpsat_geo.domain.arrays import FloatArray

_GRID_SIZE = 21


@dataclass(frozen=True, slots=True)
class Priority:
    """How often settling an unknown would change the leader."""

    unknown: Unknown
    changes_leader_share: float


@dataclass(frozen=True, slots=True)
class UnknownBar:
    """Gap of score between the two leaders when one unknown is at its low or high end, all else central."""

    unknown: Unknown
    bar: TornadoBar


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """Values of a parameter where the lead changes hands; empty when it does not within its range."""

    unknown: Unknown
    values: tuple[float, ...]
    unit: str


def verify_first(comparison: Comparison) -> tuple[Priority, ...]:
    """Rank the unknowns by how often settling them would change the leader, most often first."""
    unknowns = {unknown.key: unknown for unknown in list_unknowns(comparison.problem)}
    return tuple(
        Priority(unknowns[influence.key], influence.changes_leader_share)
        for influence in rank_unknowns(slice_unknowns(comparison.problem), comparison.scores)
    )


def tornado(comparison: Comparison) -> tuple[UnknownBar, ...]:
    """Gap between the two leaders at both ends of each unknown, longest bar first."""
    unknowns = {unknown.key: unknown for unknown in list_unknowns(comparison.problem)}
    gaps = _gaps(comparison, [(unknown, _at_quantiles(comparison, unknown)) for unknown in unknowns.values()])
    return tuple(UnknownBar(unknowns[bar.key], bar) for bar in order_tornado(tuple(unknowns), gaps[:, 0], gaps[:, 1]))


def central_gap(comparison: Comparison) -> float:
    """Gap of score between the two leaders at the central parameters and typical weights."""
    leader, second = comparison.two_leaders
    weights = comparison.typical_weights
    used = weights > 0
    difference = comparison.central_values[leader, used] - comparison.central_values[second, used]
    return float(difference @ weights[used])


def switching_values(comparison: Comparison) -> tuple[SwitchingValue, ...]:
    """Values where each single parameter would hand the lead over, all else central."""
    table = comparison.problem.draws.table
    single = [u for u in list_unknowns(comparison.problem) if len(u.parameter_keys) == 1 and u.space_key is None]
    rows = [table[unknown.parameter_keys[0]] for unknown in single]
    grid = np.array([np.linspace(row.low or 0.0, row.high or 0.0, _GRID_SIZE) for row in rows])
    if not single:
        return ()
    gaps = _gaps(
        comparison, [(unknown, {row.key: values}) for unknown, row, values in zip(single, rows, grid, strict=True)]
    )
    return tuple(
        SwitchingValue(unknown, found or (), row.unit)
        for unknown, row, found in zip(single, rows, find_switching_values(grid, gaps), strict=True)
    )


def _at_quantiles(comparison: Comparison, unknown: Unknown) -> dict[str, FloatArray]:
    """Return both ends of an unknown: low and high of its parameters, or closed and open for a space."""
    table = comparison.problem.draws.table
    if unknown.key.startswith(STATUS_PREFIX):
        return {unknown.key: np.array([0.0, 1.0])}
    if unknown.key.startswith(DESKS_PREFIX):
        return {unknown.key: quantile_to_value(table[unknown.parameter_keys[0]], np.array([0.0, 1.0]))}
    return {key: quantile_to_value(table[key], np.array([0.0, 1.0])) for key in unknown.parameter_keys}


def _gaps(comparison: Comparison, trials: Sequence[tuple[Unknown, Mapping[str, FloatArray]]]) -> FloatArray:
    """Score gap (U, Q) between the two leaders, one unknown moved at a time along Q values."""
    problem = comparison.problem
    leader, second = comparison.two_leaders
    scenarios = [comparison.outcomes[leader].scenario, comparison.outcomes[second].scenario]
    count = len(next(iter(trials[0][1].values())))
    table = _tabulate(comparison, [columns for _, columns in trials], count)
    outcomes = evaluate_all(scenarios, problem.baseline, table, problem.action_types, problem.settings)
    values = np.stack([problem.values(outcome, comparison.weighted_keys) for outcome in outcomes])
    scores = score_scenarios(values, comparison.typical_weights, comparison.typical_weights > 0)
    gaps: FloatArray = scores[0] - scores[1]
    return gaps.reshape(len(trials), count)


def _tabulate(comparison: Comparison, trials: Sequence[Mapping[str, FloatArray]], count: int) -> Draws:
    """Draws where each block of ``count`` rows moves one unknown, all else central."""
    baseline, table = comparison.problem.baseline, comparison.problem.draws.table
    size = len(trials) * count
    central = tabulate_draws(table, baseline.spaces, {}, 1)
    is_open = np.repeat(central.space_is_open, size, axis=0)
    desks = np.repeat(central.space_desks_count, size, axis=0)
    position = {space.key: j for j, space in enumerate(baseline.spaces)}
    changes = {key: np.full(size, row.value) for key, row in table.items() if not row.is_constant}
    for t, columns in enumerate(trials):
        block = slice(t * count, (t + 1) * count)
        for key, values in columns.items():
            if key.startswith(STATUS_PREFIX):
                is_open[block, position[key.removeprefix(STATUS_PREFIX)]] = values > 0
            elif key.startswith(DESKS_PREFIX):
                desks[block, position[key.removeprefix(DESKS_PREFIX)]] = values
            else:
                changes[key][block] = values
    is_open.setflags(write=False)
    return tabulate_draws(table, baseline.spaces, changes, size, space_is_open=is_open, space_desks_count=desks)

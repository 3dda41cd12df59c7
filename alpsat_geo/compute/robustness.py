"""What would change the answer: value of information, tornado, switching values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import Comparison
from alpsat_geo.compute.draws import Draws, quantile_to_value, tabulate_draws
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.mcda.acceptability import score_scenarios
from alpsat_geo.compute.mcda.information import verify_first as rank_unknowns
from alpsat_geo.compute.mcda.sensitivity import switching_values as interpolate_crossings
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.parameters import FAMILY_LABELS, ParameterTable

_GRID_SIZE = 21
_STATUS, _DESKS = "status:", "desks:"


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing nobody knows yet: a parameter, a family that moves together, or a space's state or desks."""

    key: str
    label: str
    settled_by: str
    parameter_keys: tuple[str, ...] = ()
    space_key: str | None = None


@dataclass(frozen=True, slots=True)
class Priority:
    """How often settling an unknown would change the leader."""

    unknown: Unknown
    changes_leader_share: float


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """Gap of score between the two leaders when one unknown is at its low or high end, all else central."""

    unknown: Unknown
    gap_at_low: float
    gap_at_high: float

    @property
    def swing(self) -> float:
        """Length of the bar."""
        return abs(self.gap_at_high - self.gap_at_low)


@dataclass(frozen=True, slots=True)
class SwitchingValue:
    """Values of a parameter where the lead changes hands; empty when it does not within its range."""

    unknown: Unknown
    values: tuple[float, ...]
    unit: str


def list_unknowns(comparison: Comparison) -> tuple[Unknown, ...]:
    """Return the unknowns that may weigh on a comparison: parameters with a range, then spaces."""
    table, baseline = comparison.problem.draws.table, comparison.problem.baseline
    members: dict[str, list[str]] = {}
    for key, row in table.items():
        if not row.is_constant:
            members.setdefault(row.family or key, []).append(key)
    unknowns = [
        Unknown(name, FAMILY_LABELS.get(name, table[keys[0]].label), table[keys[0]].settled_by, tuple(keys))
        for name, keys in members.items()
        if name != "existing_space_desks"  # drawn space by space
    ]
    for space in baseline.spaces:
        if space.settled_is_open is None:
            label = f"{space.name} : ouvert ou fermé ?"
            unknowns.append(Unknown(_STATUS + space.key, label, "un appel téléphonique", (), space.key))
        if space.desks_count is None:
            label = f"{space.name} : nombre de postes"
            unknowns.append(
                Unknown(_DESKS + space.key, label, "un appel téléphonique", ("existing_space_desks",), space.key)
            )
    return tuple(unknowns)


def verify_first(comparison: Comparison) -> tuple[Priority, ...]:
    """Rank the unknowns by how often settling them would change the leader, most often first."""
    draws, baseline = comparison.problem.draws, comparison.problem.baseline
    position = {space.key: j for j, space in enumerate(baseline.spaces)}
    unknowns = {unknown.key: unknown for unknown in list_unknowns(comparison)}
    columns: dict[str, FloatArray] = {}
    for key, unknown in unknowns.items():
        if key.startswith(_STATUS):
            columns[key] = draws.space_is_open[:, position[str(unknown.space_key)]].astype(np.float64)
        elif key.startswith(_DESKS):
            columns[key] = draws.space_desks_count[:, position[str(unknown.space_key)]]
        else:
            columns[key] = draws.quantiles[key]
    shares = rank_unknowns(columns, comparison.scores)
    return tuple(Priority(unknowns[key], float(share)) for key, share in shares.items())


def tornado(comparison: Comparison) -> tuple[TornadoBar, ...]:
    """Gap between the two leaders at both ends of each unknown, longest bar first."""
    unknowns = list_unknowns(comparison)
    gaps = _gaps(comparison, unknowns, np.array([0.0, 1.0]))
    bars = [TornadoBar(unknown, float(gap[0]), float(gap[1])) for unknown, gap in zip(unknowns, gaps, strict=True)]
    return tuple(sorted(bars, key=lambda bar: (-bar.swing, bar.unknown.key)))


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
    unknowns = tuple(u for u in list_unknowns(comparison) if len(u.parameter_keys) == 1 and u.space_key is None)
    quantiles = np.linspace(0.0, 1.0, _GRID_SIZE)
    if not unknowns:
        return ()
    rows = [table[unknown.parameter_keys[0]] for unknown in unknowns]
    grid = np.stack([quantile_to_value(row, quantiles) for row in rows])
    crossings = interpolate_crossings(grid, _gaps(comparison, unknowns, quantiles))
    return tuple(
        SwitchingValue(unknown, tuple(float(value) for value in found), row.unit)
        for unknown, row, found in zip(unknowns, rows, crossings, strict=True)
    )


def _gaps(comparison: Comparison, unknowns: tuple[Unknown, ...], quantiles: FloatArray) -> FloatArray:
    """Score gap (U, Q) between the two leaders, one unknown moved at a time along its quantiles."""
    problem = comparison.problem
    leader, second = comparison.two_leaders
    scenarios = [comparison.outcomes[leader].scenario, comparison.outcomes[second].scenario]
    table = _tabulate(comparison, unknowns, quantiles)
    outcomes = evaluate_all(scenarios, problem.baseline, table, problem.action_types, problem.settings)
    values = np.stack([problem.values(outcome, comparison.weighted_keys) for outcome in outcomes])
    scores = score_scenarios(values, comparison.typical_weights, comparison.typical_weights > 0)
    gaps: FloatArray = scores[0] - scores[1]
    return gaps.reshape(len(unknowns), len(quantiles))


def _tabulate(comparison: Comparison, unknowns: tuple[Unknown, ...], quantiles: FloatArray) -> Draws:
    baseline, table = comparison.problem.baseline, comparison.problem.draws.table
    count = len(quantiles)
    size = len(unknowns) * count
    is_open = np.repeat(tabulate_draws(table, baseline.spaces, {}, 1).space_is_open, size, axis=0)
    desks = np.repeat(tabulate_draws(table, baseline.spaces, {}, 1).space_desks_count, size, axis=0)
    position = {space.key: j for j, space in enumerate(baseline.spaces)}
    changes = _central_columns(table, size)
    for u, unknown in enumerate(unknowns):
        block = slice(u * count, (u + 1) * count)
        if unknown.key.startswith(_STATUS):
            is_open[block, position[str(unknown.space_key)]] = quantiles > 0.5  # noqa: PLR2004 - closed, then open
        elif unknown.key.startswith(_DESKS):
            drawn = quantile_to_value(table["existing_space_desks"], quantiles)
            desks[block, position[str(unknown.space_key)]] = drawn
        else:
            for key in unknown.parameter_keys:
                changes[key][block] = quantile_to_value(table[key], quantiles)
    return tabulate_draws(
        table, baseline.spaces, changes, size, space_is_open=_frozen(is_open), space_desks_count=desks
    )


def _central_columns(table: ParameterTable, size: int) -> dict[str, FloatArray]:
    return {key: np.full(size, row.value) for key, row in table.items() if not row.is_constant}


def _frozen(flags: BoolArray) -> BoolArray:
    flags.setflags(write=False)
    return flags

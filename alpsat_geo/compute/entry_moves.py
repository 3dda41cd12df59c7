"""How each unknown moves an entry price, when it goes from its low to its high value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from alpsat_geo.compute.comparison import Comparison, measure_results
from alpsat_geo.compute.draws import Draws, quantile_to_value, retake_draws, take_first
from alpsat_geo.compute.evaluation import evaluate_all
from alpsat_geo.compute.net_benefit.appraisal import Appraisal, Prices
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.compute.unknowns import DESKS_PREFIX, STATUS_PREFIX, Unknown, list_unknowns
from alpsat_geo.domain.arrays import FloatArray

_MOVED_DRAWS = 100
"""Draws in which each unknown is moved: common to both ends, so that few of them tell how far a price moves."""

_LEAST_MOVE_SHARE = 0.01

EntryPrices = Mapping[tuple[str, str], float]
"""Entry price by key of programme and of result."""


@dataclass(frozen=True, slots=True)
class EntryMove:
    """Entry price of a programme along a result, with one unknown at either end.

    Attributes
    ----------
    unknown : Unknown
    result_key : str
    low, high : float or None
        With the unknown at its low and at its high value (a space closed, then open); None: at no price.
    """

    unknown: Unknown
    result_key: str
    low: float | None
    high: float | None

    @property
    def spread(self) -> float:
        """How far the price moves, as a ratio; endless where one end has none."""
        if self.low is None or self.high is None or min(self.low, self.high) <= 0:
            return math.inf
        return max(self.low, self.high) / min(self.low, self.high)


@dataclass(frozen=True, slots=True)
class Shift:
    """What programmes cost and bring on average with one unknown at its low, and at its high value: one draw each."""

    unknown: Unknown
    low: Appraisal
    high: Appraisal


def shift_unknowns(comparison: Comparison) -> tuple[Shift, ...]:
    """Measure what each unknown changes, whatever the prices.

    The unknown is moved in the same few draws to its low, then to its high value, all else as drawn; what that changes
    on average is added to the means of all the draws, of which the entry prices are.

    Parameters
    ----------
    comparison : Comparison
    """
    appraisal = comparison.appraisal
    few = take_first(comparison.problem.draws, _MOVED_DRAWS)
    base = _appraise(comparison, few)

    def shift(unknown: Unknown) -> Shift:
        low, high = (_shift(appraisal, base, _appraise(comparison, draws)) for draws in _move(comparison, few, unknown))
        return Shift(unknown, low, high)

    return tuple(shift(unknown) for unknown in list_unknowns(comparison.problem))


def move_entry_prices(
    comparison: Comparison, shifts: Sequence[Shift] | None = None
) -> Mapping[str, tuple[EntryMove, ...]]:
    """Say how far each unknown moves each entry price.

    Parameters
    ----------
    comparison : Comparison
    shifts : sequence of Shift, optional
        Of `shift_unknowns`, for who has measured them already: other prices then cost no evaluation.

    Returns
    -------
    mapping of scenario key to tuple of EntryMove
        Of the scenarios that have an entry price; what moves it most first. What moves it by less than a hundredth is
        left out.
    """
    prices = read_entry_prices(comparison.appraisal, comparison.prices)
    moves: dict[str, list[EntryMove]] = {key: [] for key, _result in prices}
    for shift in shift_unknowns(comparison) if shifts is None else shifts:
        low, high = (read_entry_prices(end, comparison.prices) for end in (shift.low, shift.high))
        for entry, price in prices.items():
            move = EntryMove(shift.unknown, entry[1], low.get(entry), high.get(entry))
            if _is_moved(move, price):
                moves[entry[0]].append(move)
    return {key: tuple(sorted(found, key=lambda m: (-m.spread, m.unknown.key))) for key, found in moves.items()}


def read_entry_prices(appraisal: Appraisal, prices: Prices) -> EntryPrices:
    """Return the entry prices above 0 of an appraisal along the axes of its map, doing nothing left out."""
    return {
        (appraisal.keys[entry.programme], axis): entry.price
        for axis in appraisal.axes
        for entry in appraisal.entry_prices(axis, prices)
        if entry.programme != NOTHING and entry.price > 0
    }


def _appraise(comparison: Comparison, draws: Draws) -> Appraisal:
    problem = comparison.problem
    outcomes = evaluate_all(comparison.scenarios, problem.baseline, draws, problem.action_types, problem.settings)
    return measure_results(outcomes, problem)


def _shift(appraisal: Appraisal, before: Appraisal, after: Appraisal) -> Appraisal:
    """Return the means of all the draws, shifted by what a few of them say that a change does, as one draw."""
    costs = appraisal.mean_costs + after.mean_costs - before.mean_costs
    results = appraisal.mean_results + after.mean_results - before.mean_results
    return replace(appraisal, costs=costs[:, None], results=results.T[:, :, None])


def _is_moved(move: EntryMove, price: float) -> bool:
    ends = (move.low, move.high)
    return any(end is None or abs(end - price) > _LEAST_MOVE_SHARE * price for end in ends)


def _move(comparison: Comparison, few: Draws, unknown: Unknown) -> tuple[Draws, Draws]:
    """Return the draws with an unknown at its low, then at its high value."""
    spaces = comparison.problem.baseline.spaces
    position = {space.key: j for j, space in enumerate(spaces)}
    moved = []
    for end in (0.0, 1.0):
        values: dict[str, FloatArray] = {}
        is_open, desks = few.space_is_open, few.space_desks_count
        if unknown.key.startswith(STATUS_PREFIX):
            is_open = is_open.copy()
            is_open[:, position[str(unknown.space_key)]] = bool(end)
        else:
            ends = {key: quantile_to_value(few.table[key], np.full(few.size, end)) for key in unknown.parameter_keys}
            if unknown.key.startswith(DESKS_PREFIX):
                desks = desks.copy()
                desks[:, position[str(unknown.space_key)]] = ends[unknown.parameter_keys[0]]
            else:
                values = ends
        moved.append(retake_draws(few, values, is_open, desks))
    return moved[0], moved[1]

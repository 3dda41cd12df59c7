"""Users of many sets of spaces at once: what `evaluate` computes for one scenario, for all sets of a draw together.

The formulas are those of `compute.evaluation` (reach of the best open space, Huff model, cap of the desks); they are
written again as products of matrices, and tests hold both together. T states of spaces, K sets of them, D draws,
n communes, U uses: a set under a demand and a factor of use.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.demand import compute_demand
from alpsat_geo.compute.evaluation import WITHIN_T, decay_to_communes
from alpsat_geo.compute.finance import MONTHS_PER_YEAR, capacity_users
from alpsat_geo.compute.outcome import Settings
from alpsat_geo.compute.portfolio.parts import Parts
from alpsat_geo.compute.reach import worst_served_reach
from alpsat_geo.domain.arrays import FloatArray, IntArray

_MOST_BITS = 22
_BLOCK_SETS = 256


@dataclass(frozen=True, slots=True)
class Served:
    """Users served and what they pay, each array (U, D); ``use_of`` (P,) is the row of a portfolio."""

    users: FloatArray
    revenue_eur_per_year: FloatArray
    use_of: IntArray


@dataclass(frozen=True, slots=True)
class Reached:
    """Whom sets of open communes reach.

    Attributes
    ----------
    pattern_of : integer array (K, D)
        Row of the other arrays for each set of spaces in each draw: few patterns of open communes occur.
    reach : float array (R, n)
    residents_within, equity : float array (R,)
    """

    pattern_of: IntArray
    reach: FloatArray
    residents_within: FloatArray
    equity: FloatArray


def reach_sets(problem: DecisionProblem, parts: Parts) -> Reached:
    """Reach of every set of spaces in every draw.

    Parameters
    ----------
    problem : DecisionProblem
        With dense travel times.
    parts : Parts
    """
    communes = _communes(parts)
    masks = _open_communes(parts, communes, problem.draws.size)
    distinct, pattern_of = _number_masks(masks, len(communes))
    population = problem.baseline.population_count
    winter = Settings("winter", problem.settings.catchment_min)
    decay = decay_to_communes(problem.baseline, communes, problem.settings, problem.draws)
    winter_decay = decay_to_communes(problem.baseline, communes, winter, problem.draws)
    reach = _best_reach(np.asarray(decay), distinct)
    winter_reach = reach if problem.settings.season == "winter" else _best_reach(np.asarray(winter_decay), distinct)
    return Reached(
        pattern_of=pattern_of,
        reach=reach,
        residents_within=(winter_reach >= WITHIN_T) @ population,
        equity=worst_served_reach(reach, population),
    )


def serve_sets(
    problem: DecisionProblem, parts: Parts, reached: Reached, report: Callable[[float], None] | None = None
) -> Served:
    """Users served and revenue of every set of spaces, under every demand and factor of use that occur with it.

    Parameters
    ----------
    problem : DecisionProblem
        With dense travel times.
    parts : Parts
    reached : Reached
        Of the same parts.
    report : function of a share, optional
        Told how far it is, from 0 to 1.
    """
    draws, baseline = problem.draws, problem.baseline
    communes = _communes(parts)
    commune_of = np.array([communes.index(space.commune_index) for space in parts.spaces], dtype=np.int64)
    counts = _counts(parts)
    attraction, capacity, price = _describe_spaces(problem, parts)
    decay = np.asarray(decay_to_communes(baseline, communes, problem.settings, draws))
    demand = np.stack([compute_demand(baseline, draws, levers) for levers in parts.demands])

    # Sets that meet the same demand stand together, and so do the uses of one set.
    asked, asked_of = np.unique(np.stack([parts.demand_of, parts.set_of], axis=1), axis=0, return_inverse=True)
    uses, use_of = np.unique(np.stack([asked_of, parts.factor_of], axis=1), axis=0, return_inverse=True)
    factors = np.stack(parts.factors)
    pulls = attraction.T[:, :, None] * decay[:, commune_of].T
    drawn_to = decay * demand[..., None]
    worth = np.stack([np.ones_like(price), price], axis=2)
    served = np.empty((draws.size, len(uses), 2))
    for number in range(len(parts.demands)):
        pairs = np.flatnonzero(asked[:, 0] == number)
        for block in np.split(pairs, range(_BLOCK_SETS, len(pairs), _BLOCK_SETS)):
            first, last = np.searchsorted(uses[:, 0], [block[0], block[-1] + 1])
            pair_of, factor_of = uses[first:last, 0] - block[0], factors[uses[first:last, 1]]
            held_counts, patterns = counts[asked[block, 1]], reached.pattern_of[asked[block, 1]]
            use_counts = held_counts[pair_of]
            for d in range(draws.size):
                pull = held_counts @ pulls[d]
                share = reached.reach[patterns[:, d]] / np.where(pull > 0, pull, np.inf)
                wanted = (share @ drawn_to[number, d])[:, commune_of] * attraction[:, d]
                held = np.minimum(wanted[pair_of] * factor_of[:, d, None], capacity[:, d]) * use_counts
                served[d, first:last] = held @ worth[:, d]
            if report is not None:
                report(last / len(uses))
    return Served(served[:, :, 0].T.copy(), served[:, :, 1].T.copy(), use_of)


def _communes(parts: Parts) -> list[int]:
    return sorted({space.commune_index for space in parts.spaces})


def _counts(parts: Parts) -> FloatArray:
    """How many times each state occurs in each set, (K, T)."""
    counts = np.zeros((len(parts.space_sets), len(parts.spaces)))
    for row, states in enumerate(parts.space_sets):
        for state in states:
            counts[row, state] += 1
    return counts


def _describe_spaces(problem: DecisionProblem, parts: Parts) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Attraction, capacity and yearly price of each state, (T, D); a price of 0 where the revenue is not ours."""
    draws = problem.draws
    attraction, capacity, price = np.zeros((3, len(parts.spaces), draws.size))
    for t, space in enumerate(parts.spaces):
        attraction[t] = np.where(space.is_open, space.desks_count ** draws["huff_desks_exponent"], 0.0)
        held = capacity_users(space.desks_count, draws["telework_days_per_week"])
        capacity[t] = np.where(space.is_open, held, 0.0)
        if space.is_new:
            price[t] = space.price_month_eur * MONTHS_PER_YEAR
    return attraction, capacity, price


def _open_communes(parts: Parts, communes: list[int], size: int) -> IntArray:
    """Communes with an open space as bits, (K, D)."""
    counts = _counts(parts)
    masks = np.zeros((len(parts.space_sets), size), dtype=np.int64)
    for bit, commune in enumerate(communes):
        states = [t for t, space in enumerate(parts.spaces) if space.commune_index == commune]
        is_open = np.stack([parts.spaces[t].is_open for t in states]).astype(np.float64)
        masks |= (counts[:, states] @ is_open > 0).astype(np.int64) << bit
    return masks


def _number_masks(masks: IntArray, bits: int) -> tuple[IntArray, IntArray]:
    """Distinct masks, ascending, and the place of each; a table of flags is far quicker than a sort."""
    if bits > _MOST_BITS:
        distinct, places = np.unique(masks, return_inverse=True)
        return distinct, places.reshape(masks.shape)
    occurs = np.zeros(1 << bits, dtype=np.bool_)
    occurs[masks.ravel()] = True
    return np.flatnonzero(occurs), (np.cumsum(occurs) - 1)[masks]


def _best_reach(decay: FloatArray, masks: IntArray) -> FloatArray:
    """Reach (R, n) of the communes named by each mask: the best of its two halves, each tabulated once."""
    half = decay.shape[1] // 2
    low, high = _tabulate_best(decay[:, :half]), _tabulate_best(decay[:, half:])
    best: FloatArray = np.maximum(low[masks & (len(low) - 1)], high[masks >> half])
    return best


def _tabulate_best(decay: FloatArray) -> FloatArray:
    best = np.zeros((1, len(decay)))
    for column in decay.T:
        best = np.concatenate((best, np.maximum(best, column)))
    return best

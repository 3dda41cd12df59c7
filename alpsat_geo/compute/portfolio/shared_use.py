"""Users of many sets of spaces at once: what `evaluate` computes for one scenario, for all sets of a draw together.

The formulas are those of `compute.evaluation` (reach of the best open space, Huff model, cap of the desks); they are
written again as products of matrices, and tests hold both together. T states of spaces, K sets of them, D draws,
n communes, U uses: a set under a demand and a factor of use.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.access import Roads, access_to
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.demand import compute_demand
from alpsat_geo.compute.evaluation import WITHIN_T
from alpsat_geo.compute.finance import MONTHS_PER_YEAR, capacity_users
from alpsat_geo.compute.portfolio.parts import Parts
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.giving_way import give_way

_MOST_BITS = 22
_BATCH_ROWS = 2048
_ONE_THREAD_PRODUCTS = 200_000
_EXACT_BITS = 52


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
    roads : Roads
    halves : tuple of pairs of float array
        By state of the roads: the best reach of every subset of one half of the communes with spaces, and of the other.
    masks : integer array (K, D)
        Communes with an open space in each set of spaces in each draw, as bits.
    pattern_of : integer array (K, D)
        Row of the other arrays: few patterns of open communes and roads occur.
    residents_within : float array (R,)
    """

    roads: Roads
    halves: tuple[tuple[FloatArray, FloatArray], ...]
    masks: IntArray
    pattern_of: IntArray
    residents_within: FloatArray

    def reach(self, road: int, masks: IntArray) -> FloatArray:
        """Return the reach (R, n) of some sets of open communes under one state of the roads."""
        return _best_reach(self.halves[road], masks)


def reach_sets(problem: DecisionProblem, parts: Parts) -> Reached:
    """Reach of every set of spaces in every draw.

    Parameters
    ----------
    problem : DecisionProblem
        With dense travel times.
    parts : Parts
    """
    communes = _communes(parts)
    baseline, draws, settings = problem.baseline, problem.draws, problem.settings
    masks = _open_communes(parts, communes, draws.size)
    access = access_to(baseline, draws, communes, settings.season, settings.catchment_min)
    halves = tuple(_tabulate_halves(np.asarray(decay)) for decay in access.decays)
    winter_halves = halves
    if settings.season != "winter":
        winter = access_to(baseline, draws, communes, "winter", settings.catchment_min)
        winter_halves = tuple(_tabulate_halves(np.asarray(decay)) for decay in winter.decays)
    population = baseline.population_count
    pattern_of = np.empty(masks.shape, dtype=np.int64)
    residents, count = [], 0
    for road in range(len(halves)):
        give_way()
        rows = access.roads.rows[road]
        distinct, places = _number_masks(masks[:, rows], len(communes))
        pattern_of[:, rows] = count + places
        count += len(distinct)
        residents.append((_best_reach(winter_halves[road], distinct) >= WITHIN_T) @ population)
    return Reached(access.roads, halves, masks, pattern_of, np.concatenate(residents))


def serve_sets(
    problem: DecisionProblem,
    parts: Parts,
    reached: Reached,
    inhabitants: Sequence[FloatArray],
) -> Served:
    """Users served and revenue of every set of spaces, under every demand and factor of use that occur with it.

    Parameters
    ----------
    problem : DecisionProblem
        With dense travel times.
    parts : Parts
    reached : Reached
        Of the same parts.
    inhabitants : sequence of float array (D, n)
        Additional inhabitants under each welcome of the parts: they use spaces too.
    """
    draws, baseline, settings = problem.draws, problem.baseline, problem.settings
    communes = _communes(parts)
    commune_of = np.array([communes.index(space.commune_index) for space in parts.spaces], dtype=np.int64)
    counts = _counts(parts)
    attraction, capacity, price = _describe_spaces(problem, parts)
    is_open = np.stack([space.is_open for space in parts.spaces]) if parts.spaces else np.empty((0, draws.size), bool)
    access = access_to(baseline, draws, communes, settings.season, settings.catchment_min)
    decays = [np.asarray(decay) for decay in access.decays]
    worth = np.stack([np.ones_like(price), price], axis=2)

    people, people_of = np.unique(np.stack([parts.demand_of, parts.welcome_of], axis=1), axis=0, return_inverse=True)
    uses, use_of = np.unique(
        np.stack([people_of.reshape(-1), parts.factor_of, parts.set_of], axis=1), axis=0, return_inverse=True
    )
    demands = np.stack([compute_demand(baseline, draws, parts.demands[x], inhabitants[y]) for x, y in people])
    factors, weights = np.stack(parts.factors), _weigh_states(counts)
    served = np.empty((draws.size, len(uses), 2))
    for d in range(draws.size):
        give_way()
        road = int(reached.roads.road_of[d])
        # Spaces that are closed in this draw do nothing: sets that differ by them alone are one.
        alike, alike_of = _find_alike(counts, weights * is_open[:, d, None])
        open_counts, decay = counts[alike], decays[road]
        pull = _multiply(open_counts, attraction[:, d, None] * decay[:, commune_of].T)
        share = reached.reach(road, reached.masks[alike, d]) / np.where(pull > 0, pull, np.inf)
        worths = np.empty((len(people), len(factors), len(alike), 2))
        step = max(1, _BATCH_ROWS // len(alike))
        for start in range(0, len(people), step):
            some = slice(start, start + step)
            coming = (share * demands[some, d, None, :]).reshape(-1, share.shape[1])
            wanted = _multiply(coming, decay)[:, commune_of] * attraction[:, d]
            wanted = wanted.reshape(len(people[some]), len(alike), len(parts.spaces))
            for place, factor in enumerate(factors[:, d]):
                held = np.minimum(wanted * factor, capacity[:, d]) * open_counts
                worths[some, place] = held @ worth[:, d]
        served[d] = worths[uses[:, 0], uses[:, 1], alike_of[uses[:, 2]]]
    return Served(served[:, :, 0].T.copy(), served[:, :, 1].T.copy(), use_of.reshape(-1))


def _multiply(left: FloatArray, right: FloatArray) -> FloatArray:
    """Multiply a long table by a small one, in pieces for which the library starts no threads: they cost more here."""
    step = max(1, _ONE_THREAD_PRODUCTS // max(1, right.size))
    product = np.empty((len(left), right.shape[1]))
    for start in range(0, len(left), step):
        np.matmul(left[start : start + step], right, out=product[start : start + step])
    return product


def _weigh_states(counts: FloatArray) -> FloatArray:
    """Weights (T, C) under which no two different sets have the same C sums: digits of numbers that floats hold."""
    base = int(counts.max(initial=1)) + 1
    digits = int(_EXACT_BITS / np.log2(base))
    states = np.arange(counts.shape[1])
    weights = np.zeros((counts.shape[1], max(1, -(-counts.shape[1] // digits))))
    weights[states, states // digits] = float(base) ** (states % digits)
    return weights


def _find_alike(held: FloatArray, weights: FloatArray) -> tuple[IntArray, IntArray]:
    """Find the rows of sets (K, T) that differ under some weights, and the place of each set among them."""
    sums = held @ weights
    if sums.shape[1] == 1:
        _, alike, alike_of = np.unique(sums[:, 0], return_index=True, return_inverse=True)
    else:
        _, alike, alike_of = np.unique(sums, axis=0, return_index=True, return_inverse=True)
    return alike, alike_of.reshape(-1)


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


def _tabulate_halves(decay: FloatArray) -> tuple[FloatArray, FloatArray]:
    half = decay.shape[1] // 2
    return _tabulate_best(decay[:, :half]), _tabulate_best(decay[:, half:])


def _best_reach(halves: tuple[FloatArray, FloatArray], masks: IntArray) -> FloatArray:
    """Reach (R, n) of the communes named by each mask: the best of its two halves, each tabulated once."""
    low, high = halves
    best: FloatArray = np.maximum(low[masks & (len(low) - 1)], high[masks >> (len(low).bit_length() - 1)])
    return best


def _tabulate_best(decay: FloatArray) -> FloatArray:
    best = np.zeros((1, len(decay)))
    for column in decay.T:
        best = np.concatenate((best, np.maximum(best, column)))
    return best

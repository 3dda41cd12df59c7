"""What a plan gives: decay with time, nearest minutes, value, and the order of plans."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import expit

from alpsat_geo.compute.siting.plan import TIE_TOLERANCE, SitePlan
from alpsat_geo.compute.siting.problem import SitingProblem
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray
from alpsat_geo.domain.giving_way import give_way

# Decay width b as a share of the catchment: b = T / 5.
_DECAY_WIDTH_SHARE = 1 / 5
_CHUNK_PLANS = 4096


def decay_reach(minutes: npt.ArrayLike, catchment_min: float, *, is_hard: bool = False) -> FloatArray:
    """Share of people who accept a travel time.

    Parameters
    ----------
    minutes : array_like
        Travel times; inf (unreachable) gives 0.
    catchment_min : float
        Catchment T; half of the people accept T.
    is_hard : bool
        1 up to T, 0 beyond.

    Returns
    -------
    numpy.ndarray
        ``1 / (1 + exp((t - T) / b))`` with ``b = T / 5``, or the threshold.
    """
    array = np.asarray(minutes, dtype=np.float64)
    if is_hard:
        return np.asarray(array <= catchment_min, dtype=np.float64)
    return np.asarray(expit((catchment_min - array) / (catchment_min * _DECAY_WIDTH_SHARE)), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class PlanTable:
    """Measures of K plans, one row each; fields as `SitePlan`.

    Attributes
    ----------
    sites : numpy.ndarray of int, shape (K, P)
        Ascending candidates; a plan of fewer than P places ends with -1.
    value, unreachable_share, population_unreachable_share, population_mean_min : numpy.ndarray, shape (K,)
    """

    sites: IntArray
    value: FloatArray
    unreachable_share: FloatArray
    population_unreachable_share: FloatArray
    population_mean_min: FloatArray


def nearest_minutes(problem: SitingProblem, sites: IntArray) -> FloatArray:
    """Minutes from each commune to its nearest open space, in its own worst season.

    Parameters
    ----------
    problem : SitingProblem
    sites : numpy.ndarray of int, shape (K, P)
        Rows as `PlanTable`.

    Returns
    -------
    numpy.ndarray, shape (n, K)
        inf where a commune reaches no space in one of the seasons.
    """
    worst = np.zeros((problem.weight.size, sites.shape[0]))
    for table, existing in zip(problem.minutes, problem.existing_min, strict=True):
        # The column that -1 points to is a place nobody reaches.
        padded = np.pad(table, ((0, 0), (0, 1)), constant_values=np.inf)
        nearest: FloatArray = np.broadcast_to(existing[:, None], worst.shape)
        for place in range(sites.shape[1]):
            nearest = np.minimum(nearest, padded[:, sites[:, place]])
        worst = np.maximum(worst, nearest)
    return worst


def pad_sites(plans: Sequence[tuple[int, ...]]) -> IntArray:
    """Write plans of different lengths as rows of a `PlanTable`.

    Parameters
    ----------
    plans : sequence of tuple of int

    Returns
    -------
    numpy.ndarray of int, shape (K, P)
        P is the longest plan.
    """
    width = max((len(plan) for plan in plans), default=0)
    rows = [[*sorted(plan), *([-1] * (width - len(plan)))] for plan in plans]
    return np.array(rows, dtype=np.int64).reshape(len(plans), width)


def tabulate_plans(problem: SitingProblem, sites: IntArray) -> PlanTable:
    """Measure plans from scratch, in double precision.

    Parameters
    ----------
    problem : SitingProblem
    sites : numpy.ndarray of int, shape (K, P)
        Rows as `PlanTable`.

    Returns
    -------
    PlanTable
    """
    parts = [
        _measure_chunk(problem, nearest_minutes(problem, sites[start : start + _CHUNK_PLANS]))
        for start in range(0, sites.shape[0], _CHUNK_PLANS)
    ]
    return PlanTable(sites, *np.concatenate(parts, axis=1))


def read_plan(problem: SitingProblem, table: PlanTable, row: int) -> SitePlan:
    """Take one plan out of a table.

    Parameters
    ----------
    problem : SitingProblem
    table : PlanTable
    row : int

    Returns
    -------
    SitePlan
    """
    sites = tuple(int(site) for site in table.sites[row] if site >= 0)
    return SitePlan(
        sites=sites,
        value=float(table.value[row]),
        unreachable_share=float(table.unreachable_share[row]),
        population_unreachable_share=float(table.population_unreachable_share[row]),
        population_mean_min=float(table.population_mean_min[row]),
        cost_eur=None if problem.cost_eur is None else float(problem.cost_eur[list(sites)].sum()),
    )


def describe_plan(problem: SitingProblem, sites: Iterable[int]) -> SitePlan:
    """Measure one plan.

    Parameters
    ----------
    problem : SitingProblem
    sites : iterable of int
        Candidate places; empty for "open nothing".

    Returns
    -------
    SitePlan
    """
    row = np.array([sorted(sites)], dtype=np.int64).reshape(1, -1)
    return read_plan(problem, tabulate_plans(problem, row), 0)


def is_within(problem: SitingProblem, value: FloatArray, best: float, share: float) -> BoolArray:
    """Tell which values are within a share of the best one, in the direction of the objective.

    Parameters
    ----------
    problem : SitingProblem
    value : numpy.ndarray
    best : float
    share : float
        0.02 for "within 2 %": at least 98 % of a coverage, at most 102 % of minutes.

    Returns
    -------
    numpy.ndarray of bool
    """
    slack = TIE_TOLERANCE * max(abs(best), TIE_TOLERANCE) if np.isfinite(best) else 0.0
    if problem.is_maximised:
        return np.asarray(value >= best * (1 - share) - slack, dtype=np.bool_)
    return np.asarray(value <= best * (1 + share) + slack, dtype=np.bool_)


def order_plans(problem: SitingProblem, table: PlanTable) -> IntArray:
    """Rank plans best first, by the tie rule.

    Unreachable weight (minutes objectives only), value, unreachable residents, population-weighted minutes, then
    the order of the candidates. Two numbers closer than one part in a billion are equal.

    Parameters
    ----------
    problem : SitingProblem
    table : PlanTable

    Returns
    -------
    numpy.ndarray of int, shape (K,)
        Rows of the table, best first.
    """
    # A coverage is a weight of any size: as a share of the total, one tolerance fits all.
    value = -table.value / problem.weight.sum() if problem.is_maximised else table.value
    missed = np.zeros_like(value) if problem.is_maximised else table.unreachable_share
    keys = [
        *table.sites.T[::-1],
        _group_ties(table.population_mean_min),
        _group_ties(table.population_unreachable_share),
        _group_ties(value),
        _group_ties(missed),
    ]
    return np.lexsort(keys)


def _group_ties(numbers: FloatArray) -> IntArray:
    order = np.argsort(numbers, kind="stable")
    ascending = numbers[order]
    previous = np.concatenate((ascending[:1], ascending[:-1]))
    # inf - inf is not a number: two unreachable values are equal, hence the guard.
    step = np.subtract(ascending, previous, out=np.zeros_like(ascending), where=ascending != previous)
    scale = np.where(np.isfinite(ascending), np.maximum(np.abs(ascending), 1.0), 1.0)
    groups = np.empty(numbers.size, dtype=np.int64)
    groups[order] = np.cumsum(step > TIE_TOLERANCE * scale)
    return groups


def _measure_chunk(problem: SitingProblem, minutes: FloatArray) -> FloatArray:
    give_way()
    is_reached = np.isfinite(minutes)
    finite = np.where(is_reached, minutes, 0.0)
    reached = _reached_share(problem.weight, is_reached)
    residents = _reached_share(problem.population, is_reached)
    if problem.objective == "coverage":
        value = _weigh(problem.weight, decay_reach(minutes, problem.catchment_min, is_hard=problem.is_hard))
    elif problem.objective == "mean":
        value = _mean_minutes(problem.weight, finite, reached)
    else:
        value = finite[problem.weight > 0].max(axis=0)
        value = np.where(reached > 0, value, np.inf)
    return np.stack(
        (value, 1.0 - reached, 1.0 - residents, _mean_minutes(problem.population, finite, residents)),
    )


def _weigh(weight: FloatArray, table: FloatArray | BoolArray) -> FloatArray:
    # Summed plan by plan: a matrix product may add in another order when fewer plans are measured together.
    total: FloatArray = np.ascontiguousarray(table.T * weight).sum(axis=1)
    return total


def _reached_share(weight: FloatArray, is_reached: BoolArray) -> FloatArray:
    # All reached must be exactly 1, which a dot product of shares does not promise.
    share = 1.0 - _weigh(weight, ~is_reached) / weight.sum()
    return np.asarray(np.clip(share, 0.0, 1.0), dtype=np.float64)


def _mean_minutes(weight: FloatArray, finite: FloatArray, reached: FloatArray) -> FloatArray:
    total = _weigh(weight, finite) / weight.sum()
    mean: FloatArray = np.divide(total, reached, out=np.full_like(total, np.inf), where=reached > 0)
    return mean

"""What one more unit of a result costs, and how sure it is that a programme is worth its cost at a price."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.net_benefit.equality import LEAST, NOTHING
from alpsat_geo.domain.arrays import FloatArray

# Share of the draws in which the programme is worth its cost at the low, the median and the high price.
LEVELS = (0.05, 0.50, 0.95)
# A millionth of a euro a year: what rounding can make of two equal net benefits.
_ROUNDING_EUR = 1e-6
# Programmes priced at a time: a few megabytes.
_BLOCK = 256


@dataclass(frozen=True, slots=True)
class CostPerResult:
    """Euros a year for one more unit of a result.

    Attributes
    ----------
    value : float
        Mean cost by mean result, 0 for what saves money; NaN where the mean result is not above 0.
    low, median, high : float
        The price from which the programme stays worth its cost in 5, 50 and 95 % of the draws; NaN where none is.
    """

    value: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, slots=True)
class Sureness:
    """How sure the best programme is, as shares of the draws.

    Attributes
    ----------
    worth_its_cost : float or None
        Where its net benefit is above that of doing nothing; None for doing nothing.
    best_of_all : float
        Where no other programme has a higher net benefit.
    """

    worth_its_cost: float | None
    best_of_all: float


def price_worth_it(costs: FloatArray, results: FloatArray) -> CostPerResult:
    """Find what a result costs, and from what price it is worth it, without dividing by a result near 0.

    Parameters
    ----------
    costs, results : numpy.ndarray, shape (D,)
        Of one programme against doing nothing.

    Returns
    -------
    CostPerResult

    Notes
    -----
    A draw with a result above 0 is worth its cost at every price beyond cost / result; one with a result below 0 that
    saves money, at every price short of it; one without result at all of them if it saves money, else at none. The
    share of draws is therefore known at an endless price, and changes only at these quotients as the price falls.

    References
    ----------
    A. Briggs, K. Claxton, M. Sculpher, Decision Modelling for Health Economic Evaluation, Oxford, 2006: the
    acceptability curve, instead of the distribution of a ratio.
    """
    mean_result = float(results.mean())
    value = max(float(costs.mean()) / mean_result, 0.0) if mean_result > LEAST else np.nan
    gaining, losing = results > LEAST, results < -LEAST
    saving = costs < 0
    at_endless_price = int(gaining.sum() + (saving & ~gaining & ~losing).sum())
    # As the price falls: draws that stop to be worth their cost, and draws that begin to.
    stopping, beginning = gaining & ~saving, losing & saving
    prices = np.concatenate([costs[stopping] / results[stopping], costs[beginning] / results[beginning]])
    changes = np.repeat([-1, 1], [stopping.sum(), beginning.sum()])
    # At one price, those that stop go first: at that very price the others have not begun.
    order = np.lexsort((changes, -prices))
    prices, counts = prices[order], at_endless_price + np.cumsum(changes[order])

    def find_price(level: float) -> float:
        needed = np.ceil(level * len(results) - 1e-9)
        if at_endless_price < needed:
            return np.nan
        short = np.flatnonzero(counts < needed)
        return float(prices[short[0]]) if short.size else 0.0

    return CostPerResult(value, *map(find_price, LEVELS))


def measure_sureness(net_benefits: FloatArray, best: int) -> Sureness:
    """Measure in how many draws the best programme on average is worth its cost, and is the best.

    Parameters
    ----------
    net_benefits : numpy.ndarray, shape (S, D)
        Against doing nothing, which is the first row.
    best : int

    Returns
    -------
    Sureness

    References
    ----------
    E. Fenwick, K. Claxton, M. Sculpher, "Representing uncertainty: the role of cost-effectiveness acceptability
    curves", Health Economics 10 (8), 2001, pp. 779-787.
    """
    return _compare_with_highest(net_benefits[best], net_benefits.max(axis=0), best)


def sureness_of(costs: FloatArray, results: FloatArray, price_row: FloatArray, best: int) -> Sureness:
    """Measure sureness as `measure_sureness` does, over thousands of programmes without keeping their net benefits.

    Parameters
    ----------
    costs : numpy.ndarray, shape (S, D)
    results : numpy.ndarray, shape (R, S, D)
    price_row : numpy.ndarray, shape (R,)
    best : int

    Returns
    -------
    Sureness
    """
    highest = np.full(costs.shape[1], -np.inf)
    for block in _price_blocks(costs, results, price_row):
        np.maximum(highest, block.max(axis=0), out=highest)
    own = np.tensordot(price_row, results[:, best], 1) - costs[best]
    return _compare_with_highest(own, highest, best)


def list_near_ties(net_benefits: FloatArray, best: int) -> tuple[int, ...]:
    """List the programmes that the draws do not tell from the best.

    Parameters
    ----------
    net_benefits : numpy.ndarray, shape (S, D)
    best : int

    Returns
    -------
    tuple of int
        Those whose mean differs by less than twice the standard error of the paired difference, and equal ones.
    """
    draw_count = net_benefits.shape[1]
    gaps = net_benefits[best] - net_benefits
    means = np.abs(gaps.mean(axis=1))
    errors = gaps.std(axis=1, ddof=1) / np.sqrt(draw_count) if draw_count > 1 else np.zeros(len(gaps))
    near = np.flatnonzero((means < 2 * errors) | (means <= _ROUNDING_EUR))
    return tuple(int(programme) for programme in near if programme != best)


def _price_blocks(costs: FloatArray, results: FloatArray, price_row: FloatArray) -> Iterator[FloatArray]:
    """Price some programmes at a time: net benefits of each, in each draw."""
    for start in range(0, len(costs), _BLOCK):
        rows = slice(start, start + _BLOCK)
        block = -costs[rows]
        for price, result in zip(price_row, results, strict=True):
            if price:
                block += price * result[rows]
        yield block


def _compare_with_highest(own: FloatArray, highest: FloatArray, best: int) -> Sureness:
    worth_its_cost = None if best == NOTHING else float((own > _ROUNDING_EUR).mean())
    return Sureness(worth_its_cost, float((own >= highest - _ROUNDING_EUR).mean()))

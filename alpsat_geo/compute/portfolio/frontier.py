"""The curve of money against value: what the best portfolio is worth under each budget."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray, IntArray


@dataclass(frozen=True, slots=True)
class Step:
    """From this budget on, until the next step, this portfolio is the best; in a band, the best that it pays."""

    budget_eur_per_year: float
    value: float
    portfolio: int


def trace_frontier(portfolios: IntArray, budget_needed: FloatArray, mean_scores: FloatArray) -> tuple[Step, ...]:
    """Trace the frontier of some portfolios.

    Parameters
    ----------
    portfolios : integer array (F,)
        Those that every other constraint allows.
    budget_needed, mean_scores : float array (P,)
        A portfolio that earns money needs a budget of 0.

    Returns
    -------
    tuple of Step
        Rising in budget and in value; empty without any portfolio.
    """
    budgets = np.maximum(budget_needed[portfolios], 0.0)
    order = portfolios[np.lexsort((-mean_scores[portfolios], budgets))]
    values = mean_scores[order]
    before = np.concatenate(([-np.inf], np.maximum.accumulate(values)[:-1]))
    return tuple(
        Step(float(max(budget_needed[portfolio], 0.0)), float(mean_scores[portfolio]), int(portfolio))
        for portfolio in order[values > before]
    )


def find_best_by_band(
    portfolios: IntArray, budget_needed: FloatArray, mean_scores: FloatArray, width_eur_per_year: float
) -> tuple[Step, ...]:
    """Find what each further slice of money buys: the best portfolio that needs a budget within each band.

    Parameters
    ----------
    portfolios : integer array (F,)
        Those that every other constraint allows.
    budget_needed, mean_scores : float array (P,)
    width_eur_per_year : float
        The first band is what needs nothing, then above 0 up to this width, and so on.

    Returns
    -------
    tuple of Step
        Rising in budget; a band that no portfolio needs has none. The value may fall: more money buys less.
    """
    budgets = np.maximum(budget_needed[portfolios], 0.0)
    bands = np.ceil(budgets / width_eur_per_year)
    order = np.lexsort((portfolios, budgets, -mean_scores[portfolios], bands))
    _, first = np.unique(bands[order], return_index=True)
    return tuple(
        Step(float(budgets[place]), float(mean_scores[portfolios[place]]), int(portfolios[place]))
        for place in order[first]
    )

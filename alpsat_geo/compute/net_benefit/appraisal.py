"""Programmes against doing nothing: what each costs and brings in every draw, and what follows from prices.

Net benefit of a programme in a draw: the sum of price times result, less its cost, against doing nothing in the same
draw (A. A. Stinnett, J. Mullahy, "Net health benefits: a new framework for the analysis of uncertainty in
cost-effectiveness analysis", Medical Decision Making 18 (2), supplement, 1998, pp. S68-S80; A. Briggs, K. Claxton,
M. Sculpher, Decision Modelling for Health Economic Evaluation, Oxford University Press, 2006).

S programmes, D draws, R results.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from alpsat_geo.compute.criterion import Criterion, find_result
from alpsat_geo.compute.net_benefit.choice_map import ChoiceMap, trace_choice_map
from alpsat_geo.compute.net_benefit.entry import Entry, trace_entry_prices
from alpsat_geo.compute.net_benefit.equality import NOTHING
from alpsat_geo.compute.net_benefit.worth import CostPerResult, price_worth_it
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Prices = Mapping[str, float]
"""Euros a year for one more unit, by key of result; one that is not there is worth 0."""

NO_PRICES: Prices = {}


def check_prices(prices: Prices, criteria: Iterable[Criterion]) -> dict[str, float]:
    """Return prices as numbers, or refuse them.

    Parameters
    ----------
    prices : mapping of result key to euros a year for one more unit
    criteria : iterable of Criterion
        The registry.

    Raises
    ------
    InputError
        If a result is unknown, or if a price is negative or no number.
    """
    known = tuple(criteria)
    for key, price in prices.items():
        find_result(known, key)
        if not (math.isfinite(price) and price >= 0):
            sentence = N_("Le prix de « {key} » vaut {price} : donnez un nombre d'euros par an, 0 ou plus.")
            raise InputError(remark(sentence, key=key, price=str(price)))
    return {key: float(price) for key, price in prices.items()}


@dataclass(frozen=True, eq=False)
class Appraisal:
    """Programmes against doing nothing, on the same draws.

    Attributes
    ----------
    keys : tuple of str, length S
        The first is doing nothing.
    result_keys : tuple of str, length R
    axes : tuple of two str
        Results whose prices are the axes of the choice map.
    costs : float array (S, D)
        Net public cost, euros a year more than doing nothing.
    results : float array (R, S, D)
        More than doing nothing, each in its unit.
    """

    keys: tuple[str, ...]
    result_keys: tuple[str, ...]
    axes: tuple[str, str]
    costs: FloatArray
    results: FloatArray

    @cached_property
    def mean_costs(self) -> FloatArray:
        """Mean cost of each programme (S,)."""
        return np.asarray(self.costs.mean(axis=1))

    @cached_property
    def mean_results(self) -> FloatArray:
        """Mean result of each programme (S, R)."""
        return np.asarray(self.results.mean(axis=2).T)

    def row(self, key: str) -> int:
        """Return the row of a programme."""
        return self.keys.index(key)

    def column(self, result_key: str) -> int:
        """Return the place of a result."""
        return self.result_keys.index(result_key)

    def price_row(self, prices: Prices) -> FloatArray:
        """Return the prices as an array (R,), 0 where none is given."""
        return np.array([float(prices.get(key, 0.0)) for key in self.result_keys])

    def net_benefits(self, prices: Prices) -> FloatArray:
        """Return the net benefit of each programme in each draw (S, D), euros a year."""
        found = -self.costs
        for price, drawn in zip(self.price_row(prices), self.results, strict=True):
            if price:
                found += price * drawn
        return found

    def expected_net_benefits(self, prices: Prices) -> FloatArray:
        """Return the expected net benefit of each programme (S,), linear in the prices."""
        return np.asarray(self.mean_results @ self.price_row(prices) - self.mean_costs)

    def entry_prices(self, result_key: str, prices: Prices = NO_PRICES) -> tuple[Entry, ...]:
        """Return from which price of one result each programme is the best, the other results at their prices.

        Parameters
        ----------
        result_key : str
        prices : mapping
            Of the other results; that of the result itself counts for nothing.
        """
        others = self._cost_beside(prices, (result_key,))
        return trace_entry_prices(others, self.mean_results[:, self.column(result_key)])

    def choice_map(self, prices: Prices = NO_PRICES) -> ChoiceMap:
        """Return which programme is the best at each pair of prices of the axes, the other results at their prices."""
        columns = [self.column(axis) for axis in self.axes]
        return trace_choice_map(self._cost_beside(prices, self.axes), self.mean_results[:, columns], self.axes)

    def cost_per_result(self, programme: int, result_key: str) -> CostPerResult | None:
        """Return what one more unit costs with a programme; None for doing nothing and where it changes nothing."""
        drawn = self.results[self.column(result_key), programme]
        if programme == NOTHING or not drawn.any():
            return None
        return price_worth_it(self.costs[programme], drawn)

    def _cost_beside(self, prices: Prices, moved: tuple[str, ...]) -> FloatArray:
        fixed = {key: price for key, price in prices.items() if key not in moved}
        return np.asarray(-self.expected_net_benefits(fixed))

"""From what price of one result each programme is the best: the upper envelope of lines."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.net_benefit.equality import EQUAL_SHARE, NOTHING, find_equals, scale_columns
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Entry:
    """A programme, and the price from which it is the best.

    Attributes
    ----------
    programme : int
    price : float
        Euros a year for one more unit of the result; 0 for what is best at no price.
    """

    programme: int
    price: float


def trace_entry_prices(
    costs: FloatArray, results: FloatArray, preference: FloatArray | None = None
) -> tuple[Entry, ...]:
    """Trace which programme has the highest net benefit as the price of one result rises from 0 without end.

    Net benefit is linear in the price: the envelope is walked from line to line, each time to the line of larger
    result that is crossed first. Where several are, the one of largest result takes over at once.

    Parameters
    ----------
    costs : numpy.ndarray, shape (S,)
        Less what other results are worth at their own prices, euros a year.
    results : numpy.ndarray, shape (S,)
    preference : numpy.ndarray, shape (S,), optional
        Larger is named first among programmes of equal cost and result.

    Returns
    -------
    tuple of Entry
        By rising price. The first is the cheapest, doing nothing when it is; of equal programmes, one is named.

    References
    ----------
    A. A. Stinnett, J. Mullahy, "Net health benefits: a new framework for the analysis of uncertainty in
    cost-effectiveness analysis", Medical Decision Making 18 (2) Suppl, 1998, pp. S68-S80.
    """
    scaled = scale_columns(np.stack([costs, results], axis=1))
    programme = _start(scaled, preference)
    entries = [Entry(programme, 0.0)]
    while True:
        dearer, more = (scaled - scaled[programme]).T
        rivals = np.flatnonzero(more > EQUAL_SHARE)
        if not rivals.size:
            return tuple(entries)
        crossings = dearer[rivals] / more[rivals]
        least = crossings.min()
        met = rivals[crossings <= least + EQUAL_SHARE * (1 + abs(least))]
        following = _name_one(scaled, int(met[np.argmax(scaled[met, 1])]), preference)
        price = (costs[following] - costs[programme]) / (results[following] - results[programme])
        entries.append(Entry(following, max(float(price), entries[-1].price)))
        programme = following


def _start(scaled: FloatArray, preference: FloatArray | None) -> int:
    """Find what is best at no price: doing nothing if nothing is cheaper, else the largest result of the cheapest."""
    cheapest = np.flatnonzero(scaled[:, 0] <= scaled[:, 0].min() + EQUAL_SHARE)
    if cheapest[0] == NOTHING:
        return NOTHING
    return _name_one(scaled, int(cheapest[np.argmax(scaled[cheapest, 1])]), preference)


def _name_one(scaled: FloatArray, programme: int, preference: FloatArray | None) -> int:
    """Name one of equal programmes: doing nothing, else the preferred, else the first listed."""
    equals = np.flatnonzero(find_equals(scaled, programme))
    if preference is None or equals[0] == NOTHING:
        return int(equals[0])
    return int(equals[np.argmax(preference[equals])])

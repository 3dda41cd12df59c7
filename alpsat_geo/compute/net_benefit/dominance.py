"""Programmes that are the best at no price, and what they are dominated by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.net_benefit.equality import EQUAL_SHARE
from alpsat_geo.domain.arrays import FloatArray


@dataclass(frozen=True, slots=True)
class Dominated:
    """A programme that is the best at no price.

    Attributes
    ----------
    programme : int
    by : tuple of int
        One that costs no more and gives no less of every result; or several, of which a mix does (extended dominance).
    """

    programme: int
    by: tuple[int, ...]


def find_dominator(scaled: FloatArray, programme: int) -> int | None:
    """Find what costs no more and gives no less of every result, and is better in one of them.

    Parameters
    ----------
    scaled : numpy.ndarray, shape (S, 1 + R)
        Cost, then results, of `scale_columns`.
    programme : int

    Returns
    -------
    int or None
        The cheapest of them, so that nothing dominates it in turn; then the one of larger results, the first listed.
    """
    gains = scaled - scaled[programme]
    gains[:, 0] *= -1
    found = np.flatnonzero((gains >= -EQUAL_SHARE).all(axis=1) & (gains > EQUAL_SHARE).any(axis=1))
    if not found.size:
        return None
    return int(found[np.lexsort((-scaled[found, 1:].sum(axis=1), scaled[found, 0]))[0]])

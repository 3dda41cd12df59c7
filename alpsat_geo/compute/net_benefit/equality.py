"""Which programmes are the same to the eye of money and results, whatever the last bits say."""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import BoolArray, FloatArray

# Doing nothing stands first among the programmes, here and everywhere net benefits are read.
NOTHING = 0
# Relative to the widest gap between two programmes.
EQUAL_SHARE = 1e-9
# Less than this of a euro or of a result is nothing: the sum of many draws is never exact to the last bit.
LEAST = 1e-9
_ROUNDING_SHARE = 1e-12


def scale_columns(columns: FloatArray) -> FloatArray:
    """Measure programmes from doing nothing, in units of the widest gap to it.

    Parameters
    ----------
    columns : numpy.ndarray, shape (S, N)
        Cost and results of each programme.

    Returns
    -------
    numpy.ndarray, shape (S, N)
        Within -1 and 1; the first row is 0.
    """
    gaps = columns - columns[NOTHING]
    return np.asarray(gaps / read_scales(columns), dtype=np.float64)


def read_scales(columns: FloatArray) -> FloatArray:
    """Read the widest gap to doing nothing in each column; where it is only rounding, a unit that it is nothing of."""
    widest = np.abs(columns - columns[NOTHING]).max(axis=0)
    sizes = np.abs(columns).max(axis=0)
    is_rounding = widest <= np.maximum(LEAST, _ROUNDING_SHARE * sizes)
    return np.asarray(np.where(is_rounding, np.maximum(sizes, 1.0), widest), dtype=np.float64)


def find_equals(scaled: FloatArray, programme: int) -> BoolArray:
    """Flag the programmes that equal one, itself included.

    Parameters
    ----------
    scaled : numpy.ndarray, shape (S, N)
        Of `scale_columns`.
    programme : int

    Returns
    -------
    bool array (S,)
    """
    return np.asarray((np.abs(scaled - scaled[programme]) <= EQUAL_SHARE).all(axis=1))

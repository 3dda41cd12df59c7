"""Which programmes are the same to the eye of money and results, whatever the last bits say."""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import BoolArray, FloatArray

# Doing nothing stands first among the programmes, here and everywhere net benefits are read.
NOTHING = 0
# Relative to the widest gap between two programmes.
EQUAL_SHARE = 1e-9


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
    """Read the widest gap to doing nothing in each column, 1 where there is none."""
    widest = np.abs(columns - columns[NOTHING]).max(axis=0)
    return np.where(widest > 0, widest, 1.0)


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

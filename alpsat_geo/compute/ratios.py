"""Ratios whose denominator may be zero, and sums of which a part may be missing."""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import FloatArray


def ratio_or(above: FloatArray, below: FloatArray, otherwise: float) -> FloatArray:
    """Divide where the denominator is positive, and put ``otherwise`` elsewhere.

    Parameters
    ----------
    above, below : float arrays, broadcastable
    otherwise : float
        NaN for a ratio without meaning, 0 for a share of nothing.
    """
    shape = np.broadcast_shapes(np.shape(above), np.shape(below))
    ratio: FloatArray = np.full(shape, otherwise)
    np.divide(above, below, out=ratio, where=np.broadcast_to(np.asarray(below) > 0, shape))
    return ratio


def sum_known(values: FloatArray, axis: int | None = None) -> FloatArray:
    """Sum what is known, as `numpy.nansum` does, but NaN where nothing is.

    Parameters
    ----------
    values : float array
    axis : int, optional
        All of them by default.
    """
    total: FloatArray = np.where(np.isnan(values).all(axis=axis), np.nan, np.nansum(values, axis=axis))
    return total

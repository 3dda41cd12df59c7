"""Ratios whose denominator may be zero."""

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

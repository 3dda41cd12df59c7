"""TOPSIS, a cross-check: how near each alternative lies to the best and how far from the worst of each criterion.

References
----------
C. L. Hwang, K. Yoon, Multiple Attribute Decision Making, Springer, 1981, section III.4.
"""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import FloatArray


def rank_by_topsis(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Relative closeness of each alternative to the ideal.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, C)
        Any unit, where more is better; criteria that are "sans objet" must be left out before.
    weights : numpy.ndarray, shape (C,)
        Non-negative, summing to 1.

    Returns
    -------
    numpy.ndarray, shape (S,)
        0 (the worst on every criterion) to 1 (the best on every one). All 0.5 when alternatives are identical.

    Notes
    -----
    Columns are divided by their Euclidean norm; a column of zeros, which separates nobody, stays at zero.
    """
    norms = np.sqrt((values**2).sum(axis=0))
    weighted = weights * np.divide(values, norms, out=np.zeros_like(values), where=norms > 0)
    to_ideal = np.sqrt(((weighted - weighted.max(axis=0)) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - weighted.min(axis=0)) ** 2).sum(axis=1))
    total = to_ideal + to_worst
    near: FloatArray = np.divide(to_worst, total, out=np.full_like(total, 0.5), where=total > 0)
    return near

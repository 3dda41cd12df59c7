"""TOPSIS, a cross-check: how near each alternative lies to the best and how far from the worst of each criterion.

References
----------
C. L. Hwang, K. Yoon, Multiple Attribute Decision Making, Springer, 1981, section III.4.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from alpsat_geo.compute.mcda.weights import normalise_points
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError


def rank_by_topsis(matrix: npt.ArrayLike, weights: npt.ArrayLike, is_benefit: npt.ArrayLike) -> FloatArray:
    """Relative closeness of each alternative to the ideal.

    Parameters
    ----------
    matrix : array_like, shape (S, C)
        Measures of each alternative, any unit; criteria that are "sans objet" must be left out before.
    weights : array_like, shape (C,)
        Non-negative, any scale.
    is_benefit : array_like of bool, shape (C,)
        True where more is better.

    Returns
    -------
    numpy.ndarray, shape (S,)
        0 (the worst on every criterion) to 1 (the best on every one). All 0.5 when alternatives are identical.

    Raises
    ------
    InputError
        If shapes disagree, or if a measure is missing or infinite.
    """
    measures = np.asarray(matrix, dtype=np.float64)
    benefit = np.asarray(is_benefit, dtype=np.bool_)
    row = normalise_points(weights)
    if measures.ndim != 2 or measures.size == 0 or row.shape != measures.shape[1:] or benefit.shape != row.shape:  # noqa: PLR2004 - alternative by criterion
        message = "TOPSIS : il faut un poids et un sens par critère, et au moins une solution à comparer."
        raise InputError(message)
    if not np.isfinite(measures).all():
        message = "TOPSIS : une mesure est manquante ou infinie, écartez le critère sans objet."
        raise InputError(message)
    return closeness(measures, row, benefit)


def closeness(matrix: FloatArray, weights: FloatArray, is_benefit: BoolArray) -> FloatArray:
    """Compute `rank_by_topsis` on trusted arrays; same shapes.

    Columns are divided by their Euclidean norm; a column of zeros, which separates nobody, stays at zero.
    """
    norms = np.sqrt((matrix**2).sum(axis=0))
    weighted = weights * np.divide(matrix, norms, out=np.zeros_like(matrix), where=norms > 0)
    top, bottom = weighted.max(axis=0), weighted.min(axis=0)
    ideal, worst = np.where(is_benefit, top, bottom), np.where(is_benefit, bottom, top)
    to_ideal = np.sqrt(((weighted - ideal) ** 2).sum(axis=1))
    to_worst = np.sqrt(((weighted - worst) ** 2).sum(axis=1))
    total = to_ideal + to_worst
    near: FloatArray = np.divide(to_worst, total, out=np.full_like(total, 0.5), where=total > 0)
    return near

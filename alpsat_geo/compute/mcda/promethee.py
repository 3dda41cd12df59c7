"""PROMETHEE II, a cross-check: how much each alternative is preferred to the others, two by two.

References
----------
J. P. Brans, Ph. Vincke, "A preference ranking organisation method", Management Science 31 (6), 1985, pp. 647-656.
"""

from __future__ import annotations

import numpy as np

from alpsat_geo.domain.arrays import FloatArray

WHOLE_PREFERENCE = 0.5
"""Advantage from which the preference is whole.

Were it the whole scale, flows would be the weighted sum itself, up to a factor, and could check nothing.
"""


def rank_by_promethee(values: FloatArray, weights: FloatArray) -> FloatArray:
    """Net outranking flow of each alternative.

    The preference for an advantage grows in proportion, and is whole from `WHOLE_PREFERENCE` on (V-shape).

    Parameters
    ----------
    values : numpy.ndarray, shape (S, C)
        Two alternatives or more, 0 to 1 where more is better; criteria that are "sans objet" must be left out before.
    weights : numpy.ndarray, shape (C,)
        Non-negative, summing to 1.

    Returns
    -------
    numpy.ndarray, shape (S,)
        Mean preference over the others less that of the others, -1 to 1, summing to 0; rank highest first.
    """
    count = len(values)
    index = np.zeros((count, count))
    for weight, column in zip(weights, values.T, strict=True):
        index += weight * np.clip((column[:, None] - column[None, :]) / WHOLE_PREFERENCE, 0.0, 1.0)
    flows: FloatArray = (index.sum(axis=1) - index.sum(axis=0)) / (count - 1)
    return flows

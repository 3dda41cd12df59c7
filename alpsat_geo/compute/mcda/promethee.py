"""PROMETHEE II, a cross-check: how much each alternative is preferred to the others, two by two.

References
----------
J. P. Brans, Ph. Vincke, "A preference ranking organisation method", Management Science 31 (6), 1985, pp. 647-656.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from alpsat_geo.compute.mcda.weights import normalise_points
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError

Shape = Literal["usual", "u_shape", "v_shape", "level", "linear", "gaussian"]
_NEEDS_INDIFFERENCE = frozenset({"u_shape", "level", "linear"})
_NEEDS_PREFERENCE = frozenset({"v_shape", "level", "linear"})


@dataclass(frozen=True, slots=True)
class PreferenceFunction:
    """How a difference in a measure becomes a preference between 0 and 1.

    Attributes
    ----------
    shape : {"usual", "u_shape", "v_shape", "level", "linear", "gaussian"}
        The six types of Brans and Vincke; "linear" is the V-shape with indifference.
    indifference : float
        Threshold q, in the unit of the measure (u_shape, level, linear).
    preference : float
        Threshold p, in the unit of the measure (v_shape, level, linear).
    spread : float
        Inflection point of the Gaussian.
    """

    shape: Shape = "usual"
    indifference: float = 0.0
    preference: float = 0.0
    spread: float = 0.0

    def __post_init__(self) -> None:
        """Refuse thresholds that mean nothing."""
        thresholds = (self.indifference, self.preference, self.spread)
        if not all(np.isfinite(thresholds)) or min(thresholds) < 0:
            message = f"PROMETHEE ({self.shape}) : un seuil est manquant ou négatif, donnez un nombre positif ou nul."
            raise InputError(message)
        if self.shape in _NEEDS_PREFERENCE and self.preference <= 0:
            message = f"PROMETHEE ({self.shape}) : le seuil de préférence vaut 0, donnez un seuil positif."
            raise InputError(message)
        if self.shape in _NEEDS_PREFERENCE & _NEEDS_INDIFFERENCE and self.indifference >= self.preference:
            message = (
                f"PROMETHEE ({self.shape}) : le seuil d'indifférence {self.indifference:g} doit rester "
                f"sous le seuil de préférence {self.preference:g}."
            )
            raise InputError(message)
        if self.shape == "gaussian" and self.spread <= 0:
            message = "PROMETHEE (gaussian) : l'écart vaut 0, donnez un nombre positif."
            raise InputError(message)

    def prefer(self, difference: FloatArray) -> FloatArray:
        """Turn advantages into preferences.

        Parameters
        ----------
        difference : numpy.ndarray
            Advantage of one alternative over another; positive is better.

        Returns
        -------
        numpy.ndarray
            0 where there is no advantage, to 1.
        """
        gain = np.maximum(difference, 0.0)
        q, p = self.indifference, self.preference
        if self.shape == "usual":
            return np.asarray(gain > 0, dtype=np.float64)
        if self.shape == "u_shape":
            return np.asarray(gain > q, dtype=np.float64)
        if self.shape == "level":
            return np.asarray(0.5 * (gain > q) + 0.5 * (gain > p), dtype=np.float64)
        if self.shape == "gaussian":
            return np.asarray(1.0 - np.exp(-(gain**2) / (2 * self.spread**2)), dtype=np.float64)
        # A V-shape is a linear preference without indifference.
        floor = q if self.shape == "linear" else 0.0
        return np.asarray(np.clip((gain - floor) / (p - floor), 0.0, 1.0), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class OutrankingFlows:
    """Result of PROMETHEE.

    Attributes
    ----------
    preference_index : numpy.ndarray, shape (S, S)
        ``[a, b]``: weighted preference of a over b, 0 to 1; 0 on the diagonal.
    positive, negative, net : numpy.ndarray, shape (S,)
        Mean preference over the others, of the others, and the difference (-1 to 1, summing to 0).
    """

    preference_index: FloatArray
    positive: FloatArray
    negative: FloatArray
    net: FloatArray


def rank_by_promethee(
    matrix: npt.ArrayLike,
    weights: npt.ArrayLike,
    is_benefit: npt.ArrayLike,
    functions: Sequence[PreferenceFunction],
) -> OutrankingFlows:
    """Outranking flows of each alternative.

    Parameters
    ----------
    matrix : array_like, shape (S, C)
        Measures, in their own units; criteria that are "sans objet" must be left out before.
    weights : array_like, shape (C,)
        Non-negative, any scale.
    is_benefit : array_like of bool, shape (C,)
        True where more is better.
    functions : sequence of PreferenceFunction
        One per criterion.

    Returns
    -------
    OutrankingFlows
        Rank by `net`, highest first.

    Raises
    ------
    InputError
        If shapes disagree, if a measure is missing or infinite, or below two alternatives.
    """
    measures = np.asarray(matrix, dtype=np.float64)
    benefit = np.asarray(is_benefit, dtype=np.bool_)
    row = normalise_points(weights)
    if measures.ndim != 2 or measures.shape[0] < 2:  # noqa: PLR2004 - a comparison needs two
        message = "PROMETHEE : il faut au moins deux solutions à comparer."
        raise InputError(message)
    if row.shape != measures.shape[1:] or benefit.shape != row.shape or len(functions) != row.size:
        message = "PROMETHEE : il faut un poids, un sens et une fonction de préférence par critère."
        raise InputError(message)
    if not np.isfinite(measures).all():
        message = "PROMETHEE : une mesure est manquante ou infinie, écartez le critère sans objet."
        raise InputError(message)
    return outranking_flows(measures, row, benefit, functions)


def outranking_flows(
    matrix: FloatArray, weights: FloatArray, is_benefit: BoolArray, functions: Sequence[PreferenceFunction]
) -> OutrankingFlows:
    """Compute `rank_by_promethee` on trusted arrays; same shapes."""
    oriented = np.where(is_benefit, matrix, -matrix)
    count = matrix.shape[0]
    index = np.zeros((count, count))
    for place, function in enumerate(functions):
        column = oriented[:, place]
        index += weights[place] * function.prefer(column[:, None] - column[None, :])
    positive = index.sum(axis=1) / (count - 1)
    negative = index.sum(axis=0) / (count - 1)
    return OutrankingFlows(index, positive, negative, positive - negative)

"""Value functions: a measure between two fixed anchors becomes a value between 0 and 1."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError


def score_linear(measure: npt.ArrayLike, worst: npt.ArrayLike, best: npt.ArrayLike) -> FloatArray:
    """Value a measure linearly between its anchors, clipped beyond them.

    Parameters
    ----------
    measure : array_like
        Measures in the unit of the anchors; NaN ("sans objet") stays NaN, an infinite measure is clipped.
    worst, best : array_like
        Measures worth 0 and 1; ``worst > best`` means that less is better. Broadcast against `measure`.

    Returns
    -------
    numpy.ndarray
        Values 0 to 1.

    Raises
    ------
    InputError
        If an anchor is missing or if the two anchors are equal.
    """
    worst_array, best_array = _require_anchors(worst, best)
    share = (np.asarray(measure, dtype=np.float64) - worst_array) / (best_array - worst_array)
    values: FloatArray = np.clip(share, 0.0, 1.0)
    return values


def flag_beyond_anchors(measure: npt.ArrayLike, worst: npt.ArrayLike, best: npt.ArrayLike) -> BoolArray:
    """Flag the measures that `score_linear` clips.

    Parameters
    ----------
    measure, worst, best : array_like
        As `score_linear`.

    Returns
    -------
    numpy.ndarray of bool
        True where the measure lies outside its anchors; False where it is NaN.
    """
    worst_array, best_array = _require_anchors(worst, best)
    array = np.asarray(measure, dtype=np.float64)
    low, high = np.minimum(worst_array, best_array), np.maximum(worst_array, best_array)
    is_beyond: BoolArray = (array < low) | (array > high)
    return is_beyond


def _require_anchors(worst: npt.ArrayLike, best: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    worst_array = np.asarray(worst, dtype=np.float64)
    best_array = np.asarray(best, dtype=np.float64)
    if not (np.isfinite(worst_array).all() and np.isfinite(best_array).all()):
        raise InputError("Un repère de critère est manquant : donnez la mesure la moins bonne et la meilleure.")
    if (worst_array == best_array).any():
        raise InputError(
            "Les deux repères d'un critère sont égaux : donnez une mesure meilleure distincte de la moins bonne."
        )
    return worst_array, best_array

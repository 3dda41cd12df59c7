"""Which criteria may weigh in a comparison: "sans objet" and undiscriminating criteria leave, twins are flagged."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError

# Differences below this are rounding, not preference.
VALUE_TOLERANCE = 1e-12
CORRELATION_LIMIT = 0.9
# Two points always lie on a line: correlation says nothing below three scenarios.
_CORRELATION_MIN_SCENARIOS = 3


@dataclass(frozen=True, slots=True)
class TwinCriteria:
    """Two criteria that count almost the same thing twice.

    Attributes
    ----------
    first, second : int
        Places of the criteria, ``first < second``.
    correlation : float
        Pearson correlation of their mean values across the compared scenarios.
    """

    first: int
    second: int
    correlation: float


@dataclass(frozen=True, slots=True)
class Applicability:
    """What each criterion can say about the compared scenarios.

    Attributes
    ----------
    applicable : numpy.ndarray of bool, shape (C,)
        Keeps a weight.
    is_not_applicable : numpy.ndarray of bool, shape (C,)
        "Sans objet" (NaN) for at least one scenario in at least one draw.
    is_indifferent : numpy.ndarray of bool, shape (C,)
        Same value for all scenarios in every draw.
    twins : tuple of TwinCriteria
        Pairs of applicable criteria whose correlation exceeds 0.9 in absolute value; they keep their weights.
    """

    applicable: BoolArray
    is_not_applicable: BoolArray
    is_indifferent: BoolArray
    twins: tuple[TwinCriteria, ...]


def judge_criteria(values: FloatArray) -> Applicability:
    """Tell which criteria may weigh.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
        Value scores 0 to 1; NaN is "sans objet".

    Returns
    -------
    Applicability
        Never empty of meaning: `restrict_weights` refuses the case where nothing is applicable.

    Raises
    ------
    InputError
        If there is no scenario, no draw, or no criterion, or if a value is infinite.
    """
    if values.ndim != 3 or values.size == 0:  # noqa: PLR2004 - scenario, draw, criterion
        raise InputError("Rien à comparer : il faut au moins un scénario, un tirage et un critère.")
    # Extremes over scenarios carry what is missing or infinite: the full array is read only twice.
    top, bottom = values.max(axis=0), values.min(axis=0)
    if np.isinf(top).any() or np.isinf(bottom).any():
        raise InputError("Une valeur de critère est infinie : un critère inatteignable doit être dit « sans objet ».")
    spread = top - bottom
    widest = spread.max(axis=0)
    is_not_applicable: BoolArray = np.isnan(widest)
    is_indifferent: BoolArray = ~is_not_applicable & (widest <= VALUE_TOLERANCE)
    applicable = ~is_not_applicable & ~is_indifferent
    # A product with ones is a mean several times faster than one over the middle axis.
    mean_values = np.ones(values.shape[1]) @ values / values.shape[1]
    twins = find_twins(mean_values, applicable)
    return Applicability(applicable, is_not_applicable, is_indifferent, twins)


def find_twins(mean_values: FloatArray, applicable: BoolArray) -> tuple[TwinCriteria, ...]:
    """Flag pairs of criteria that move together across the scenarios.

    Parameters
    ----------
    mean_values : numpy.ndarray, shape (S, C)
        Mean value score of each scenario.
    applicable : numpy.ndarray of bool, shape (C,)
        Criteria looked at.

    Returns
    -------
    tuple of TwinCriteria
        Empty below three scenarios, where a correlation has no meaning.
    """
    places = np.flatnonzero(applicable)
    if mean_values.shape[0] < _CORRELATION_MIN_SCENARIOS or places.size < 2:  # noqa: PLR2004 - a pair
        return ()
    centred = mean_values[:, places] - mean_values[:, places].mean(axis=0)
    norms = np.sqrt((centred**2).sum(axis=0))
    varies = norms > VALUE_TOLERANCE
    places, unit = places[varies], centred[:, varies] / norms[varies]
    correlation = np.clip(unit.T @ unit, -1.0, 1.0)
    first, second = np.nonzero(np.triu(np.abs(correlation) > CORRELATION_LIMIT, k=1))
    return tuple(
        TwinCriteria(int(places[a]), int(places[b]), float(correlation[a, b]))
        for a, b in zip(first, second, strict=True)
    )

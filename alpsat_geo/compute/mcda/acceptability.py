"""Stochastic multicriteria acceptability analysis (SMAA): how often, and under which weights, each scenario leads.

Scores are compared after rounding to 12 decimals, so that the order of a sum never decides a rank. Scenarios that
tie share the places they occupy: two scenarios tied for first get half of the first rank and half of the second.

References
----------
R. Lahdelma, P. Salminen, "SMAA-2: stochastic multicriteria acceptability analysis for group decision making",
Operations Research 49 (3), 2001, pp. 444-454.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from alpsat_geo.compute.mcda.applicability import Applicability, judge_criteria
from alpsat_geo.compute.mcda.weights import normalise_points, restrict_weights
from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError

DECISION_THRESHOLD_SHARE = 2 / 3
_SCORE_DECIMALS = 12

CountArray = npt.NDArray[np.unsignedinteger[Any]]


@dataclass(frozen=True, slots=True)
class ThreeAcceptabilities:
    """Whether a council should debate priorities or collect facts.

    Attributes
    ----------
    joint, values_only, facts_only : numpy.ndarray, shape (S, S)
        Rank acceptability with both drawn; with central facts and drawn weights; with drawn facts and stated weights.
    applicability : Applicability
        Judged once, on the drawn and the central values together, so that the three speak of the same criteria.
    """

    joint: FloatArray
    values_only: FloatArray
    facts_only: FloatArray
    applicability: Applicability


def score_scenarios(values: FloatArray, weights: FloatArray, applicable: BoolArray | None = None) -> FloatArray:
    """Weigh the values of each scenario in each draw.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
        Value scores 0 to 1; NaN ("sans objet") is allowed only where not applicable.
    weights : numpy.ndarray, shape (D, C) or (C,)
        One row per draw, or one row for all; renormalised over the applicable criteria.
    applicable : numpy.ndarray of bool, shape (C,), optional
        By default judged from `values` by `judge_criteria`.

    Returns
    -------
    numpy.ndarray, shape (S, D)
        Scores 0 to 1, rounded to 12 decimals.

    Raises
    ------
    InputError
        If shapes disagree, if nothing is applicable, or if an applicable value is missing.
    """
    values, weights = _require_shapes(values, weights)
    if applicable is None:
        applicable = judge_criteria(values).applicable
    restricted = restrict_weights(weights, applicable)
    if not applicable.all():
        values = np.where(applicable, values, 0.0)
    subscripts = "sdc,dc->sd" if restricted.ndim == 2 else "sdc,c->sd"  # noqa: PLR2004 - one row per draw
    scores: FloatArray = np.round(np.einsum(subscripts, values, restricted), _SCORE_DECIMALS)
    # A missing value makes its score missing, whatever its weight: one look at the scores is enough.
    if np.isnan(scores).any():
        raise InputError("Une valeur manque pour un critère retenu : écartez ce critère ou complétez la valeur.")
    return scores


def rank_acceptability(scores: FloatArray) -> FloatArray:
    """Share of the draws in which each scenario takes each rank.

    Parameters
    ----------
    scores : numpy.ndarray, shape (S, D)
        Higher is better; compare scores of `score_scenarios`, already rounded.

    Returns
    -------
    numpy.ndarray, shape (S, S)
        ``[s, r]`` is the share of draws in which s has rank ``r + 1``; rows and columns sum to 1. Ties are shared
        equally over the places they occupy.

    Raises
    ------
    InputError
        If there is no draw, or if a score is missing.
    """
    _require_scores(scores)
    scenario_count, draw_count = scores.shape
    shape = (scenario_count, scenario_count)
    ahead, tied = _count_ahead(scores)
    acceptability = np.zeros(shape)
    for place in range(scenario_count):
        if tied is None:
            acceptability[place] = np.bincount(ahead[place], minlength=scenario_count)
            continue
        key = ahead[place].astype(np.int64) * scenario_count + tied[place]
        counts = np.bincount(key, minlength=scenario_count**2).reshape(shape)
        for first, extra in zip(*np.nonzero(counts), strict=True):
            acceptability[place, first : first + extra + 1] += counts[first, extra] / (extra + 1)
    acceptability /= draw_count
    return acceptability


def share_first(scores: FloatArray) -> FloatArray:
    """Tell who is first in each draw, ties sharing the place.

    Parameters
    ----------
    scores : numpy.ndarray, shape (S, D)

    Returns
    -------
    numpy.ndarray, shape (S, D)
        Columns sum to 1; 1 for a sole leader, 1/k for each of k tied leaders.
    """
    _require_scores(scores)
    is_first = scores == scores.max(axis=0)
    shares: FloatArray = is_first / is_first.sum(axis=0)
    return shares


def pairwise_winning_index(scores: FloatArray) -> FloatArray:
    """Share of the draws in which one scenario beats another.

    Parameters
    ----------
    scores : numpy.ndarray, shape (S, D)

    Returns
    -------
    numpy.ndarray, shape (S, S)
        ``[a, b]`` is the share of draws in which a beats b, a tie counting one half: ``[a, b] + [b, a] = 1`` and the
        diagonal is 0.5.
    """
    _require_scores(scores)
    wins = np.stack([(row > scores).mean(axis=1) for row in scores])
    index: FloatArray = wins + (1.0 - wins - wins.T) / 2
    return index


def central_weights(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Mean weights of the draws that put a scenario first: the typical opinion that would choose it.

    Parameters
    ----------
    scores : numpy.ndarray, shape (S, D)
    weights : numpy.ndarray, shape (D, C) or (C,)
        The weights behind the scores, renormalised over the applicable criteria (see `restrict_weights`).

    Returns
    -------
    numpy.ndarray, shape (S, C)
        Rows on the simplex; NaN for a scenario that is never first.
    """
    shares = share_first(scores)
    rows = np.broadcast_to(weights, (scores.shape[1], weights.shape[-1]))
    total = shares.sum(axis=1, keepdims=True)
    summed = shares @ rows
    central: FloatArray = np.divide(summed, total, out=np.full_like(summed, np.nan), where=total > 0)
    return central


def confidence_factor(values: FloatArray, central: FloatArray, applicable: BoolArray) -> FloatArray:
    """Share of the draws of facts in which a scenario is first under its own central weights.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
    central : numpy.ndarray, shape (S, C)
        As `central_weights`.
    applicable : numpy.ndarray of bool, shape (C,)

    Returns
    -------
    numpy.ndarray, shape (S,)
        A low factor says that the facts are not good enough to choose this scenario, even for those who hold its
        typical opinion. NaN for a scenario without central weights.
    """
    factors = np.full(values.shape[0], np.nan)
    for place in np.flatnonzero(~np.isnan(central).any(axis=1)):
        scores = score_scenarios(values, central[place], applicable)
        factors[place] = share_first(scores)[place].mean()
    return factors


def compare_acceptabilities(
    values: FloatArray, central_values: FloatArray, weights: FloatArray, stated_weights: FloatArray
) -> ThreeAcceptabilities:
    """Separate what depends on priorities from what depends on facts.

    Parameters
    ----------
    values : numpy.ndarray, shape (S, D, C)
        Drawn value scores; NaN is "sans objet".
    central_values : numpy.ndarray, shape (S, C)
        Value scores at the central parameters.
    weights : numpy.ndarray, shape (D, C)
        Drawn weights, or repeated stated ones.
    stated_weights : numpy.ndarray, shape (C,)
        One stated row (equal weights when nobody stated any).

    Returns
    -------
    ThreeAcceptabilities

    Raises
    ------
    InputError
        If shapes disagree or if no criterion is applicable.
    """
    central = np.asarray(central_values, dtype=np.float64)[:, None, :]
    if values.ndim != 3 or central.shape[::2] != values.shape[::2]:  # noqa: PLR2004 - scenario, draw, criterion
        raise InputError("Les valeurs centrales et les tirages ne décrivent pas les mêmes scénarios et critères.")
    applicability = judge_criteria(np.concatenate((values, central), axis=1))
    applicable = applicability.applicable
    stated = normalise_points(stated_weights)
    facing_weights = np.broadcast_to(central, values.shape)
    return ThreeAcceptabilities(
        joint=rank_acceptability(score_scenarios(values, weights, applicable)),
        values_only=rank_acceptability(score_scenarios(facing_weights, weights, applicable)),
        facts_only=rank_acceptability(score_scenarios(values, stated, applicable)),
        applicability=applicability,
    )


def _require_shapes(values: FloatArray, weights: FloatArray) -> tuple[FloatArray, FloatArray]:
    values = np.asarray(values, dtype=np.float64)
    weights = np.asarray(weights, dtype=np.float64)
    fits = values.ndim == 3 and weights.shape in {values.shape[2:], values.shape[1:]}  # noqa: PLR2004 - scenario, draw, criterion
    if not fits or values.size == 0:
        raise InputError(
            f"Les poids ({weights.shape}) ne vont pas avec les valeurs ({values.shape}) : "
            "donnez un poids par critère, et une ligne par tirage."
        )
    return values, weights


def _require_scores(scores: FloatArray) -> None:
    if scores.ndim != 2 or scores.size == 0:  # noqa: PLR2004 - scenario, draw
        raise InputError("Aucun score à classer : il faut au moins un scénario et un tirage.")
    if np.isnan(scores).any():
        raise InputError("Un score est manquant : écartez le critère sans objet avant de classer.")


def _count_ahead(scores: FloatArray) -> tuple[CountArray, CountArray | None]:
    """Count the scenarios strictly ahead, and those level (None where nobody ever is), (S, D)."""
    scenario_count = scores.shape[0]
    # One byte a count keeps the working set in the cache; a wider count only where it is needed.
    kind = np.dtype(np.uint8 if scenario_count <= np.iinfo(np.uint8).max else np.uint32)
    ahead: CountArray = np.zeros(scores.shape, dtype=kind)
    for place in range(scenario_count - 1):
        following = scores[place + 1 :]
        ahead[place + 1 :] += scores[place] > following
        ahead[place] += (scores[place] < following).sum(axis=0, dtype=kind)
    # Without ties, each draw counts every pair once.
    if (ahead.sum(axis=0, dtype=np.int64) == scenario_count * (scenario_count - 1) // 2).all():
        return ahead, None
    # A scenario is always level with itself.
    level: CountArray = np.stack([(scores == row).sum(axis=0, dtype=kind) for row in scores])
    level -= 1
    return ahead, level

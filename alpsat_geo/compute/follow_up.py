"""What was promised against what is observed; demand set beside a real count, never rescaled silently."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import chi2

from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.parameters import SHARE_UNIT
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Position = Literal["inside", "above", "below", "not_observed"]
_TREND_LEAST_DATES = 3
_SLIP_FACTOR, _GROWTH_FACTOR = 10, 2
_PEOPLE = frozenset({"habitants", "usagers"})
_NEVER_NEGATIVE = frozenset({"usagers", "mois"})
_LEAST_BOUND = 240
"""Months in twenty years: no bound of any unit is narrower."""
_LARGEST_BY_INHABITANT = {
    # What a commune and its intercommunality spend on an inhabitant in a year: DGCL, Bulletin d'information statistique
    # n° 114, January 2017.
    "€": 1265,
    "€/an": 1265,
    # About what a person in France emits.
    "tCO₂e/an": 10,
}
"""The most that is plausible of a unit, for each inhabitant of the territory."""
# The interval of every result of the model: 5th to 95th percentile.
INTERVAL_SHARE = 0.90


@dataclass(frozen=True, slots=True)
class DemandCalibration:
    """What a real count of users says of the demand of the model, for a person to accept or not.

    Attributes
    ----------
    observed_count : int
        Regular users counted.
    modelled_users : float
        Users that the model serves at the same place.
    factor, factor_low, factor_high : float
        Observed over modelled, and its interval: that of the count, exact.
    """

    observed_count: int
    modelled_users: float
    factor: float
    factor_low: float
    factor_high: float


def bound_observation(unit: str, low: float, high: float, population_count: float) -> tuple[float, float]:
    """Bound what a person may say to have observed of an indicator, so that a slip of the hand is seen.

    A share lies between 0 and 1, people are at most twice as many as the last census. Anything else stays within the
    larger of ten times its promise and an order of magnitude: nothing plausible is refused.

    Parameters
    ----------
    unit : str
        French unit of the promise; ``"part"`` for a share.
    low, high : float
        Promised interval.
    population_count : float
        Inhabitants of the territory, NaN when unknown.

    Returns
    -------
    tuple of float
        Smallest and largest plausible values, ends included, in that unit.
    """
    if unit == SHARE_UNIT:
        return 0.0, 1.0
    inhabitants = float(np.nan_to_num(population_count))
    largest = max(_LEAST_BOUND, _SLIP_FACTOR * max(abs(low), abs(high)))
    if unit in _PEOPLE and inhabitants:
        largest = _GROWTH_FACTOR * inhabitants
    else:
        largest = max(largest, _LARGEST_BY_INHABITANT.get(unit, 0) * inhabitants)
    return (0.0 if unit in _NEVER_NEGATIVE else -largest), largest


def locate_observation(observed: float, low: float, high: float) -> Position:
    """Place an observed value against its promised interval.

    Parameters
    ----------
    observed : float
        NaN when not observed yet.
    low, high : float
        Promised interval, bounds included.

    Returns
    -------
    {"inside", "above", "below", "not_observed"}

    Raises
    ------
    InputError
        If a bound is missing or if they are in the wrong order.
    """
    if np.isnan(low) or np.isnan(high) or low > high:
        raise InputError(f"L'intervalle prévu ({low:g} à {high:g}) n'en est pas un : donnez un bas puis un haut.")
    if np.isnan(observed):
        return "not_observed"
    if observed < low:
        return "below"
    return "above" if observed > high else "inside"


def fit_trend(date_year: npt.ArrayLike, observed: npt.ArrayLike) -> float | None:
    """Fit the yearly slope of an observed indicator by least squares.

    Parameters
    ----------
    date_year : array_like, shape (N,)
        Dates in years, fractions included.
    observed : array_like, shape (N,)
        NaN where not observed.

    Returns
    -------
    float or None
        Unit of the indicator per year; None below three distinct dates observed.

    Raises
    ------
    InputError
        If the lengths disagree, or if a date is missing.
    """
    dates, values = np.asarray(date_year, dtype=np.float64), np.asarray(observed, dtype=np.float64)
    if dates.ndim != 1 or dates.shape != values.shape or not np.isfinite(dates).all():
        raise InputError(f"{dates.size} dates pour {values.size} valeurs observées : donnez une date par valeur.")
    is_observed = ~np.isnan(values)
    dates, values = dates[is_observed], values[is_observed]
    if np.unique(dates).size < _TREND_LEAST_DATES:
        return None
    centred = dates - dates.mean()
    return float(centred @ (values - values.mean()) / (centred @ centred))


def poisson_interval(count: int, share: float = INTERVAL_SHARE) -> tuple[float, float]:
    """Give the exact interval of a count.

    Parameters
    ----------
    count : int
        0 or more.
    share : float
        Coverage, 0.90 by default.

    Returns
    -------
    tuple of float
        Low and high expected counts.

    Raises
    ------
    InputError
        If the count is negative, or if the share is not between 0 and 1.

    References
    ----------
    F. Garwood, "Fiducial limits for the Poisson distribution", Biometrika 28 (3/4), 1936, pp. 437-442.
    """
    if count < 0:
        raise InputError(remark(N_("{count} usager compté : donnez un nombre positif ou nul."), count=count))
    if not 0 < share < 1:
        raise InputError(f"Le niveau de confiance vaut {share:g} : donnez une part entre 0 et 1.")
    tail = (1 - share) / 2
    low = float(chi2.ppf(tail, 2 * count)) / 2 if count else 0.0
    return low, float(chi2.ppf(1 - tail, 2 * count + 2)) / 2


def calibrate_counts(observed_counts: Sequence[int], modelled_users: Sequence[float]) -> DemandCalibration:
    """Set the demand of the model beside real counts of regular users in several spaces, under one factor.

    Each count is Poisson about the factor times what the model serves there, and they are independent: the likelihood
    depends on their sum alone, which is Poisson about the factor times the sum of the model.

    Parameters
    ----------
    observed_counts : sequence of k int
        Regular users counted, one count a space.
    modelled_users : sequence of k float
        Users that the model serves at these spaces, all open.

    Returns
    -------
    DemandCalibration
        Of the sums. Nothing is applied: the caller shows both and asks.

    Raises
    ------
    InputError
        If a count is negative, or if the model serves nobody at these spaces.
    """
    for count in observed_counts:
        poisson_interval(count)
    observed, modelled = sum(observed_counts), float(np.sum(modelled_users))
    low, high = poisson_interval(observed)
    if not (np.isfinite(modelled) and modelled > 0):
        sentence = N_(
            "Le modèle place {count} usager dans cet espace : aucun facteur ne peut être calculé, vérifiez qu'il est "
            "ouvert et que ses places sont renseignées."
        )
        raise InputError(remark(sentence, count=float(modelled)))
    return DemandCalibration(observed, modelled, observed / modelled, low / modelled, high / modelled)


def measure_agreement(observed_counts: Sequence[int], modelled_users: Sequence[float]) -> float:
    """Return how often counts would differ as much as these do, if one factor held for all the spaces.

    Parameters
    ----------
    observed_counts : sequence of k int
    modelled_users : sequence of k float
        Above 0.

    Returns
    -------
    float
        Probability by Pearson's chi-squared on k - 1 degrees of freedom; NaN below two counts, or without any user.

    References
    ----------
    K. Pearson, "On the criterion that a given system of deviations...", Philosophical Magazine 50, 1900, pp. 157-175.
    """
    observed, modelled = np.asarray(observed_counts, float), np.asarray(modelled_users, float)
    if len(observed) < 2 or not observed.sum() or not (modelled > 0).all():  # noqa: PLR2004 - one count agrees with itself
        return float("nan")
    expected = modelled * observed.sum() / modelled.sum()
    return float(chi2.sf(((observed - expected) ** 2 / expected).sum(), len(observed) - 1))

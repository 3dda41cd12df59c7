"""Does a space pay its way: annuity, break-even, capacity, verdict."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError

BalanceVerdict = Literal["holds", "uncertain", "does_not_hold", "not_applicable"]
HOLDS_SHARE = 2 / 3
DOES_NOT_HOLD_SHARE = 1 / 3
MONTHS_PER_YEAR = 12
WORKING_DAYS_PER_WEEK = 5
# Shares of draws are counted fractions: an exact third must not be missed by one rounding.
_SHARE_TOLERANCE = 1e-12


def annuity(capex_eur: npt.ArrayLike, rate_share: npt.ArrayLike, lifetime_year: npt.ArrayLike) -> FloatArray:
    """Spread an investment in equal yearly amounts.

    Parameters
    ----------
    capex_eur : array_like
        Investment, grants deducted if the account asks for it; negative when grants exceed it.
    rate_share : array_like
        Discount rate per year, 0 or more.
    lifetime_year : array_like
        Years, above 0; broadcast together.

    Returns
    -------
    numpy.ndarray
        Euros per year: ``capex * r / (1 - (1 + r)^-years)``, and ``capex / years`` at rate 0.

    Raises
    ------
    InputError
        If the rate is negative or the lifetime is not above 0.
    """
    rate, years = np.asarray(rate_share, dtype=np.float64), np.asarray(lifetime_year, dtype=np.float64)
    if (rate < 0).any():
        raise InputError(f"Le taux d'actualisation vaut {np.nanmin(rate):g} : donnez un taux positif ou nul.")
    if (years <= 0).any():
        raise InputError(f"La durée de vie vaut {np.nanmin(years):g} an : donnez une durée supérieure à 0.")
    # expm1 and log1p keep the digits that 1 - (1 + r)^-n loses near rate 0.
    discounted = -np.expm1(-years * np.log1p(rate))
    is_free = rate == 0
    factor = np.where(is_free, 1.0 / years, rate / np.where(is_free, 1.0, discounted))
    return np.asarray(np.asarray(capex_eur, dtype=np.float64) * factor, dtype=np.float64)


def mean_open_share(open_3y_share: FloatArray, open_5y_share: FloatArray) -> FloatArray:
    """Return the share of the five years of the horizon during which a new space is open.

    The share still open falls in straight lines from 1 at the opening to its values after three and five years.

    Parameters
    ----------
    open_3y_share, open_5y_share : float array (D,)
        Shares of new spaces still open; the second never exceeds the first.

    Returns
    -------
    float array (D,)
    """
    after_5y = np.minimum(open_5y_share, open_3y_share)
    share: FloatArray = (3 * (1 + open_3y_share) / 2 + 2 * (open_3y_share + after_5y) / 2) / 5
    return share


def unrecovered_investment(
    capex_eur: FloatArray, lifetime_year: FloatArray, stop_year: float, resold_share: FloatArray
) -> FloatArray:
    """Return what is lost of an investment when one stops, each array (D,).

    It is written off in equal parts; a share of what is left can be sold.

    Parameters
    ----------
    capex_eur, lifetime_year, resold_share : float array (D,)
    stop_year : float
        Years after the start.
    """
    left: FloatArray = np.maximum(1 - stop_year / lifetime_year, 0.0)
    return capex_eur * left * (1 - resold_share)


def break_even_users(annual_cost_eur: npt.ArrayLike, price_month_eur: npt.ArrayLike) -> FloatArray:
    """Users whose subscriptions pay the annual cost.

    Parameters
    ----------
    annual_cost_eur : array_like
        Annuity plus running costs.
    price_month_eur : array_like
        Monthly price per user, 0 or more.

    Returns
    -------
    numpy.ndarray
        Users, not rounded; 0 where there is nothing to pay, inf where the price is 0.

    Raises
    ------
    InputError
        If the price is negative.
    """
    price = np.asarray(price_month_eur, dtype=np.float64)
    if (price < 0).any():
        raise InputError(f"Le prix mensuel vaut {np.nanmin(price):g} € : donnez un prix positif ou nul.")
    cost = np.asarray(annual_cost_eur, dtype=np.float64)
    shape = np.broadcast_shapes(cost.shape, price.shape)
    users = np.full(shape, np.inf)
    np.divide(cost, price * MONTHS_PER_YEAR, out=users, where=np.broadcast_to(price > 0, shape))
    owed = np.broadcast_to(cost, shape)
    return np.where(np.isnan(owed), np.nan, np.where(owed <= 0, 0.0, users))


def capacity_users(desks_count: npt.ArrayLike, days_per_week: npt.ArrayLike) -> FloatArray:
    """Users that fill the desks.

    Parameters
    ----------
    desks_count : array_like
    days_per_week : array_like
        Days per week that a user comes, above 0.

    Returns
    -------
    numpy.ndarray
        ``desks * 5 / days``.

    Raises
    ------
    InputError
        If a number of desks is negative, or days are not above 0.
    """
    desks, days = np.asarray(desks_count, dtype=np.float64), np.asarray(days_per_week, dtype=np.float64)
    if (desks < 0).any():
        raise InputError(f"{np.nanmin(desks):g} poste de travail : donnez un nombre positif ou nul.")
    if (days <= 0).any():
        raise InputError(f"{np.nanmin(days):g} jour de venue par semaine : donnez un nombre supérieur à 0.")
    return np.asarray(desks * WORKING_DAYS_PER_WEEK / days, dtype=np.float64)


def judge_balance(probability_share: float) -> BalanceVerdict:
    """Say whether a space pays its way.

    Parameters
    ----------
    probability_share : float
        Probability of breaking even; NaN when no space is opened.

    Returns
    -------
    {"holds", "uncertain", "does_not_hold", "not_applicable"}
        At least two thirds, between, at most one third, no space.
    """
    if np.isnan(probability_share):
        return "not_applicable"
    if probability_share >= HOLDS_SHARE - _SHARE_TOLERANCE:
        return "holds"
    return "does_not_hold" if probability_share <= DOES_NOT_HOLD_SHARE + _SHARE_TOLERANCE else "uncertain"

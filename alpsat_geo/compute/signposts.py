"""When to stop: for each new space, the users below which closing costs less than going on.

What was invested is spent either way; only what is still to be paid, and what could still be sold, counts. That is
the shutdown point of a firm: revenue below what closing would avoid.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.finance import MONTHS_PER_YEAR, annuity, break_even_users, capacity_users
from alpsat_geo.compute.outcome import Outcome
from alpsat_geo.compute.summary import Interval, summarise_draws
from alpsat_geo.domain.arrays import FloatArray

SIGNPOST_MONTHS = (6, 12, 24)
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Signpost:
    """One space at one date.

    Attributes
    ----------
    space_key : str
    commune_index : int
    months : int
        Since it opened.
    users : Interval
        Below which closing costs less than going on until the end of its lifetime; inf where users pay nothing.
    close_below_count : float
        The median rounded up: with fewer regular users than that, close.
    beyond_capacity_share : float
        Share of the draws in which even a full space has too few users to go on.
    """

    space_key: str
    commune_index: int
    months: int
    users: Interval
    close_below_count: float
    beyond_capacity_share: float


def closing_users(
    opex_eur_per_year: FloatArray,
    price_month_eur: FloatArray,
    resale_eur: FloatArray,
    rate_share: FloatArray,
    remaining_year: FloatArray,
) -> FloatArray:
    """Users below which closing costs less than going on, each array (D,).

    Going on costs ``opex - 12 * price * users`` a year for as long as the space would last; closing brings what can
    be sold today, which is worth its annuity over the same years.

    Parameters
    ----------
    opex_eur_per_year, price_month_eur : float array (D,)
    resale_eur : float array (D,)
        What could be sold at that date.
    rate_share : float array (D,)
        Discount rate per year.
    remaining_year : float array (D,)
        Years that the space would still last; at 0 or below, what could be sold is left out.

    Returns
    -------
    float array (D,)
        Not rounded; inf where users pay nothing.
    """
    lasts = remaining_year > 0
    forgone = np.where(lasts, annuity(resale_eur, rate_share, np.where(lasts, remaining_year, 1.0)), 0.0)
    return break_even_users(opex_eur_per_year + forgone, price_month_eur)


def place_signposts(outcome: Outcome) -> tuple[Signpost, ...]:
    """Place the signposts of every space that a scenario opens, space by space, as long as it is open.

    The investment is written off in equal parts; a share of what is left can be sold.

    Parameters
    ----------
    outcome : Outcome
    """
    draws = outcome.draws
    lifetime_year = draws["space_lifetime_year"]
    signposts = []
    for space in outcome.levers.spaces:
        if not space.is_new:
            continue
        capacity = capacity_users(space.desks_count, draws["telework_days_per_week"])
        for month in SIGNPOST_MONTHS:
            remaining_year = lifetime_year - month / MONTHS_PER_YEAR
            left_eur = space.capex_eur * np.maximum(remaining_year / lifetime_year, 0.0)
            resale = draws["investment_resold_share"] * left_eur
            users = closing_users(
                space.opex_eur_per_year, space.price_month_eur, resale, draws["public_discount_rate"], remaining_year
            )
            interval = summarise_draws(users)
            signposts.append(
                Signpost(
                    space_key=space.key,
                    commune_index=space.commune_index,
                    months=month,
                    users=interval,
                    close_below_count=float(np.ceil(interval.value - _TOLERANCE)),
                    beyond_capacity_share=float(np.mean(users > capacity)),
                )
            )
    return tuple(signposts)

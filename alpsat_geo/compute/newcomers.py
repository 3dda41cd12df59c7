"""Newcomers that a welcome brings: deadweight, household size, decay, retention, homes."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.levers import NEWCOMER_INTENSITY, RETENTION_GAIN, Levers
from alpsat_geo.domain.arrays import FloatArray

HORIZON_YEAR = 5
"""The horizon of the criterion: inhabitants five years after the start."""


def additional_households_rate(
    solos_per_1000_year: FloatArray,
    decay_per_year: FloatArray,
    butfor_share: FloatArray,
    retention_5y_share: FloatArray,
) -> FloatArray:
    """Households per resident that are there after five years and would not have come otherwise.

    Year y of 5 adds ``rate / 1000 * (1 - decay)**(y - 1) * but-for * retention**((5.5 - y) / 5)``:
    those who come in the middle of year y have stayed 5.5 - y years at the end.

    Parameters
    ----------
    solos_per_1000_year : float array (D, ...)
        Sourced rate of platform and welcome together, households per 1,000 residents and year.
    decay_per_year, butfor_share, retention_5y_share : float arrays, broadcastable
        Shares between 0 and 1.

    Returns
    -------
    float array, at intensity 1.
    """
    total = np.zeros(np.broadcast_shapes(solos_per_1000_year.shape, retention_5y_share.shape))
    for year in range(1, HORIZON_YEAR + 1):
        stayed = retention_5y_share ** ((HORIZON_YEAR + 0.5 - year) / HORIZON_YEAR)
        total = total + (1 - decay_per_year) ** (year - 1) * stayed
    return solos_per_1000_year / 1000 * butfor_share * total


def homes_available(vacant_homes_count: FloatArray, mobilisable_share: FloatArray) -> FloatArray:
    """Vacant homes (D, n) that newcomers could find: the cap shared by all newcomers of a commune.

    Vacant homes are (n,) or (D, n), and the share of them that can be found is (D,).
    A commune whose vacant homes are unknown (NaN) has no known cap: inf.
    """
    homes = mobilisable_share[:, None] * vacant_homes_count
    return np.where(np.isnan(homes), np.inf, homes)


def additional_households(baseline: Baseline, draws: Draws, levers: Levers) -> tuple[FloatArray, FloatArray]:
    """Return the households that find a home, by commune (D, n), and those turned away (D,)."""
    if not levers[NEWCOMER_INTENSITY].any() and not levers.acting_on("households_rate"):
        return np.zeros((draws.size, baseline.commune_count)), np.zeros(draws.size)
    retention = np.minimum(draws["newcomer_retention_5y_share"][:, None] + levers[RETENTION_GAIN], 1.0)
    rate = additional_households_rate(
        draws["newcomer_solos_per_1000_inhabitants_year"][:, None],
        draws["newcomer_effect_decay_per_year"][:, None],
        draws["newcomer_butfor_share"][:, None],
        retention,
    )
    by_epci = levers.act("households_rate", rate * np.minimum(levers[NEWCOMER_INTENSITY], 1.0))
    wanted = by_epci[:, baseline.epci_index] * np.nan_to_num(baseline.population_count, nan=0.0)
    vacant_homes = levers.act("vacant_homes", baseline.vacant_homes_count)
    homes = homes_available(vacant_homes, draws["mobilisable_vacant_home_share"])
    housed = np.minimum(wanted, homes)
    return housed, (wanted - housed).sum(axis=1)

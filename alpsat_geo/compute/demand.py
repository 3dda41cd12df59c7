"""Who could work remotely, who does, and who would use a workspace.

CSP are in the order 1 to 6. National shares are applied to each commune's employed residents, so
every table of draws (D, CSP) meets a fixed table (n, CSP): demand is their product.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import Baseline
from alpsat_geo.compute.draws import Draws
from alpsat_geo.compute.levers import WEEKLY_GAIN, Levers
from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray

CSP_COUNT = 6
INDEPENDENT_CSP = 2
WEEKLY_CSPS = (3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class Funnel:
    """The funnel of each commune, every array (D, n).

    Attributes
    ----------
    teleworkable : employed residents whose job allows telework.
    teleworkers : employees who telework at least one day a week.
    independents : self-employed whose work can be done remotely.
    demand_users : those who would use a third place within reach, visitors included.
    """

    teleworkable: FloatArray
    teleworkers: FloatArray
    independents: FloatArray
    demand_users: FloatArray


def teleworkable_shares(draws: Draws) -> FloatArray:
    """Share of jobs that allow telework, (D, 6)."""
    return np.stack([draws[f"teleworkable_share_csp{k}"] for k in range(1, CSP_COUNT + 1)], axis=1)


def weekly_shares(draws: Draws, weekly_gain: FloatArray) -> FloatArray:
    """Share of employees who telework weekly, (D, 6), raised by a relative gain (D,).

    What jobs allow bounds the gain, never the observed share itself.
    """
    shares = np.zeros((draws.size, CSP_COUNT))
    for k in WEEKLY_CSPS:
        observed = draws[f"telework_weekly_share_csp{k}"]
        ceiling = np.maximum(observed, draws[f"teleworkable_share_csp{k}"])
        shares[:, k - 1] = np.minimum(observed * (1 + weekly_gain), ceiling)
    return shares


def demand_coefficients(draws: Draws, weekly_gain: FloatArray) -> FloatArray:
    """Users per employed resident of each CSP and per second home, (D, 7), calibration included."""
    coefficients = np.empty((draws.size, CSP_COUNT + 1))
    coefficients[:, :CSP_COUNT] = weekly_shares(draws, weekly_gain) * draws["third_place_share_teleworkers"][:, None]
    independent = INDEPENDENT_CSP - 1
    coefficients[:, independent] = (
        draws[f"teleworkable_share_csp{INDEPENDENT_CSP}"] * draws["third_place_share_independents"]
    )
    coefficients[:, CSP_COUNT] = draws["visitor_users_per_second_home"]
    return coefficients * demand_factor(draws)[:, None]


def demand_factor(draws: Draws) -> FloatArray:
    """Return what multiplies the demand of the national shares (D,).

    The level fitted to published counts is drawn until a person has entered a count of their own, which replaces it.
    """
    factor, level = draws["demand_calibration_factor"], draws["demand_level"]
    return factor * np.where(factor == 1, level, draws.table["demand_level"].value)


def demand_basis(baseline: Baseline) -> FloatArray:
    """Return what the coefficients multiply, (n, 7).

    A missing count brings no demand and is shown as missing; where nothing at all is known, all is NaN.
    """
    basis = np.column_stack([baseline.employed_by_csp_count, baseline.second_homes_count])
    if np.isnan(basis).all():
        return basis
    return np.nan_to_num(basis, nan=0.0)


def compute_funnel(baseline: Baseline, draws: Draws, weekly_gain: FloatArray | None = None) -> Funnel:
    """Compute the funnel of each commune for each draw.

    Parameters
    ----------
    weekly_gain : float array (D,), optional
        Relative gain of weekly telework; none by default.

    Returns
    -------
    Funnel
        A commune without any observed CSP is NaN but in ``demand_users``, where it counts 0.
    """
    gain = np.zeros(draws.size) if weekly_gain is None else weekly_gain
    employed = baseline.employed_by_csp_count
    independent = INDEPENDENT_CSP - 1
    return Funnel(
        teleworkable=teleworkable_shares(draws) @ employed.T,
        teleworkers=weekly_shares(draws, gain) @ employed.T,
        independents=np.outer(draws[f"teleworkable_share_csp{INDEPENDENT_CSP}"], employed[:, independent]),
        demand_users=demand_coefficients(draws, gain) @ demand_basis(baseline).T,
    )


def split_demand(
    baseline: Baseline, draws: Draws, levers: Levers, additional_inhabitants: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Return the demand of each commune by who asks, three arrays (D, n): employees, self-employed, visitors.

    Parameters
    ----------
    baseline, draws, levers : Baseline, Draws, Levers
    additional_inhabitants : float array (D, n)
        As in `compute_demand`, which is their sum before what actions do to demand.
    """
    coefficients, basis = demand_coefficients(draws, levers[WEEKLY_GAIN]), demand_basis(baseline)
    shape = additional_inhabitants.shape
    growth = 1 + ratio_or(additional_inhabitants, np.broadcast_to(baseline.population_count, shape), 0.0)
    independent = INDEPENDENT_CSP - 1
    employees = [k for k in range(CSP_COUNT) if k != independent]
    return (
        coefficients[:, employees] @ basis[:, employees].T * growth,
        np.outer(coefficients[:, independent], basis[:, independent]) * growth,
        np.outer(coefficients[:, CSP_COUNT], basis[:, CSP_COUNT]),
    )


def compute_demand(baseline: Baseline, draws: Draws, levers: Levers, additional_inhabitants: FloatArray) -> FloatArray:
    """Return the people of each commune who would use a space within reach, (D, n).

    Parameters
    ----------
    baseline, draws, levers : Baseline, Draws, Levers
    additional_inhabitants : float array (D, n)
        They use a space in the same shares as those who are here; visitors do not depend on them.
    """
    coefficients, basis = demand_coefficients(draws, levers[WEEKLY_GAIN]), demand_basis(baseline)
    if additional_inhabitants.any():
        residents = coefficients[:, :CSP_COUNT] @ basis[:, :CSP_COUNT].T
        growth = ratio_or(additional_inhabitants, np.broadcast_to(baseline.population_count, residents.shape), 0.0)
        demand = residents * (1 + growth) + np.outer(coefficients[:, CSP_COUNT], basis[:, CSP_COUNT])
    else:
        demand = coefficients @ basis.T
    return levers.act("demand", demand)

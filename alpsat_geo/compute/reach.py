"""How far a workspace reaches: the decay of its use with travel time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import numpy as np
from scipy.sparse import csc_matrix, csr_matrix, issparse
from scipy.special import expit

from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import BoolArray, FloatArray, IntArray

Matrix = FloatArray | csr_matrix | csc_matrix


def decay_of_minutes(minutes: Matrix, catchment_min: float, decay_divisor: float) -> Matrix:
    """Share of users who still come, by travel time: ``1 / (1 + exp((t - T) / b))``, b = T / divisor.

    Parameters
    ----------
    minutes : float array or sparse matrix, any shape
        Travel times; inf gives 0. In a sparse matrix an absent entry is unreachable.
    catchment_min : float
        T, where half of the users still come (model.md calls it the viewer's choice).
    decay_divisor : float
        How sharp the decay is; 5 by default in the parameter table.

    Returns
    -------
    Same type as ``minutes``, values between 0 and 1.
    """
    scale_min = catchment_min / decay_divisor
    if issparse(minutes):
        decay = minutes.tocsc(copy=True)
        decay.data = expit((catchment_min - decay.data) / scale_min)
        return decay
    return expit((catchment_min - np.asarray(minutes)) / scale_min)


def read_columns(matrix: Matrix, columns: Sequence[int], absent: float) -> FloatArray:
    """Return some columns of a table as a dense array (n, J); what a sparse table does not hold is ``absent``."""
    chosen = matrix[:, columns]
    if not issparse(chosen):
        return np.asarray(chosen)
    coordinates = chosen.tocoo()
    dense = np.full(coordinates.shape, absent)
    dense[coordinates.row, coordinates.col] = coordinates.data
    return dense


def best_reach(decay: Matrix, is_open: BoolArray) -> FloatArray:
    """Reach of the open space that reaches each commune best.

    Parameters
    ----------
    decay : float array or sparse matrix (n, J)
        From `decay_of_minutes`.
    is_open : boolean array (P, J)
        One row per combination of open spaces.

    Returns
    -------
    float array (P, n)
        0 where no open space reaches the commune.
    """
    reach = np.zeros((len(is_open), decay.shape[0]))
    if issparse(decay):
        for row, mask in enumerate(is_open):
            if mask.any():
                reach[row] = cast("csc_matrix", decay)[:, mask].max(axis=1).toarray().ravel()
        return reach
    for shares, is_there in zip(np.asarray(decay).T, is_open.T, strict=True):
        reach[is_there] = np.maximum(reach[is_there], shares)
    return reach


def open_combinations(is_open: BoolArray, road_of: IntArray) -> tuple[BoolArray, IntArray, IntArray]:
    """Distinct rows of an open/closed table under one state of the roads, and the row of each draw.

    Few combinations occur among thousands of draws, so what depends on them alone is computed
    once per combination.

    Parameters
    ----------
    is_open : boolean array (D, J)
    road_of : integer array (D,)
        State of the roads in each draw.

    Returns
    -------
    combinations : boolean array (P, J)
    roads : integer array (P,)
    index : integer array (D,)
    """
    states = np.ascontiguousarray(road_of, dtype=np.int32).view(np.uint8).reshape(len(is_open), -1)
    packed = np.ascontiguousarray(np.concatenate((states, np.packbits(is_open, axis=1)), axis=1))
    rows = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
    _, first, index = np.unique(rows, return_index=True, return_inverse=True)
    return is_open[first], road_of[first], index


def worst_served_reach(reach: FloatArray, population_count: FloatArray, share: float = 0.2) -> FloatArray:
    """Mean reach of the worst-served share of residents.

    Parameters
    ----------
    reach : float array (P, n)
    population_count : float array (n,)
        Residents; the commune at the limit counts for the part of its residents inside the share.
    share : float
        Of all residents, 0.2 by definition of the criterion.

    Returns
    -------
    float array (P,); NaN when nobody lives there.
    """
    total = population_count.sum()
    if total <= 0:
        return np.full(len(reach), np.nan)
    order = np.argsort(reach, axis=1, kind="stable")
    people = population_count[order]
    before = np.cumsum(people, axis=1) - people
    counted = np.clip(share * total - before, 0.0, people)
    mean: FloatArray = (np.take_along_axis(reach, order, axis=1) * counted).sum(axis=1) / (share * total)
    return mean


def two_step_catchment_ratio(
    decay: FloatArray, demand_users: FloatArray, capacity_users: FloatArray, is_open: BoolArray
) -> FloatArray:
    """Enhanced two-step floating catchment area ratio of each commune (E2SFCA, Luo and Qi 2009).

    Parameters
    ----------
    decay : float array (n, J)
    demand_users : float array (n,)
    capacity_users : float array (J,)
        Users that each space can hold.
    is_open : boolean array (J,)

    Returns
    -------
    float array (n,)
        Places per potential user, weighted by distance; a space that nobody can reach counts for 0.
    """
    asked = decay.T @ demand_users
    ratio = np.where(is_open, ratio_or(capacity_users, asked, 0.0), 0.0)
    places: FloatArray = decay @ ratio
    return places

"""Sums and extremes by EPCI."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_matrix

from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray, IntArray


def membership(group_index: IntArray, group_count: int) -> csr_matrix:
    """Return the indicator table (G, n): 1 where the commune belongs to the group; sparse, one entry a commune."""
    commune_count = len(group_index)
    return csr_matrix(
        (np.ones(commune_count), (group_index, np.arange(commune_count))), shape=(group_count, commune_count)
    )


def sum_by_group(values: FloatArray, group_index: IntArray, group_count: int) -> FloatArray:
    """Sum the last axis (..., n) by group, (..., G)."""
    return _apply(membership(group_index, group_count), values)


def mean_by_group(values: FloatArray, weights: FloatArray, group_index: IntArray, group_count: int) -> FloatArray:
    """Weighted mean of the last axis (..., n) by group, (..., G); NaN for a group without weight."""
    table = membership(group_index, group_count)
    total = _apply(table, weights)
    return ratio_or(_apply(table, values * weights), total, np.nan)


def _apply(table: csr_matrix, values: FloatArray) -> FloatArray:
    return np.ascontiguousarray((table @ values.T).T)

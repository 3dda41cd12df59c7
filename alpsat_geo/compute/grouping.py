"""Sums and extremes by EPCI."""

from __future__ import annotations

import numpy as np

from alpsat_geo.compute.ratios import ratio_or
from alpsat_geo.domain.arrays import FloatArray, IntArray


def membership(group_index: IntArray, group_count: int) -> FloatArray:
    """Return the indicator table (n, G): 1 where the commune belongs to the group."""
    table = np.zeros((len(group_index), group_count))
    table[np.arange(len(group_index)), group_index] = 1.0
    return table


def sum_by_group(values: FloatArray, group_index: IntArray, group_count: int) -> FloatArray:
    """Sum the last axis (..., n) by group, (..., G)."""
    return values @ membership(group_index, group_count)


def mean_by_group(values: FloatArray, weights: FloatArray, group_index: IntArray, group_count: int) -> FloatArray:
    """Weighted mean of the last axis (..., n) by group, (..., G); NaN for a group without weight."""
    table = membership(group_index, group_count)
    total = weights @ table
    return ratio_or((values * weights) @ table, total, np.nan)

"""Summaries of draws: median, 5th and 95th percentiles."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray

_PERCENTILES = (5.0, 50.0, 95.0)


@dataclass(frozen=True, slots=True)
class Interval:
    """Low (5th percentile), value (median) and high (95th percentile); NaN: without object."""

    low: float
    value: float
    high: float


def summarise_draws(draws: FloatArray) -> Interval:
    """Summarise draws (D,) of one figure; NaN as soon as one draw has none."""
    low, value, high = summarise_columns(draws[:, None])[:, 0]
    return Interval(float(low), float(value), float(high))


def summarise_columns(draws: FloatArray) -> FloatArray:
    """Summarise each column of draws (D, n): float array (3, n) of low, value and high.

    Percentiles interpolate linearly between order statistics (Hyndman and Fan's definition 7). A
    column that does not vary is returned as it is, without the cost of sorting it.
    """
    summary = np.empty((len(_PERCENTILES), draws.shape[1]))
    summary[:] = draws[0]
    with np.errstate(invalid="ignore"):
        varying = ~((draws == draws[0]).all(axis=0) | np.isnan(draws).all(axis=0))
    if varying.any():
        # Contiguous rows make the partial sorts several times faster.
        rows = np.ascontiguousarray(draws[:, varying].T)
        summary[:, varying] = np.percentile(rows, _PERCENTILES, axis=1, overwrite_input=True)
    return summary

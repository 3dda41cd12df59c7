"""Two networks compared, pair of communes by pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray, freeze_floats

_FEWEST_PAIRS = 3


@dataclass(frozen=True, slots=True)
class NetworkComparison:
    """How far the minutes of one network are from those of another, over the pairs that both reach.

    Attributes
    ----------
    gap_min : float array (n, n)
        The first minus the second; NaN on the diagonal and where either does not reach.
    pair_count : int
        Ordered pairs that both reach.
    only_first_count, only_second_count : int
        Pairs that one network alone reaches.
    mean_gap_min, mean_absolute_gap_min : float
        NaN without a pair.
    correlation : float
        Pearson's; NaN below three pairs or where one of them does not vary.
    """

    gap_min: FloatArray
    pair_count: int
    only_first_count: int
    only_second_count: int
    mean_gap_min: float
    mean_absolute_gap_min: float
    correlation: float


def compare_minutes(first_min: FloatArray, second_min: FloatArray) -> NetworkComparison:
    """Compare two tables of minutes between the same communes.

    Parameters
    ----------
    first_min, second_min : float array (n, n)
        inf or NaN where unreachable.
    """
    is_elsewhere = ~np.eye(len(first_min), dtype=np.bool_)
    has_first, has_second = np.isfinite(first_min) & is_elsewhere, np.isfinite(second_min) & is_elsewhere
    both = has_first & has_second
    gap_min = np.full(first_min.shape, np.nan)
    gap_min[both] = first_min[both] - second_min[both]
    count = int(both.sum())
    varies = count >= _FEWEST_PAIRS and np.ptp(first_min[both]) > 0 and np.ptp(second_min[both]) > 0
    return NetworkComparison(
        gap_min=freeze_floats(gap_min),
        pair_count=count,
        only_first_count=int((has_first & ~has_second).sum()),
        only_second_count=int((has_second & ~has_first).sum()),
        mean_gap_min=float(gap_min[both].mean()) if count else float("nan"),
        mean_absolute_gap_min=float(np.abs(gap_min[both]).mean()) if count else float("nan"),
        correlation=float(np.corrcoef(first_min[both], second_min[both])[0, 1]) if varies else float("nan"),
    )

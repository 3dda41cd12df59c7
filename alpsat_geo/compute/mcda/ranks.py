"""Ranks of scenarios in every draw at once, by counting who is ahead of whom."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import FloatArray

CountArray = npt.NDArray[np.unsignedinteger[Any]]


def share_ranks(scores: FloatArray) -> FloatArray:
    """Share of the draws in which each scenario takes each rank, on trusted scores.

    Parameters
    ----------
    scores : numpy.ndarray, shape (S, D)
        Higher is better, none missing.

    Returns
    -------
    numpy.ndarray, shape (S, S)
        Scenario by rank; scenarios that tie share the places they occupy.
    """
    scenario_count, draw_count = scores.shape
    shape = (scenario_count, scenario_count)
    ahead, tied = _count_ahead(scores)
    acceptability = np.zeros(shape)
    for place in range(scenario_count):
        if tied is None:
            acceptability[place] = np.bincount(ahead[place], minlength=scenario_count)
            continue
        key = ahead[place].astype(np.int64) * scenario_count + tied[place]
        counts = np.bincount(key, minlength=scenario_count**2).reshape(shape)
        for first, extra in zip(*np.nonzero(counts), strict=True):
            acceptability[place, first : first + extra + 1] += counts[first, extra] / (extra + 1)
    acceptability /= draw_count
    return acceptability


def _count_ahead(scores: FloatArray) -> tuple[CountArray, CountArray | None]:
    """Count the scenarios strictly ahead, and those level (None where nobody ever is), (S, D)."""
    scenario_count = scores.shape[0]
    # One byte a count keeps the working set in the cache; a wider count only where it is needed.
    kind = np.dtype(np.uint8 if scenario_count <= np.iinfo(np.uint8).max else np.uint32)
    ahead: CountArray = np.zeros(scores.shape, dtype=kind)
    for place in range(scenario_count - 1):
        following = scores[place + 1 :]
        ahead[place + 1 :] += scores[place] > following
        ahead[place] += (scores[place] < following).sum(axis=0, dtype=kind)
    # Without ties, each draw counts every pair once.
    if (ahead.sum(axis=0, dtype=np.int64) == scenario_count * (scenario_count - 1) // 2).all():
        return ahead, None
    # A scenario is always level with itself.
    level: CountArray = np.stack([(scores == row).sum(axis=0, dtype=kind) for row in scores])
    level -= 1
    return ahead, level

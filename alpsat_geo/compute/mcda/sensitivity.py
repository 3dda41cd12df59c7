"""Which assumption moves the gap between the two leaders, and where the gap changes sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError

# Swings that differ by rounding alone are ties.
_SWING_DECIMALS = 12


@dataclass(frozen=True, slots=True)
class TornadoBar:
    """Effect of one parameter on the gap between the two leaders.

    Attributes
    ----------
    key : str
    gap_at_low, gap_at_high : float
        Gap when the parameter takes its low and its high bound, the others staying central.
    swing : float
        Distance between the two.
    is_reversal : bool
        Whether one of the two has not the sign of the other, so that the lead changes hands in between.
    """

    key: str
    gap_at_low: float
    gap_at_high: float
    swing: float
    is_reversal: bool


def order_tornado(keys: Sequence[str], gap_at_low: FloatArray, gap_at_high: FloatArray) -> tuple[TornadoBar, ...]:
    """Order parameters by how much they move the gap.

    Parameters
    ----------
    keys : sequence of str
        K parameters.
    gap_at_low, gap_at_high : numpy.ndarray, shape (K,)
        Gap (score of the leader less score of the second) at each bound; NaN where it could not be computed.

    Returns
    -------
    tuple of TornadoBar
        Widest swing first, ties by key; a parameter whose gap is missing at a bound is left out.

    Raises
    ------
    InputError
        If the lengths disagree.
    """
    low, high = np.asarray(gap_at_low, dtype=np.float64), np.asarray(gap_at_high, dtype=np.float64)
    if low.shape != (len(keys),) or high.shape != (len(keys),):
        raise InputError(
            f"Tornade : {len(keys)} paramètres mais {low.size} et {high.size} écarts, donnez-en un par borne."
        )
    bars = [
        TornadoBar(key, float(a), float(b), float(abs(b - a)), bool(a * b < 0))
        for key, a, b in zip(keys, low, high, strict=True)
        if not np.isnan(a + b)
    ]
    return tuple(sorted(bars, key=lambda bar: (-round(bar.swing, _SWING_DECIMALS), bar.key)))


def find_switching_values(grid: FloatArray, gap: FloatArray) -> tuple[tuple[float, ...] | None, ...]:
    """Find where each parameter makes the lead change hands.

    Parameters
    ----------
    grid : numpy.ndarray, shape (K, G)
        Values tried for each of K parameters, strictly ascending.
    gap : numpy.ndarray, shape (K, G)
        Gap at each value; NaN where unknown, and nothing is said across it.

    Returns
    -------
    tuple of (tuple of float or None)
        Per parameter, every value where the gap changes sign, by linear interpolation, ascending; None if it never
        does. A gap that touches zero and comes back does not change sign; one that stays at zero between two signs
        switches at the middle of the zeros.

    Raises
    ------
    InputError
        If shapes disagree or if a grid does not ascend.
    """
    tried, gaps = np.asarray(grid, dtype=np.float64), np.asarray(gap, dtype=np.float64)
    if tried.ndim != 2 or tried.shape != gaps.shape:  # noqa: PLR2004 - parameter by value
        raise InputError(
            f"Valeurs de bascule : {tried.shape} valeurs mais {gaps.shape} écarts, donnez un écart par valeur."
        )
    if not np.isfinite(tried).all() or (np.diff(tried, axis=1) <= 0).any():
        raise InputError("Valeurs de bascule : les valeurs essayées doivent être des nombres strictement croissants.")
    return tuple(_find_crossings(row, gap_row) or None for row, gap_row in zip(tried, gaps, strict=True))


def _find_crossings(values: FloatArray, gaps: FloatArray) -> tuple[float, ...]:
    crossings: list[float] = []
    previous: int | None = None
    for place in range(values.size):
        if np.isnan(gaps[place]):
            previous = None
        elif gaps[place] != 0.0:
            if previous is not None and gaps[previous] * gaps[place] < 0:
                crossings.append(_interpolate(values, gaps, previous, place))
            previous = place
    return tuple(crossings)


def _interpolate(values: FloatArray, gaps: FloatArray, before: int, after: int) -> float:
    if after - before > 1:
        return float((values[before + 1] + values[after - 1]) / 2)
    share = gaps[before] / (gaps[before] - gaps[after])
    return float(values[before] + share * (values[after] - values[before]))

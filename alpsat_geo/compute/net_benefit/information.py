"""What knowing is worth: how much better the choice of a programme would be, in euros a year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from alpsat_geo.domain.arrays import FloatArray, IntArray

# One false alarm in twenty whole lists: many slices of many unknowns are looked at, and each could stand out by luck.
_FALSE_ALARM_SHARE = 0.05
# A standard error estimated on fewer draws is itself too uncertain to separate signal from noise.
_LEAST_DRAWS = 30
_SLICE_COUNT = 10
# To a millionth of a euro a year: equal programmes tie whatever the last bits say.
_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing is worth, in euros a year.

    Attributes
    ----------
    perfect : float
        Expected value of perfect information: choosing the best of each draw rather than the best on average.
    partial : mapping of unknown to float
        Expected value of settling one unknown alone; 0 unless it stands out of sampling noise.
    """

    perfect: float
    partial: Mapping[str, float]


def cut_unknowns(unknowns: Mapping[str, FloatArray]) -> dict[str, IntArray]:
    """Cut the draws along each unknown into ten slices of equal size, or into one slice per value where few occur.

    Parameters
    ----------
    unknowns : mapping of str to numpy.ndarray, shape (D,)
        Drawn value of each unknown: a quantile, a quantity, or 0 and 1.

    Returns
    -------
    dict of str to integer array (D,)
        The slice of each draw, from 0.
    """
    if not unknowns:
        return {}
    drawn = np.stack(list(unknowns.values()))
    slices = np.zeros(drawn.shape, dtype=np.intp)
    # All unknowns at once: a slice counts the edges that its draws have passed.
    for edges in np.quantile(drawn, np.arange(1, _SLICE_COUNT) / _SLICE_COUNT, axis=1):
        slices += drawn >= edges[:, None]
    ordered = np.sort(drawn, axis=1)
    value_count = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    for row in np.flatnonzero(value_count <= _SLICE_COUNT):
        slices[row] = np.searchsorted(np.unique(drawn[row]), drawn[row])
    return dict(zip(unknowns, slices, strict=True))


def value_information(slices: Mapping[str, IntArray], net_benefits: FloatArray) -> InformationValue:
    """Value perfect and partial information on what is drawn, at given prices.

    Who knows an unknown chooses, in each of its slices, the programme that is best there on average. The gain over the
    overall best counts where it stands out of sampling noise: noise always makes some programme look better somewhere,
    and would otherwise be sold as information.

    Parameters
    ----------
    slices : mapping of unknown to integer array (D,)
        Of `cut_unknowns`.
    net_benefits : numpy.ndarray, shape (S, D)
        Euros a year, at prices that are the same in all draws: facts are drawn, prices are not.

    Returns
    -------
    InformationValue
        Each partial value is between 0 and the perfect one.

    References
    ----------
    H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory, Harvard, 1961. Slices of equal size: M. Strong,
    J. E. Oakley, "An efficient method for computing single-parameter partial expected value of perfect information",
    Medical Decision Making 33 (6), 2013, pp. 755-766.
    """
    draw_count = net_benefits.shape[1]
    best = int(np.argmax(np.round(net_benefits.mean(axis=1), _DECIMALS)))
    gains = net_benefits - net_benefits[best]
    gained = dict.fromkeys(slices, 0.0)
    for key, lead in _find_leads(slices, gains, best):
        gained[key] += float(lead.sum())
    partial = {key: total / draw_count for key, total in gained.items()}
    missed = gains.max(axis=0)
    noise = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE) * missed.std() / np.sqrt(draw_count)
    stands_out = missed.mean() > noise or any(value > 0 for value in partial.values())
    return InformationValue(float(missed.mean()) if stands_out else 0.0, partial)


def _find_leads(slices: Mapping[str, IntArray], gains: FloatArray, best: int) -> Iterator[tuple[str, FloatArray]]:
    """Find the slices, on draws enough, where another programme is better than the best beyond sampling noise.

    By so many standard errors of the paired difference that a list in which nothing matters names something once in
    twenty times at most (Bonferroni's bound over the slices, the unknowns and the rivals).

    Parameters
    ----------
    slices : mapping of unknown to integer array (D,)
    gains : float array (S, D)
    best : int

    Yields
    ------
    unknown : str
    lead : float array
        Of the best programme of the slice over the overall best, in each draw of the slice.
    """
    if not slices:
        return
    keys, rows = tuple(slices), np.stack(list(slices.values()))
    looks = max(1, len(keys) * _SLICE_COUNT * (len(gains) - 1))
    errors = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE / looks)
    place = (rows + _SLICE_COUNT * np.arange(len(keys))[:, None]).ravel()
    size = len(keys) * _SLICE_COUNT
    counts = np.bincount(place, minlength=size)
    totals = np.stack([np.bincount(place, np.tile(row, len(keys)), size) for row in gains])
    best_there = np.argmax(np.round(totals / np.maximum(counts, 1), _DECIMALS), axis=0)
    for found in np.flatnonzero((best_there != best) & (counts >= _LEAST_DRAWS)):
        unknown, one = divmod(int(found), _SLICE_COUNT)
        inside = gains[:, rows[unknown] == one]
        lead = inside[best_there[found]] - inside[best]
        if lead.mean() > errors * lead.std(ddof=1) / np.sqrt(lead.size):
            yield keys[unknown], lead

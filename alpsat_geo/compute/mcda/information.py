"""What knowing is worth: the unknowns whose value would change the leader, and by how much that would pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from alpsat_geo.compute.mcda.acceptability import share_first
from alpsat_geo.domain.arrays import FloatArray, IntArray

# One false alarm in twenty whole lists: many slices of many unknowns are looked at, and each could stand out by luck.
_FALSE_ALARM_SHARE = 0.05
# A standard error estimated on fewer draws is itself too uncertain to separate signal from noise.
_LEAST_DRAWS = 30
_SLICE_COUNT = 10


@dataclass(frozen=True, slots=True)
class UnknownInfluence:
    """How often settling one unknown would change the leader.

    Attributes
    ----------
    key : str
        Name of the unknown.
    changes_leader_share : float
        Share of the draws that lie where another scenario leads beyond sampling noise.
    """

    key: str
    changes_leader_share: float


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


def verify_first(slices: Mapping[str, IntArray], scores: FloatArray) -> tuple[UnknownInfluence, ...]:
    """Rank unknowns by how often settling them would change the leader.

    A slice counts when its leader is not the overall leader and is ahead of it there beyond sampling noise, on at
    least 30 draws: by so many standard errors of the paired difference that a list in which nothing matters names
    something once in twenty times at most (Bonferroni's bound over the slices, the unknowns and the rivals).

    Parameters
    ----------
    slices : mapping of unknown to integer array (D,)
        Of `cut_unknowns`.
    scores : numpy.ndarray, shape (S, D)
        Score of each scenario in the same draws.

    Returns
    -------
    tuple of UnknownInfluence
        Highest share first, ties by key.
    """
    first = share_first(scores)
    leader = int(np.argmax(np.round(first.mean(axis=1), 12)))
    changing = dict.fromkeys(slices, 0)
    for key, lead in _find_leads(slices, first, leader):
        changing[key] += lead.size
    influences = [UnknownInfluence(key, count / scores.shape[1]) for key, count in changing.items()]
    return tuple(sorted(influences, key=lambda influence: (-influence.changes_leader_share, influence.key)))


@dataclass(frozen=True, slots=True)
class InformationValue:
    """What knowing is worth, in score.

    Attributes
    ----------
    perfect : float
        Expected value of perfect information: choosing the best of each draw rather than the best on average.
    partial : mapping of unknown to float
        Expected value of settling one unknown alone; 0 unless it stands out of sampling noise.
    """

    perfect: float
    partial: Mapping[str, float]


def value_information(slices: Mapping[str, IntArray], scores: FloatArray) -> InformationValue:
    """Value perfect and partial information.

    Who knows an unknown chooses, in each of its slices, the scenario that is best there on average. The gain over the
    overall best counts where it stands out of sampling noise, as in `verify_first`: noise always makes some scenario
    look better somewhere, and would otherwise be sold as information.

    Parameters
    ----------
    slices : mapping of unknown to integer array (D,)
        Of `cut_unknowns`.
    scores : numpy.ndarray, shape (S, D)
        At weights that are the same in all draws: facts are drawn, priorities are not.

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
    draw_count = scores.shape[1]
    leader = int(np.argmax(np.round(scores.mean(axis=1), 12)))
    gains = scores - scores[leader]
    gained = dict.fromkeys(slices, 0.0)
    for key, lead in _find_leads(slices, gains, leader):
        gained[key] += float(lead.sum())
    partial = {key: total / draw_count for key, total in gained.items()}
    missed = gains.max(axis=0)
    noise = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE) * missed.std() / np.sqrt(draw_count)
    stands_out = missed.mean() > noise or any(value > 0 for value in partial.values())
    return InformationValue(float(missed.mean()) if stands_out else 0.0, partial)


def _find_leads(slices: Mapping[str, IntArray], scores: FloatArray, leader: int) -> Iterator[tuple[str, FloatArray]]:
    """Find the slices, on draws enough, where another scenario is better than the leader beyond sampling noise.

    Parameters
    ----------
    slices : mapping of unknown to integer array (D,)
    scores : float array (S, D)
    leader : int

    Yields
    ------
    unknown : str
    lead : float array
        Of the best scenario of the slice over the leader, in each draw of the slice.
    """
    if not slices:
        return
    keys, rows = tuple(slices), np.stack(list(slices.values()))
    looks = max(1, len(keys) * _SLICE_COUNT * (len(scores) - 1))
    errors = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE / looks)
    place = (rows + _SLICE_COUNT * np.arange(len(keys))[:, None]).ravel()
    size = len(keys) * _SLICE_COUNT
    counts = np.bincount(place, minlength=size)
    totals = np.stack([np.bincount(place, np.tile(row, len(keys)), size) for row in scores])
    best = np.argmax(np.round(totals / np.maximum(counts, 1), 12), axis=0)
    for found in np.flatnonzero((best != leader) & (counts >= _LEAST_DRAWS)):
        unknown, one = divmod(int(found), _SLICE_COUNT)
        inside = scores[:, rows[unknown] == one]
        lead = inside[best[found]] - inside[leader]
        if lead.mean() > errors * lead.std(ddof=1) / np.sqrt(lead.size):
            yield keys[unknown], lead

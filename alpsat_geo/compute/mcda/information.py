"""What knowing is worth: the unknowns whose value would change the leader, and by how much that would pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from alpsat_geo.compute.mcda.acceptability import share_first
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.errors import InputError

# One false alarm in twenty whole lists: many slices of many unknowns are looked at, and each could stand out by luck.
_FALSE_ALARM_SHARE = 0.05
# A standard error estimated on fewer draws is itself too uncertain to separate signal from noise.
_LEAST_DRAWS = 30


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


def cut_unknowns(unknowns: Mapping[str, FloatArray], draw_count: int, bins: int = 10) -> IntArray:
    """Cut the draws along each unknown: the slice of each draw, integer array (U, D), from 0.

    Parameters
    ----------
    unknowns, bins : as `verify_first`
    draw_count : int
        D.

    Raises
    ------
    InputError
        As `verify_first`.
    """
    if bins < 1:
        message = f"{bins} tranche demandée : il en faut au moins une."
        raise InputError(message)
    columns = [_require_draws(key, drawn, draw_count) for key, drawn in unknowns.items()]
    return _slice_draws(np.stack(columns), bins) if columns else np.zeros((0, draw_count), dtype=np.intp)


def verify_first(
    unknowns: Mapping[str, FloatArray], scores: FloatArray, bins: int = 10, slices: IntArray | None = None
) -> tuple[UnknownInfluence, ...]:
    """Rank unknowns by how often settling them would change the leader.

    The draws are cut into `bins` slices of equal size along one unknown (or one slice per value, for a yes-or-no).
    A slice counts when its leader is not the overall leader and is ahead of it there beyond sampling noise, on at
    least 30 draws: by so many standard errors of the paired difference that a list in which nothing matters names
    something once in twenty times at most (Bonferroni's bound over the slices, the unknowns and the rivals).

    Parameters
    ----------
    unknowns : mapping of str to numpy.ndarray, shape (D,)
        Drawn value of each unknown: a quantile, a quantity, or 0 and 1.
    scores : numpy.ndarray, shape (S, D)
        Score of each scenario in the same draws.
    bins : int
        Number of slices.
    slices : numpy.ndarray, shape (U, D), optional
        Of `cut_unknowns`, for who asks several times of the same draws.

    Returns
    -------
    tuple of UnknownInfluence
        Highest share first, ties by key.

    Raises
    ------
    InputError
        If an unknown is missing in a draw or has another number of draws, or if `bins` is below 1.
    """
    if slices is None:
        slices = cut_unknowns(unknowns, scores.shape[1], bins)
    if not unknowns:
        return ()
    first = share_first(scores)
    leader = int(np.argmax(np.round(first.mean(axis=1), 12)))
    looks = max(1, len(unknowns) * bins * (scores.shape[0] - 1))
    errors = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE / looks)
    shares = _changing_shares(slices, first, leader, bins, errors)
    influences = [UnknownInfluence(key, float(share)) for key, share in zip(unknowns, shares, strict=True)]
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


def value_information(
    unknowns: Mapping[str, FloatArray], scores: FloatArray, bins: int = 10, slices: IntArray | None = None
) -> InformationValue:
    """Value perfect and partial information.

    Who knows an unknown chooses, in each of its slices, the scenario that is best there on average. The gain over the
    overall best counts where it stands out of sampling noise, as in `verify_first`: noise always makes some scenario
    look better somewhere, and would otherwise be sold as information.

    Parameters
    ----------
    unknowns : mapping of str to numpy.ndarray, shape (D,)
        Drawn value of each unknown: a quantile, a quantity, or 0 and 1.
    scores : numpy.ndarray, shape (S, D)
        At weights that are the same in all draws: facts are drawn, priorities are not.
    bins : int
        Number of slices.
    slices : numpy.ndarray, shape (U, D), optional
        As in `verify_first`.

    Returns
    -------
    InformationValue
        Each partial value is between 0 and the perfect one.

    Raises
    ------
    InputError
        As `verify_first`.

    References
    ----------
    H. Raiffa, R. Schlaifer, Applied Statistical Decision Theory, Harvard, 1961. Slices of equal size: M. Strong,
    J. E. Oakley, "An efficient method for computing single-parameter partial expected value of perfect information",
    Medical Decision Making 33 (6), 2013, pp. 755-766.
    """
    if slices is None:
        slices = cut_unknowns(unknowns, scores.shape[1], bins)
    count, draw_count = scores.shape
    leader = int(np.argmax(np.round(scores.mean(axis=1), 12)))
    looks = max(1, len(unknowns) * bins * (count - 1))
    errors = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE / looks)
    gains = scores - scores[leader]
    values = _partial_values(slices, gains, leader, bins, errors)
    partial = dict(zip(unknowns, map(float, values), strict=True))
    missed = gains.max(axis=0)
    noise = NormalDist().inv_cdf(1 - _FALSE_ALARM_SHARE) * missed.std() / np.sqrt(draw_count)
    stands_out = missed.mean() > noise or any(value > 0 for value in partial.values())
    return InformationValue(float(missed.mean()) if stands_out else 0.0, partial)


def _partial_values(slices: IntArray, gains: FloatArray, leader: int, bins: int, errors: float) -> FloatArray:
    """Gain per draw (U,) of who knows one unknown, over the slices where another scenario is better beyond noise."""
    values = np.zeros(len(slices))
    for unknown, one, challenger in _find_challengers(slices, gains, leader, bins):
        gain = gains[challenger, slices[unknown] == one]
        if gain.mean() > errors * gain.std(ddof=1) / np.sqrt(gain.size):
            values[unknown] += gain.sum()
    shares: FloatArray = values / slices.shape[1]
    return shares


def _require_draws(key: str, drawn: FloatArray, draw_count: int) -> FloatArray:
    array = np.asarray(drawn, dtype=np.float64)
    if array.shape != (draw_count,) or np.isnan(array).any():
        message = f"Inconnue « {key} » : une valeur par tirage est attendue ({draw_count}), sans valeur manquante."
        raise InputError(message)
    return array


def _slice_draws(drawn: FloatArray, bins: int) -> IntArray:
    """Cut each row of draws (U, D) into at most ``bins`` slices; integer array (U, D), from 0."""
    slices = np.zeros(drawn.shape, dtype=np.intp)
    # All unknowns at once: a slice counts the edges that its draws have passed.
    for edges in np.quantile(drawn, np.arange(1, bins) / bins, axis=1):
        slices += drawn >= edges[:, None]
    ordered = np.sort(drawn, axis=1)
    value_count = 1 + (ordered[:, 1:] != ordered[:, :-1]).sum(axis=1)
    for row in np.flatnonzero(value_count <= bins):
        slices[row] = np.searchsorted(np.unique(drawn[row]), drawn[row])
    return slices


def _changing_shares(slices: IntArray, first: FloatArray, leader: int, bins: int, errors: float) -> FloatArray:
    """Share of the draws (U,) that lie in slices where another scenario leads beyond sampling noise."""
    changing = np.zeros(len(slices))
    for unknown, one, challenger in _find_challengers(slices, first, leader, bins):
        inside = first[:, slices[unknown] == one]
        lead = inside[challenger] - inside[leader]
        if lead.mean() > errors * lead.std(ddof=1) / np.sqrt(lead.size):
            changing[unknown] += lead.size
    shares: FloatArray = changing / slices.shape[1]
    return shares


def _find_challengers(slices: IntArray, scores: FloatArray, leader: int, bins: int) -> Iterator[tuple[int, int, int]]:
    """Find the slices, on draws enough, where another scenario than the leader is best on average.

    Parameters
    ----------
    slices : integer array (U, D)
    scores : float array (S, D)

    Yields
    ------
    unknown, slice, scenario : int
    """
    unknown_count = len(slices)
    place = (slices + bins * np.arange(unknown_count)[:, None]).ravel()
    counts = np.bincount(place, minlength=unknown_count * bins)
    totals = np.stack([np.bincount(place, np.tile(row, unknown_count), unknown_count * bins) for row in scores])
    best = np.argmax(np.round(totals / np.maximum(counts, 1), 12), axis=0)
    for found in np.flatnonzero((best != leader) & (counts >= _LEAST_DRAWS)):
        unknown, one = divmod(int(found), bins)
        yield unknown, one, int(best[found])

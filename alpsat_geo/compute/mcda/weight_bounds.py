"""Weights drawn uniformly between bounds: the simplex cut by an interval per criterion."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError

_SUM_TOLERANCE = 1e-9
# Below this acceptance rate, rejection costs more than a random walk inside the polytope.
_REJECTION_FLOOR_SHARE = 0.02
_TRIAL_COUNT = 4096
# One sweep visits every pair of criteria once; mixing is fast because the pairs span every edge of the polytope.
_WALK_SWEEPS = 40


def draw_between(floor: FloatArray, ceiling: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw weights between trusted bounds.

    Parameters
    ----------
    floor, ceiling : numpy.ndarray, shape (C,)
        As `require_bounds` returns them.
    draws : int
        Number of rows D.
    rng : numpy.random.Generator
        Seeded.

    Returns
    -------
    numpy.ndarray, shape (D, C)
    """
    room = 1.0 - floor.sum()
    if room <= _SUM_TOLERANCE:
        return np.broadcast_to(floor / floor.sum(), (draws, floor.size))
    if ceiling.sum() - 1.0 <= _SUM_TOLERANCE:
        return np.broadcast_to(ceiling / ceiling.sum(), (draws, floor.size))
    span = np.minimum((ceiling - floor) / room, 1.0)
    free = span > 0
    trial = _draw_simplex(int(free.sum()), _TRIAL_COUNT, rng)
    accepted_share = float((trial <= span[free]).all(axis=1).mean())
    if accepted_share >= _REJECTION_FLOOR_SHARE:
        shares = _draw_by_rejection(span[free], draws, accepted_share, rng)
    else:
        shares = _draw_by_walk(span[free], draws, rng)
    weights = np.tile(floor, (draws, 1))
    weights[:, free] += room * shares
    return weights


def require_bounds(low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    """Check the bounds of weights.

    Parameters
    ----------
    low, high : array_like, shape (C,)
        Shares 0 to 1.

    Returns
    -------
    tuple of numpy.ndarray

    Raises
    ------
    InputError
        If a bound is missing or out of range, or if no weights can meet the bounds.
    """
    floor = np.asarray(low, dtype=np.float64)
    ceiling = np.asarray(high, dtype=np.float64)
    if floor.ndim != 1 or floor.shape != ceiling.shape or floor.size == 0:
        message = "Les bornes des poids ne vont pas par deux : donnez un minimum et un maximum à chaque critère."
        raise InputError(message)
    if not (np.isfinite(floor).all() and np.isfinite(ceiling).all()) or (floor < 0).any() or (ceiling > 1).any():
        message = "Une borne de poids est manquante ou hors de 0 à 1 : donnez des parts entre 0 et 1."
        raise InputError(message)
    if (floor > ceiling).any():
        place = int(np.argmax(floor > ceiling))
        message = (
            f"Critère n° {place + 1} : le poids minimal {floor[place]:g} dépasse le maximal {ceiling[place]:g}, "
            "échangez-les."
        )
        raise InputError(message)
    if floor.sum() > 1 + _SUM_TOLERANCE:
        message = (
            f"Les poids minimaux font {floor.sum():g} en tout : abaissez-les pour que leur somme ne dépasse pas 1."
        )
        raise InputError(message)
    if ceiling.sum() < 1 - _SUM_TOLERANCE:
        message = f"Les poids maximaux font {ceiling.sum():g} en tout : relevez-les pour que leur somme atteigne 1."
        raise InputError(message)
    return floor, ceiling


def _draw_simplex(count: int, draws: int, rng: np.random.Generator) -> FloatArray:
    exponentials = rng.standard_exponential((draws, count))
    weights: FloatArray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return weights


def _draw_by_rejection(span: FloatArray, draws: int, accepted_share: float, rng: np.random.Generator) -> FloatArray:
    kept: list[FloatArray] = []
    missing = draws
    while missing > 0:
        batch = _draw_simplex(span.size, int(missing / accepted_share * 1.1) + 64, rng)
        batch = batch[(batch <= span).all(axis=1)][:missing]
        kept.append(batch)
        missing -= batch.shape[0]
    return np.concatenate(kept)


def _draw_by_walk(span: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
    count = span.size
    shares = np.repeat((span / span.sum())[:, None], draws, axis=1)
    pairs = np.array([(a, b) for a in range(count) for b in range(a + 1, count)])
    for _ in range(_WALK_SWEEPS):
        for first, second in rng.permutation(pairs):
            total = shares[first] + shares[second]
            least = np.maximum(0.0, total - span[second])
            most = np.minimum(span[first], total)
            shares[first] = least + (most - least) * rng.random(draws)
            shares[second] = total - shares[first]
    walked: FloatArray = np.clip(shares, 0.0, None).T / np.clip(shares, 0.0, None).sum(axis=0)[:, None]
    return walked

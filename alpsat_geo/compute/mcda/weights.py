"""Weights of criteria: drawn, ranked, bounded, taken from votes, or spread as points.

Every function returns rows on the unit simplex (non-negative, summing to 1). The draws take a seeded
``numpy.random.Generator``, so that the same seed gives the same bytes.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from alpsat_geo.domain.arrays import BoolArray, FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_SUM_TOLERANCE = 1e-9
# Below this acceptance rate, rejection costs more than a random walk inside the polytope.
_REJECTION_FLOOR_SHARE = 0.02
_TRIAL_COUNT = 4096
# One sweep visits every pair of criteria once; mixing is fast because the pairs span every edge of the polytope.
_WALK_SWEEPS = 40


def normalise_points(points: npt.ArrayLike) -> FloatArray:
    """Turn allocated points (usually 100 in all) into weights.

    Parameters
    ----------
    points : array_like, shape (C,) or (P, C)
        Points per criterion, one row per participant; any non-negative scale.

    Returns
    -------
    numpy.ndarray
        Same shape, each row divided by its sum.

    Raises
    ------
    InputError
        If a value is missing, infinite or negative, or if a row sums to 0.
    """
    array = np.asarray(points, dtype=np.float64)
    if array.ndim not in (1, 2) or array.shape[-1] == 0:
        raise InputError(remark(N_("Les poids sont vides : donnez un poids pour au moins un critère.")))
    if not np.isfinite(array).all():
        sentence = N_(
            "Un poids est manquant ou n'est pas un nombre : donnez un nombre positif ou nul à chaque critère."
        )
        raise InputError(remark(sentence))
    if (array < 0).any():
        sentence = N_("Un poids vaut {weight} : un poids ne peut pas être négatif, donnez un nombre positif ou nul.")
        raise InputError(remark(sentence, weight=float(array.min())))
    # Dividing by the largest point first keeps tiny or huge scales away from underflow and overflow.
    largest = array.max(axis=-1, keepdims=True)
    if (largest <= 0).any():
        raise InputError(remark(N_("La somme des poids est 0 : donnez un poids positif à au moins un critère.")))
    scaled = array / largest
    normalised: FloatArray = scaled / scaled.sum(axis=-1, keepdims=True)
    return normalised


def restrict_weights(weights: FloatArray, applicable: BoolArray) -> FloatArray:
    """Give the weight of criteria that leave to those that stay, in proportion.

    A row drawn uniformly on the simplex stays uniform on the smaller simplex (a property of the Dirichlet law).

    Parameters
    ----------
    weights : numpy.ndarray, shape (C,) or (D, C)
        Rows on the simplex.
    applicable : numpy.ndarray of bool, shape (C,)
        True for the criteria that keep a weight.

    Returns
    -------
    numpy.ndarray
        Same shape; 0 where not applicable, rows summing to 1.

    Raises
    ------
    InputError
        If no criterion stays, or if a row keeps no weight.
    """
    if not applicable.any():
        sentence = N_(
            "Aucun critère ne distingue les scénarios comparés : ajoutez un critère ou comparez des scénarios "
            "différents."
        )
        raise InputError(remark(sentence))
    if (weights < 0).any() or not np.isfinite(weights).all():
        sentence = N_("Un poids est manquant ou négatif : donnez un nombre positif ou nul à chaque critère.")
        raise InputError(remark(sentence))
    # A product is several times faster than a sum along a short axis.
    kept_total = np.asarray(weights @ applicable.astype(np.float64))[..., None]
    if (kept_total <= 0).any():
        sentence = N_(
            "Tout le poids porte sur des critères sans objet ou égaux pour les scénarios comparés : donnez un poids à "
            "au moins un autre critère."
        )
        raise InputError(remark(sentence))
    kept = weights if applicable.all() else np.where(applicable, weights, 0.0)
    restricted: FloatArray = kept / kept_total
    return restricted


def fixed_weights(weights: npt.ArrayLike, draws: int) -> FloatArray:
    """Repeat one stated row of weights for each draw.

    Parameters
    ----------
    weights : array_like, shape (C,)
        Non-negative, any scale.
    draws : int
        Number of rows D.

    Returns
    -------
    numpy.ndarray, shape (D, C)
        Read-only view of the normalised row.

    Raises
    ------
    InputError
        As `normalise_points`.
    """
    row = normalise_points(weights)
    return np.broadcast_to(row, (_require_draws(draws), row.shape[-1]))


def draw_uniform(count: int, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw weights uniformly on the simplex, the "no opinion" of SMAA.

    Parameters
    ----------
    count : int
        Number of criteria C.
    draws : int
        Number of rows D.
    rng : numpy.random.Generator
        Seeded.

    Returns
    -------
    numpy.ndarray, shape (D, C)

    Notes
    -----
    Normalised unit exponentials follow the Dirichlet law with all parameters 1 [1]_.

    References
    ----------
    .. [1] L. Devroye, Non-Uniform Random Variate Generation, Springer, 1986, chapter V.2.
    """
    if count < 1:
        raise InputError(f"{count} critère : il en faut au moins un pour tirer des poids.")
    return _draw_simplex(count, _require_draws(draws), rng)


def draw_ranked(ranks: npt.ArrayLike, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw weights uniformly among those that respect a ranking of the criteria.

    Parameters
    ----------
    ranks : array_like of int, shape (C,)
        1 is the most important; equal ranks leave the order between those criteria free.
    draws : int
        Number of rows D.
    rng : numpy.random.Generator
        Seeded.

    Returns
    -------
    numpy.ndarray, shape (D, C)
        ``weights[:, a] >= weights[:, b]`` wherever ``ranks[a] < ranks[b]``.
    """
    rank_row = _require_ranks(ranks)
    weights = draw_uniform(rank_row.size, draws, rng)
    weights = -np.sort(-weights, axis=1)
    # A random fraction below 1 shuffles only the criteria that share a rank.
    shuffled = np.unique(rank_row, return_inverse=True)[1] + rng.random(weights.shape)
    order = np.argsort(shuffled, axis=1)
    ordered = np.empty_like(weights)
    np.put_along_axis(ordered, order, weights, axis=1)
    return ordered


def draw_bounded(low: npt.ArrayLike, high: npt.ArrayLike, draws: int, rng: np.random.Generator) -> FloatArray:
    """Draw weights uniformly on the simplex cut by an interval per criterion.

    Parameters
    ----------
    low, high : array_like, shape (C,)
        Bounds of each weight, shares 0 to 1.
    draws : int
        Number of rows D.
    rng : numpy.random.Generator
        Seeded.

    Returns
    -------
    numpy.ndarray, shape (D, C)

    Raises
    ------
    InputError
        If a bound is missing, if a low bound exceeds its high bound, or if no weights can meet the bounds.

    Notes
    -----
    Rejection from the simplex shifted to the low bounds, exact; where it would accept too seldom, D independent
    hit-and-run chains along pairs of criteria, whose stationary law is the same uniform law.
    """
    floor, ceiling = _require_bounds(low, high)
    return _draw_between(floor, ceiling, _require_draws(draws), rng)


def draw_votes(votes: npt.ArrayLike, draws: int, rng: np.random.Generator) -> FloatArray:
    """Resample the weights that participants gave: one person, one voice.

    Parameters
    ----------
    votes : array_like, shape (P, C)
        One row of points or weights per participant.
    draws : int
        Number of rows D.
    rng : numpy.random.Generator
        Seeded.

    Returns
    -------
    numpy.ndarray, shape (D, C)

    Raises
    ------
    InputError
        If there is no vote, or if a vote is not a row of weights.
    """
    array = np.asarray(votes, dtype=np.float64)
    if array.ndim != 2 or array.shape[0] == 0:  # noqa: PLR2004 - participants by criteria
        raise InputError(remark(N_("Aucun vote : il en faut au moins un pour en tirer des poids.")))
    rows = normalise_points(array)
    return rows[rng.choice(rows.shape[0], size=_require_draws(draws))]


def rank_order_centroid(ranks: npt.ArrayLike) -> FloatArray:
    """Give the centroid of all weights that respect a ranking.

    Parameters
    ----------
    ranks : array_like of int, shape (C,)
        1 is the most important; criteria with equal ranks share the mean of the places they occupy.

    Returns
    -------
    numpy.ndarray, shape (C,)

    Raises
    ------
    InputError
        If a rank is missing or below 1.

    References
    ----------
    F. H. Barron, B. E. Barrett, "Decision quality using ranked attribute weights", Management Science 42 (11), 1996,
    pp. 1515-1523: ``w_k = (1 / C) * sum_{i=k..C} 1 / i``.
    """
    rank_row = _require_ranks(ranks)
    count = rank_row.size
    by_place = np.cumsum(1.0 / np.arange(count, 0, -1))[::-1] / count
    ordered = np.sort(rank_row)
    first = np.searchsorted(ordered, rank_row, side="left")
    last = np.searchsorted(ordered, rank_row, side="right")
    cumulated = np.concatenate(([0.0], np.cumsum(by_place)))
    weights: FloatArray = (cumulated[last] - cumulated[first]) / (last - first)
    return weights


def _draw_simplex(count: int, draws: int, rng: np.random.Generator) -> FloatArray:
    exponentials = rng.standard_exponential((draws, count))
    weights: FloatArray = exponentials / exponentials.sum(axis=1, keepdims=True)
    return weights


def _draw_between(floor: FloatArray, ceiling: FloatArray, draws: int, rng: np.random.Generator) -> FloatArray:
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


def _require_draws(draws: int) -> int:
    if draws < 1:
        raise InputError(f"{draws} tirage demandé : il en faut au moins un.")
    return draws


def _require_ranks(ranks: npt.ArrayLike) -> FloatArray:
    array = np.asarray(ranks, dtype=np.float64)
    if array.ndim != 1 or array.size == 0:
        raise InputError("Le classement des critères est vide : donnez un rang à chaque critère.")
    if not np.isfinite(array).all() or (array < 1).any():
        raise InputError("Un rang est manquant ou inférieur à 1 : le critère le plus important a le rang 1.")
    return array


def _require_bounds(low: npt.ArrayLike, high: npt.ArrayLike) -> tuple[FloatArray, FloatArray]:
    floor = np.asarray(low, dtype=np.float64)
    ceiling = np.asarray(high, dtype=np.float64)
    if floor.ndim != 1 or floor.shape != ceiling.shape or floor.size == 0:
        raise InputError(
            "Les bornes des poids ne vont pas par deux : donnez un minimum et un maximum à chaque critère."
        )
    if not (np.isfinite(floor).all() and np.isfinite(ceiling).all()) or (floor < 0).any() or (ceiling > 1).any():
        raise InputError("Une borne de poids est manquante ou hors de 0 à 1 : donnez des parts entre 0 et 1.")
    if (floor > ceiling).any():
        place = int(np.argmax(floor > ceiling))
        raise InputError(
            f"Critère n° {place + 1} : le poids minimal {floor[place]:g} dépasse le maximal {ceiling[place]:g}, "
            "échangez-les."
        )
    if floor.sum() > 1 + _SUM_TOLERANCE:
        raise InputError(
            f"Les poids minimaux font {floor.sum():g} en tout : abaissez-les pour que leur somme ne dépasse pas 1."
        )
    if ceiling.sum() < 1 - _SUM_TOLERANCE:
        raise InputError(
            f"Les poids maximaux font {ceiling.sum():g} en tout : relevez-les pour que leur somme atteigne 1."
        )
    return floor, ceiling

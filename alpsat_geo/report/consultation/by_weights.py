"""Consultations of before, when votes gave points to objectives or criteria, or ranked them: read, and never opened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from scipy.stats import rankdata

from alpsat_geo.compute.consultation import ConsultationSummary, summarise_answers
from alpsat_geo.criteria import CRITERIA_BY_KEY
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.text import N_
from alpsat_geo.report.language import _, begin_upper
from alpsat_geo.store.ballot import Vote

_OBJECTIVE_LABELS: Final[Mapping[str, str]] = {
    "access": N_("servir ceux qui sont ici"),
    "welcome": N_("faire venir et rester"),
    "money": N_("dépenser moins d'argent public"),
    "prudence": N_("pouvoir s'arrêter"),
    "climate": N_("émettre moins"),
}


def name_weighed(keys: Sequence[str]) -> tuple[str, ...]:
    """Name objectives and criteria, in order; what is no longer in the catalogue, by its key."""
    return tuple(map(_name, keys))


def summarise_weights(keys: Sequence[str], votes: Sequence[Vote]) -> ConsultationSummary:
    """Summarise points out of 100 by college, a ranking turned into those of its rank-order centroid.

    F. H. Barron, B. E. Barrett, "Decision quality using ranked attribute weights", Management Science 42 (11), 1996,
    pp. 1515-1523.
    """
    rows = [weigh_vote(vote, keys) for vote in votes]
    return summarise_answers(np.array(rows).reshape(len(votes), len(keys)), [vote.college for vote in votes])


def weigh_vote(vote: Vote, keys: Sequence[str]) -> FloatArray:
    """Turn a vote into points out of 100, in the order of the keys; equal ranks share those of their places."""
    given = np.array([vote.answers[key] for key in keys], dtype=np.float64)
    if vote.method == "ranking":
        by_place = np.cumsum(1 / np.arange(len(keys), 0, -1))[::-1]
        first, last = (rankdata(given, method).astype(int) for method in ("min", "max"))
        given = np.array([by_place[low - 1 : high].mean() for low, high in zip(first, last, strict=True)])
    points: FloatArray = np.round(100 * given / given.sum(), 6)
    return points


def _name(key: str) -> str:
    if key in _OBJECTIVE_LABELS:
        return begin_upper(_(_OBJECTIVE_LABELS[key]))
    criterion = CRITERIA_BY_KEY.get(key)
    if criterion is None:
        return key
    # Nobody votes for a cost, but for spending less.
    return _name("money") if criterion.kind == "money" else _(criterion.label)

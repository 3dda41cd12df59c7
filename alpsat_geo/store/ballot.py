"""A vote: what one participant answers, and whether it answers what was asked."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.compute.mcda.weights import normalise_points, rank_order_centroid
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Method = Literal["points", "ranking"]
METHODS: tuple[Method, ...] = get_args(Method)

TOTAL_POINTS = 100
# Points rounded to two decimals on each of ten criteria still make 100.
_POINTS_TOLERANCE = 0.051


@dataclass(frozen=True, slots=True)
class Vote:
    """The priorities of one participant, without anything that says who they are.

    Attributes
    ----------
    college : College
    method : {"points", "ranking"}
        Points sum to 100; a ranking gives 1 to what matters most, and equal ranks are allowed.
    answers : mapping of str to float
        Points or rank, by key of objective or criterion: all that the session weighs, and nothing else.
    is_on_paper : bool
        Whether a facilitator entered it from a ballot.
    """

    college: College
    method: Method
    answers: Mapping[str, float]
    is_on_paper: bool = False


def check_vote(vote: Vote, weighed: Sequence[str]) -> Vote:
    """Return a vote in the order of what the session weighs, or refuse it.

    Parameters
    ----------
    vote : Vote
    weighed : sequence of str
        Keys of what the session weighs.

    Raises
    ------
    InputError
        If the college or the method is unknown, an answer is missing or not asked for, points do not sum to 100, or a
        rank is not one of 1 to the number of answers.
    """
    if vote.college not in COLLEGES:
        sentence = N_("Collège « {college} » inconnu : choisissez parmi {known}.")
        raise InputError(remark(sentence, college=vote.college, known=", ".join(COLLEGES)))
    if vote.method not in METHODS:
        sentence = N_("Façon de voter « {method} » inconnue : choisissez parmi {known}.")
        raise InputError(remark(sentence, method=vote.method, known=", ".join(METHODS)))
    for key in weighed:
        if key not in vote.answers:
            sentence = N_("Le vote ne dit rien de « {key} » : répondez sur chacun de {weighed}.")
            raise InputError(remark(sentence, key=key, weighed=", ".join(weighed)))
    for key, answer in vote.answers.items():
        if key not in weighed:
            sentence = N_("« {key} » n'est pas dans cette consultation : répondez sur {weighed}.")
            raise InputError(remark(sentence, key=key, weighed=", ".join(weighed)))
        if isinstance(answer, bool) or not math.isfinite(answer):
            sentence = N_("La réponse sur « {key} » vaut « {answer} » : donnez un nombre.")
            raise InputError(remark(sentence, key=key, answer=str(answer)))
    answers = {key: float(vote.answers[key]) for key in weighed}
    if vote.method == "points":
        _check_points(answers)
    else:
        _check_ranks(answers)
    return dataclasses.replace(vote, answers=MappingProxyType(answers))


def weigh_vote(vote: Vote, weighed: Sequence[str]) -> FloatArray:
    """Turn a vote into weights: points in proportion, a ranking through its rank-order centroid.

    Parameters
    ----------
    vote : Vote
    weighed : sequence of str
        Keys, C of them.

    Returns
    -------
    numpy.ndarray, shape (C,)
        On the unit simplex.
    """
    answers = [vote.answers[key] for key in weighed]
    return normalise_points(answers) if vote.method == "points" else rank_order_centroid(answers)


def _check_points(answers: Mapping[str, float]) -> None:
    for key, points in answers.items():
        if points < 0:
            sentence = N_("« {key} » reçoit {points} points : donnez-lui 0 point ou plus.")
            raise InputError(remark(sentence, key=key, points=points))
    total = math.fsum(answers.values())
    if abs(total - TOTAL_POINTS) > _POINTS_TOLERANCE:
        sentence = N_("Les points font {total} en tout : répartissez-en exactement {count}.")
        raise InputError(remark(sentence, total=total, count=TOTAL_POINTS))


def _check_ranks(answers: Mapping[str, float]) -> None:
    for key, rank in answers.items():
        if not (rank.is_integer() and 1 <= rank <= len(answers)):
            sentence = N_("« {key} » a le rang {rank} : donnez un rang entier de 1 à {count}.")
            raise InputError(remark(sentence, key=key, rank=rank, count=len(answers)))

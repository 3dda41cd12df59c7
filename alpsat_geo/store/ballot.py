"""A vote: what one participant answers, and whether it answers what was asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from alpsat_geo.compute.consultation import COLLEGES, College
from alpsat_geo.compute.criterion import find_result
from alpsat_geo.criteria import CRITERIA
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

Method = Literal["prices", "points", "ranking"]
"""How a vote was cast: points and rankings are of before, and nobody votes so any more."""
METHODS: tuple[Method, ...] = get_args(Method)


@dataclass(frozen=True, slots=True)
class Vote:
    """The answers of one participant, without anything that says who they are.

    Attributes
    ----------
    college : College
    answers : mapping of str to float or None
        Euros a year for one more, by key of result, all that the session asks and nothing else; None is "does not
        know". Of before: points or ranks, by key of objective or criterion.
    is_on_paper : bool
        Whether a facilitator entered it from a ballot.
    method : {"prices", "points", "ranking"}
    """

    college: College
    answers: Mapping[str, float | None]
    is_on_paper: bool = False
    method: Method = "prices"


def check_vote(vote: Vote, asked: Sequence[str]) -> Vote:
    """Return a vote in the order of what the session asks, or refuse it.

    Parameters
    ----------
    vote : Vote
    asked : sequence of str
        Keys of results.

    Raises
    ------
    InputError
        If the college or the method is unknown, or if an answer is missing, not asked for, or none of those offered.
    """
    if vote.college not in COLLEGES:
        sentence = N_("Collège « {college} » inconnu : choisissez parmi {known}.")
        raise InputError(remark(sentence, college=vote.college, known=", ".join(COLLEGES)))
    if vote.method != "prices":
        sentence = N_("Façon de voter « {method} » inconnue : choisissez parmi {known}.")
        raise InputError(remark(sentence, method=vote.method, known="prices"))
    for key in asked:
        if key not in vote.answers:
            sentence = N_("Le vote ne dit rien de « {key} » : répondez sur chacun de {weighed}.")
            raise InputError(remark(sentence, key=key, weighed=", ".join(asked)))
    for key, answer in vote.answers.items():
        if key not in asked:
            sentence = N_("« {key} » n'est pas dans cette consultation : répondez sur {weighed}.")
            raise InputError(remark(sentence, key=key, weighed=", ".join(asked)))
        offered = find_result(CRITERIA, key).price.answers
        if answer is not None and (isinstance(answer, bool) or answer not in offered):
            sentence = N_("La réponse sur « {key} » vaut « {answer} » : choisissez parmi {known}.")
            raise InputError(remark(sentence, key=key, answer=str(answer), known=", ".join(map(str, offered))))
    answers = {key: None if (answer := vote.answers[key]) is None else float(answer) for key in asked}
    return dataclasses.replace(vote, answers=MappingProxyType(answers))

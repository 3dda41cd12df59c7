"""What nobody knows yet: parameters with a range, and the state and desks of existing spaces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from alpsat_geo.compute.baseline import DESKS_PARAMETER, CountedSpace
from alpsat_geo.compute.comparison import DecisionProblem
from alpsat_geo.compute.net_benefit.information import cut_unknowns
from alpsat_geo.domain.arrays import FloatArray, IntArray
from alpsat_geo.domain.parameters import FAMILY_LABELS
from alpsat_geo.domain.text import N_

STATUS_PREFIX, DESKS_PREFIX = "status:", "desks:"
_SETTLED_BY_A_CALL = N_("un appel téléphonique")
_IS_OPEN_QUESTION, _DESKS_QUESTION = N_("{space} : ouvert ou fermé ?"), N_("{space} : nombre de places")


@dataclass(frozen=True, slots=True)
class Unknown:
    """One thing nobody knows yet: a parameter, a family that moves together, or a space's state or desks.

    ``question`` is the French label of the latter, with a field ``{space}`` for its name.
    """

    key: str
    label: str
    settled_by: str
    parameter_keys: tuple[str, ...] = ()
    space_key: str | None = None
    space_name: str = ""
    question: str = ""


def list_unknowns(problem: DecisionProblem) -> tuple[Unknown, ...]:
    """Return the unknowns that may weigh on a decision: parameters with a range, then spaces; the draws keep them."""
    return problem.draws.keep(_name("unknowns", problem), lambda: _list_unknowns(problem))


def _name(what: str, problem: DecisionProblem) -> tuple[str, ...]:
    return (what, *(space.key for space in problem.baseline.spaces))


def _list_unknowns(problem: DecisionProblem) -> tuple[Unknown, ...]:
    table, baseline = problem.draws.table, problem.baseline
    members: dict[str, list[str]] = {}
    for key, row in table.items():
        if not row.is_constant:
            members.setdefault(row.family or key, []).append(key)
    unknowns = [
        Unknown(name, FAMILY_LABELS.get(name, table[keys[0]].label), table[keys[0]].settled_by, tuple(keys))
        for name, keys in members.items()
        if not name.startswith(DESKS_PARAMETER)  # drawn space by space
    ]
    for space in baseline.spaces:
        if space.settled_is_open is None:
            unknowns.append(_ask_of_space(space, STATUS_PREFIX, _IS_OPEN_QUESTION, ()))
        if space.desks_count is None:
            rows = (space.desks_parameter(table),)
            unknowns.append(_ask_of_space(space, DESKS_PREFIX, _DESKS_QUESTION, rows))
    return tuple(unknowns)


def draw_unknowns(problem: DecisionProblem) -> Mapping[str, FloatArray]:
    """Return what each unknown is worth in each draw (D,), by key: a quantile, desks, or 0 and 1."""
    draws = problem.draws
    position = {space.key: j for j, space in enumerate(problem.baseline.spaces)}
    columns: dict[str, FloatArray] = {}
    for unknown in list_unknowns(problem):
        if unknown.key.startswith(STATUS_PREFIX):
            columns[unknown.key] = draws.space_is_open[:, position[str(unknown.space_key)]].astype(np.float64)
        elif unknown.key.startswith(DESKS_PREFIX):
            columns[unknown.key] = draws.space_desks_count[:, position[str(unknown.space_key)]]
        else:
            columns[unknown.key] = draws.quantiles[unknown.key]
    return columns


def _ask_of_space(space: CountedSpace, kind: str, question: str, parameter_keys: tuple[str, ...]) -> Unknown:
    label = question.format(space=space.name)
    return Unknown(kind + space.key, label, _SETTLED_BY_A_CALL, parameter_keys, space.key, space.name, question)


def slice_unknowns(problem: DecisionProblem) -> Mapping[str, IntArray]:
    """Return the slice of each draw (D,) along each unknown, by key, as `cut_unknowns` cuts; the draws keep them."""
    return problem.draws.keep(_name("slices", problem), lambda: cut_unknowns(draw_unknowns(problem)))

"""What was said of the weights, as priorities: objectives first, unless somebody weighs criterion by criterion."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping, Sequence

import numpy as np

from alpsat_geo.compute.criterion import Criterion
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.objectives import (
    ObjectiveTree,
    Priorities,
    build_tree,
    draw_priorities,
    equal_priorities,
    state_priorities,
)
from alpsat_geo.compute.readings import PRUDENCE
from alpsat_geo.compute.weighting import Weighting
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_UNKNOWN_OBJECTIVE = N_("L'objectif « {key} » n'existe pas : choisissez parmi {known}.")


def list_objectives(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Return the objectives that may weigh, in the order of the registry."""
    return tuple(dict.fromkeys(c.objective for c in criteria if c.is_weighed_in_objective))


def list_default_objectives(criteria: Sequence[Criterion]) -> tuple[str, ...]:
    """Return the objectives that weigh before anybody says so, in the order of the registry."""
    return tuple(dict.fromkeys(c.objective for c in criteria if c.is_weighted_by_default))


def build_objective_tree(objectives: Collection[str], criteria: Sequence[Criterion]) -> ObjectiveTree:
    """Build the tree of objectives that somebody names: the criteria that weigh in them, in equal parts.

    Parameters
    ----------
    objectives : collection of str
    criteria : sequence of Criterion
        The registry.

    Raises
    ------
    InputError
        If an objective is unknown, or if there is none.
    """
    known = list_objectives(criteria)
    for key in objectives:
        if key not in known:
            raise InputError(remark(_UNKNOWN_OBJECTIVE, key=key, known=", ".join(known)))
    return build_tree({c.key: c.objective for c in criteria if c.is_weighed_in_objective and c.objective in objectives})


def value_objectives(tree: ObjectiveTree, values: FloatArray) -> FloatArray:
    """Value scenarios on objectives: weights of objectives then give the score that their criteria would.

    Parameters
    ----------
    tree : ObjectiveTree
    values : float array (S, D, C)
        Value scores on the criteria of the tree; NaN is "sans objet".

    Returns
    -------
    float array (S, D, O)
        An objective keeps its whole weight on the criteria that tell the scenarios apart; NaN where none does.

    Raises
    ------
    InputError
        If no criterion tells the scenarios apart.
    """
    applicable = judge_criteria(values).applicable
    staying = (tree.shares * applicable).any(axis=1)
    within = tree.spread(np.eye(staying.size)[staying], applicable)
    valued = np.full((*values.shape[:2], staying.size), np.nan)
    valued[..., staying] = np.where(applicable, values, 0.0) @ within.T
    return valued


def read_weighting(weights: Mapping[str, float], criteria: Sequence[Criterion]) -> Weighting:
    """Tell weights of objectives from weights of criteria.

    Raises
    ------
    InputError
        If both are mixed, or if a key is neither.
    """
    objectives, known = list_objectives(criteria), [criterion.key for criterion in criteria]
    named = [key for key in weights if key in objectives]
    others = [key for key in weights if key not in objectives]
    if not named:
        return Weighting(stated=dict(weights) or None)
    if not others:
        return Weighting(objectives=dict(weights))
    if others[0] in known:
        sentence = N_(
            "Les poids mêlent un objectif (« {objective} ») et un critère (« {criterion} ») : donnez-les tous aux"
            " objectifs, ou tous aux critères."
        )
        raise InputError(remark(sentence, objective=named[0], criterion=others[0]))
    raise InputError(remark(_UNKNOWN_OBJECTIVE, key=others[0], known=", ".join(objectives)))


def set_priorities(
    weighting: Weighting, criteria: Sequence[Criterion], size: int, seed: int
) -> tuple[Priorities, Priorities]:
    """Return the priorities of each draw, and one row that stands for them.

    Parameters
    ----------
    weighting : Weighting
        Nothing said: all possible priorities, uniformly on the simplex of the objectives that are weighed by default.
        Points of objectives are shared by the criteria that weigh in them. What was said criterion by criterion stays
        so, and keeps its meaning when a criterion leaves.
    criteria : sequence of Criterion
        The registry.
    size : int
        Number of draws D.
    seed : int

    Returns
    -------
    tuple of Priorities
        (D, .) and (1, .), of the same tree.

    Raises
    ------
    InputError
        If a key is unknown, if weights are said in several ways, or if they are negative or sum to 0.
    """
    objective_of = {criterion.key: str(criterion.objective) for criterion in criteria}
    default = tuple(criterion.key for criterion in criteria if criterion.is_weighted_by_default)
    weighed = weighting.criteria(default, tuple(objective_of))
    if weighting.objectives:
        tree = build_objective_tree(weighting.objectives, criteria)
        return state_priorities(tree, weighting.objectives, size), state_priorities(tree, weighting.objectives, 1)
    tree = build_tree({key: objective_of[key] for key in weighed})
    if weighting.is_free:
        return draw_priorities(tree, size, seed), equal_priorities(tree)
    drawn = Priorities(tree, "criteria", weighting.draw(weighed, size, seed))
    return drawn, Priorities(tree, "criteria", weighting.typical(weighed)[None, :])


def add_prudence(priorities: Priorities, criteria: Sequence[Criterion]) -> Priorities:
    """Return the same priorities over a tree that holds prudence besides, at no weight where it had none.

    Parameters
    ----------
    priorities : Priorities
    criteria : sequence of Criterion
        The registry: those of prudence that weigh in it join; none when prudence is there already.
    """
    tree = priorities.tree
    joining = {c.key: PRUDENCE for c in criteria if c.objective == PRUDENCE and c.is_weighed_in_objective}
    if PRUDENCE in tree.objective_keys or not joining:
        return priorities
    objective_of = {
        key: tree.objective_keys[int(np.flatnonzero(column)[0])]
        for key, column in zip(tree.criterion_keys, tree.is_member.T, strict=True)
    }
    larger = build_tree(objective_of | joining)
    added = len(larger.keys(priorities.level)) - len(tree.keys(priorities.level))
    return dataclasses.replace(priorities, tree=larger, weights=np.pad(priorities.weights, ((0, 0), (0, added))))

"""Objectives first: weights go to objectives, and a criterion only shares the weight of its objective.

Three criteria that say one thing thrice would otherwise weigh three times as much as it deserves. Exchange rates put
what weights imply in plain words: how many euros a year one more unit of each criterion is worth.

D draws, O objectives, C criteria.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from alpsat_geo.compute.draws import named_stream
from alpsat_geo.compute.mcda.weights import normalise_points, restrict_weights
from alpsat_geo.domain.arrays import BoolArray, FloatArray, freeze_floats
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

_STREAMS_KEPT = 64  # of one priority each, a few kilobytes for the draws of a page

Level = Literal["objectives", "criteria"]


@dataclass(frozen=True, slots=True)
class ObjectiveTree:
    """Which criterion serves which objective, and which part of its weight it takes.

    Attributes
    ----------
    criterion_keys : tuple of str, length C
    objective_keys : tuple of str, length O
    is_member : bool array (O, C)
        Whether a criterion serves an objective; each serves one.
    shares : float array (O, C)
        Part of the weight of an objective that each of its criteria takes; rows sum to 1, 0 elsewhere.
    """

    criterion_keys: tuple[str, ...]
    objective_keys: tuple[str, ...]
    is_member: BoolArray
    shares: FloatArray

    def keys(self, level: Level) -> tuple[str, ...]:
        """Return what weights of a level speak of."""
        return self.objective_keys if level == "objectives" else self.criterion_keys

    def spread(self, weights: FloatArray, applicable: BoolArray | None = None) -> FloatArray:
        """Give the weights of objectives to the criteria that stay.

        When a criterion leaves, its objective keeps the whole weight; an objective leaves only when it is empty, and
        its weight then goes to the others in proportion.

        Parameters
        ----------
        weights : float array (D, O) or (O,)
            Rows on the simplex.
        applicable : bool array (C,), optional
            Criteria that may weigh; all by default.

        Returns
        -------
        float array (D, C) or (C,)
            Rows on the simplex, 0 where not applicable.

        Raises
        ------
        InputError
            If nothing is applicable, or if all the weight lies on objectives that are empty.
        """
        kept = self.shares if applicable is None else np.where(applicable, self.shares, 0.0)
        total = kept.sum(axis=1)
        staying = total > 0
        within = np.divide(kept, total[:, None], out=np.zeros_like(kept), where=staying[:, None])
        spread: FloatArray = restrict_weights(weights, staying) @ within
        return spread


def build_tree(objective_of: Mapping[str, str]) -> ObjectiveTree:
    """Build the tree of some criteria, which share their objective in equal parts.

    Parameters
    ----------
    objective_of : mapping of criterion key to objective key
        In the order in which criteria are to stand.

    Raises
    ------
    InputError
        If there is no criterion.
    """
    criteria = tuple(objective_of)
    if not criteria:
        raise InputError(remark(N_("Aucun critère à peser : gardez-en au moins un.")))
    objectives = tuple(dict.fromkeys(objective_of.values()))
    is_member = np.array([[objective_of[key] == objective for key in criteria] for objective in objectives])
    is_member.setflags(write=False)
    return ObjectiveTree(
        criteria, objectives, is_member, freeze_floats(is_member / is_member.sum(axis=1, keepdims=True))
    )


@dataclass(frozen=True, slots=True)
class Priorities:
    """What weighs how much in each draw.

    Attributes
    ----------
    tree : ObjectiveTree
    level : {"objectives", "criteria"}
        What the columns are. Weights of criteria are taken as they are: what is stated criterion by criterion keeps
        its meaning when one of them leaves.
    weights : float array (D, O) or (D, C)
        Rows on the simplex.
    """

    tree: ObjectiveTree
    level: Level
    weights: FloatArray

    def of_criteria(self, applicable: BoolArray | None = None) -> FloatArray:
        """Return the weights of the criteria that stay, (D, C).

        Raises
        ------
        InputError
            As `ObjectiveTree.spread`.
        """
        if self.level == "objectives":
            return self.tree.spread(self.weights, applicable)
        kept = np.ones(self.weights.shape[-1], dtype=np.bool_) if applicable is None else applicable
        return restrict_weights(self.weights, kept)

    def without(self, objective: str) -> Priorities | None:
        """Leave one objective out, the others keeping their proportions; None when no weight would be left."""
        place = self.tree.objective_keys.index(objective)
        if self.level == "objectives":
            leaving = np.arange(len(self.tree.objective_keys)) == place
        else:
            leaving = self.tree.is_member[place]
        left = np.where(leaving, 0.0, self.weights)
        total = left.sum(axis=-1, keepdims=True)
        if (total <= 0).any():
            return None
        return dataclasses.replace(self, weights=left / total)


def draw_priorities(
    tree: ObjectiveTree,
    size: int,
    seed: int,
    *,
    level: Level = "objectives",
    weighed: Collection[str] | None = None,
) -> Priorities:
    """Draw "all possible priorities": uniformly on the simplex of the objectives, or of the criteria.

    Each objective or criterion has a stream of its own, named by its key: one that joins or leaves does not disturb
    how much the others weigh beside each other.

    Parameters
    ----------
    tree : ObjectiveTree
    size : int
        Number of draws D.
    seed : int
        Not negative.
    level : {"objectives", "criteria"}
    weighed : collection of str, optional
        Keys of that level that weigh; all of the tree by default, at least one.

    Notes
    -----
    Normalised unit exponentials follow the Dirichlet law with all parameters 1, uniform on the simplex (L. Devroye,
    Non-Uniform Random Variate Generation, Springer, 1986, chapter V.2).
    """
    drawn = np.stack(
        [
            _draw_exponentials(seed, key, size) if weighed is None or key in weighed else np.zeros(size)
            for key in tree.keys(level)
        ],
        axis=1,
    )
    return Priorities(tree, level, normalise_points(drawn))


@lru_cache(maxsize=_STREAMS_KEPT)
def _draw_exponentials(seed: int, key: str, size: int) -> FloatArray:
    # Each reading of a comparison draws the same again.
    return freeze_floats(named_stream(seed, f"priority:{key}").standard_exponential(size))


def equal_priorities(tree: ObjectiveTree) -> Priorities:
    """Give each objective the same weight: one row, D = 1."""
    return state_priorities(tree, dict.fromkeys(tree.objective_keys, 1.0), 1)


def state_priorities(tree: ObjectiveTree, stated: Mapping[str, float], size: int) -> Priorities:
    """Repeat stated weights of objectives for each draw.

    Parameters
    ----------
    tree : ObjectiveTree
    stated : mapping of objective key to points, any scale
        One that is not named weighs 0.
    size : int
        Number of draws D.

    Raises
    ------
    InputError
        If the points are negative or sum to 0.
    """
    row = normalise_points([stated.get(key, 0.0) for key in tree.objective_keys])
    return Priorities(tree, "objectives", np.broadcast_to(row, (size, row.size)))


def exchange_rates(weights: FloatArray, swings: FloatArray, money: int) -> FloatArray:
    """Euros a year that weights give to one more unit of each criterion, towards its best anchor.

    A weight is the worth of the whole swing between two anchors: one unit is worth ``weight / swing``, and a euro a
    year ``weight / swing`` of the criterion of money.

    Parameters
    ----------
    weights : float array (C,)
        On the simplex.
    swings : float array (C,)
        Distance between the two anchors of each criterion, above 0.
    money : int
        Place of the criterion that counts euros a year.

    Returns
    -------
    float array (C,)
        1 for money itself; NaN everywhere when money weighs nothing, since no sum then makes up for anything.
    """
    if weights[money] <= 0:
        return np.full(len(weights), np.nan)
    per_euro = weights[money] / swings[money]
    rates: FloatArray = weights / swings / per_euro
    return rates


def price_score(weights: FloatArray, swings: FloatArray, money: int) -> float:
    """Euros a year that a whole score, from 0 to 1, is worth; NaN when money weighs nothing.

    Parameters
    ----------
    weights, swings, money
        As `exchange_rates`.
    """
    return float(swings[money] / weights[money]) if weights[money] > 0 else np.nan


def weights_at_rates(
    weights: FloatArray, swings: FloatArray, money: int, rates: Mapping[int, float], names: tuple[str, ...]
) -> FloatArray:
    """Set exchange rates instead of weights; the criteria of which nothing is said keep theirs.

    Parameters
    ----------
    weights, swings, money
        As `exchange_rates`: what holds before.
    rates : mapping of place of a criterion to euros a year for one more unit
    names : tuple of str, length C
        To say which one is refused.

    Returns
    -------
    float array (C,)
        On the simplex; `exchange_rates` gives the rates back.

    Raises
    ------
    InputError
        If a rate is not above 0, if it is that of money itself, or if money weighs nothing to start from.
    """
    if weights[money] <= 0:
        sentence = N_("Le critère « {key} » ne pèse rien : donnez-lui un poids avant de fixer un taux d'échange.")
        raise InputError(remark(sentence, key=names[money]))
    worth = exchange_rates(weights, swings, money)
    for place, rate in rates.items():
        if place == money:
            sentence = N_("Un euro vaut un euro : retirez le taux d'échange de « {key} ».")
            raise InputError(remark(sentence, key=names[money]))
        if not 0 < rate < np.inf:
            sentence = N_(
                "Le taux d'échange de « {key} » vaut {rate} € par an : donnez un montant supérieur à 0, ou retirez ce"
                " critère."
            )
            raise InputError(remark(sentence, key=names[place], rate=float(rate)))
        worth[place] = rate
    return normalise_points(worth * swings)

"""Readings: the same draws read in several ways, and a verdict that must survive them.

A lead that holds only while one thing is counted three times, or while what nobody knows is held still, is not a
lead. S scenarios, D draws, C criteria.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from alpsat_geo.compute.mcda.acceptability import (
    DECISION_THRESHOLD_SHARE,
    pairwise_winning_index,
    score_scenarios,
    share_first,
)
from alpsat_geo.compute.mcda.applicability import judge_criteria
from alpsat_geo.compute.mcda.objectives import Priorities, draw_priorities
from alpsat_geo.domain.arrays import FloatArray
from alpsat_geo.domain.errors import InputError
from alpsat_geo.domain.remark import remark
from alpsat_geo.domain.text import N_

PRUDENCE = "prudence"
_BEATEN_SHARE = 0.5
# Shares are sums of fractions: an exact two thirds, or half, must not be missed by one rounding.
_TOLERANCE = 1e-12

Counting = Literal["by_objective", "every_criterion", "with_prudence", "structure_fixed", "all_scenarios", "without"]


@dataclass(frozen=True, slots=True)
class Facts:
    """What there is to read, values between 0 and 1; NaN: sans objet.

    Attributes
    ----------
    keys : tuple of str, length S
        Of the scenarios compared.
    values : float array (S, D, C)
        Everything drawn, over the criteria of the tree of priorities.
    fixed_values : float array (S, D, C), optional
        The same draws with the structural unknowns held at their central values; None: nothing structural.
    all_keys, all_values : tuple of str and float array (T, D, C), optional
        The scenarios compared and every project scenario; None: there is no other.
    """

    keys: tuple[str, ...]
    values: FloatArray
    fixed_values: FloatArray | None = None
    all_keys: tuple[str, ...] = ()
    all_values: FloatArray | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading the draws.

    Attributes
    ----------
    counting : what is read; with ``objective`` it makes the `key`.
    objective : str
        The one left out, for ``without``; empty otherwise.
    is_required : bool
        Whether a decision needs it.
    keys : tuple of str
        Scenarios read.
    first : float array
        Share of first places of each, ties shared.
    leader : str
        Most often first; the mean score decides between equals.
    beaten_by : tuple of str
        For ``all_scenarios``: who beats the leader of ``by_objective``, two by two, in more than half of the draws;
        the clearest first.
    """

    counting: Counting
    objective: str
    is_required: bool
    keys: tuple[str, ...]
    first: FloatArray
    leader: str
    beaten_by: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Stable name of the reading."""
        return f"{self.counting}_{self.objective}" if self.objective else self.counting

    def first_share(self, key: str) -> float:
        """Share of first places of a scenario."""
        return float(self.first[self.keys.index(key)])

    def upholds(self, key: str) -> bool:
        """Whether the reading lets a scenario be called first."""
        if self.counting == "all_scenarios":
            return not self.beaten_by
        return self.first_share(key) >= DECISION_THRESHOLD_SHARE - _TOLERANCE


@dataclass(frozen=True, slots=True)
class Undoing:
    """A reading that undoes the lead, and who leads there (maybe the same, but not often enough)."""

    reading: Reading
    leader: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a scenario arrives first whatever the reading.

    Attributes
    ----------
    status : {"decided", "depends", "undecided"}
        All required readings uphold the leader; only the headline does; not even the headline.
    leader : str
        First by objective.
    contenders : tuple of str
        The fewest scenarios that together are first in two thirds of the draws, leader first; the leader alone when
        it reaches them.
    undone_by : tuple of Undoing
        Required readings that fail the leader, the one where it fares worst first.
    """

    status: Literal["decided", "depends", "undecided"]
    leader: str
    contenders: tuple[str, ...]
    undone_by: tuple[Undoing, ...]


def read_draws(facts: Facts, priorities: Priorities, weighed: Collection[str], seed: int) -> tuple[Reading, ...]:
    """Read the same draws in every way.

    Parameters
    ----------
    facts : Facts
    priorities : Priorities
        Drawn or stated, for ``by_objective``, ``structure_fixed``, ``all_scenarios`` and ``without``.
    weighed : collection of str
        Objectives that weigh. The tree may hold prudence besides: it then weighs in ``with_prudence`` alone.
    seed : int
        Of the priorities that the other readings draw.

    Returns
    -------
    tuple of Reading
        ``by_objective`` first. A reading in which nothing that weighs tells the scenarios apart is absent.

    Raises
    ------
    InputError
        If that is so of the headline.
    """
    tree, size = priorities.tree, facts.values.shape[1]
    weighing = tuple(key for key in tree.objective_keys if key in weighed)
    criteria = [
        key
        for key, members in zip(tree.criterion_keys, tree.is_member.T, strict=True)
        if any(members[tree.objective_keys.index(objective)] for objective in weighing)
    ]
    headline = _read("by_objective", facts.keys, facts.values, priorities)
    if headline is None:
        sentence = N_(
            "Aucun critère qui pèse ne distingue les scénarios comparés : ajoutez un critère, donnez un poids à un"
            " autre, ou comparez des scénarios différents."
        )
        raise InputError(remark(sentence))
    each = draw_priorities(tree, size, seed, level="criteria", weighed=criteria)
    others = [_read("every_criterion", facts.keys, facts.values, each)]
    if PRUDENCE in tree.objective_keys and PRUDENCE not in weighing:
        prudent = draw_priorities(tree, size, seed, weighed=(*weighing, PRUDENCE))
        others.append(_read("with_prudence", facts.keys, facts.values, prudent))
    if facts.fixed_values is not None:
        others.append(_read("structure_fixed", facts.keys, facts.fixed_values, priorities))
    if facts.all_values is not None:
        others.append(_read("all_scenarios", facts.all_keys, facts.all_values, priorities, leader=headline.leader))
    for objective in weighing:
        left = priorities.without(objective)
        if left is not None:
            others.append(_read("without", facts.keys, facts.values, left, objective=objective))
    return (headline, *(reading for reading in others if reading is not None))


def judge_readings(readings: Sequence[Reading]) -> Verdict:
    """Say whether somebody arrives first, and what that hangs on.

    Parameters
    ----------
    readings : sequence of Reading
        As `read_draws` returns them.
    """
    headline = readings[0]
    leader = headline.leader
    contenders = _contend(headline)
    if not headline.upholds(leader):
        return Verdict("undecided", leader, contenders, ())
    failing = [reading for reading in readings[1:] if reading.is_required and not reading.upholds(leader)]
    failing.sort(key=lambda reading: reading.first_share(leader))
    undone_by = tuple(
        Undoing(reading, reading.beaten_by[0] if reading.beaten_by else reading.leader) for reading in failing
    )
    return Verdict("depends" if undone_by else "decided", leader, contenders, undone_by)


def _contend(headline: Reading) -> tuple[str, ...]:
    """Take the fewest scenarios that together are first in two thirds of the draws, the leader first."""
    order = sorted(headline.keys, key=lambda key: (key != headline.leader, -round(headline.first_share(key), 12)))
    total, kept = 0.0, []
    for key in order:
        kept.append(key)
        total += headline.first_share(key)
        if total >= DECISION_THRESHOLD_SHARE - _TOLERANCE:
            break
    return tuple(kept)


def _score(values: FloatArray, priorities: Priorities) -> FloatArray | None:
    """Score in each draw (S, D); None where no criterion that weighs tells the scenarios apart."""
    applicable = judge_criteria(values).applicable
    if (priorities.of_criteria()[:, applicable].sum(axis=1) <= 0).any():
        return None
    return score_scenarios(values, priorities.of_criteria(applicable), applicable)


def _read(
    counting: Counting,
    keys: tuple[str, ...],
    values: FloatArray,
    priorities: Priorities,
    *,
    objective: str = "",
    leader: str = "",
) -> Reading | None:
    scores = _score(values, priorities)
    if scores is None:
        return None
    first = share_first(scores).mean(axis=1)
    return Reading(
        counting=counting,
        objective=objective,
        is_required=counting != "without",
        keys=keys,
        first=first,
        leader=_find_leader(keys, first, scores),
        beaten_by=_find_beaters(keys, scores, leader) if leader else (),
    )


def _find_beaters(keys: tuple[str, ...], scores: FloatArray, leader: str) -> tuple[str, ...]:
    wins = pairwise_winning_index(scores)[:, keys.index(leader)]
    return tuple(keys[place] for place in np.argsort(-wins, kind="stable") if wins[place] > _BEATEN_SHARE + _TOLERANCE)


def _find_leader(keys: tuple[str, ...], first: FloatArray, scores: FloatArray) -> str:
    return keys[int(np.lexsort((-scores.mean(axis=1), -np.round(first, 12)))[0])]
